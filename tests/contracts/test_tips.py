"""The gateway of the treasury against the interface document (1.0.3): clean, complete, and of one opinion with packs added up by hand."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kanhe.contract.promises import of_reply
from kanhe.model.document import copy, put
from kanhe.model.event import Peer
from kanhe.model.formula import Scene
from kanhe.model.words import Level
from kanhe.run.lint.lint import lint
from kanhe.run.plan import planned
from kanhe.simulate.defects import all_defects, name_of
from tests.defects.account_desk import NOW, Desk, catalogue

ROOT = Path(__file__).parents[2]
FAMILY = "tips"
RESULT = "MSG.MsgReturn.Result"
TAKEN, AGAIN, WRONG, CHANGED, NOT_TODAY, UNKNOWN = "90000", "90010", "93001", "93002", "93003", "93004"
UNPLANTED = {"TIPS-04Q", "TIPS-05"}  # what is only noted is no finding


def owed(role: str) -> set[str]:
    """The named promises that are planned at one side."""
    return {p.id for p in planned(catalogue(), Peer(name=role, family=FAMILY, role=role, address="memory://")) if ":" not in p.id}


def test_contracts_are_clean() -> None:
    """Every file loads, every pair and specimen holds, and every rule of 1.0.3 has an id."""
    assert [] == [str(p) for p in lint(catalogue()) if f"banks/{FAMILY}/" in p.at.file and not p.note]
    text = "\n".join(p.read_text("utf-8") for p in (ROOT / "contracts/banks" / FAMILY).glob("*.yaml"))
    assert {f"TIPS-0{n}" for n in range(1, 6)} <= set(re.findall(r"\bid: (TIPS-[0-9]{2})\b", text))


def test_what_is_only_noted_is_owed_by_who_sends_it() -> None:
    """TIPS-04: nobody is to refuse an amount without decimals, so the gateway does not owe the note; the finance office does."""
    assert "TIPS-04" not in owed("gateway")
    assert "TIPS-04" in owed("finance")


@pytest.mark.parametrize(("written", "noted"), [("900000.00", []), ("900000", ["TIPS-04Q"]), ("0.5", ["TIPS-04Q"])])
def test_an_amount_without_two_decimals_is_noted_and_not_broken(written: str, noted: list[str]) -> None:
    """TIPS-04: such an answer keeps every binding promise; what it does not keep is of the level that is noted."""
    contract = catalogue().contracts["tips.9003"]
    said = copy(contract.specimen_reply)
    put(said, "MSG.DoneAmt", written)
    scene = Scene(request=copy(contract.specimen_request), reply=said, now=NOW, parameters=catalogue().parameters)
    assert [(rule, Level.SHOULD) for rule in noted] == [(a.promise, a.level) for a in of_reply(contract, scene, success=True) if not a.kept]


Bills = list[list[str]]  # the details of every bill
AMOUNT = st.one_of(st.integers(1, 10**9).map(lambda fen: f"{fen // 100}.{fen % 100:02}"), st.integers(1, 10**7).map(str))
BILLS = st.lists(st.lists(AMOUNT, min_size=1, max_size=4), min_size=1, max_size=14)


def pack(desk: Desk, bills: Bills, number: str = "00000001", day: str = "20260601", *, work: str = "20260601", **changes: Any) -> Any:
    """The result of a pack of payments, added up with Decimal."""
    rows = [{"TraNo": f"{place:08}", "VouNo": f"SB{place}", "PayeeAcct": "1020306", "PayeeName": "南通市某局", "StatInfNum": str(len(bill)),
             "Amt": str(sum(map(Decimal, bill))), "Detail": [{"FuncBdgSbtCode": "2010301", "Amt": amount} for amount in bill]}
            for place, bill in enumerate(bills, 1)]
    total = sum((Decimal(amount) for bill in bills for amount in bill), Decimal(0))
    said = {"HEAD__WorkDate": work, "MSG__BatchHead__EntrustDate": day, "MSG__BatchHead__PackNo": number, "MSG__BatchHead__AllNum": str(len(bills)),
            "MSG__BatchHead__AllAmt": str(total), "MSG__Bill": rows, **changes}
    return desk.send("5101", RESULT, **said)


def asked(desk: Desk, number: str = "00000001", day: str = "20260601", show: str = "MSG.DoneAmt") -> Any:
    """What is told of a pack."""
    return desk.send("9003", show, MSG__Query__OriPackNo=number, MSG__Query__OriEntrustDate=day)


@settings(max_examples=25, deadline=None)
@given(BILLS, st.data())
def test_a_pack_is_taken_as_it_is_added_up_by_hand(bills: Bills, data: st.DataObject) -> None:
    """TIPS-02, TIPS-04: the sums agree three ways, whole yuan or with two decimals; one fen or one line beside is refused."""
    desk = Desk(FAMILY, "gateway")
    total = sum((Decimal(amount) for bill in bills for amount in bill), Decimal(0))
    wrong = data.draw(st.sampled_from([
        {"MSG__BatchHead__AllAmt": str(total + Decimal("0.01"))}, {"MSG__BatchHead__AllNum": str(len(bills) + 1)},
        {"MSG__Bill__0__StatInfNum": str(len(bills[0]) + 1)}, {"MSG__Bill__0__Detail__0__Amt": str(Decimal(bills[0][0]) + 1)}]))
    assert WRONG == pack(desk, bills, **wrong)
    assert UNKNOWN == asked(desk, show=RESULT)
    assert TAKEN == pack(desk, bills)
    assert AGAIN == pack(desk, bills)
    assert (f"{total:.2f}", str(len(bills))) == (asked(desk), asked(desk, show="MSG.DoneNum"))


def test_a_thousand_are_taken_and_one_more_is_not() -> None:
    """TIPS-01: at most 1000 records in a pack."""
    desk = Desk(FAMILY, "gateway")
    assert WRONG == pack(desk, [["0.01"]] * 1001)
    assert TAKEN == pack(desk, [["0.01"]] * 1000)
    assert "10.00" == asked(desk)


def test_the_day_belongs_to_the_key() -> None:
    """TIPS-01, TIPS-03: a number that has come round is another pack; another working day is refused."""
    desk = Desk(FAMILY, "gateway")
    assert TAKEN == pack(desk, [["1.00"]], "99999999", "20260531")
    assert TAKEN == pack(desk, [["2.00"]], "99999999")
    assert CHANGED == pack(desk, [["3.00"]], "99999999")
    assert ("1.00", "2.00") == (asked(desk, "99999999", "20260531"), asked(desk, "99999999"))
    assert NOT_TODAY == pack(desk, [["1.00"]], "00000005", "20260531", work="20260531")


def refunds(desk: Desk, *amounts: str) -> Any:
    """The result of a pack of refunds."""
    rows = [{"TraNo": f"{place:08}", "VouNo": f"TK{place}", "PayeeAcct": "1020306", "ReturnReason": "1", "Amt": amount}
            for place, amount in enumerate(amounts, 1)]
    return desk.send("1104", RESULT, MSG__BatchHead__AllNum=str(len(rows)), MSG__BatchHead__AllAmt=str(sum(map(Decimal, amounts))), MSG__Refund=rows)


def reference(desk: Desk) -> Any:
    """To which message the answer to a test of the line refers."""
    return desk.send("9005", "HEAD.MsgRef")


ONE = [["900000", "0.50"]]
CASES: list[tuple[int, Callable[[Desk], Any], Any, Any]] = [
    (871, lambda d: d.send("5101", "HEAD.WorkDate", MSG__BatchHead__EntrustDate="20260531"), "20260601", "20260531"),
    (872, lambda d: [pack(d, ONE, day="20260531"), pack(d, [["1.00"]])], [TAKEN, TAKEN], [TAKEN, CHANGED]),
    (873, lambda d: [pack(d, ONE), pack(d, ONE), asked(d)], [TAKEN, AGAIN, "900000.50"], [TAKEN, TAKEN, "1800001.00"]),
    (874, lambda d: pack(d, ONE, day="20260531", work="20260531"), NOT_TODAY, TAKEN),
    (875, lambda d: refunds(d, "900000", "0.01"), TAKEN, CHANGED),
    (876, lambda d: [pack(d, [["1.00"], ["2.00"]]), asked(d)], [TAKEN, "3.00"], [TAKEN, "1.00"]),
    (877, lambda d: pack(d, ONE, MSG__BatchHead__AllAmt="900000.51"), WRONG, TAKEN),
    (878, lambda d: asked(d, show=RESULT), UNKNOWN, TAKEN),
    (879, lambda d: [pack(d, ONE), asked(d)], [TAKEN, "900000.50"], [TAKEN, "900,000.50"]),
]


@pytest.mark.parametrize(("number", "sight", "honest", "flawed"), CASES, ids=[f"d{n}" for n, *_ in CASES])
def test_the_defect_shows_and_the_honest_gateway_does_not_have_it(number: int, sight: Callable[[Desk], Any], honest: Any, flawed: Any) -> None:
    """The same messages, with and without the defect, are seen to differ in exactly the described way."""
    assert honest == sight(Desk(FAMILY, "gateway"))
    assert flawed == sight(Desk(FAMILY, "gateway", str(number)))


def test_an_answer_refers_to_the_request() -> None:
    """TIPS-03: honest answers name the request's number; those of d870 their own."""
    assert "20260601000000000003" == reference(Desk(FAMILY, "gateway"))
    assert "20260601000000000003" != reference(Desk(FAMILY, "gateway", "870"))


def test_every_rule_has_a_defect() -> None:
    """Every promise of the gateway is named by a planted defect but those that are said not to be."""
    mine = [d for d in all_defects() if d.FAMILY == FAMILY]
    assert [870, *(number for number, *_ in CASES)] == [d.NUMBER for d in mine]
    assert UNPLANTED == owed("gateway") - {rule for d in mine for rule in d.FINDS} - {"TIPS-01E", "TIPS-01F"}
    assert not [name_of(d) for d in mine if d.TITLE.isascii()]
