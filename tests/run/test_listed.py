"""What files must show of what was done by messages: once for each thing done, nothing of what was refused, nothing said of what nobody knows.

Every way of telling a file wrongly, at every seed: tests/quality/test_linkages.py; over sockets and a real folder: test_house_over_sockets.py.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from types import SimpleNamespace

import pytest

from kanhe.cases.sorting import Sorted
from kanhe.contract.draw import Counter, Draw
from kanhe.contract.load import load
from kanhe.model.document import copy, get, put
from kanhe.model.verdict import Verdict
from kanhe.model.words import Outcome, ReplyClass
from kanhe.run import playing
from kanhe.run.engine import Run, Settings, open_house
from kanhe.run.house import House
from kanhe.run.playing import play, read_files
from kanhe.run.rows import Unread
from kanhe.run.scenarios.scenario import Scenario, prepare
from kanhe.run.session import Session
from kanhe.run.target import house_lines
from kanhe.simulate.filing import Filing
from simulators import bank_direct, land_income
from simulators.direct_payments import pay
from simulators.land_income import Receipt, line
from simulators.world import World
from tests.conftest import OURS

LINKAGE = "linkage.land"


@pytest.fixture(autouse=True)
def _no_more_is_done(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the news makes possible is not tried: it would be paid, reversed, paid again."""
    monkeypatch.setattr(playing, "_go_on", lambda *_: None)


def house_after(act: Callable[[Session], None], linkage: str = LINKAGE, contract: str = "land_payment.2671") -> House:
    """The house after this was done where the message is received, and its files were read."""
    catalogue = load(OURS)
    roof = next(iter(house_lines(catalogue, seed=7, only=linkage)))
    house = open_house(Run(catalogue, [roof], Settings(seed=7)), roof, float("inf"), Draw(7, Counter(0)))
    play(house, Scenario(contract=catalogue.contracts[contract], name="", play=act))
    read_files(house)
    return house


def files_after(act: Callable[[Session], None], linkage: str = LINKAGE, contract: str = "land_payment.2671") -> list[Verdict]:
    """What the files are found to say after this."""
    return [one.verdict for one in house_after(act, linkage, contract).judged]


def receipt(session: Session, *, lost: bool = False, sent: int = 1) -> None:
    """One receipt, sent so often. lost: nobody hears what became of it."""
    contract = session.catalogue.contracts["land_payment.2671"]
    route = prepare(session, contract)
    assert route is not None
    for _ in range(sent):
        session.send(contract, route.request, lose_reply=lost)


def outcomes(verdicts: list[Verdict]) -> set[tuple[str, Outcome]]:
    """Which promise came out how."""
    return {(one.promise, one.outcome) for one in verdicts}


@pytest.mark.parametrize("sent", [1, 3])
def test_a_receipt_is_in_the_file_once(sent: int) -> None:
    """However often it is sent, the rows of its pay code add up to it."""
    assert ("LAND-95", Outcome.BROKEN) not in outcomes(files_after(lambda session: receipt(session, sent=sent)))
    assert ("LAND-95", Outcome.KEPT) in outcomes(files_after(lambda session: receipt(session, sent=sent)))


def test_a_receipt_of_the_week_before_last_is_in_the_file() -> None:
    """A bank reports today what it collected ten days ago: that day's file has it."""

    def late(session: Session) -> None:
        contract = session.catalogue.contracts["land_payment.2671"]
        route = prepare(session, contract)
        assert route is not None
        request = copy(route.request)
        put(request, "body.XTraDate", "20260522")
        session.send(contract, request)

    assert outcomes(files_after(late)) == {("LAND-95", Outcome.KEPT)}


def test_of_what_nobody_knows_nothing_is_said() -> None:
    """Its answer was lost, and nothing tells what became of it."""
    assert files_after(lambda session: receipt(session, lost=True)) == []


def test_a_resend_tells_what_became_of_it() -> None:
    """The answer was lost; sent again it is known to have been done, once."""

    def twice(session: Session) -> None:
        contract = session.catalogue.contracts["land_payment.2671"]
        route = prepare(session, contract)
        assert route is not None
        session.send(contract, route.request, lose_reply=True)
        session.send(contract, route.request)

    assert outcomes(files_after(twice)) == {("LAND-95", Outcome.KEPT)}


@pytest.mark.parametrize(("act", "left"), [(receipt, {"LAND-95": "读不出"}), (lambda session: None, {})])
def test_a_file_that_was_not_read_leaves_open_what_was_done(act, left, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever other files show: of what was done here nobody knows whether it is listed. Where nothing was done, nothing is missed."""
    monkeypatch.setattr("kanhe.run.listed.rows_of", raising(Unread("读不出")))
    house = house_after(act)
    assert [] == house.judged and left == house.known.left_open


def raising(error: Exception) -> Callable[..., None]:
    """Whatever it is asked."""

    def ask(*_: object) -> None:
        raise error

    return ask


def test_what_is_done_later_is_not_followed(monkeypatch: pytest.MonkeyPatch) -> None:
    """A payment is under way; sent again it is known, and still nobody says when it leaves: no row is missed, and none is one too many."""
    later = SimpleNamespace(answer=ReplyClass.PROCESSING, text="", code="")
    monkeypatch.setattr(bank_direct, "pay", lambda world, command: pay(world, replace(command, wish=later)))

    def under_way(session: Session) -> None:
        contract = session.catalogue.contracts["bank_direct.CFRT02"]
        route = prepare(session, contract)
        assert route is not None
        for _ in range(2):
            session.send(contract, route.request)

    assert files_after(under_way, "linkage.direct", "bank_direct.CFRT02") == []


def refused(codes: list[str]) -> Callable[[Session], None]:
    """A receipt for a notice that nobody sent; its pay code."""

    def act(session: Session) -> None:
        contract = session.catalogue.contracts["land_payment.2671"]
        route = prepare(session, contract)
        assert route is not None
        request = copy(route.request)
        put(request, "body.OrginVouNo", "FY-NONE")
        codes.append(str(get(request, "body.Bill.DetailList.Detail.0.PayCode")))
        session.send(contract, request, sorted_=Sorted())

    return act


def test_what_was_refused_is_in_no_file(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is there for what was refused, which is no promise kept yet; a file that lists it all the same is found out, and says where."""
    codes: list[str] = []
    assert files_after(refused(codes)) == []
    honest = land_income.income

    def income(world: World, day: str) -> tuple[Filing, ...]:
        (file,) = honest(world, day)
        row = Receipt(serial=f"TR{day}", pay_code=codes[-1], subject="103014801", level="3", payer="某公司", contract="3206002026B50000001")
        return (replace(file, rows=[*file.rows, line(row, 100, day)] if day == "20260601" else file.rows),)

    monkeypatch.setattr(land_income, "income", income)
    (found,) = files_after(refused(codes))
    assert (found.promise, found.outcome) == ("LAND-95", Outcome.BROKEN)
    assert found.actual == "有 1 行（LAND_IN_0320600001_20260601_01.txt 明细第 1 行：1.00），可是没有办成过"
