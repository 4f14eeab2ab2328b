"""Yearly reports of budget units: complete, clean, and of one opinion with cross-checks done in whole fen by another way."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kanhe.contract.load import load
from kanhe.contract.promises import breaches
from kanhe.model.contract import Catalogue, Contract
from kanhe.model.document import Document, copy, get
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
FAMILY = "government_report"
NOW = "20260601093000"
UNPLANTED = {"SIG-01", "REP-01", "GFR-00A", "GFR-00B", "GFR-00C"}


@cache
def catalogue() -> Catalogue:
    """The contracts of this repository."""
    return load(ROOT / "contracts")


def contract(name: str) -> Contract:
    """One contract of the family."""
    return catalogue().contracts[f"{FAMILY}.{name}"]


def yuan(fen: int) -> str:
    """Whole fen as yuan with two decimals, by cutting digits."""
    digits = f"{abs(fen):03}"
    return f"{'-' if fen < 0 else ''}{digits[:-2]}.{digits[-2:]}"


def report(fen: dict[str, int], **changes: Any) -> dict[str, Any]:
    """A report out of its free figures in fen, completed from the bottom line upwards: net assets are rolled forward, assets follow."""
    begin = fen["assetsBegin"] - fen["liabilitiesBegin"]
    surplus = fen["incomeFiscal"] - fen["expense"] + fen["incomeOther"]
    value = fen["fixedGross"] - fen["fixedDepreciation"]
    net = fen["cash"] - fen["liabilities"] + fen["otherAssets"] + value
    assets = net + fen["liabilities"]
    told = {**fen, "netBegin": begin, "fixedNet": value, "assets": assets, "net": net, "residue": 0, "income": surplus + fen["expense"],
            "surplus": surplus, "otherChanges": net - begin - surplus, "differences": fen["budgetIncome"] - fen["budgetExpense"] - surplus}
    hundreds = (assets + 5000) // 10_000 * 10_000  # fen of whole hundreds of yuan: two decimals of 万元
    wan = f"{hundreds // 1_000_000}.{hundreds // 10_000 % 100:02}"
    return {"agencyCode": "001001001", "fiscalYear": "2025", "version": 1, "restatement": "", "assetsWan": wan,
            **{name: yuan(amount) for name, amount in told.items()}, **changes}


FREE = ("assetsBegin", "liabilitiesBegin", "cash", "otherAssets", "fixedDepreciation", "liabilities", "incomeFiscal", "incomeOther", "expense",
        "budgetIncome", "budgetExpense")
PLAIN = {**dict.fromkeys(FREE, 100), "assetsBegin": 500_000_000, "liabilitiesBegin": 100_000_000, "cash": 123_456_789, "fixedGross": 900_000_000}
FIGURES = st.fixed_dictionaries(dict.fromkeys(FREE, st.integers(0, 10**12))).flatmap(
    lambda found: st.integers(0, 10**12).map(lambda more: {**found, "fixedGross": found["fixedDepreciation"] + more}))
CHECKED = {"netBegin": "GFR-01A", "net": "GFR-01", "surplus": "GFR-02", "residue": "GFR-04", "otherChanges": "GFR-05", "fixedNet": "GFR-06",
           "differences": "GFR-07", "assets": "GFR-08", "income": "GFR-08A"}


def broken(body: dict[str, Any]) -> set[str]:
    """The promises about one report that it breaks."""
    scene = Scene(request={"body": body}, now=NOW, parameters=catalogue().parameters)
    return {one.promise for one in breaches(contract("submit"), scene)}


def test_contracts_are_clean() -> None:
    """Every file loads, every pair and specimen holds."""
    from kanhe.run.lint.lint import lint

    assert [] == [str(p) for p in lint(catalogue()) if FAMILY in p.at.file and not p.note]


@given(FIGURES, st.sampled_from(sorted(CHECKED)), st.sampled_from([1, -1, 10_000]))
def test_any_report_of_whole_fen_keeps_every_check_and_one_wrong_figure_breaks_its_own(fen: dict[str, int], name: str, by: int) -> None:
    """GFR-01 … GFR-09 against figures that were worked out another way; a figure that is off breaks exactly the check that names it."""
    body = report(fen)
    assert set() == broken(body)
    whole, _, part = body[name].lstrip("-").partition(".")
    old = int(whole + part) * (-1 if body[name].startswith("-") else 1)
    assert {CHECKED[name]} == broken({**body, name: yuan(old + by)})


def test_the_narrative_is_rounded_half_up() -> None:
    """GFR-09: 49.99 yuan are no hundredth of 万元, 50.00 are one."""
    for cash, right in ((4_999, "0.00"), (5_000, "0.01"), (123_450_000, "123.45")):
        fen = {**PLAIN, "cash": cash, "otherAssets": 0, "fixedGross": 0, "fixedDepreciation": 0}
        assert right == report(fen)["assetsWan"]
        assert (set(), {"GFR-09"}) == (broken(report(fen)), broken(report(fen, assetsWan="9.99")))


class Desk:
    """The finance office, perhaps with a defect, that asked one unit for its report."""

    def __init__(self, defect: str = "") -> None:
        self.office = Simulator(catalogue(), FAMILY, "finance", defects=[load_defect(defect)] if defect else (), clock=SimClock(NOW, frozen=True))
        self.number = 0
        self.cause("task_opens")

    def cause(self, event: str) -> None:
        """An event at the office, as in its specimen."""
        assert "" == self.office.stimulate(contract(event), copy(contract(event).specimen_request))

    def ask(self, name: str, document: Document) -> Document:
        """The answer to one signed request."""
        self.number += 1
        seal = contract(name).party.wire.seal
        assert seal is not None
        reply = self.office.answer(sign(seal, TEST_KEYS, encode(contract(name), document, reply=False), timestamp=NOW, nonce=f"{self.number:032}"))
        assert reply is not None
        return decode(contract(name), reply, reply=True)

    def submit(self, **changes: Any) -> str:
        """The status of the answer to a report."""
        return str(self.ask("submit", {"body": report(PLAIN, **changes)})["status"])

    def seen(self, show: str, agency: str = "001001001") -> Any:
        """A part of what is told of the report, or the status."""
        reply = self.ask("report", {"path": {"fiscalYear": "2025", "agencyCode": agency}})
        return get(reply, f"body.data.{show}") if reply["status"] == "200" else reply["status"]


def returned(desk: Desk) -> Desk:
    """Told once and sent back."""
    assert "200" == desk.submit()
    desk.cause("report_returned")
    return desk


def accepted(desk: Desk) -> Desk:
    """Told once and accepted."""
    assert "200" == desk.submit()
    desk.cause("report_accepted")
    return desk


CASES: list[tuple[int, Any, Any, Any]] = [
    (720, lambda d: d.submit(net=yuan(1)), "400", "200"), (726, lambda d: d.submit(assetsWan="0.01"), "400", "200"),
    (727, lambda d: d.submit(residue="0.01"), "400", "200"),
    (728, lambda d: d.submit(**report({**PLAIN, "assetsBegin": 500_000_001})), "422", "200"),
    (729, lambda d: accepted(d).submit(version=2), "422", "200"), (730, lambda d: d.submit(version=2), "422", "200"),
    (731, lambda d: (d.submit(), d.submit(restatement="更正"))[1], "409", "200"),
    (732, lambda d: returned(d).seen("assets"), "10234567.89", "10234568.00"), (733, lambda d: returned(d).seen("state"), "RETURNED", "SUBMITTED"),
    (734, lambda d: (returned(d).submit(version=2), d.seen("version"))[1], 2, 1), (735, lambda d: d.seen("assets", "999"), "404", "0.00"),
]


@pytest.mark.parametrize(("number", "sight", "honest", "flawed"), CASES, ids=[f"d{n}" for n, *_ in CASES])
def test_the_defect_shows_and_the_honest_office_does_not_have_it(number: int, sight: Any, honest: Any, flawed: Any) -> None:
    """The same messages, with and without the defect, are seen to differ in exactly the described way."""
    assert (str(honest), str(flawed)) == (str(sight(Desk())), str(sight(Desk(str(number)))))


def test_an_accepted_report_stays_as_it_is() -> None:
    """GFR-10: sent back, told again, accepted; nothing is taken from then on, and the first version is long gone."""
    desk = returned(Desk())
    assert ("422", "200") == (desk.submit(version=3), desk.submit(version=2, **{k: v for k, v in report({**PLAIN, "cash": 0}).items() if k != "version"}))
    desk.cause("report_accepted")
    assert ("422", "ACCEPTED", "9000000.00") == (desk.submit(version=3), desk.seen("state"), desk.seen("assets"))


def test_a_year_begins_elsewhere_with_a_note_only() -> None:
    """GFR-03: other amounts at the beginning need a restatement note."""
    moved = report({**PLAIN, "liabilitiesBegin": 100_000_001})
    assert ("422", "200") == (Desk().submit(**moved), Desk().submit(**{**moved, "restatement": "3501 以前年度盈余调整"}))


def test_every_rule_has_a_defect_that_is_told() -> None:
    """Every promise of the office is named by a planted defect, every defect has a row in docs/defects-government-report.md."""
    mine = [d for d in all_defects() if d.FAMILY == FAMILY]
    rows = dict(re.findall(r"^\| ([0-9]+) \|.*\| ([^|]+) \|$", (ROOT / "docs/defects-government-report.md").read_text("utf-8"), re.MULTILINE))
    owed = {p.id for p in planned(catalogue(), Peer(name="f", family=FAMILY, role="finance", address="memory://")) if ":" not in p.id}
    assert UNPLANTED == owed - {rule for d in mine for rule in d.FINDS}
    for defect in mine:
        assert list(defect.FINDS) == rows[str(defect.NUMBER)].split("、"), name_of(defect)
