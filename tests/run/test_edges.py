"""Legal edges of several places in one message: none is left out, and what one place does wrong is told of that place alone."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kanhe.cases.deviate import Deviation, deviate, of_types
from kanhe.cases.style import Style
from kanhe.contract.issued import creates
from kanhe.contract.load import load
from kanhe.model.event import Closed
from kanhe.model.words import Outcome
from kanhe.run import engine
from kanhe.run.engine import Settings, verify
from kanhe.run.scenarios import edges
from kanhe.run.scenarios.scenario import prepare
from kanhe.run.session import Session
from kanhe.run.target import memory_lines

ROOT = Path(__file__).parents[2] / "contracts"
CHANGES = [Deviation(path=f"body.{place}", node=f"{place}{number}", note=f"{place}{number}", sort="edge")
           for place in "abcd" for number in range(3)]


class Peer:
    """Stands in for what is sent: which changes break which promise, what is known to be broken, what was sent and what was counted."""

    def __init__(self, wrong: dict[str, str]) -> None:
        self.wrong, self.known, self.sent, self.counted = wrong, set[str](), list[list[str]](), list[list[str]]()

    def attempt(self, session: object, play) -> SimpleNamespace:
        play()
        broken = {self.wrong[note] for note in self.sent[-1] if note in self.wrong}
        return SimpleNamespace(broken=broken, story=self.sent[-1], new=lambda _: bool(broken - self.known))

    def send(self, session: object, contract: object, changes: list[Deviation], sent: list[Deviation]) -> None:
        for change in changes:
            if change.path not in {c.path for c in sent} and len(sent) < edges.MOST_TOGETHER:
                sent.append(change)
        self.sent.append([c.note for c in sent or changes[:1]])

    def count(self, session: object, seen: SimpleNamespace) -> None:
        self.counted.append(list(seen.story))
        self.known |= seen.broken


@given(st.dictionaries(st.sampled_from([c.note for c in CHANGES]), st.sampled_from(["P-1", "P-2", "P-3"])))
def test_every_edge_is_sent_and_a_broken_promise_is_told_of_one_place(wrong):
    """Whatever is wrong with whichever edges: each edge is sent, and of each promise that breaks the first story has one edge in it."""
    peer, patch = Peer(wrong), pytest.MonkeyPatch()
    with patch.context() as patched:
        for name in ("attempt", "count"):
            patched.setattr(edges, name, getattr(peer, name))
        patched.setattr(edges, "_send", peer.send)
        edges._all_together(None, None, list(CHANGES))
    assert {c.note for c in CHANGES} == {note for story in peer.sent for note in story}
    for promise in set(wrong.values()):
        first = next(story for story in peer.counted if any(wrong.get(note) == promise for note in story))
        assert 1 == len(first), (promise, peer.counted)


def test_what_is_legal_alone_is_sent_in_fewer_messages(monkeypatch):
    """A real family, its honest peer in memory: every edge that is legal by itself goes out, unless it is one of a new key, in half as
    many messages at the most; nobody is blamed."""
    sent, legal, send = [], dict[str, set[str]](), Session.send

    def noted(session, contract, request, **more):
        sent.append((contract.id, more.get("note", "")))
        return send(session, contract, request, **more)

    def phases(session, **_):
        yield "", (edges.scenario(c) for c in session.called())

    def looked(session, contract):
        route = prepare(session, contract)
        if route is not None:
            pen = session.table().pen(contract, session.stand(), Style())
            legal[contract.id] = {c.note for c in of_types(contract, route.request) if c.sort == "edge" and c.path not in creates(contract)
                                  and session.table().sort(contract, deviate(pen, route.request, c), session.worlds[0]).fine}
        return edges_of(session, contract)

    edges_of = edges._edges
    monkeypatch.setattr(Session, "send", noted)
    monkeypatch.setattr(edges, "_edges", looked)
    monkeypatch.setattr(engine, "phases", phases)
    lines = memory_lines(load(ROOT), root=ROOT, seed=7, only="investment.*")
    cells = [e.cell for e in verify(load(ROOT), lines, Settings(seed=7, sequences=0, budget_s=90)) if isinstance(e, Closed)]
    assert [] == [(c.promise.id, c.reason) for c in cells if c.outcome in (Outcome.BROKEN, Outcome.HARNESS)]
    for contract, notes in legal.items():
        mine = [note.split("；") for one, note in sent if one == contract and notes & set(note.split("；"))]
        assert notes <= {note for message in mine for note in message}, contract
    messages = [note for one, note in sent if legal.get(one, set()) & set(note.split("；"))]
    assert 2 * len(messages) <= sum(map(len, legal.values())) > 50
