"""OpenAPI 3.1 beside a contract: the operation is there, and bodies keep its schemas. Home of jsonschema-rs (optional).

The file is read by our own YAML reader, so that mistakes have places; only plain scalars become numbers and booleans. References
leave the file nowhere: what does not start with `#/` is refused, nothing is fetched.
"""

from __future__ import annotations

import importlib.util
import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from kanhe.contract.yaml import Node, read_yaml
from kanhe.errors import Position, Problem

METHODS = ("get", "put", "post", "delete", "patch")
_INTEGER = re.compile(r"[-+]?[0-9]+", re.ASCII)
_NUMBER = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?", re.ASCII)
Found = tuple[tuple[str, ...], str, Position | None]
"""(way in the specimen, sentence, place in the OpenAPI file where that is to blame)."""


@cache
def available() -> bool:
    """Whether jsonschema-rs is installed."""
    return importlib.util.find_spec("jsonschema_rs") is not None


def typed(node: Node) -> Any:
    """The data of a node by the rules of YAML 1.2: quoted scalars are text."""
    if node.pairs is not None:
        return {k: typed(v) for k, v in node.pairs.items()}
    if node.items is not None:
        return [typed(v) for v in node.items]
    text = node.text
    if text is None or not node.plain:
        return text
    if text in ("true", "false"):
        return text == "true"
    if _INTEGER.fullmatch(text):
        return int(text)
    return Decimal(text) if _NUMBER.fullmatch(text) else text


@dataclass(frozen=True, slots=True)
class OpenApi:
    """One document with its places."""

    data: dict[str, Any]
    node: Node

    def operations(self) -> list[str]:
        """Every operation, `METHOD /path`."""
        return [f"{m.upper()} {path}" for path, item in self.data["paths"].items() for m in METHODS if m in (item or {})]

    def operation(self, method: str, route: str) -> tuple[Any, str]:
        """The operation object; None and why where there is none. Names of path parameters do not matter."""
        wanted = _shape(route)
        for path, item in self.data["paths"].items():
            if any(_shape(prefix + path) == wanted for prefix in self._prefixes()):
                found = (item or {}).get(method.lower())
                return (found, "") if isinstance(found, dict) else (None, f"OpenAPI 的 {path} 没有 {method}")
        return None, f"OpenAPI 里没有 {method} {route}"

    def _prefixes(self) -> list[str]:
        servers = self.data.get("servers") or []
        urls = [str(s.get("url", "")) for s in servers if isinstance(s, dict)]
        return ["", *(re.sub(r"^[a-z]+://[^/]*", "", url).rstrip("/") for url in urls)]

    def faults(self, operation: Any, body: Any, *, status: str) -> Iterator[Found]:
        """What is wrong with a body; status '' = a request."""
        if status:
            answers = operation.get("responses") or {}
            said = answers.get(status, answers.get(int(status) if status.isdigit() else status))
            holder = self._followed(said or answers.get(f"{status[:1]}XX") or answers.get("default"))
            if holder is None:
                yield ("status",), f"没有状态码 {status} 的应答", None
                return
        else:
            holder = self._followed(operation.get("requestBody"))
        media = _json_of(holder)
        if media is None:
            if body is not None:
                yield ("body",), f"{'应答' if status else '请求'}没有 JSON 报文体", None
            return
        if body is None:
            if status or (holder or {}).get("required") is True:
                yield (), f"{'应答' if status else '请求'}要有 JSON 报文体", None
            return
        yield from self._checked(media.get("schema", True), body)

    def _followed(self, node: Any) -> Any:
        for _ in range(20):
            if not isinstance(node, dict) or "$ref" not in node:
                break
            found: Any = self.data
            for part in str(node["$ref"]).removeprefix("#/").split("/"):
                found = found.get(part.replace("~1", "/").replace("~0", "~")) if isinstance(found, dict) else None
            node = found
        return node if isinstance(node, dict) else None

    def _checked(self, schema: Any, body: Any) -> Iterator[Found]:
        import jsonschema_rs

        whole = {"allOf": [schema], "components": self.data.get("components") or {}}
        try:
            judge = jsonschema_rs.Draft202012Validator(whole, validate_formats=True)
        except (jsonschema_rs.ValidationError, jsonschema_rs.ReferencingError, ValueError) as error:
            yield (), f"模式有误：{str(error).splitlines()[0]}", self.node.at
            return
        for fault in judge.iter_errors(body):
            yield ("body", *(str(part) for part in fault.instance_path)), fault.message, None


def _shape(route: str) -> str:
    return re.sub(r"\{[^}]*\}", "{}", route)


def _json_of(holder: Any) -> Any:
    content = holder.get("content") if isinstance(holder, dict) else None
    for name, media in (content or {}).items():
        if "json" in name and isinstance(media, dict):
            return media
    return None


def read_openapi(path: Path, name: str) -> tuple[OpenApi | None, list[Problem]]:
    """The document of a file, None where it is wrong."""
    node, problems = read_yaml(path, name)
    if node is None or problems:
        return None, problems
    data = typed(node)
    version = node.get("openapi")
    if not isinstance(data, dict) or version is None or not (version.text or "").startswith("3.1"):
        said = version.text if version else "（没有写）"
        return None, [Problem(version.at if version else node.at, f"OpenAPI 版本是 {said}", "openapi: 3.1.0")]
    paths = node.get("paths")
    if paths is None or paths.pairs is None or not all(p.pairs is not None for p in paths.pairs.values()):
        return None, [Problem(paths.at if paths else node.at, "OpenAPI 没有 paths，或写法有误", "paths: {/路径: {post: …}}")]
    far = [Problem(v.at, f"引用了别处的 {v.text}", "以 #/ 开头的引用，不取网络")
           for v in _references(node) if not (v.text or "").startswith("#/")]
    return (None, far) if far else (OpenApi(data, node), [])


def _references(node: Node) -> Iterator[Node]:
    for key, child in (node.pairs or {}).items():
        if key == "$ref" and child.text is not None:
            yield child
        yield from _references(child)
    for child in node.items or ():
        yield from _references(child)
