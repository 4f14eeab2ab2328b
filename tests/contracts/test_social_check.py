"""Deductions checked against what agencies ask for: complete, clean, and of one opinion with two sorted lists merged by hand."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kanhe.books.books import Books
from kanhe.contract.load import load
from kanhe.contract.promises import breaches
from kanhe.model.contract import Catalogue, Contract
from kanhe.model.document import Document, copy, get, put
from kanhe.model.event import Peer
from kanhe.model.formula import Scene
from kanhe.run.plan import planned
from kanhe.simulate.clock import SimClock
from kanhe.simulate.defects import all_defects, load_defect, name_of
from kanhe.simulate.simulator import Simulator
from kanhe.wire.codec import decode, encode
from kanhe.wire.seal.keys import TEST_KEYS
from kanhe.wire.seal.seals import sign

ROOT = Path(__file__).parents[2]
FAMILY = "social_check"
NOW = "20260601093000"
UNPLANTED = {"SIG-01", "REP-01", "PERS-50A", "PERS-50B", "PERS-50C", "PERS-52N"}


@cache
def catalogue() -> Catalogue:
    """The contracts of this repository."""
    return load(ROOT / "contracts")


def contract(name: str = "check") -> Contract:
    """One contract of the family."""
    return catalogue().contracts[f"{FAMILY}.{name}"]


def yuan(fen: int) -> str:
    """Whole fen as yuan with two decimals, by cutting digits."""
    digits = f"{abs(fen):03}"
    return f"{'-' if fen < 0 else ''}{digits[:-2]}.{digits[-2:]}"


def merged(payroll: dict[str, int], agency: dict[str, int]) -> list[tuple[str, str, int, int]]:
    """(person, sort, ours, theirs) of whoever differs, by walking along two sorted lists."""
    ours, theirs, found = sorted(payroll.items()), sorted(agency.items()), list[tuple[str, str, int, int]]()
    while ours or theirs:
        if not theirs or (ours and ours[0][0] < theirs[0][0]):
            found.append((ours[0][0], "ONLY_PAYROLL", ours.pop(0)[1], 0))
        elif not ours or theirs[0][0] < ours[0][0]:
            found.append((theirs[0][0], "ONLY_AGENCY", 0, theirs.pop(0)[1]))
        else:
            (who, left), (_, right) = ours.pop(0), theirs.pop(0)
            found += [(who, "AMOUNT", left, right)] if left != right else []
    return found


class Desk:
    """The payroll, perhaps with a defect, with some deductions booked, and an agency that signs what it sends."""

    def __init__(self, defect: str = "", payroll: dict[str, int] | None = None) -> None:
        self.finance = Simulator(catalogue(), FAMILY, "finance", defects=[load_defect(defect)] if defect else (), clock=SimClock(NOW, frozen=True))
        rows = [{"per_id": who, "amount": yuan(fen)} for who, fen in (payroll or PAYROLL).items()]
        assert "" == self.finance.stimulate(contract("book_payroll"), {"month": "202605", "kind": "1", "rows": rows})
        self.number = 0

    def check(self, agency: dict[str, int], **changes: Any) -> Document:
        """The answer to a list."""
        self.number += 1
        document: Document = {"body": request_of(agency) | changes}
        seal = contract().party.wire.seal
        assert seal is not None
        reply = self.finance.answer(sign(seal, TEST_KEYS, encode(contract(), document, reply=False), timestamp=NOW, nonce=f"{self.number:032}"))
        assert reply is not None
        return decode(contract(), reply, reply=True)

    def seen(self, agency: dict[str, int]) -> tuple[Any, ...]:
        """What the answer says: state, total, difference, and who differs how."""
        data = get(self.check(agency), "body.data")
        return (data["state"], data["payroll"], data["difference"],
                [(d["perId"], d["sort"], d["payrollAmt"], d["agencyAmt"]) for d in data["diffs"]])


PAYROLL = {"P1": 40000, "P2": 59999}
SWAPPED = {"P1": 40000, "Q1": 59999}
DEAR = {"P1": 40001, "P2": 59999}
PEOPLE = st.dictionaries(st.sampled_from([f"P{n}" for n in range(8)]), st.integers(1, 99_999), min_size=1, max_size=6)


def request_of(agency: dict[str, int]) -> dict[str, Any]:
    """A list, added up in whole fen."""
    rows = [{"perId": who, "amount": yuan(fen)} for who, fen in agency.items()]
    return {"month": "202605", "kind": "1", "trsNum": len(rows), "total": yuan(sum(agency.values())), "rows": rows}


def test_contracts_are_clean() -> None:
    """Every file loads, every pair and specimen holds; PERS-51 and PERS-52 have ids."""
    from kanhe.run.lint.lint import lint

    assert [] == [str(p) for p in lint(catalogue()) if FAMILY in p.at.file and not p.note]
    assert {"PERS-51", "PERS-52"} <= set(re.findall(r"\bid: (PERS-[0-9]{2})", (ROOT / f"contracts/units/{FAMILY}/check.yaml").read_text("utf-8")))


@given(PEOPLE, PEOPLE)
def test_the_simulated_payroll_is_of_one_opinion_with_a_merge(payroll: dict[str, int], agency: dict[str, int]) -> None:
    """PERS-51, PERS-52: totals, difference and every person, against two sorted lists merged by hand."""
    found = merged(payroll, agency)
    total = sum(payroll.values())
    wanted = [(who, sort, yuan(ours), yuan(theirs)) for who, sort, ours, theirs in found]
    assert ("DIFFERENT" if found else "AGREED", yuan(total), yuan(sum(agency.values()) - total), wanted) == Desk(payroll=payroll).seen(agency)


@given(PEOPLE, PEOPLE, st.data())
def test_the_contract_sees_whoever_is_left_out(payroll: dict[str, int], agency: dict[str, int], data: st.DataObject) -> None:
    """The merged differences keep every promise about replies; with one of them left out, exactly the promise about its sort is broken."""
    books = Books.of({
        "deduction": [{"key": ["202605", "1", who], "fields": {"amount": yuan(fen)}} for who, fen in payroll.items()],
        "deducted": [{"key": ["202605", "1"], "entries": [{"id": who, "amount": yuan(fen)} for who, fen in payroll.items()]}]})
    found = merged(payroll, agency)

    def broken(told: list[tuple[str, str, int, int]]) -> set[str]:
        reply: Document = copy(contract().specimen_reply)
        put(reply, "body.data.diffs", [{"perId": who, "sort": sort, "payrollAmt": yuan(a), "agencyAmt": yuan(b)} for who, sort, a, b in told])
        scene = Scene(request={"body": request_of(agency)}, reply=reply, now=NOW, parameters=catalogue().parameters, books=books)
        return {rule.id for rule in contract().rules if rule.on == "reply" and rule.holds is not None and not rule.holds(scene)}

    assert set() == broken(found)
    if found:
        lost = data.draw(st.sampled_from(found))
        assert {{"ONLY_PAYROLL": "PERS-52A", "ONLY_AGENCY": "PERS-52B", "AMOUNT": "PERS-52C"}[lost[1]]} == broken([one for one in found if one != lost])


@pytest.mark.parametrize(("changes", "broken"), [
    ({}, set()), ({"trsNum": 3}, {"PERS-51C"}), ({"total": "1000.00"}, {"PERS-51D"}),
    ({"rows": [{"perId": "P1", "amount": "400.00"}] * 2, "total": "800.00"}, {"PERS-52E"}),
])
def test_worked_lists(changes: dict[str, Any], broken: set[str]) -> None:
    """Lists worked out by hand: which promise each of them breaks."""
    scene = Scene(request={"body": request_of(PAYROLL) | changes}, now=NOW, parameters=catalogue().parameters, books=Books())
    assert broken == {a.promise for a in breaches(contract(), scene)}


A, B, C = ("P2", "ONLY_PAYROLL", "599.99", "0.00"), ("Q1", "ONLY_AGENCY", "0.00", "599.99"), ("P1", "AMOUNT", "400.00", "400.01")
CASES: list[tuple[int, dict[str, int], Any, Any]] = [
    (690, SWAPPED, ("DIFFERENT", "999.99", "0.00", [A, B]), ("AGREED", "999.99", "0.00", [])),
    (691, SWAPPED, ("DIFFERENT", "999.99", "0.00", [A, B]), ("DIFFERENT", "999.99", "0.00", [A])),
    (692, SWAPPED, ("DIFFERENT", "999.99", "0.00", [A, B]), ("DIFFERENT", "999.99", "0.00", [B])),
    (693, DEAR, ("DIFFERENT", "999.99", "0.01", [C]), ("AGREED", "999.99", "0.01", [])),
    (694, DEAR, ("DIFFERENT", "999.99", "0.01", [C]), ("DIFFERENT", "999.99", "0.01", [("P1", "AMOUNT", "400.01", "400.00")])),
    (695, {"P1": 40000}, ("DIFFERENT", "999.99", "-599.99", [A]), ("DIFFERENT", "400.00", "0.00", [A])),
    (697, {"P1": 40000}, ("DIFFERENT", "999.99", "-599.99", [A]), ("DIFFERENT", "999.99", "599.99", [A])),
    (698, DEAR, ("DIFFERENT", "999.99", "0.01", [C]), ("AGREED", "999.99", "0.01", [C])),
]


@pytest.mark.parametrize(("number", "agency", "honest", "flawed"), CASES, ids=[f"d{n}" for n, *_ in CASES])
def test_the_defect_shows_and_the_honest_payroll_does_not_have_it(number: int, agency: dict[str, int], honest: Any, flawed: Any) -> None:
    """The same list, with and without the defect, is seen to be answered otherwise in exactly the described way."""
    assert honest == Desk().seen(agency)
    assert flawed == Desk(str(number)).seen(agency)


def test_an_unknown_total_is_refused_but_for_the_defect() -> None:
    """#696: a list that does not add up."""
    assert ("400", "200") == tuple(Desk(defect).check(PAYROLL, total="1000.00")["status"] for defect in ("", "696"))


def test_every_rule_has_a_defect_that_is_told() -> None:
    """Every promise of the payroll is named by a planted defect, every defect has a row in docs/defects-payroll.md."""
    mine = [d for d in all_defects() if d.FAMILY == FAMILY]
    rows = dict(re.findall(r"^\| ([0-9]+) \|.*\| ([^|]+) \|$", (ROOT / "docs/defects-payroll.md").read_text("utf-8"), re.MULTILINE))
    owed = {p.id for p in planned(catalogue(), Peer(name="f", family=FAMILY, role="finance", address="memory://")) if ":" not in p.id}
    assert UNPLANTED == owed - {rule for d in mine for rule in d.FINDS}
    for defect in mine:
        assert list(defect.FINDS) == rows[str(defect.NUMBER)].split("、"), name_of(defect)
