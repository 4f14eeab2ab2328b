"""What a simulated sender hands over: a campaign of several days from its books, with or without defects."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import reduce
from types import ModuleType
from typing import Any

from kanhe.files.writing import HONEST, Pen
from kanhe.model.contract import Catalogue
from kanhe.model.file import FileContract
from kanhe.run.handing import Due
from kanhe.simulate.defects import behaviour_module, hooks
from kanhe.simulate.filing import Delivery, deliveries

DAYS: tuple[tuple[str, int], ...] = (
    ("20251231", 9), ("20260101", 0), ("20260102", 1), ("20260103", 0), ("20260104", 30), ("20260105", 24))
"""Year end, a holiday without business, a single movement, a weekend day, two busy days."""
MONTHS: tuple[tuple[str, int], ...] = (
    ("20250831", 9), ("20250930", 0), ("20251031", 1), ("20251130", 0), ("20251231", 30), ("20260131", 24))
"""The same for files of a month: a last day that is no working day, months without business, a single movement, year end, a busy one."""


def campaign(contract: FileContract, seed: int, *defects: Any) -> list[Delivery]:
    """What the sender hands over: the files of every day in order, and those of one day once more, as after a lost confirmation."""
    module = behaviour_module(contract.party.behaves)
    days = MONTHS if contract.series.every == "month" else DAYS
    found = list(deliveries(contract, module, days, seed=seed, pen=pen_of(*defects)))
    sent: Sequence[Delivery] = found + [d for d in found if d.day == days[-2][0]]
    for change in hooks(defects, "file_deliveries"):
        sent = change(contract, sent)
    return list(sent)


def due_of(sent: Sequence[Delivery]) -> Due:
    """Which files there should be, as an honest campaign shows."""
    return Due(days=frozenset(d.day for d in sent), members=frozenset(d.series for d in sent if d.series))


def pen_of(*defects: Any) -> Pen:
    """The pen of a defective writer, the honest one without a defect. Several change a sheet and the bytes one after another; of those
    that write a cell the last one writes it."""
    sheets, ends = hooks(defects, "file_sheet"), hooks(defects, "file_finish")
    return Pen(sheet=_in_turn(sheets), finish=_in_turn(ends), text=(HONEST.text, *hooks(defects, "file_text"))[-1],
               pad=(HONEST.pad, *hooks(defects, "file_pad"))[-1]) if defects else HONEST


def _in_turn(changes: Sequence[Callable[..., Any]]) -> Callable[[FileContract, Any], Any]:
    return lambda contract, one: reduce(lambda before, change: change(contract, before), changes, one)


def contracts_of(catalogue: Catalogue, defect: ModuleType) -> Iterator[FileContract]:
    """The file contracts that a defect concerns."""
    return (c for c in catalogue.files.values() if (c.party.family, c.sender) == (defect.FAMILY, defect.ROLE) and c.behaviour)
