"""Houses of simulators that tell each other rightly or wrongly, and what a run says of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import Decimal

import pytest

from kanhe.contract.load import load
from kanhe.model.event import Closed, Found, RunFinished
from kanhe.model.linkage import Following, Linkage, Listing
from kanhe.model.verdict import Cell, Finding
from kanhe.run.engine import Settings, verify
from kanhe.run.target import house_lines
from kanhe.simulate.behaviour import Tell
from kanhe.simulate.house import House
from tests.conftest import OURS

Spoil = Callable[[Tell], Sequence[Tell]]
HONEST = House._tell


def _more(tell: Tell) -> Sequence[Tell]:
    """Every amount with a fen more; what tells no amount is told of something else."""
    money = {name for name, value in tell.values.items() if isinstance(value, Decimal)}
    changed = {n: value + Decimal("0.01") if n in money else value for n, value in tell.values.items()}  # type: ignore[operator]
    return [replace(tell, values=changed)]


WAYS: dict[str, Spoil] = {"forgotten": lambda _: [], "twice": lambda tell: [tell, tell], "more": _more}


def known_by(one: Following) -> str:
    """The id of what another system shows it by: an event, or a file."""
    return one.file.id if isinstance(one, Listing) else one.comes.id


def spoil(patch: pytest.MonkeyPatch, one: Following, how: str) -> None:
    """From now on what a house tells of this goes wrong in this way."""
    name = known_by(one)

    def spoilt(self: House, told: Tell) -> None:
        for tell in WAYS[how](told) if told.event == name else [told]:
            HONEST(self, tell)

    patch.setattr(House, "_tell", spoilt)


def linkages() -> dict[str, Linkage]:
    """Those of our own contracts."""
    return dict(load(OURS).linkages)


def whole(linkage: str, *, seed: int = 20260101) -> tuple[RunFinished, list[Cell]]:
    """The end of a run of one house, and its cells."""
    catalogue = load(OURS)
    told = list(verify(catalogue, house_lines(catalogue, seed=seed, only=linkage), Settings(seed=seed, budget_s=120, only=linkage)))
    end = told[-1]
    assert isinstance(end, RunFinished)
    return end, [e.cell for e in told if isinstance(e, Closed)]


def first_finding(linkage: str, *, seed: int = 20260101, defects: Sequence[str] = ()) -> Finding | None:
    """What a run of one house finds first."""
    catalogue = load(OURS)
    lines = house_lines(catalogue, seed=seed, only=linkage, defects=defects)
    events = verify(catalogue, lines, Settings(seed=seed, budget_s=120, only=linkage))
    return next((e.finding for e in events if isinstance(e, Found)), None)
