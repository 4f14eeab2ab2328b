"""Known breaks between the files that are sent and our books about the same business, with a sealed answer sheet.

A break is planted in our books, never in a file: a file with a row more or less would break what it says of itself (totals, running
balances, numbers without a gap, one certificate from the other), and who only checks files would find what nobody told of. So the files
keep their contract, whatever it says, and only who compares row by row can find a break.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
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


def plant(contract: FileContract, sheets: Sequence[Sheet], wanted: Mapping[str, int], seed: int) -> tuple[list[Cells], list[Break]]:
    """The rows of our books that belong to these files, with the breaks in them, and the answers. Raises UsageError where there are too
    few rows, and where a key stands in more than one file, so that no row has one partner."""
    if not contract.matching.key:
        raise UsageError(Problem(Position(contract.id), "文件契约没有 matching", "matching: {key: […], amount: …}"))
    work = _Planting(contract, [row for sheet in sheets for row in sheet.rows], Random(f"{seed}:breaks"))  # noqa: S311 - not secret
    for kind in KINDS:  # in a fixed order, so that the same seed gives the same breaks
        for _ in range(wanted.get(kind, 0)):
            work.one(kind)
    return work.books(), work.answers


class _Planting:
    """Rows under way; a row takes part in one break at most."""

    def __init__(self, contract: FileContract, rows: Sequence[Cells], chance: Random) -> None:
        self.contract, self.chance, self.fresh = contract, chance, 0
        self.rows: list[list[Cells]] = [[row] for row in rows]  # what stands in our books for each row of the files
        self.free = list(range(len(rows)))
        self.answers: list[Break] = []
        keys = Counter(map(self._key, rows))
        if again := [key for key, times in keys.items() if times > 1]:
            raise UsageError(Problem(Position("--seed-breaks"), f"这几份文件里键 {again[0]} 不止一行，对起账来全是重复", "每个键只有一行",
                                     "每份都列出同样的键的文件一次只做一份：--days 1"))
        chance.shuffle(self.free)

    def one(self, kind: str) -> None:
        """Plant one break."""
        if not self.free:
            raise UsageError(Problem(Position("--seed-breaks"), f"只有 {len(self.rows)} 行，植不下这么多", "不多于行数的个数",
                                     "加大 --rows 或 --days"))
        index = self.free.pop()
        row = self.rows[index][0]
        booked: list[Cells] = getattr(self, f"_{kind}")(row)
        self.rows[index] = booked
        self.answers.append(Break(kind=kind, key=self._key(booked[-1] if kind == "missing" else row), told=self._told(kind, row, booked)))

    def books(self) -> list[Cells]:
        """Our books in the order of the files."""
        return [row for booked in self.rows for row in booked]

    def _missing(self, row: Cells) -> list[Cells]:
        matching = self.contract.matching
        named = {*matching.key, matching.serial, *(c for unique in self.contract.unique for c in unique.columns)} - {"", matching.date}
        return [row, {**row, **{column: self._new(row[column]) for column in sorted(named)}}]

    def _extra(self, row: Cells) -> list[Cells]:
        return []

    def _dup(self, row: Cells) -> list[Cells]:
        return [row, row]

    def _amount(self, row: Cells) -> list[Cells]:
        column = self.contract.matching.amount
        before = Decimal(str(row[column]))
        step = Decimal(self.chance.randint(1, 999)).scaleb(-2)
        return [{**row, column: before + step if before >= 0 else before - step}]

    def _status(self, row: Cells) -> list[Cells]:
        column = self.contract.matching.status
        codes = [c for c in self.contract.row.column(column).field.type.codes if c != row.get(column)] if column else []
        if not codes:
            raise UsageError(Problem(Position("--seed-breaks"), f"{self.contract.id} 没有状态列，植不了 status", "不含 status 的植入"))
        return [{**row, column: self.chance.choice(codes)}]

    def _date_shift(self, row: Cells) -> list[Cells]:
        """The other side booked on the next day."""
        column = self.contract.matching.date
        if not column:
            raise UsageError(Problem(Position("--seed-breaks"), f"{self.contract.id} 没有日期列，植不了 date_shift",
                                     "不含 date_shift 的植入"))
        return [{**row, column: add_days(str(row[column]), -1)}]

    def _new(self, text: object) -> str:
        """A text of the same form that no other row has: its last six digits start with 9."""
        self.fresh += 1
        return str(text)[:-6] + f"9{self.fresh:05d}"

    def _key(self, row: Cells) -> str:
        return "/".join(str(row[c]) for c in self.contract.matching.key)

    def _told(self, kind: str, row: Cells, booked: Sequence[Cells]) -> str:
        if kind in ("missing", "extra", "dup"):
            return {"missing": "文件里没有这一行", "extra": "账上没有这一行", "dup": "账上记了两行"}[kind]
        matching = self.contract.matching
        column = {"amount": matching.amount, "status": matching.status, "date_shift": matching.date}[kind]
        return f"账 {booked[0].get(column)}，文件 {row.get(column)}"


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
