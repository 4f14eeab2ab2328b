"""check(): one file against its contract, in one pass and flat memory; every violation with line, column and byte offset.

Theory of operation. Lines come in blocks (lines.py), blocks become columns of raw texts (table.py). Each distinct text of a column is
read once per block (cells.py); only columns that a rule, a total or a key needs are kept as values. Header, trailer and totals are
compared at the end. Rows that must differ are found by hash in the first pass; only where a hash came twice is the file read again.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, BinaryIO

from kanhe.contract.leaf import BadLeaf
from kanhe.files.cells import cell_reader, column_reader
from kanhe.files.closing import Closing
from kanhe.files.findings import MOST_LISTED, FileReport, Findings, built_in
from kanhe.files.lines import Block, Facts, scan_file
from kanhe.files.naming import cell, numbered, parts_of
from kanhe.files.places import Places
from kanhe.files.register import Register
from kanhe.files.rows import RowRules, used_columns
from kanhe.files.seen import Seen
from kanhe.files.table import Table, marked, tabulate
from kanhe.files.totals import Sums
from kanhe.model.file import FileContract, FileRule, Record
from kanhe.model.formula import Scene, Shelf, Value
from kanhe.wire.sm import sm3_stream


def check(
    contract: FileContract, name: str, stream: BinaryIO, *, parameters: Mapping[str, Any] | None = None,
    register: Register | None = None, now: str = "", most: int = MOST_LISTED, books: Shelf | None = None,
) -> FileReport:
    """The report over one file. stream: seekable, at its start. now: when it arrived (yyyyMMddHHmmss), for rules that ask.
    register: what earlier files left; an accepted file enters it. most: how many violations are listed.
    books: what the messages of the family have left, for rules that look there; without them those do not apply."""
    return _Check(contract, name, stream, Findings(contract, most), register or Register()).run(parameters or {}, now, books)


PLACES = ("name", "header", "trailer", "total", "row", "former")


class _Check:
    """The work on one file."""

    def __init__(self, contract: FileContract, name: str, stream: BinaryIO, findings: Findings, register: Register) -> None:
        self.contract, self.name, self.stream, self.findings = contract, name, stream, findings
        self.memory = register.of(contract)
        self.facts, self.sums = Facts(), Sums(contract)
        self.rows, self.digest, self.whole = 0, sm3_stream(), sm3_stream()
        self.parts: dict[str, dict[str, Value]] = {}
        self.where = Places(contract)
        self.seen = [Seen() for _ in contract.unique]
        self.readers = {r.part: [cell_reader(c, contract.charset) for c in r.columns] for r in contract.records}
        self.used = {*used_columns(contract), *self.sums.columns}
        self.columns = [column_reader(c, contract.charset, wanted=c.name in self.used) for c in contract.row.columns]
        self.layout = built_in(contract, "layout", contract.layout_rule)

    def run(self, parameters: Mapping[str, Any], now: str, books: Shelf | None) -> FileReport:
        """Read, judge, report."""
        self.parts["name"], wrong = parts_of(self.contract, self.name)
        self.findings.tried.add(built_in(self.contract, "name", self.contract.name.rule))
        if wrong:
            self.findings.add(built_in(self.contract, "name", self.contract.name.rule), wrong, right=self.contract.name.pattern, whole=True)
        scene = Scene(parameters=parameters, now=now, books=books, names={**{part: {} for part in PLACES}, **self.parts})
        self.series, self.order = (str(cell(self.parts, path) or "") for path in (self.contract.series.by, self.contract.series.order))
        number = numbered(self.contract, self.parts)
        self.doubt = doubt = self.memory.in_doubt(self.series, self.order) or (bool(number) and number in self.memory.delivered)
        self.row_rules = RowRules(self.contract, scene, {} if doubt else self.memory.chains)
        self.scene = scene
        for block in scan_file(self.contract, self.stream, self.facts):
            self._take(block)
        self.parts["total"] = self.sums.values()
        closing = Closing(self.contract, self.findings, self.where, self.parts, scene=scene)
        closing.facts(self.facts)
        if all(r.part in self.parts for r in self.contract.records if r.part != "row"):
            closing.totals()
            closing.digest(self.digest.hexdigest())
        else:
            self.parts["total"] = {}  # everything would follow from that: a row may have stood where a record is missing
        closing.name()
        self._repeated_rows()
        again = closing.again(self.memory, self.whole.hexdigest())
        if again:
            self.findings.forget()  # the same bytes were accepted before
        else:
            closing.rules({} if doubt else self.memory.last.get(self.series, {}))
        return self._report(again)

    def _report(self, again: bool) -> FileReport:
        findings = self.findings
        report = FileReport(
            contract=self.contract, name=self.name, size_bytes=self.facts.size, rows=self.rows, digest=self.whole.hexdigest(),
            violations=tuple(sorted(findings.listed, key=lambda v: (v.line or 1 << 60, v.column))), counts=dict(findings.counts),
            repeated=again, parts=self.parts, tried=frozenset(findings.tried | self.row_rules.tried))
        if not again:
            self.memory.told(self.series, self.order, accepted=report.kept)
        if report.kept and not again:
            self._remember(report)
        return report

    def _remember(self, report: FileReport) -> None:
        if self.contract.again:
            self.memory.delivered[numbered(self.contract, self.parts)] = (report.digest, report.name)
        self.memory.last[self.series] = self.parts
        for name, chain in self.row_rules.left().items():
            before = None if self.doubt else self.memory.chains.get(name)  # what a refused file may have changed is not known
            if before is None:
                self.memory.chains[name] = chain
            else:
                before.take_over(chain)

    def _take(self, block: Block) -> None:
        over = self.contract.digest.over if self.contract.digest is not None else ()
        if block.part == "trailer" and set(over) == {r.part for r in self.contract.records if r.part != "trailer"}:
            self.digest = self.whole.copy()  # everything before the trailer: no second reckoning
        elif block.part in over and len(over) < len(self.contract.records) - 1:
            self.digest.update(block.data)
        self.whole.update(block.data)
        if block.part == "row":
            self._take_rows(block, self.contract.row)
        else:
            self._take_single(block)

    # -- header and trailer --------------------------------------------------------------------------------------------

    def _take_single(self, block: Block) -> None:
        record = self.contract.record(block.part)
        assert record is not None
        self.where.remember(block)
        if not marked(block.lines[0], record, self.contract):
            self._absent(block, record)
            return
        self.parts[block.part] = {}
        table = tabulate(block, record, self.contract, lambda *a, **k: self._bad_line(block, *a, whole=True, **k))
        cells = [column[0] for column in table.columns] if table.lines else []
        found: dict[str, Value] = {}
        for column, read, raw in zip(record.columns if cells else (), self.readers[block.part] if cells else (), cells, strict=True):
            try:
                found[column.name] = read(raw)
            except BadLeaf as bad:
                self._bad_cell(block, record, 0, column.name, bad, whole=True)
        self.parts[block.part] = found
        self.scene.names[block.part] = found

    def _absent(self, block: Block, record: Record) -> None:
        text = {"header": "第一行不是头记录", "trailer": "最后一行不是尾记录"}[record.part]
        mark = f"以 {record.mark[1]} 开头" if record.mark is not None and record.mark[0] == 0 else f"{len(record.columns)} 栏"
        hint = "文件可能没写完就取走了" if record.part == "trailer" else "头记录漏写了"
        line, offset = block.first, block.offset
        self.findings.add(self.layout, text, right=mark, hint=hint, line=line, column=1, offset=offset, whole=True)

    # -- rows ----------------------------------------------------------------------------------------------------------

    def _take_rows(self, block: Block, record: Record) -> None:
        table = tabulate(block, record, self.contract, lambda *a, **k: self._bad_line(block, *a, **k))
        self.rows += len(block.lines)
        if len(table.lines) < len(block.lines):
            self.sums.spoil()
        if not table.lines:
            self.sums.add(len(block.lines), {})
            return
        typed: dict[str, Sequence[Value]] = {}
        for column, read, raws in zip(record.columns, self.columns, table.columns, strict=True):
            values, bad = read(raws)
            if bad:
                self.sums.spoil(column.name)
                self._bad_cells(block, table, column.name, raws, bad)
            if column.name in self.used:
                typed[column.name] = values
        self.sums.add(len(block.lines), typed)
        for unique, seen in zip(self.contract.unique, self.seen, strict=True):
            seen.add(zip(*(table.columns[i] for i in self._indexes(unique.columns)), strict=True))
        self.row_rules.run(len(table.lines), typed, lambda rule, index, why: self._broken(block, table, rule, index, why))

    def _indexes(self, columns: Sequence[str]) -> list[int]:
        names = [c.name for c in self.contract.row.columns]
        return [names.index(c) for c in columns]

    def _broken(self, block: Block, table: Table, rule: FileRule, index: int, why: str) -> None:
        if not self.findings.wanted(rule.id):
            return
        assert rule.holds is not None
        read = {p.partition(".")[2] for p in rule.holds.paths if p.startswith("row.")}
        name = next((c.name for c in self.contract.row.columns if c.name in read), self.contract.row.columns[0].name)
        line, column, offset = self.where.cell(block, self.contract.row, table.lines[index], name)
        self.findings.tell(rule.id, why or "不成立", right=rule.holds.text, line=line, column=column, offset=offset)

    def _bad_cells(self, block: Block, table: Table, name: str, raws: Sequence[str], bad: Mapping[str, BadLeaf]) -> None:
        for index, raw in enumerate(raws):
            if raw in bad:
                self._bad_cell(block, self.contract.row, table.lines[index], name, bad[raw])

    def _bad_cell(self, block: Block, record: Record, index: int, name: str, bad: BadLeaf, *, whole: bool = False) -> None:
        column = record.column(name)
        rule = column.field.rule or self.layout
        if self.findings.wanted(rule):
            line, place, offset = self.where.cell(block, record, index, name)
            self.findings.tell(rule, f"{name}（{column.field.title}）{bad.found}", right=bad.right, line=line, column=place,
                               offset=offset, whole=whole)

    def _bad_line(
        self, block: Block, index: int, found: str, right: str, *, hint: str = "", at: tuple[int, int], whole: bool = False
    ) -> None:
        if self.findings.wanted(self.layout):
            self.findings.tell(self.layout, found, right=right, hint=hint, line=block.first + index, column=at[0],
                               offset=block.start(index) + at[1], whole=whole)

    # -- rows that come twice --------------------------------------------------------------------------------------------

    def _repeated_rows(self) -> None:
        if self.rows:
            self.findings.tried |= {c.field.rule for c in self.contract.row.columns if c.field.rule}
        if self.rows > 1:
            self.findings.tried |= {built_in(self.contract, "unique", u.rule) for u in self.contract.unique}
        suspects = [seen.repeated() for seen in self.seen]
        for seen in self.seen:
            seen.close()
        if not any(suspects):
            return
        firsts: list[dict[tuple[str, ...], int]] = [{} for _ in suspects]
        self.stream.seek(0)
        for block in scan_file(self.contract, self.stream, Facts()):
            if block.part != "row":
                continue
            table = tabulate(block, self.contract.row, self.contract, lambda *a, **k: None)
            for unique, hashes, known in zip(self.contract.unique, suspects, firsts, strict=True):
                columns = zip(*(table.columns[i] for i in self._indexes(unique.columns)), strict=True)
                for index, key in enumerate(columns):
                    here = block.first + table.lines[index]
                    if hash(key) in hashes and (first := known.setdefault(key, here)) != here:
                        self._twice(block, table, unique.columns, index, first, rule=unique.rule)

    def _twice(self, block: Block, table: Table, columns: Sequence[str], index: int, first: int, *, rule: str) -> None:
        rule = built_in(self.contract, "unique", rule)
        if self.findings.wanted(rule):
            line, column, offset = self.where.cell(block, self.contract.row, table.lines[index], columns[0])
            text = "、".join(f"{c} {table.columns[i][index].strip()}" for c, i in zip(columns, self._indexes(columns), strict=True))
            self.findings.tell(rule, f"{text} 与第 {first} 行重复", right="每行各不相同", line=line, column=column, offset=offset)
