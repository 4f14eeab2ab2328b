"""Reading one file contract (`kind: file`) of a family."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from kanhe.contract.fields import Words, read_types
from kanhe.contract.file_rules import read_file_rules
from kanhe.contract.lookup import Layout
from kanhe.contract.operation import SEVERITIES
from kanhe.contract.party import PartyDraft
from kanhe.contract.reading import Reading, near
from kanhe.contract.records import PARTS, Cells, read_name, read_record
from kanhe.contract.types import parse_type
from kanhe.contract.wiring import CHARSETS
from kanhe.contract.yaml import Node
from kanhe.errors import Position
from kanhe.model.contract import FieldType
from kanhe.model.file import Arrival, Digest, FileContract, FileName, Matching, Record, Series, Total, Unique
from kanhe.model.words import Kind

KEYS = ("id", "kind", "title", "sends", "source", "owner", "severity", "behaviour", "layout", "name", *PARTS, "totals", "digest", "unique",
        "again", "series", "arrival", "matching", "rules", "specimen")
LAYOUT_KEYS = ("charset", "shape", "delimiter", "line_end", "rule")
SHAPES, LINE_ENDS = ("delimited", "fixed"), ("LF", "CRLF", "none")
TOTAL_KEYS, TOTALS = ("of", "column", "where", "into", "rule"), ("count", "sum", "min", "max")
DIGEST_KEYS, CASES = ("into", "over", "case", "rule"), ("lower", "upper")
UNIQUE_KEYS, AGAIN_KEYS, SERIES_KEYS = ("columns", "rule"), ("key", "rule"), ("by", "order", "every", "complete")
EVERY = ("day", "month")
ARRIVAL_KEYS, WAYS = ("way", "mark", "rule"), ("rename", "flag")
MATCHING_KEYS = ("key", "amount", "serial", "date", "status", "minus")
UNKNOWN = "?"  # a type that could not be read, which is told where it stands
NUMBERS = (Kind.MONEY, Kind.DECIMAL, Kind.INTEGER)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Shape:
    charset: str
    shape: str
    delimiter: str
    line_end: str
    rule: str


def is_file(node: Node) -> bool:
    """Whether an operation file says `kind: file`."""
    kind = node.get("kind")
    return kind is not None and kind.text == "file"


def read_file(
    reading: Reading, node: Node, party: PartyDraft, *, stem: str, kinds: frozenset[str], parameters: Mapping[str, Any]
) -> FileContract:
    """One file contract; every mistake is noted. kinds: of things that the family's messages keep in the books."""
    reading.known(node, KEYS, "文件契约")
    name, wanted = reading.text(node.get("id"), "id", node.at), f"{party.party.family}.{stem}"
    if name and name != wanted and party.party.family:
        reading.blame((node.get("id") or node).at, f"id 写作 {name}", wanted, "id 是 族名.文件名")
    roles = list(party.party.roles)
    sender = (reading.word(node.get("sends"), "sends", roles, at=node.at) if len(roles) == 2
              else reading.text(node.get("sends"), "sends", node.at))
    shape = _shape(reading, node.get("layout"), node)
    words = _words(party, shape.charset)
    records = {p: read_record(reading, node.get(p), p, words, fixed=shape.shape == "fixed") for p in PARTS}
    file_name = read_name(reading, node.get("name"), node, words)
    row = records["row"] or Record(part="row", columns=())
    if not row.columns:
        reading.blame(node.at, "文件没有 row", "row: {列名: {title: …, type: …}}")
    cells = Cells(types={"name": {p.field.path: p.field.type for p in file_name.parts}} | {p: _types(records[p]) for p in PARTS})
    totals = _totals(reading, node.get("totals"), cells)
    types = {**cells.types, "total": {t.name: _total_type(t, cells) for t in totals}}
    source = reading.source(node.get("source"), party.source)
    base = Layout(codelists=words.codelists, parameters=frozenset(parameters), charset=shape.charset, kinds=kinds)
    again = node.get("again")
    contract = FileContract(
        id=name or wanted, title=reading.text(node.get("title"), "title", node.at), party=party.party, sender=sender,
        receiver=next((r for r in roles if r != sender), ""), charset=shape.charset, shape=shape.shape, delimiter=shape.delimiter,
        line_end=shape.line_end, layout_rule=shape.rule, header=records["header"], row=row, trailer=records["trailer"],
        name=_same(reading, node.get("name"), file_name, cells), totals=totals, digest=_digest(reading, node.get("digest"), cells),
        unique=tuple(_unique(reading, item, cells) for item in reading.items(node.get("unique"), "unique")),
        again=_paths(reading, again, "again", "key", cells, ("name",)), again_rule=_again(reading, again),
        series=_series(reading, node.get("series"), cells), arrival=_arrival(reading, node.get("arrival")),
        matching=_matching(reading, node.get("matching"), cells),
        rules=read_file_rules(reading, reading.items(node.get("rules"), "rules"), types, base, source),
        behaviour=reading.text(node.get("behaviour"), "behaviour", default=""),
        specimen=reading.text(node.get("specimen"), "specimen", default=""), source=source,
        owner=reading.text(node.get("owner"), "owner", default=party.owner),
        severity=reading.word(node.get("severity"), "severity", SEVERITIES, "normal"), at=node.at)
    _references(reading, contract)
    return contract


