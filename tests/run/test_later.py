"""What comes later, alone: honest peers of both roles are not blamed, and what only time shows is found by these scenarios by themselves."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from types import SimpleNamespace

import pytest

from kanhe.contract.load import load
from kanhe.model.event import Closed
from kanhe.model.verdict import Cell
from kanhe.model.words import Outcome
from kanhe.run import engine
from kanhe.run.engine import Settings, verify
from kanhe.run.plan import chosen
from kanhe.run.scenarios import later
from kanhe.run.target import memory_lines
from kanhe.simulate.defects import load_defect

ROOT = Path(__file__).parents[2] / "contracts"


@cache
def catalogue():
    """The contracts of this repository."""
    return load(ROOT)


def names(operation: str, role: str, *, alone: tuple[str, ...] = ("settle", "reverse")) -> list[str]:
    """The scenarios of one operation at a peer that plays the role."""
    mine = [c for c in catalogue().contracts.values() if c.party.family == "bank_direct"]
    session = SimpleNamespace(
        peer=SimpleNamespace(role=role), alone=[c for c in mine if c.operation in alone], contracts=lambda: mine,
        stimuli=lambda: [c for c in mine if c.kind == "stimulus" and c.sender == role])
    contract = catalogue().contracts[f"bank_direct.{operation}"]
    return [s.name for s in later.scenarios(session, contract)]  # type: ignore[arg-type]


def test_a_payment_at_the_bank():
    """Each way to end, with and without an answer to the notice; the next day; the cut-off."""
    found = names("CFRT02", "bank")
    assert {"次日原样重发", "跨截止和日切"} < set(found)
    assert 4 == sum(name.startswith("等待结果时") or name.endswith("通知没有应答") for name in found)


def test_a_payment_where_we_are_the_bank():
    """Notices in time, three times, late, never, before the reply, for each way to end; and a record that cannot be found at first."""
    found = names("CFRT02", "client")
    assert "没有应答，先查无记录后查到" in found
    for how in later.TELLINGS:
        assert 2 == sum(name.endswith(f"通知{how}") for name in found), how


def test_a_query_has_no_later():
    """What changes nothing needs no time."""
    assert [] == names("CQRA06", "bank")


@pytest.fixture
def only_later(monkeypatch) -> None:
    """The run plays nothing but these scenarios."""
    def phases(session, *, only, **_) -> Iterator[tuple[str, Iterator[object]]]:
        calls = [c for c in session.called() if chosen(only, c, session.peer.name)]
        caught = [c for c in session.inbound() if chosen(only, c, session.peer.name)]
        yield "以后的事", (s for c in (*calls, *caught) for s in later.scenarios(session, c))

    monkeypatch.setattr(engine, "phases", phases)


def cells(only: str, role: str, *defects: str) -> list[Cell]:
    """What became of each promise of the bank or its client."""
    lines = [line for line in memory_lines(catalogue(), root=ROOT, seed=7, defects=defects, only=only) if line.peer.role == role]
    events = list(verify(catalogue(), lines, Settings(seed=7, sequences=0, budget_s=90, only=only)))
    return [e.cell for e in events if isinstance(e, Closed)]


@pytest.mark.parametrize("role", ["bank", "client"])
def test_honest_peers_are_not_blamed(only_later, role):
    """Nothing broken, and something was tried: at least one promise is kept."""
    found = cells("CFRT02", role)
    assert [] == [(c.promise.id, c.findings, c.reason) for c in found if c.outcome in (Outcome.BROKEN, Outcome.HARNESS)]
    assert any(c.outcome is Outcome.KEPT for c in found)


@pytest.mark.parametrize("name", ["d174_key_forgotten_over_night", "d189_never_settled", "d221_failure_not_told"])
def test_what_only_time_shows(only_later, name):
    """A key that is forgotten over night, money that stays under way for ever, a failure that nobody is told of."""
    defect = load_defect(name)
    found = cells("bank_direct.*", defect.ROLE, name)
    assert set(defect.FINDS) & {c.promise.id for c in found if c.outcome is Outcome.BROKEN}
