"""Reading `contracts/reconcile/<id>.yaml`."""

from __future__ import annotations

from collections.abc import Mapping

from kanhe.contract.reading import Reading, near
from kanhe.contract.wiring import CHARSETS
from kanhe.contract.yaml import Node
from kanhe.model.contract import Source
from kanhe.model.file import FileContract, Matching
from kanhe.model.reconcile import Reconciliation, Side

KEYS = ("id", "title", "source", "sides", "open_days")
SIDE_KEYS = ("title", "contract", "format", "charset", "delimiter", "quote", "header", "unit", "columns", "minus", "states")
OF_CONTRACT = ("title", "contract", "states")
COLUMN_KEYS = ("key", "amount", "serial", "date", "status")
FORMATS, UNITS = ("csv", "jsonl"), ("yuan", "fen", "wan")


def read_reconciliation(reading: Reading, node: Node, files: Mapping[str, FileContract], *, stem: str) -> Reconciliation:
    """One reconciliation; every mistake is noted."""
    reading.known(node, KEYS, "对账")
    name = reading.text(node.get("id"), "id", node.at)
    if name and name != stem:
        reading.blame((node.get("id") or node).at, f"id 写作 {name}", stem, "id 就是文件名")
    told = node.get("sides")
    sides = tuple(_side(reading, body, key, files, told) for key, body in reading.mapping(told, "sides").items())
    if not 2 <= len(sides) <= 3:
        reading.blame((told or node).at, f"对账有 {len(sides)} 方", "两方或三方，第一方是我方")
    return Reconciliation(
        id=name or stem, title=reading.text(node.get("title"), "title", node.at), sides=sides, at=node.at,
        open_days=int(reading.number(node.get("open_days"), "open_days", 3)), source=reading.source(node.get("source"), Source()))


def _side(reading: Reading, node: Node, name: str, files: Mapping[str, FileContract], around: Node | None) -> Side:
    reading.known(node, SIDE_KEYS, f"sides.{name}")
    title = reading.text(node.get("title"), f"sides.{name} 的 title", node.at)
    states = {k: reading.text(v, "states") for k, v in reading.mapping(node.get("states"), "states").items()}
    contract = reading.text(node.get("contract"), "contract", default="")
    if not name.isidentifier() or not name.isascii():
        reading.blame(around.keys[name] if around else node.at, f"方的名字写作 {name}", "英文字母、数字、下划线，如 ledger")
    if not contract:
        return _listed(reading, node, Side(name=name, title=title, states=states, at=node.at))
    for key in node.pairs or {}:
        if key not in OF_CONTRACT and key in SIDE_KEYS:
            reading.blame(node.keys[key], f"sides.{name} 按文件契约读，用不上 {key}", "、".join(OF_CONTRACT))
    found = files.get(contract)
    if found is None and not reading.partial:
        right = "、".join(files) or "先写文件契约"
        reading.blame((node.get("contract") or node).at, f"没有文件契约 {contract}", right, near(contract, files))
    elif found is not None and not (found.matching.key and found.matching.amount):
        reading.blame((node.get("contract") or node).at, f"文件契约 {contract} 没有 matching", "matching: {key: […], amount: …}")
    matching = found.matching if found is not None else Matching()
    return Side(name=name, title=title, contract=contract, states=states, matching=matching, at=node.at,
                charset=found.charset if found is not None else "UTF-8")


def _listed(reading: Reading, node: Node, side: Side) -> Side:
    columns = reading.mapping(node.get("columns"), "columns")
    if node.get("columns") is not None:
        reading.known(node.pairs["columns"] if node.pairs else node, COLUMN_KEYS, f"sides.{side.name}.columns")
    one = {k: reading.text(columns.get(k), k, default="") for k in ("amount", "serial", "date", "status")}
    key = reading.texts(columns.get("key"), "key")
    if not key or not one["amount"]:
        reading.blame((node.get("columns") or node).at, f"sides.{side.name} 没有说 key 和 amount 是哪些列",
                      "columns: {key: 列名, amount: 列名}")
    header = reading.flag(node.get("header"), "header", default=True)
    kind = reading.word(node.get("format"), "format", FORMATS, "csv")
    if kind == "csv" and not header:
        for told in (*key, *one.values()):
            if told and not (told.isascii() and told.isdigit() and int(told) > 0):
                reading.blame((node.get("columns") or node).at, f"没有表头，列写作 {told}", "列的序号，从 1 数起")
    delimiter, quote = reading.text(node.get("delimiter"), "delimiter", default=","), reading.text(node.get("quote"), "quote", default='"')
    if len(delimiter) != 1 or (len(quote) != 1 and quote != "none"):
        reading.blame((node.get("delimiter") or node.get("quote") or node).at, f"delimiter 写作 {delimiter}，quote 写作 {quote}",
                      "各一个字符；quote: none 为不用引号")
    return Side(
        name=side.name, title=side.title, states=side.states, at=side.at, format=kind, header=header, delimiter=delimiter,
        quote="" if quote == "none" else quote, charset=reading.word(node.get("charset"), "charset", CHARSETS, "UTF-8"),
        unit=reading.word(node.get("unit"), "unit", UNITS, "yuan"),
        matching=Matching(key=key, minus=_minus(reading, node), **one))


def _minus(reading: Reading, node: Node) -> dict[str, str]:
    return {k: reading.text(v, "minus") for k, v in reading.mapping(node.get("minus"), "minus").items()}