def _words(party: PartyDraft, charset: str) -> Words:
    """The party's words in the file's own charset; in a file every leaf is text, as in XML."""
    words = Words(party.words.vocabulary, party.words.codelists, charset, codec="xml")
    read_types(Reading(), party.type_node, words)
    return words


def _shape(reading: Reading, node: Node | None, parent: Node) -> _Shape:
    if node is None or node.pairs is None:
        reading.blame(parent.at, "缺少 layout", 'layout: {charset: GBK, shape: delimited, delimiter: "|", line_end: LF}')
        return _Shape(charset="UTF-8", shape="delimited", delimiter="|", line_end="LF", rule="")
    reading.known(node, LAYOUT_KEYS, "layout")
    shape = reading.word(node.get("shape"), "shape", SHAPES, at=node.at) or "delimited"
    line_end = reading.word(node.get("line_end"), "line_end", LINE_ENDS, "LF")
    delimiter = reading.text(node.get("delimiter"), "delimiter", default="|")
    if shape == "delimited" and line_end == "none":
        reading.blame((node.get("line_end") or node).at, "分隔符文件没有行结束符", "LF 或 CRLF")
    if shape == "fixed" and node.get("delimiter") is not None:
        reading.blame(node.keys["delimiter"], "定长文件没有分隔符", "去掉 delimiter")
    if not delimiter or len(delimiter) > 4 or any(s.isalnum() or s in "._-+\r\n" for s in delimiter):
        reading.blame((node.get("delimiter") or node).at, f"delimiter 写作 {delimiter}", '一到四个符号，不是字母、数字、点、横线，如 "|"')
        delimiter = "|"
    return _Shape(charset=reading.word(node.get("charset"), "charset", CHARSETS, at=node.at) or "UTF-8", shape=shape,
                  delimiter=delimiter, line_end=line_end, rule=reading.text(node.get("rule"), "rule", default=""))


def _types(record: Record | None) -> dict[str, FieldType]:
    return {c.name: c.field.type for c in record.columns} if record is not None else {}


def _total_type(total: Total, cells: Cells) -> FieldType:
    kind = cells.types["row"].get(total.column)
    return kind if kind is not None else parse_type("int", charset="UTF-8", codelists={}, at=total.at, json="string")


def _totals(reading: Reading, node: Node | None, cells: Cells) -> tuple[Total, ...]:
    found = []
    for name, body in reading.mapping(node, "totals").items():
        reading.known(body, TOTAL_KEYS, f"totals.{name}")
        at = node.keys[name] if node is not None else Position()
        of = reading.word(body.get("of"), "of", TOTALS, at=body.at) or "count"
        column = reading.text(body.get("column"), "column", default="")
        kind = cells.column(reading, column, (body.get("column") or body).at, f"totals.{name}") if of != "count" else None
        if kind is not None and kind.kind not in NUMBERS and kind.text != UNKNOWN:
            reading.blame((body.get("column") or body).at, f"列 {column} 是 {kind.text}，不能合计", "金额、小数或整数的列")
        where = {k: reading.text(v, "where") for k, v in reading.mapping(body.get("where"), "where").items()}
        for other in where:
            cells.column(reading, other, (body.get("where") or body).keys[other], f"totals.{name}")
        found.append(Total(name=name, of=of, column=column if of != "count" else "", where=where,
                           into=_paths(reading, body, f"totals.{name}", "into", cells, ("header", "trailer")),
                           rule=reading.text(body.get("rule"), "rule", default=""), at=at))
    return tuple(found)


def _paths(
    reading: Reading, node: Node | None, where: str, key: str, cells: Cells, parts: tuple[str, ...]
) -> tuple[str, ...]:
    """The cells that a list names; those that were declared."""
    listed = node.get(key) if node is not None else None
    found = reading.texts(listed, key)
    at = [i.at for i in listed.items] if listed is not None and listed.items is not None else [listed.at] * len(found) if listed else []
    return tuple(path for path, place in zip(found, at, strict=True) if cells.known(reading, path, place, where, parts))


