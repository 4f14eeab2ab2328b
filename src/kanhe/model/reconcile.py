"""What a reconciliation compares: two or three sides, each a list of rows with a key and an amount; and the classes of the outcome."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from kanhe.errors import Position
from kanhe.model.contract import Source
from kanhe.model.file import Matching


class Match(StrEnum):
    """What became of one key; the classes of the domain document, section 2.6. Every row lies in exactly one."""

    EQUAL = "equal"
    AMOUNT = "amount"
    STATUS = "status"
    OURS = "ours"
    THEIRS = "theirs"
    TWICE = "twice"
    CROSSED = "crossed"


NAMES: Mapping[Match, str] = {
    Match.EQUAL: "相符", Match.AMOUNT: "金额不符", Match.STATUS: "状态不符", Match.OURS: "单边(我方有)", Match.THEIRS: "单边(对方有)",
    Match.TWICE: "重复", Match.CROSSED: "跨日",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One list. contract: a file contract whose `matching` says the columns; else format: csv (delimiter, quote, header) or jsonl, with
    matching over column names (csv without header: numbers from 1; jsonl: dotted paths). unit: yuan (two decimals), fen, or wan (ten
    thousand yuan, up to six decimals)."""

    name: str
    title: str
    contract: str = ""
    format: str = "csv"
    charset: str = "UTF-8"
    delimiter: str = ","
    quote: str = '"'
    header: bool = True
    unit: str = "yuan"
    matching: Matching = Matching()
    states: Mapping[str, str] = field(default_factory=dict)  # this side's status -> the common one
    at: Position = Position()


@dataclass(frozen=True, slots=True, kw_only=True)
class Reconciliation:
    """`contracts/reconcile/<id>.yaml`. The first side is ours. open_days: what is single-sided for more days raises an alarm."""

    id: str
    title: str
    sides: tuple[Side, ...]
    open_days: int = 3
    source: Source = Source()
    at: Position = Position()

    def side(self, name: str) -> Side:
        """A side by name; KeyError where there is none."""
        return {s.name: s for s in self.sides}[name]
