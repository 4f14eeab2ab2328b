"""The document that a schema stands in: a JSON Schema file or an OpenAPI file, with the place of every node."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, unquote

from kanhe.errors import ContractError, Position, Problem
from kanhe.schema.json.judge import Pointer
from kanhe.schema.pattern.ecma import parse
from kanhe.schema.pattern.tree import BadPattern

METHODS = ("get", "put", "post", "delete", "patch")
DIALECT = "https://json-schema.org/draft/2020-12/schema"
HOME = "document"
_REFUSED = {"$dynamicRef": "动态引用", "$recursiveRef": "动态引用", "$dynamicAnchor": "动态引用"}


@dataclass(frozen=True, slots=True)
class Source:
    """data: the whole document. target: where the schema stands in it. at: the place of a node in the file."""

    data: Any
    target: Pointer
    at: Callable[[Pointer], Position]

    @property
    def whole(self) -> Any:
        """The schema as jsonschema-rs reads it: the document, with a reference to the target at its root."""
        if not self.target:
            return self.data
        kept = self.data if "openapi" in self.data else {key: self.data[key] for key in ("$defs", "definitions") if key in self.data}
        return {**kept, "$ref": "#" + "".join(f"/{escaped(part)}" for part in self.target)}

    def node(self, pointer: Pointer) -> Any:
        """The node at a pointer, None where there is none."""
        return found(self.data, pointer)

    def problems(self) -> Iterator[Problem]:
        """What is not supported in the schemas that the target reaches, each at its place."""
        said = self.data.get("$schema", DIALECT) if isinstance(self.data, dict) else DIALECT
        if str(said).rstrip("#") != DIALECT:
            yield Problem(self.at(("$schema",)), f"不支持 $schema {said}", f"{DIALECT}，或不写")
        seen: set[Pointer] = set()
        yield from self._problems(self.target, seen)

    def _problems(self, pointer: Pointer, seen: set[Pointer]) -> Iterator[Problem]:
        node = self.node(pointer)
        if pointer in seen or not isinstance(node, dict):
            return
        seen.add(pointer)
        for keyword, why in _REFUSED.items():
            if keyword in node:
                yield Problem(self.at((*pointer, keyword)), f"不支持 {keyword}（{why}）", "以 #/ 开头的 $ref")
        said = node.get("$ref")
        if said is not None:
            target = referred(said)
            if target is None or self.node(target) is None:
                yield Problem(self.at((*pointer, "$ref")), f"引用 {said} 不在这份文件里，或不以 #/ 开头",
                              "以 #/ 开头、指向本文件的引用，不取网络")
            else:
                yield from self._problems(target, seen)
        for way, pattern in _patterns(node):
            try:
                parse(pattern)
            except BadPattern as error:
                yield Problem(self.at((*pointer, *way)), f"不支持模式 {pattern}：{error.part} {error.why}",
                              "没有环视、反向引用的模式，锚点在两端")
        for below in children(node):
            yield from self._problems((*pointer, *below), seen)


def _patterns(node: dict[str, Any]) -> Iterator[tuple[Pointer, str]]:
    if isinstance(node.get("pattern"), str):
        yield ("pattern",), node["pattern"]
    for pattern in node.get("patternProperties") or {}:
        yield ("patternProperties", pattern), pattern


_ONE = ("items", "contains", "additionalProperties", "propertyNames", "not", "if", "then", "else", "unevaluatedProperties",
        "unevaluatedItems")
_LIST = ("allOf", "anyOf", "oneOf", "prefixItems")
_MAP = ("properties", "patternProperties", "dependentSchemas")


def children(node: dict[str, Any]) -> Iterator[Pointer]:
    """The ways to the subschemas of a schema."""
    yield from ((keyword,) for keyword in _ONE if isinstance(node.get(keyword), dict))
    for keyword in _LIST:
        yield from ((keyword, str(k)) for k in range(len(node.get(keyword) or ())))
    for keyword in _MAP:
        yield from ((keyword, name) for name in node.get(keyword) or {})


def found(data: Any, pointer: Pointer) -> Any:
    """The node of a document at a pointer, None where there is none."""
    for part in pointer:
        if isinstance(data, dict):
            data = data.get(part)
        elif isinstance(data, list) and part.isdigit() and int(part) < len(data):
            data = data[int(part)]
        else:
            return None
    return data


def referred(said: Any) -> Pointer | None:
    """The pointer of a `$ref` into the same document; None for any other."""
    if said == "#":
        return ()
    if not isinstance(said, str) or not said.startswith("#/"):
        return None
    return tuple(unquote(part).replace("~1", "/").replace("~0", "~") for part in said[2:].split("/"))


def escaped(part: str) -> str:
    """A part of a pointer as it stands in a reference."""
    return quote(part.replace("~", "~0").replace("/", "~1"), safe="~")


def moved(node: Any) -> Any:
    """A copy whose references point into `#/$defs/document`: so that a schema can be rebuilt and still mean the same."""
    if isinstance(node, dict):
        return {key: f"#/$defs/{HOME}{value[1:]}" if key == "$ref" and isinstance(value, str) and value.startswith("#") else moved(value)
                for key, value in node.items()}
    return [moved(item) for item in node] if isinstance(node, list) else node


def target_of(data: Any, element: str, at: Callable[[Pointer], Position]) -> Pointer:
    """Where the schema stands: for OpenAPI `METHOD /path`, `METHOD /path STATUS` or a component's name, by default the first request
    with a JSON body; for a JSON Schema the root, or a name of `$defs`. Raises ContractError."""
    if not isinstance(data, dict) or "openapi" not in data:
        if not element:
            return ()
        if isinstance(found(data, ("$defs", element)), dict):
            return "$defs", element
        raise ContractError([Problem(at(()), f"$defs 里没有 {element}", "、".join(list((data or {}).get("$defs") or ())[:20]))])
    if isinstance(found(data, ("components", "schemas", element)), dict):
        return "components", "schemas", element
    known = list(_bodies(data))
    for name, pointer in known:
        if name == element or (not element and name.count(" ") == 1):
            return pointer
    raise ContractError([Problem(at(()), f"OpenAPI 里没有{f' {element}' if element else ' JSON 报文体'}",
                                 "、".join(name for name, _ in known[:20]) or "带 JSON 报文体的操作")])


def _bodies(data: dict[str, Any]) -> Iterator[tuple[str, Pointer]]:
    """Every JSON body of an operation: `POST /path` for requests, `POST /path 200` for replies."""
    for path, item in (data.get("paths") or {}).items():
        for method in METHODS:
            operation = (item or {}).get(method)
            if not isinstance(operation, dict):
                continue
            label, start = f"{method.upper()} {path}", ("paths", path, method)
            yield from _body(data, label, (*start, "requestBody"))
            for status in operation.get("responses") or {}:
                yield from _body(data, f"{label} {status}", (*start, "responses", str(status)))


def _body(data: Any, label: str, pointer: Pointer) -> Iterator[tuple[str, Pointer]]:
    holder = found(data, pointer)
    said = referred(holder.get("$ref")) if isinstance(holder, dict) and "$ref" in holder else None
    if said is not None:
        holder, pointer = found(data, said), said
    for media, content in ((holder or {}).get("content") or {}).items():
        if "json" in media and isinstance(content, dict) and "schema" in content:
            yield label, (*pointer, "content", media, "schema")
            return
