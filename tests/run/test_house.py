"""Systems under one roof: what one has done the others must know once and rightly; a house that forgets, doubles or garbles it is found out.

Every linkage: the suites. Every way of going wrong and every seed, too: tests/quality/test_linkages.py.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from kanhe.cases.sorting import Sorted
from kanhe.contract.draw import Counter, Draw
from kanhe.contract.load import load
from kanhe.model.document import copy
from kanhe.model.event import Closed, Event
from kanhe.model.words import Outcome
from kanhe.run import engine, hindsight
from kanhe.run.causing import cause
from kanhe.run.engine import Run, Settings, open_house
from kanhe.run.house import House
from kanhe.run.playing import play
from kanhe.run.scenarios import linked
from kanhe.run.scenarios.scenario import Scenario, prepare
from kanhe.run.session import Session
from kanhe.run.target import house_lines
from kanhe.simulate.behaviour import Tell
from kanhe.simulate.simulator import Simulator
from kanhe.transport.memory import MemoryLink
from tests.conftest import OURS
from tests.run.roofs import first_finding, linkages, spoil, whole

LINKAGE, SHORT = "linkage.investment", "linkage.capital"
CASES = [("INV-60", "forgotten"), ("INV-60", "more"), ("INV-61", "twice"), ("INV-61", "more")]


def test_an_honest_house_keeps_every_consequence() -> None:
    """Two systems that tell each other everything: each consequence is tried and kept, and the run is complete."""
    end, cells = whole(SHORT)
    assert {c.promise.id: c.outcome for c in cells} == {c.id: Outcome.KEPT for c in linkages()[SHORT].consequences}
    assert (end.exit_code, end.complete) == (0, True)


@pytest.mark.parametrize(("name", "how"), CASES, ids=[f"{c}-{h}" for c, h in CASES])
def test_a_house_that_tells_wrongly_breaks_that_consequence(name: str, how: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is not told, told twice, or told with a fen more is found first under the consequence's own name, with a story of both systems."""
    spoil(monkeypatch, next(c for c in linkages()[LINKAGE].consequences if c.id == name), how)
    found = first_finding(LINKAGE)
    assert found is not None
    assert found.verdict.promise == name
    assert len({e.contract.party.family for e in found.story}) > 1
    assert any(e.contract.kind == "stimulus" for e in found.story), "the event that should have been known is part of the story"


