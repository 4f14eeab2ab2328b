"""Known breaks between the files that are sent and the books that they were derived from, with a sealed answer sheet.

Every break is made before the file is written, so header, trailer and digest are right: only who compares row by row can find it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any

from kanhe.contract.functions import add_days
from kanhe.errors import Position, Problem, UsageError, reason
from kanhe.files.sheet import Sheet
from kanhe.model.file import Cells, FileContract
from kanhe.model.reconcile import NAMES, Match
from kanhe.wire.sm import sm3

KINDS: Mapping[str, Match] = {
    "missing": Match.OURS, "extra": Match.THEIRS, "amount": Match.AMOUNT, "status": Match.STATUS, "date_shift": Match.CROSSED,
    "dup": Match.TWICE,
}
_ONE = re.compile(r"([a-z_]+)=([0-9]{1,5})", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class Break:
    """One planted break: its kind, the key as a reconciliation tells it, and what was done, in Chinese."""

    kind: str
    key: str
    told: str


def parse_breaks(text: str) -> dict[str, int]:
    """`missing=2,extra=1` -> how many of which kind. Raises UsageError."""
    found: dict[str, int] = {}
    for part in filter(None, text.split(",")):
        one = _ONE.fullmatch(part.strip())
        if one is None or one[1] not in KINDS or one[1] in found:
            raise UsageError(Problem(Position("--seed-breaks"), f"植入写作 {part}", f"种类=个数，种类各写一次：{'、'.join(KINDS)}",
                                     "如 missing=2,extra=1,amount=1,date_shift=1,dup=1"))
        found[one[1]] = int(one[2])
    return found


def plant(
    contract: FileContract, sheets: Sequence[tuple[str, Sheet]], wanted: Mapping[str, int], seed: int
) -> tuple[list[tuple[str, Sheet]], list[Break]]:
    """(day, sheet) of each file with the breaks in it, and the answers. Raises UsageError where there are too few rows."""
    work = _Planting(contract, sheets, Random(f"{seed}:breaks"))  # noqa: S311 - reproducible, not secret
    for kind in KINDS:  # in a fixed order, so that the same seed gives the same breaks
        for _ in range(wanted.get(kind, 0)):
            work.one(kind)
    return work.sheets(), work.answers


class _Planting:
    """Rows under way: (sheet number, row); a row takes part in one break at most."""

    def __init__(self, contract: FileContract, sheets: Sequence[tuple[str, Sheet]], chance: Random) -> None:
        if not contract.matching.key:
            raise UsageError(Problem(Position(contract.id), "文件契约没有 matching", "matching: {key: […], amount: …}"))
        self.contract, self.chance, self.plain = contract, chance, list(sheets)
        self.rows: list[tuple[int, Cells] | None] = [(n, row) for n, (_, sheet) in enumerate(sheets) for row in sheet.rows]
        self.free = list(range(len(self.rows)))
        self.added: list[tuple[int, Cells]] = []
        self.answers: list[Break] = []
        self.fresh = 0
        chance.shuffle(self.free)

    def one(self, kind: str) -> None:
        """Plant one break."""
        able = [i for i in self.free if kind != "date_shift" or self._next(i) >= 0]
        if not able:
            found = "后一天没有文件，植不了 date_shift" if self.free else f"只有 {len(self.rows)} 行，植不下这么多"
            raise UsageError(Problem(Position("--seed-breaks"), found, "不多于行数的个数，date_shift 要有后一天", "加大 --rows 或 --days"))
        index = able[-1]
        self.free.remove(index)
        number, row = self.rows[index] or (0, {})
        made = getattr(self, f"_{kind}")(index, number, row)
        self.answers.append(Break(kind=kind, key=self._key(made if kind == "extra" else row), told=self._told(kind, row, made)))

    def sheets(self) -> list[tuple[str, Sheet]]:
        """The files with what was done to their rows, each in the old order and then what is new."""
        kept: list[list[Cells]] = [[] for _ in self.plain]
        for number, row in [r for r in self.rows if r is not None] + self.added:
            kept[number].append(row)
        return [(day, replace(sheet, rows=rows)) for (day, sheet), rows in zip(self.plain, kept, strict=True)]

    def _missing(self, index: int, number: int, row: Cells) -> Cells:
        self.rows[index] = None
        return row

    def _extra(self, index: int, number: int, row: Cells) -> Cells:
        matching = self.contract.matching
        made = {**row, **{c: self._new(row[c]) for c in {*matching.key, *self._unlike()}}}
        self.added.append((number, made))
        return made

    def _dup(self, index: int, number: int, row: Cells) -> Cells:
        if set(self.contract.matching.key) & set(self._unlike()):
            raise UsageError(Problem(Position("--seed-breaks"), f"{self.contract.id} 的键本身不许重复，植不了 dup", "不含 dup 的植入"))
        made = {**row, **{c: self._new(row[c]) for c in self._unlike()}}
        self.added.append((number, made))
        return made

    def _amount(self, index: int, number: int, row: Cells) -> Cells:
        column = self.contract.matching.amount
        before = Decimal(str(row[column]))
        step = Decimal(self.chance.randint(1, 999)).scaleb(-2)
        made = {**row, column: before + step if before > 0 else before - step}
        self.rows[index] = (number, made)
        return made

    def _status(self, index: int, number: int, row: Cells) -> Cells:
        column = self.contract.matching.status
        codes = [c for c in self.contract.row.column(column).field.type.codes if c != row.get(column)] if column else []
        if not codes:
            raise UsageError(Problem(Position("--seed-breaks"), f"{self.contract.id} 没有状态列，植不了 status", "不含 status 的植入"))
        made = {**row, column: self.chance.choice(codes)}
        self.rows[index] = (number, made)
        return made

    def _date_shift(self, index: int, number: int, row: Cells) -> Cells:
        """The other side booked on the next day: the row stands in that day's file, with that day's date."""
        target = self._next(index)
        made = {**row, self.contract.matching.date: self.plain[target][0]}
        self.rows[index] = None
        self.added.append((target, made))
        return made

    def _next(self, index: int) -> int:
        """The file of the day after a row's, -1 where there is none or rows have no date."""
        row = self.rows[index]
        if row is None or not self.contract.matching.date:
            return -1
        day = add_days(self.plain[row[0]][0], 1)
        return next((n for n, (d, _) in enumerate(self.plain) if d == day), -1)

    def _unlike(self) -> list[str]:
        """The columns in which rows must differ."""
        return [c for unique in self.contract.unique for c in unique.columns if c != self.contract.matching.date]

    def _new(self, text: object) -> str:
        """A text of the same form that no other row has: its last six digits start with 9."""
        self.fresh += 1
        whole = str(text)
        return whole[:-6] + f"9{self.fresh:05d}"

    def _key(self, row: Cells) -> str:
        return "/".join(str(row[c]) for c in self.contract.matching.key)

    def _told(self, kind: str, row: Cells, made: Cells) -> str:
        amount, day = self.contract.matching.amount, self.contract.matching.date
        return {"missing": "文件里没有这一行", "extra": "账上没有这一行", "dup": "文件里写了两行",
                "amount": f"账 {row.get(amount)}，文件 {made.get(amount)}", "date_shift": f"账 {row.get(day)}，文件 {made.get(day)}",
                "status": "状态不同"}[kind]


