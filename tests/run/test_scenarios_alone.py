"""Pairs of operations, what is under way, and resends of each kind, alone: which requests they send, that an honest peer is not blamed,
and what they find by themselves."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from kanhe.contract.load import load
from kanhe.model.document import get
from kanhe.model.event import Closed
from kanhe.model.verdict import Cell
from kanhe.model.words import Outcome
from kanhe.run import engine
from kanhe.run.engine import Settings, verify
from kanhe.run.plan import chosen
from kanhe.run.scenarios import apart, instalments, limit, once, pairs, parts, resend, statuses, unfinished
from kanhe.run.session import Session
from kanhe.run.target import memory_lines
from kanhe.simulate.defects import load_defect

ROOT = Path(__file__).parents[2] / "contracts"
STRANGERS = Path(__file__).parents[1] / "strangers" / "root"
PHASES: dict[str, Callable[[Session, Any], Iterator[Any]]] = {
    "pairs": lambda session, contract: pairs.scenarios(contract), "unfinished": unfinished.scenarios,
    "each_way": lambda session, contract: resend.each_way(contract), "limit": lambda session, contract: limit.scenarios(contract),
    "once": lambda session, contract: once.scenarios(contract),
    "instalments": lambda session, contract: instalments.scenarios(contract),
    "statuses": lambda session, contract: statuses.scenarios(contract),
    "parts": lambda session, contract: parts.scenarios(contract), "apart": apart.scenarios}

BEFORE = {"statuses": ("once", "pairs")}  # what must be in the books already


@cache
def catalogue(root: Path = ROOT):
    """The contracts of this repository, or others."""
    return load(root)


@pytest.fixture
def played(monkeypatch):
    """Plays one phase alone; gives (the cells, what was sent: (contract id, note, request, aim) in order)."""
    sent: list[tuple[str, str, Any, str]] = []
    send = Session.send

    def noted(session, contract, request, **more):
        sent.append((contract.operation, more.get("note", ""), request, more.get("aim", "")))
        return send(session, contract, request, **more)

    def play(phase: str, only: str, role: str, *defects: str, root: Path = ROOT, seed: int = 7) -> tuple[list[Cell], list[tuple[str, str, Any, str]]]:
        sent.clear()
        monkeypatch.setattr(Session, "send", noted)
        monkeypatch.setattr(engine, "phases", lambda session, *, only, **_: ((one, (
            s for c in session.called() if chosen(only, c, session.peer.name) for s in PHASES[one](session, c)))
            for one in (*BEFORE.get(phase, ()), phase)))
        lines = [line for line in memory_lines(catalogue(root), root=root, seed=seed, defects=defects, only=only) if line.peer.role == role]
        events = list(verify(catalogue(root), lines, Settings(seed=seed, sequences=0, budget_s=90, only=only)))
        return [e.cell for e in events if isinstance(e, Closed)], list(sent)

    return play


def blamed(cells: list[Cell]) -> list[tuple[str, Any, str]]:
    """What is said against the peer, or against ourselves."""
    return [(c.promise.id, c.findings, c.reason) for c in cells if c.outcome in (Outcome.BROKEN, Outcome.HARNESS)]


def test_each_operation_follows_each_other_one(played):
    """Before every request that stands after another operation, this very operation was done; no pair is played twice."""
    cells, sent = played("pairs", "time_deposit.*", "bank")
    titles = {c.operation: c.title for c in catalogue().contracts.values() if c.party.family == "time_deposit"}
    after = [(number, operation, note) for number, (operation, note, _, _) in enumerate(sent) if note.startswith("在")]
    assert len(after) >= 3 and len(after) == len({(operation, note) for _, operation, note in after})
    for number, operation, note in after:
        before = titles[next(o for o, told, _, _ in reversed(sent[:number]) if told == "先做一点")]
        assert f"在{before}之后" == note and titles[operation] != before
    assert [] == blamed(cells)


def test_a_query_is_no_half_of_a_pair():
    """Only what does something begins a pair."""
    family = [c for c in catalogue().contracts.values() if c.party.family == "time_deposit"]
    assert {c.id for c in family if c.kind == "call" and c.effects} == {s.contract.id for c in family for s in pairs.scenarios(c)}


def test_what_is_under_way_is_asked_for_at_once(played):
    """A refund of a payment right after it was begun, aimed at the promise that refuses it; a peer that is simple enough to pay at once
    grants it, and is named for that."""
    cells, sent = played("unfinished", "thornbury.*", "office", root=STRANGERS)
    assert [("开始办", ""), ("付款还没有办完", "THOR-93")] == [(note, aim) for _, note, _, aim in sent[-3:] if note in ("开始办", "付款还没有办完")]
    assert Outcome.BROKEN is next(c.outcome for c in cells if c.promise.id == "THOR-93")


def test_each_kind_is_sent_again_after_its_reply_and_after_a_lost_one(played):
    """For every kind that can be granted: once and the same once more, both ways; the kinds are those of the code list."""
    cells, sent = played("each_way", "time_deposit.withdraw", "bank")
    kind = next(f for f in catalogue().contracts["time_deposit.withdraw"].request if f.path == "body.kind")
    again = [number for number, (_, note, _, _) in enumerate(sent) if note in ("原样重发", "应答丢失后重发")]
    assert set(kind.type.codes) == {str(get(sent[number][2], "body.kind")) for number in again}
    assert len(kind.type.codes) * 2 == len(again)
    for number in again:
        first = next(one for one in reversed(sent[:number]) if one[1] and one[1][-1] == "）" and one[0] == sent[number][0])
        assert get(first[2], "body.kind") == get(sent[number][2], "body.kind")
    assert [] == blamed(cells)


@pytest.mark.parametrize(("phase", "name", "seed"), [
    ("pairs", "d398_reversed_without_the_fee", 7), ("each_way", "d443_whole_term_by_days", 7),
    ("limit", "d825_released_without_the_claims", 7),
    ("limit", "d825_released_without_the_claims", 99),  # the way was found in two searches, and led past its goal
    ("instalments", "d823_share_of_the_whole_to_the_fen", 7), ("instalments", "d823_share_of_the_whole_to_the_fen", 99),
    ("statuses", "d617_vouchers_before_the_audit", 7),
    ("once", "d612_vouchers_issued_again", 7)])  # what others have left behind is not what is resent first
def test_what_they_find_by_themselves(played, phase, name, seed):
    """Planted defects, found with nothing else played."""
    defect = load_defect(name)
    cells, _ = played(phase, f"{defect.FAMILY}.*", defect.ROLE, name, seed=seed)
    assert set(defect.FINDS) & {c.promise.id for c in cells if c.outcome is Outcome.BROKEN}


RELEASE = "POST /inv/v1/retentions/{contractNo}/releases"


def test_the_limit_is_looked_for_after_all_that_moves_it(played):
    """A claim was made before a retention is released to the fen and a fen beyond."""
    cells, sent = played("limit", "investment_retention.*", "finance")
    at = next(n for n, (operation, note, _, _) in enumerate(sent) if note == "先做别的" and operation.endswith("/claims"))
    told = [(operation, aim) for operation, _, _, aim in sent[at + 1:] if operation != "GET /inv/v1/retentions/{contractNo}"]
    assert [(RELEASE, "INV-43"), (RELEASE, "")] == told[:2]
    assert [] == blamed(cells)


def test_each_part_is_broken_though_new_keys_make_no_right_message(played):
    """A register under a department that is nobody's lists units of another one: both parts of ACCT-34 are broken under the old key, and
    once more after two registers of the department."""
    cells, sent = played("parts", "account_register.*", "bank")
    days = [(note, str(get(request, "body.VouDate"))) for _, note, request, aim in sent if aim == "ACCT-34"]
    assert {True, False} == {day > "20260601" for note, day in days if note.startswith("违反")}
    assert any(note.startswith("办了两次以后") for note, _ in days)
    assert [] == blamed(cells)


@pytest.mark.parametrize(("defects", "outcome"), [((), Outcome.KEPT), (("d12_day_in_place_of_seconds",), Outcome.BROKEN)])
def test_a_clock_that_stands_is_seen_where_time_passes(played, defects, outcome):
    """However fast the run is: the first operation is done again after the pause that its promise asks for, and what it shows is judged."""
    cells, sent = played("apart", "land_margin.G00010", "bank", *defects)
    assert 3 == [operation for operation, _, _, _ in sent].count("G00010")
    assert {outcome} == {c.outcome for c in cells if c.promise.id == "LAND-11D"}


def test_what_is_masked_is_tried_about_a_fen(played):
    """Of a fee that was cancelled nothing is due, so that the plan must add up refuses whatever is pushed for it: the least is tried, too."""
    _, sent = played("statuses", "land_fee.push", "finance")
    little = [(request["body"]["installments"][0]["amount"], aim) for _, note, request, aim in sent if "只有一分" in note]
    assert [("0.01", "LAND-24R")] == little
