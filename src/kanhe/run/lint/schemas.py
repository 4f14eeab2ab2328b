"""Holding the specimens against schemas that were written independently of the contracts: XSD for XML, OpenAPI 3.1 for HTTP.

An XSD must also be one that messages can be made from, beginning with the elements that the specimens begin with: what is not supported
is named here, before anybody generates from it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial
from pathlib import Path, PurePosixPath
from typing import Any

from kanhe.contract import openapi
from kanhe.contract.xsd import Xsd, read_xsd, root_name
from kanhe.errors import ContractError, Position, Problem, WireError
from kanhe.model.contract import Contract
from kanhe.run.lint.desk import Desk
from kanhe.schema.xsd.generate import read_schema
from kanhe.wire.codec import encode

OPENAPI = (".yaml", ".yml", ".json")


def run_schemas(desk: Desk) -> None:
    """Every contract with a `schema:`; each file is read once."""
    read: dict[str, Any] = {}
    told: set[str] = set()
    for contract in desk.catalogue.contracts.values():
        if not contract.schema:
            continue
        name = str(PurePosixPath(contract.at.file).parent / contract.schema)
        path = desk.places.root / name
        suffix = PurePosixPath(name).suffix
        if suffix != ".xsd" and suffix not in OPENAPI:
            desk.blame(_said(desk, contract), f"不认识的文件 {contract.schema}", "*.xsd，或 OpenAPI 的 *.yaml、*.json")
        elif ".." in PurePosixPath(name).parts or not path.is_file():
            desk.blame(_said(desk, contract), f"没有文件 {contract.schema}", "与契约同目录的文件")
        elif suffix == ".xsd":
            schema = _read(desk, read, path, name, read_xsd)
            if schema is not None:
                for root in sorted(_xsd(desk, contract, schema)):
                    _read(desk, read, path, name, partial(_unmakeable, root=root), root)
        elif not openapi.available():
            if name not in told:
                desk.note(_said(desk, contract), "没有装 jsonschema-rs，没有用 OpenAPI 校验样例", "", "pip install jsonschema-rs")
            told.add(name)
        else:
            document = _read(desk, read, path, name, openapi.read_openapi)
            if document is not None:
                _openapi(desk, contract, document)


def _said(desk: Desk, contract: Contract) -> Position:
    return desk.places.at(contract.at.file, "schema")


def _read(
    desk: Desk, read: dict[str, Any], path: Path, name: str, reader: Callable[[Path, str], tuple[Any, list[Problem]]], root: str = ""
) -> Any:
    key = f"{name} {root}"
    if key not in read:
        read[key], problems = reader(path, name)
        desk.problems += [p for p in problems if p not in desk.problems]
    return read[key]


def _unmakeable(path: Path, name: str, *, root: str) -> tuple[None, list[Problem]]:
    """What of the messages that begin with an element cannot be generated."""
    try:
        return None, read_schema(path, name, element=root).problems()
    except ContractError as error:
        return None, list(error.problems)


def _xsd(desk: Desk, contract: Contract, schema: Xsd) -> set[str]:
    """The specimens against the schema; with which elements the good ones begin."""
    roots = set()
    for side, document in (("request", contract.specimen_request), ("reply", contract.specimen_reply)):
        if not document:
            continue
        try:
            data = encode(contract, document, reply=side == "reply").body
        except (WireError, TypeError, ValueError):
            continue  # told by the specimens
        if not data:
            continue  # a message without a body has no shape
        body = ("body",) if contract.party.wire.transport == "http" else ()
        faults = schema.faults(data)
        if not faults:
            roots.add(root_name(data))
        for fault in faults:
            at = desk.places.at(contract.at.file, "specimen", side, *body, *_way(fault.path))
            _blame(desk, contract, at, side, f"{fault.message}（libxml2，报文第 {fault.line} 行）")
    return roots


def _way(path: str) -> tuple[str, ...]:
    """`/root/body/list/Entity[2]/Amt` -> ('body', 'list', 'Entity', '1', 'Amt')."""
    way: list[str] = []
    for part in path.split("/")[2:]:
        found = re.fullmatch(r"(.+?)(?:\[([0-9]+)\])?", part)
        if found:
            way += [found[1], *([str(int(found[2]) - 1)] if found[2] else [])]
    return tuple(way)


def _openapi(desk: Desk, contract: Contract, document: openapi.OpenApi) -> None:
    operation, problem = document.operation(contract.method, contract.route)
    if operation is None:
        at = desk.places.at(contract.at.file, "operation")
        desk.blame(at, problem, "、".join(document.operations()), f"契约和 {contract.schema} 要说同一个接口")
        return
    for side, specimen in (("request", contract.specimen_request), ("reply", contract.specimen_reply)):
        if not specimen:
            continue
        status = "" if side == "request" else str(specimen.get("status", "200"))
        for way, message, to in document.faults(operation, specimen.get("body"), status=status):
            at = to or desk.places.at(contract.at.file, "specimen", side, *way)
            _blame(desk, contract, at, side, message)


def _blame(desk: Desk, contract: Contract, at: Position, side: str, message: str) -> None:
    desk.blame(at, f"{'请求' if side == 'request' else '应答'}样例不合 {contract.schema}：{message}", f"合乎 {contract.schema} 的报文",
               "改样例，或改写错的一方")
