"""Approved posts against the interface document: complete, clean, and of one opinion with a calendar of approvals worked out day by day."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kanhe.books.books import Books
from kanhe.books.effects import apply
from kanhe.books.predict import expect
from kanhe.contract.functions import add_days
from kanhe.contract.load import load
from kanhe.contract.promises import breaches
from kanhe.model.contract import Catalogue, Contract
from kanhe.model.document import Document, copy, get, put
from kanhe.model.event import Peer
from kanhe.model.formula import Scene
from kanhe.model.words import ReplyClass
from kanhe.run.plan import planned
from kanhe.simulate.clock import SimClock
from kanhe.simulate.defects import all_defects, load_defect, name_of
from kanhe.simulate.simulator import Simulator
from kanhe.wire.codec import decode, encode
from kanhe.wire.seal.keys import TEST_KEYS
from kanhe.wire.seal.seals import sign

ROOT = Path(__file__).parents[2]
FAMILY = "establishment"
NOW = "20260601093000"
UNPLANTED = {"SIG-01", "REP-01", "PERS-20A", "PERS-20B", "PERS-21N"}
UNITS = {"unit": [{"key": [unit], "fields": {"parent": unit[:3]}} for unit in ("001001001", "001002001", "002001001")]}


@cache
def catalogue() -> Catalogue:
    """The contracts of this repository."""
    return load(ROOT / "contracts")


def contract(name: str) -> Contract:
    """One contract of the family."""
    return catalogue().contracts[f"{FAMILY}.{name}"]


def scene(name: str, books: Books, changes: dict[str, Any]) -> Scene:
    """The specimen with changes, in these books."""
    document: Document = copy(contract(name).specimen_request)
    for path, node in changes.items():
        put(document, path, node)
    return Scene(request=document, reply=copy(contract(name).specimen_reply), now=NOW, parameters=catalogue().parameters, books=books)


def test_contracts_are_clean() -> None:
    """Every file loads, every pair and specimen holds, and every rule of P2 has an id."""
    from kanhe.run.lint.lint import lint

    assert [] == [str(p) for p in lint(catalogue()) if FAMILY in p.at.file and not p.note]
    text = "\n".join(p.read_text("utf-8") for p in (ROOT / "contracts/units" / FAMILY).glob("*.yaml"))
    assert {"PERS-21", "PERS-22", "PERS-23"} <= set(re.findall(r"\bid: (PERS-[0-9]{2})", text))


@pytest.mark.parametrize(("changes", "broken"), [
    ({}, set()),
    ({"body.total": 13}, {"PERS-23"}),
    ({"body.rows.1.agencyCode": "001001001"}, {"PERS-23B"}),
    ({"body.rows.0.approved": 3}, {"PERS-23"}),
])
def test_worked_approvals(changes: dict[str, Any], broken: set[str]) -> None:
    """Approvals worked out by hand: which promise each of them breaks."""
    assert broken == {a.promise for a in breaches(contract("approve"), scene("approve", Books(), changes))}


@given(st.lists(st.tuples(st.integers(0, 40), st.integers(0, 300)), min_size=1, max_size=6, unique_by=lambda one: one[0]), st.integers(0, 45))
def test_what_counts_on_a_day_is_what_a_calendar_says(approvals: list[tuple[int, int]], asked: int) -> None:
    """PERS-21: a calendar filled day by day with what was approved, and the contract's query, agree; the order is refused otherwise."""
    books, calendar = Books.of(UNITS), dict[int, tuple[str, int]]()
    last = -1
    for number, (day, heads) in enumerate(approvals):
        changes = {"body.docNo": f"BB{number:03}", "body.effective": add_days("20260601", day), "body.total": heads,
                   "body.rows": [{"agencyCode": "001001001", "approved": heads}]}
        here = scene("approve", books, changes)
        seen = expect(contract("approve"), books, here).firm
        assert (ReplyClass.SUCCESS if day > last else ReplyClass.REFUSED) in seen
        if day > last:
            books, last = apply(contract("approve"), books, here)[0], day
            calendar |= dict.fromkeys(range(day, 60), (f"BB{number:03}", heads))
    query = scene("posts", books, {"path.date": add_days("20260601", asked)})
    if asked not in calendar:
        assert ReplyClass.REFUSED in expect(contract("posts"), books, query).firm
        return
    shown = {o.path: o.value(query) for o in contract("posts").observes if o.value is not None}
    assert calendar[asked] == (shown["body.data.docNo"], shown["body.data.approved"])


