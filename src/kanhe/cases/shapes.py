"""The schema file beside a contract as a maker of messages: XSD, or OpenAPI 3.1 and JSON Schema as YAML or JSON."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import lru_cache
from pathlib import Path, PurePosixPath
from typing import Any

from kanhe.contract.openapi import typed
from kanhe.contract.xsd import root_name
from kanhe.contract.yaml import read_yaml
from kanhe.errors import ContractError, Position, Problem
from kanhe.model.contract import Contract
from kanhe.schema.generator import Generator
from kanhe.schema.json.generate import read_schema as read_json
from kanhe.schema.json.judge import Pointer
from kanhe.schema.json.located import read_located
from kanhe.schema.json.source import Source, target_of
from kanhe.schema.xsd.generate import read_schema as read_xsd
from kanhe.wire.codec import encode


def shape_of(root: str, contract: Contract) -> Generator:
    """The maker of the contract's request bodies. Raises ContractError with located problems."""
    name = str(PurePosixPath(contract.at.file).parent / contract.schema)
    body = encode(contract, contract.specimen_request, reply=False).body
    element = root_name(body) if name.endswith(".xsd") else f"{contract.method} {contract.route}"
    return _kept(Path(root) / name, name, element, contract.party.wire.charset)


@lru_cache(maxsize=64)
def _kept(path: Path, name: str, element: str, charset: str) -> Generator:
    return read_shape(path, name, element=element, charset=charset)


def read_shape(path: Path, name: str, *, element: str = "", charset: str = "UTF-8") -> Generator:
    """The schema of a file that people know as `name`. element: where messages begin: an element of the XSD, `METHOD /path` or a
    component of OpenAPI, a name of `$defs`; '' = the usual one. Raises ContractError with located problems."""
    if path.suffix.lower() == ".json":
        return _of_data(*read_located(_text(path, name), name), element, charset)
    if path.suffix.lower() in (".yaml", ".yml"):
        return _of_data(*_yaml(path, name), element, charset)
    return read_xsd(path, name, element=element, charset=charset)


def _text(path: Path, name: str) -> str:
    try:
        return path.read_text("utf-8")
    except UnicodeDecodeError as error:
        raise ContractError([Problem(Position(name), f"第 {error.start} 字节不是 UTF-8", "UTF-8 文本", "用 UTF-8 另存")]) from None


def _yaml(path: Path, name: str) -> tuple[Any, Callable[[Pointer], Position]]:
    node, problems = read_yaml(path, name)
    if node is None or problems:
        raise ContractError(problems)

    def at(pointer: Pointer) -> Position:
        here = node
        for part in pointer:
            items = here.items or []
            below = (here.pairs or {}).get(part) or (items[int(part)] if part.isdigit() and int(part) < len(items) else None)
            if below is None:
                break
            here = below
        return here.at

    return typed(node), at


def _of_data(data: Any, at: Callable[[Pointer], Position], element: str, charset: str) -> Generator:
    return read_json(Source(data, target_of(data, element, at), at), charset=charset)


def owing(contract: Contract, shape: Generator) -> Iterator[Any]:
    """The cases of the schema that bind whoever gets this contract's request: about fields that the contract has, outside the rows of a
    batch (a bad row is refused alone), and about values and presence. How XML may be written otherwise binds nobody, and an empty
    element is one that was left out, where the contract lets it be left out."""
    head = "" if contract.party.wire.named else "body."
    fields = [f.path.replace("[]", "") for f in contract.request]
    optional = {f.path.replace("[]", "") for f in contract.request if not f.required}
    batch = f"{contract.batch.rows}." if contract.batch is not None else ""
    for case in shape.obligations():
        duty = case.obligation
        names = [name for name in duty.path.split("/")[1:] if name and not name.isdigit()]
        path = head + ".".join(names[1:] if shape.suffix == ".xml" else names)
        empty = shape.suffix == ".xml" and path in optional and duty.constraint == "minLength=1"
        in_batch = bool(batch) and f"{path}.".startswith(batch)
        if not empty and not in_batch and _binds(shape, duty.constraint) and _declared(fields, path.rstrip(".")):
            yield case


_VALUES = frozenset({
    "datatype", "enumeration", "pattern", "length", "minLength", "maxLength", "totalDigits", "fractionDigits", "minInclusive",
    "maxInclusive", "minExclusive", "maxExclusive", "fixed", "minOccurs", "maxOccurs", "use", "key", "unique", "keyref"})


def _binds(shape: Generator, constraint: str) -> bool:
    word = constraint.partition("=")[0].partition(",")[0]
    return shape.suffix != ".xml" or word in _VALUES or word.startswith(("member ", "item "))


def _declared(fields: list[str], path: str) -> bool:
    """Whether it is a field of the contract, or lies around one, or where the contract lets anything stand."""
    return any(path == f or f.startswith(f"{path}.") or not path or (f.endswith("*") and path.startswith(f[:-1])) for f in fields)