def test_a_lie_that_a_system_tells_alone_is_not_told_again_by_the_house(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a system was found to break by itself excuses the consequence: the house breaks nothing, and does not claim to have kept it."""
    catalogue = load(OURS)
    line = next(iter(house_lines(catalogue, seed=7, only=LINKAGE)))
    consequence = line.linkage.consequences[0]
    spoil(monkeypatch, consequence, "forgotten")
    run, draw = Run(catalogue, [line], Settings(seed=7)), Draw(7, Counter(0))
    sessions = open_house(run, line, float("inf"), draw).sessions
    accepts = "investment_payment.pay", "investment_payment.pay:accepts"
    for lying, outcomes in ((frozenset([accepts]), set()), (frozenset(), {Outcome.BROKEN})):
        house = House(line.linkage, sessions, lying)
        first = next(linked.scenarios(house, consequence))
        play(house, first)
        assert {j.verdict.outcome for j in house.judged} - {Outcome.KEPT} == outcomes
        assert ("自己不守约" in house.known.excuses.get(consequence.id, "")) == bool(lying)


def test_what_no_answer_of_the_other_system_shows_is_not_tested(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where everything that a system says fits books in which the event never came, nothing is kept: it is told as untested, and why."""
    monkeypatch.setattr(hindsight, "fit", lambda *_: True)
    end, cells = whole(SHORT)
    assert {c.outcome for c in cells} == {Outcome.SKIPPED}
    assert all("看不出" in c.reason or "还没有" in c.reason for c in cells), [c.reason for c in cells]
    assert (end.exit_code, end.complete) == (4, False)


@pytest.mark.parametrize(("compared", "outcome"), [(True, Outcome.KEPT), (False, Outcome.SKIPPED)], ids=["compared", "not-compared"])
def test_an_amount_is_evidence_where_strangers_are_told_of_too(compared: bool, outcome: Outcome, monkeypatch: pytest.MonkeyPatch) -> None:
    """A statement fits books in which nothing was ever cleared: only that it does not fit those with a fen more shows what was cleared."""
    if not compared:
        monkeypatch.setattr(hindsight, "_dearer", lambda *_: None)
    _, cells = whole("linkage.recon")
    assert {c.outcome for c in cells} == {outcome}


def test_a_run_that_was_ended_tells_the_house_as_not_reached(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ctrl-C while single systems are tested: no house is opened, and each consequence is told as skipped with the reason."""
    catalogue = load(OURS)
    monkeypatch.setattr(engine, "_each", interrupting)
    told = list(engine.verify(catalogue, house_lines(catalogue, seed=7, only=LINKAGE), Settings(seed=7, only=LINKAGE)))
    cells = [e.cell for e in told if isinstance(e, Closed)]
    assert {(c.promise.id, c.outcome, c.reason) for c in cells} == {
        (c.id, Outcome.SKIPPED, "运行被中断，没有轮到") for c in linkages()[LINKAGE].consequences}
    assert told[-1].exit_code == 4  # type: ignore[union-attr]


def interrupting(run: Run, _: object) -> Iterator[Event]:
    """As if a person had ended the run in the middle of a phase."""
    run.interrupted = True
    yield from ()


def test_a_message_before_the_reply_is_no_alarm(monkeypatch: pytest.MonkeyPatch) -> None:
    """A house that lets the bank have its notice before it answers the fee source is as honest as one that sends it afterwards."""
    early = list[int]()
    sent_at_once(monkeypatch, early)
    end, cells = whole("linkage.land")
    assert early, "notices did go out before the reply"
    assert {c.promise.id: c.outcome for c in cells} == {c.id: Outcome.KEPT for c in linkages()["linkage.land"].rules}
    assert end.exit_code == 0


@pytest.mark.parametrize("at_once", [True, False], ids=["before-the-refusal", "after-the-refusal"])
def test_a_notice_of_what_was_refused_is_found(at_once: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """A fee source is refused and its notice sent all the same: the consequence is broken, whichever of the two comes first."""
    if at_once:
        sent_at_once(monkeypatch, [])
    found = first_finding("linkage.land", defects=("d881_refused_fee_noticed",))
    assert found is not None
    assert (found.verdict.promise, found.verdict.actual) == ("LAND-90", "已发出 5671")


def test_what_was_refused_once_and_then_granted_is_no_alarm(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same number is refused (no such parcel), then granted: its notice comes, before the reply, and is awaited again."""
    sent_at_once(monkeypatch, [])
    catalogue = load(OURS)
    line, draw = next(iter(house_lines(catalogue, seed=7, only="linkage.land"))), Draw(7, Counter(0))
    run = Run(catalogue, [line], Settings(seed=7))
    house = open_house(run, line, float("inf"), draw)
    push = catalogue.contracts["land_fee.push"]

    def twice(session: Session) -> None:
        route = prepare(session, push)
        assert route is not None
        refused = session.send(push, {**route.request, "body": {**route.request["body"], "parcelNo": "CR-NONE"}}, sorted_=Sorted())
        assert refused.reply is not None and refused.reply["status"] == "404"
        session.send(push, route.request, sorted_=route.sorted)

    play(house, Scenario(contract=push, name="", play=twice))
    assert [(j.verdict.promise, j.verdict.outcome) for j in house.judged if j.verdict.outcome is not Outcome.KEPT] == []
    assert house.followed(line.linkage.consequences[0]), "the second one did follow"


def test_of_what_has_no_place_there_no_message_is_awaited() -> None:
    """One instalment's code was noticed over the counter before: no second notice is owed for it, and the other one is."""
    catalogue = load(OURS)
    line, draw = next(iter(house_lines(catalogue, seed=7, only="linkage.land"))), Draw(7, Counter(0))
    run = Run(catalogue, [line], Settings(seed=7))
    house = open_house(run, line, float("inf"), draw)
    push, issue, bank = (*(catalogue.contracts[f"land_{name}"] for name in ("fee.push", "payment.issue_notice")),
                         house.sessions["land_payment", "land"])

    def noticed_before(session: Session) -> None:
        counter, route = prepare(bank, issue), prepare(session, push)
        assert counter is not None and route is not None
        assert cause(bank, issue, counter.request)
        body = copy(route.request["body"])
        body["installments"][1]["payCode"] = counter.request["bill"]["DetailList"]["Detail"][0]["PayCode"]
        session.send(push, {**route.request, "body": body})

    play(house, Scenario(contract=push, name="", play=noticed_before))
    assert [(j.verdict.promise, j.verdict.actual) for j in house.judged if j.verdict.outcome is not Outcome.KEPT] == []
    assert house.followed(line.linkage.consequences[0]) == 1


def sent_at_once(patch: pytest.MonkeyPatch, early: list[int]) -> None:
    """From now on what a simulator is told makes it send before whoever told it has answered; early: how many messages that were, each time."""
    links, listen, told = dict[Simulator, MemoryLink](), MemoryLink.listen, Simulator.told

    def listening(self: MemoryLink, *how: Any) -> None:
        links[self.simulator] = self  # type: ignore[index]
        listen(self, *how)

    def sending(self: Simulator, tell: Tell) -> str:
        reason = told(self, tell)
        early.extend([len(self.outbox)] if self.outbox else [])
        links[self]._deliver()
        return reason

    patch.setattr(MemoryLink, "listen", listening)
    patch.setattr(Simulator, "told", sending)


def test_a_message_that_names_no_event_does_not_bring_one() -> None:
    """sendVoucher has no key in common with the injection that it is about; after a refused one and a granted one it tells of the
    latter, as the voucher that was written says."""
    end, cells = whole("linkage.voucher", seed=99)
    assert {c.promise.id: c.outcome for c in cells} == {"INV-64": Outcome.KEPT, "SCB-61": Outcome.KEPT}
    assert (end.exit_code, end.complete) == (0, True)