def answer_sheet(contract: FileContract, answers: Sequence[Break], seed: int, files: Mapping[str, bytes]) -> dict[str, Any]:
    """The answers with the digests of the files that they are about, and a seal over everything."""
    data: dict[str, Any] = {
        "contract": contract.id, "seed": seed, "files": {name: sm3(body).hex() for name, body in sorted(files.items())},
        "breaks": [{"kind": b.kind, "class": NAMES[KINDS[b.kind]], "key": b.key, "told": b.told} for b in answers]}
    return {**data, "seal": seal_of(data)}


def seal_of(data: Mapping[str, Any]) -> str:
    """SM3 over the sheet without its seal, in one fixed form."""
    bare = {k: v for k, v in data.items() if k != "seal"}
    return sm3(json.dumps(bare, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()).hex()


def read_answers(path: Path) -> dict[str, Any]:
    """An answer sheet whose seal is whole. Raises UsageError."""
    try:
        data: dict[str, Any] = json.loads(path.read_text("utf-8"))
        whole = isinstance(data, dict) and data["seal"] == seal_of(data)
        [(b["class"], b["key"]) for b in data["breaks"]]
    except (OSError, ValueError, KeyError, TypeError) as error:
        why = reason(error) if isinstance(error, OSError) else "不是答案单"
        raise UsageError(Problem(Position(str(path)), f"读不了答案单：{why}",
                                 "kanhe file make --seed-breaks 写下的 answers.json")) from None
    if not whole:
        raise UsageError(Problem(Position(str(path)), "答案单的封印不符：写下以后被改过", "原封的答案单", "用同一个 --seed 再做一遍"))
    return data