class Desk:
    """The bureau, perhaps with a defect, and an office that signs what it sends."""

    def __init__(self, defect: str = "") -> None:
        self.bureau = Simulator(catalogue(), FAMILY, "bureau", defects=[load_defect(defect)] if defect else (), clock=SimClock(NOW, frozen=True))
        self.number = 0

    def ask(self, name: str, show: str = "", **changes: Any) -> Any:
        """The status of the answer to the specimen with changes (`__` is a dot), or a part of its data."""
        document: Document = copy(contract(name).specimen_request)
        for path, node in changes.items():
            put(document, path.replace("__", "."), node)
        self.number += 1
        seal = contract(name).party.wire.seal
        assert seal is not None
        reply = self.bureau.answer(sign(seal, TEST_KEYS, encode(contract(name), document, reply=False), timestamp=NOW, nonce=f"{self.number:032}"))
        assert reply is not None
        told = decode(contract(name), reply, reply=True)
        return get(told, f"body.data.{show}") if show and told["status"] == "200" else told["status"]

    def lowered(self) -> list[Any]:
        """The agencies that are warned of when two people are there and one post is left; how many are counted afterwards."""
        assert "200" == self.ask("approve")
        assert "" == self.bureau.stimulate(contract("staff_changes"), copy(contract("staff_changes").specimen_request))
        rows = [{"agencyCode": "001001001", "approved": 1}, {"agencyCode": "001002001", "approved": 10}]
        warned = self.ask("approve", "warnings", body__docNo="BB2", body__effective="20260602", body__total=11, body__rows=rows)
        return [[row["agencyCode"] for row in warned], self.ask("posts", "occupied", path__date="20260602"), self.ask("posts", "approved")]


CASES: list[tuple[int, Any, Any, Any]] = [
    (564, lambda d: [d.ask("approve"), d.ask("approve", body__effective="20260702")], ["200", "409"], ["200", "200"]),
    (565, Desk.lowered, [["001001001"], 2, 2], [["001001001"], 2, 1]),
    (566, Desk.lowered, [["001001001"], 2, 2], [["001001001"], 1, 2]),
    (567, Desk.lowered, [["001001001"], 2, 2], [[], 2, 2]),
    (568, lambda d: d.ask("approve", body__total=13), "400", "200"),
    (569, lambda d: d.ask("approve", body__parentCode="002"), "404", "200"),
]


@pytest.mark.parametrize(("number", "sight", "honest", "flawed"), CASES, ids=[f"d{n}" for n, *_ in CASES])
def test_the_defect_shows_and_the_honest_bureau_does_not_have_it(number: int, sight: Any, honest: Any, flawed: Any) -> None:
    """The same messages, with and without the defect, are seen to differ in exactly the described way."""
    assert honest == sight(Desk())
    assert flawed == sight(Desk(str(number)))


def test_every_rule_has_a_defect_that_is_told() -> None:
    """Every promise of the bureau is named by a planted defect, every defect has a row in docs/defects-payroll.md."""
    mine = [d for d in all_defects() if d.FAMILY == FAMILY]
    rows = dict(re.findall(r"^\| ([0-9]+) \|.*\| ([^|]+) \|$", (ROOT / "docs/defects-payroll.md").read_text("utf-8"), re.MULTILINE))
    owed = {p.id for p in planned(catalogue(), Peer(name="bureau", family=FAMILY, role="bureau", address="memory://")) if ":" not in p.id}
    assert UNPLANTED == owed - {rule for d in mine for rule in d.FINDS}
    for defect in mine:
        assert list(defect.FINDS) == rows[str(defect.NUMBER)].split("、"), name_of(defect)