def _digest(reading: Reading, node: Node | None, cells: Cells) -> Digest | None:
    if node is None:
        return None
    reading.known(node, DIGEST_KEYS, "digest")
    into = reading.text(node.get("into"), "digest 的 into", node.at)
    cells.known(reading, into, (node.get("into") or node).at, "digest", ("trailer",))
    over = tuple(reading.word(i, "over", ("header", "row")) for i in reading.items(node.get("over"), "over")) or ("header", "row")
    return Digest(into=into, over=over, case=reading.word(node.get("case"), "case", CASES, "lower"),
                  rule=reading.text(node.get("rule"), "rule", default=""), at=node.at)


def _unique(reading: Reading, node: Node, cells: Cells) -> Unique:
    reading.known(node, UNIQUE_KEYS, "unique")
    columns = reading.texts(node.get("columns"), "columns")
    if not columns:
        reading.blame(node.at, "unique 没有 columns", "columns: [列名]")
    for name in columns:
        cells.column(reading, name, (node.get("columns") or node).at, "unique")
    return Unique(columns=columns, rule=reading.text(node.get("rule"), "rule", default=""), at=node.at)


def _again(reading: Reading, node: Node | None) -> str:
    if node is None:
        return ""
    reading.known(node, AGAIN_KEYS, "again")
    return reading.text(node.get("rule"), "rule", default="")


def _same(reading: Reading, node: Node | None, name: FileName, cells: Cells) -> FileName:
    parts = node.get("parts") if node is not None else None
    for part in name.parts:
        if part.same_as:
            body = (parts.pairs or {}).get(part.field.path) if parts is not None else None
            told = body.get("same_as") if body is not None else None
            cells.known(reading, part.same_as, told.at if told is not None else part.field.at, "same_as", ("header",))
    return name


def _series(reading: Reading, node: Node | None, cells: Cells) -> Series:
    if node is None:
        return Series()
    reading.known(node, SERIES_KEYS, "series")
    by, order = (reading.text(node.get(k), k, default="") for k in ("by", "order"))
    for key, path in (("by", by), ("order", order)):
        if path:
            cells.known(reading, path, (node.get(key) or node).at, f"series.{key}", ("name",))
    return Series(by=by, order=order, complete=reading.text(node.get("complete"), "complete", default=""),
                  every=reading.word(node.get("every"), "every", EVERY, "day"))


def _arrival(reading: Reading, node: Node | None) -> Arrival:
    if node is None:
        return Arrival()
    reading.known(node, ARRIVAL_KEYS, "arrival")
    way = reading.word(node.get("way"), "way", WAYS, "rename")
    mark = reading.text(node.get("mark"), "mark", default={"rename": ".tmp", "flag": ".ok"}[way])
    if not mark.startswith(".") or not mark[1:].isalnum() or not mark.isascii():
        reading.blame((node.get("mark") or node).at, f"mark 写作 {mark}", "点和字母数字，如 .tmp、.ok")
    return Arrival(way=way, mark=mark, rule=reading.text(node.get("rule"), "rule", default=""))


def _matching(reading: Reading, node: Node | None, cells: Cells) -> Matching:
    if node is None:
        return Matching()
    reading.known(node, MATCHING_KEYS, "matching")
    key = reading.texts(node.get("key"), "key")
    one = {k: reading.text(node.get(k), k, default="") for k in ("amount", "serial", "date", "status")}
    minus = {k: reading.text(v, "minus") for k, v in reading.mapping(node.get("minus"), "minus").items()}
    for name, told in [(n, "key") for n in key] + [(n, k) for k, n in one.items() if n] + [(n, "minus") for n in minus]:
        cells.column(reading, name, (node.get(told) or node).at, f"matching.{told}")
    return Matching(key=key, minus=minus, **one)


def _references(reading: Reading, contract: FileContract) -> None:
    """Every rule that something points to was declared."""
    ids = {r.id for r in contract.rules}
    for rule, at in _named(contract):
        if rule and rule not in ids:
            reading.blame(at, f"引用了没有声明的规则 {rule}", "rules: 里有的编号", near(rule, ids) or "在 rules: 里用 declared 声明它")


def _named(contract: FileContract) -> Iterator[tuple[str, Position]]:
    yield from ((c.field.rule, c.field.at) for r in contract.records for c in r.columns)
    yield from ((t.rule, t.at) for t in contract.totals)
    yield from ((u.rule, u.at) for u in contract.unique)
    if contract.digest is not None:
        yield contract.digest.rule, contract.digest.at
    for rule in (contract.layout_rule, contract.name.rule, contract.again_rule, contract.series.complete, contract.arrival.rule):
        yield rule, contract.at
