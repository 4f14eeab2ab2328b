"""Setting off and consolidating (1.7 G4, G6): complete, clean, and of one opinion with a worksheet in whole fen, in any order and batches."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kanhe.model.document import Document
from kanhe.model.event import Peer
from kanhe.run.lint.lint import lint
from kanhe.run.plan import planned
from kanhe.simulate.defects import all_defects, name_of
from tests.defects.account_desk import Desk, catalogue

ROOT = Path(__file__).parents[2]
FAMILY = "government_consolidation"
UNPLANTED = {"SIG-01", "REP-01", "GFR-60A", "GFR-60B", "GFR-60C"}
TASK, HEAD, SECOND, THIRD = "HB2025000001", "001001001", "001001002", "001001003"
ITEMS = ("assets", "liabilities", "income", "expense")
OPENED = {"assets": 500_000, "liabilities": 200_000, "income": 90_000, "expense": 80_000}
AID = 30_000
ACCOUNTS = {"1218": "2307", "2307": "1218", "5501": "4201", "4201": "5501"}


def test_contracts_are_clean() -> None:
    """Every file loads, every pair and specimen holds, and every rule of G4 and G6 has an id."""
    assert [] == [str(p) for p in lint(catalogue()) if FAMILY in p.at.file and not p.note]
    text = "\n".join(p.read_text("utf-8") for p in (ROOT / "contracts/units" / FAMILY).glob("*.yaml"))
    assert {"GFR-41", "GFR-42", "GFR-43", "GFR-61", "GFR-62", "GFR-63"} <= set(re.findall(r"\bid: (GFR-[0-9]{2})\b", text))


def yuan(fen: int) -> str:
    """Whole fen as yuan with two decimals, by cutting digits."""
    digits = f"{abs(fen):03}"
    return f"{'-' if fen < 0 else ''}{digits[:-2]}.{digits[-2:]}"


class Office(Desk):
    """The finance office with the task of the specimen: the head of the department is in, two units are not."""

    def __init__(self, defect: str = "") -> None:
        super().__init__(FAMILY, "finance", defect)
        self.cause("task_opens")

    def collect(self, *units: tuple[str, dict[str, int]], task: str = TASK) -> Document:
        """The answer to a batch."""
        rows = [{"agencyCode": unit, **{item: yuan(fen.get(item, 0)) for item in ITEMS}} for unit, fen in units]
        return self.ask("collect", {"body": {"taskNo": task, "units": rows}})["body"]

    def offset(self, *pairs: tuple[str, str, str, int, int], other: str = "") -> Document:
        """The answer to pairs: first unit, second unit, account of the first, what each has. other: account of the second."""
        rows = [{"agencyA": a, "agencyB": b, "acctA": account, "acctB": other or ACCOUNTS[account], "amountA": yuan(x), "amountB": yuan(y)}
                for a, b, account, x, y in pairs]
        return self.ask("offset", {"body": {"taskNo": TASK, "pairs": rows}})["body"]

    def merged(self, task: str = TASK) -> Any:
        """The consolidated figures, or the code where there are none."""
        told = self.ask("consolidate", {"body": {"taskNo": task}})["body"]
        return told["data"] if told["code"] == "0000" else told["code"]

    def result(self) -> Any:
        """The state, and who is missing."""
        found = self.ask("result", {"path": {"taskNo": TASK}})["body"]["data"]
        return found["state"], [row["agencyCode"] for row in found.get("missing", [])]


def by_pair(debt: Any) -> tuple[str, str, str]:
    """Who owes, to whom, on which account."""
    return debt[0][0], debt[0][1], debt[1]


FIGURES = st.fixed_dictionaries(dict.fromkeys(ITEMS, st.integers(0, 10**16)))
DEBTS = st.lists(st.tuples(st.permutations([HEAD, SECOND, THIRD]), st.sampled_from(["1218", "5501"]), st.integers(1, 10**12)), max_size=4, unique_by=by_pair)


@settings(max_examples=25)
@given(FIGURES, FIGURES, DEBTS, st.randoms(use_true_random=False))
def test_consolidation_is_a_worksheet_whatever_the_order(second: dict[str, int], third: dict[str, int], debts: list[Any], chance: Any) -> None:
    """GFR-42, 43, 61, 62: line by line on a worksheet; units, batches, pairs, sides and what is sent again in any order give the same."""
    office = Office()
    batches = chance.choice([[(SECOND, THIRD)], [(THIRD, SECOND)], [(SECOND,), (THIRD,)], [(THIRD,), (SECOND,), (THIRD,)]])
    figures = {SECOND: second, THIRD: third}
    steps: list[Callable[[], Any]] = [lambda b=batch: office.collect(*((unit, figures[unit]) for unit in b)) for batch in batches]
    for (debtor, creditor, _), account, fen in [*debts, *debts[:1]]:
        here = (debtor, creditor, account, fen, fen) if chance.random() < 0.5 else (creditor, debtor, ACCOUNTS[account], fen, fen)
        steps.append(lambda h=here: office.offset(h))
    chance.shuffle(steps)
    for step in steps:
        assert "0000" == step()["code"]
    told = {(debtor, creditor, account): fen for (debtor, creditor, _), account, fen in debts}
    told = {(HEAD, SECOND, "5501"): AID, **told}  # what the office knew, unless it was told anew
    sheet = {item: OPENED[item] + second[item] + third[item] for item in ITEMS}
    for (_, _, account), fen in told.items():
        for item in ("assets", "liabilities") if account == "1218" else ("income", "expense"):
            sheet[item] -= fen
    found = office.merged()
    assert {item: yuan(fen) for item, fen in sheet.items()} == {item: found[item] for item in ITEMS}
    units = [OPENED, second, third]  # what is set off changes neither net assets nor the surplus
    assert yuan(sum(u["assets"] - u["liabilities"] for u in units)) == found["net"]
    assert yuan(sum(u["income"] - u["expense"] for u in units)) == found["surplus"]


def test_a_difference_is_listed_until_both_agree() -> None:
    """GFR-41, 42: one fen is a difference, nothing of it is set off, and nothing is consolidated before it is gone."""
    office = Office()
    office.collect((SECOND, OPENED), (THIRD, OPENED))
    data = office.offset((SECOND, HEAD, "2307", 10_001, 10_000))["data"]
    assert (f"{HEAD}-{SECOND}-1218-2307", "-0.01") == tuple(data["differences"][0].values())
    assert (yuan(AID), yuan(AID), "4220") == (data["debit"], data["credit"], office.merged())
    assert yuan(AID + 10_000) == office.offset((HEAD, SECOND, "1218", 10_000, 10_000))["data"]["debit"]
    assert "14900.00" == office.merged()["assets"]


def ready(office: Office) -> Office:
    """All units are in."""
    office.collect((SECOND, OPENED), (THIRD, {"assets": 9_007_199_254_740_993}))
    return office


def after_lock(office: Office) -> Any:
    """The state when all is locked; nothing is consolidated again."""
    ready(office).merged()
    office.cause("locked")
    assert "4220" == office.merged()
    return office.result()[0]


def strange(office: Office) -> Any:
    """What a batch with a stranger is told, a pair with accounts that do not belong together, and a batch after consolidation."""
    told = [office.collect((SECOND, OPENED), ("999", OPENED))["code"], office.offset((HEAD, THIRD, "1218", 1, 1), other="1212")["code"]]
    ready(office).merged()
    return [*told, office.collect((THIRD, OPENED))["code"]]


CASES: list[tuple[int, Callable[[Office], Any], Any, Any]] = [
    (850, lambda d: ready(d).merged()["assets"], "90071992557409.93", "90071992557409.94"),
    (851, lambda d: [d.merged() == "4220", d.merged("HB9")], [True, "4040"], None),
    (852, lambda d: d.offset((SECOND, HEAD, "2307", 5, 5))["data"]["debit"], "300.05", "300.00"),
    (853, lambda d: d.offset((SECOND, HEAD, "4201", AID, AID))["data"]["debit"], "300.00", "600.00"),
    (854, lambda d: d.offset((SECOND, HEAD, "2307", 6, 5))["data"]["debit"], "300.00", "300.05"),
    (855, lambda d: (d.offset((SECOND, HEAD, "2307", 6, 5)), ready(d).merged())[1] == "4220", True, False),
    (856, lambda d: ready(d).merged()["income"], "1500.00", "1800.00"),
    (857, lambda d: (d.collect((SECOND, OPENED)), d.collect((THIRD, OPENED))["data"]["collected"])[1], 3, 1),
    (858, strange, ["4220", "4000", "4220"], ["0000", "0000", "0000"]),
    (859, after_lock, "LOCKED", "CONSOLIDATED"),
]


@pytest.mark.parametrize(("number", "sight", "honest", "flawed"), CASES, ids=[f"d{n}" for n, *_ in CASES])
def test_the_defect_shows_and_the_honest_office_does_not_have_it(number: int, sight: Callable[[Office], Any], honest: Any, flawed: Any) -> None:
    """The same messages, with and without the defect, are seen to differ in exactly the described way."""
    assert str(honest) == str(sight(Office()))
    found = sight(Office(str(number)))
    assert str(flawed) == str(found) if flawed is not None else [False, "0.00"] == [found[0], found[1]["assets"]]


def test_who_is_missing_is_told() -> None:
    """GFR-63: every unit that told nothing is listed, until it tells; a task is not locked before it is consolidated."""
    office = Office()
    assert ("ACCEPTED", [SECOND, THIRD]) == office.result()
    office.collect((THIRD, {}))
    contract = catalogue().contracts[f"{FAMILY}.locked"]
    assert ("ACCEPTED", [SECOND]) == office.result()
    assert office.party.stimulate(contract, contract.specimen_request)
    assert ("CONSOLIDATED", []) == (ready(office).merged(), office.result())[1]


def test_every_rule_has_a_defect_that_is_told() -> None:
    """Every promise of the office is named by a planted defect, every defect has a row in docs/defects-government-report.md."""
    mine = [d for d in all_defects() if d.FAMILY == FAMILY]
    rows = dict(re.findall(r"^\| ([0-9]+) \|.*\| ([^|]+) \|$", (ROOT / "docs/defects-government-report.md").read_text("utf-8"), re.MULTILINE))
    owed = {p.id for p in planned(catalogue(), Peer(name="f", family=FAMILY, role="finance", address="memory://")) if ":" not in p.id}
    assert UNPLANTED == owed - {rule for d in mine for rule in d.FINDS}
    for defect in mine:
        assert list(defect.FINDS) == rows[str(defect.NUMBER)].split("、"), name_of(defect)
