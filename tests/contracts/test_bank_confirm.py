"""Letters to a bank at the end of a year (1.7 G5): complete, clean, and of one opinion with a reconciliation in whole fen, done another way."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kanhe.model.event import Peer
from kanhe.run.lint.lint import lint
from kanhe.run.plan import planned
from kanhe.simulate.defects import all_defects, name_of
from tests.defects.account_desk import Desk, catalogue

ROOT = Path(__file__).parents[2]
FAMILY = "bank_confirm"
NOW = "20260105093000"
UNPLANTED = {"SIG-01", "REP-01", "GFR-50A", "GFR-50B", "GFR-50C"}
MAIN, IDLE, LATE, STRANGE = "0010320600018888", "6001320600000027", "6001320600000035", "9001320600000001"
SEEDED = {MAIN: 11_234_567, IDLE: 0, LATE: 8_801}
ITEMS = ("bookBank", "bookOther", "bankReceived", "bankSpent", "unitReceived", "unitSpent")


def test_contracts_are_clean() -> None:
    """Every file loads, every pair and specimen holds, and every rule of G5 has an id."""
    assert [] == [str(p) for p in lint(catalogue()) if FAMILY in p.at.file and not p.note]
    text = "\n".join(p.read_text("utf-8") for p in (ROOT / "contracts/banks" / FAMILY).glob("*.yaml"))
    assert {"GFR-51", "GFR-52", "GFR-53"} <= set(re.findall(r"\bid: (GFR-[0-9]{2})\b", text))


def yuan(fen: int) -> str:
    """Whole fen as yuan with two decimals, by cutting digits."""
    digits = f"{abs(fen):03}"
    return f"{'-' if fen < 0 else ''}{digits[:-2]}.{digits[-2:]}"


def line(account: str, **fen: int) -> dict[str, str]:
    """A line of a letter; what is not said is 0.00."""
    return {"acctNo": account, **{item: yuan(fen.get(item, 0)) for item in ITEMS}}


def letter(desk: Desk, lines: list[dict[str, str]], *, fixed: int = 500_000_000) -> Any:
    """What the bank answers."""
    return desk.send("letter", "body.data", body__lines=lines, body__fixedBook=yuan(fixed))


def cleared(books: dict[str, int], bank: int) -> int:
    """The two sides of a reconciliation table, each in the order of the form: the unit's, then the bank's."""
    unit_side = books["bookBank"] + books["bookOther"]
    unit_side += books["bankReceived"]
    unit_side -= books["bankSpent"]
    bank_side = bank + books["unitReceived"]
    bank_side -= books["unitSpent"]
    return unit_side - bank_side


BOOKS = st.fixed_dictionaries({item: st.integers(-10**9 if item == "bookBank" else 0, 10**9) for item in ITEMS})


@settings(max_examples=30)
@given(st.lists(st.tuples(st.sampled_from([MAIN, IDLE, LATE, STRANGE]), BOOKS), unique_by=lambda one: one[0]), st.booleans(), st.integers(0, 1))
def test_any_letter_is_answered_like_by_hand(asked: list[tuple[str, dict[str, int]]], agree: bool, off: int) -> None:
    """GFR-51 … GFR-53: verdicts, differences and the conclusion against a reconciliation table; agree: the books are made to fit."""
    if agree:
        asked = [(a, {**fen, "bookBank": fen["bookBank"] - cleared(fen, SEEDED.get(a, 0))}) for a, fen in asked]
    found = letter(Desk(FAMILY, "bank", now=NOW), [line(a, **fen) for a, fen in asked], fixed=500_000_000 + off)
    right: dict[str, tuple[str, str, str]] = {}
    for account, fen in asked:
        difference = cleared(fen, SEEDED.get(account, 0))
        verdict = "NOT_HELD" if account == STRANGE else "DIFFERS" if difference else "AGREED"
        right[account] = verdict, yuan(SEEDED[account]) if account in SEEDED else "", yuan(difference)
    for account in SEEDED.keys() - right.keys():
        right[account] = "UNLISTED", yuan(SEEDED[account]), yuan(-SEEDED[account])
    rows = found.get("rows", [])
    assert right == {r["acctNo"]: (r["verdict"], r.get("balance", ""), r["difference"]) for r in rows}
    assert len(right) == len(rows)
    fits = off == 0 and all(verdict == "AGREED" for verdict, _, _ in right.values())
    assert ("AGREED" if fits else "DIFFERS", yuan(off)) == (found["state"], found["fixedDifference"])


ALL = [line(MAIN, bookBank=11_200_000, bankReceived=34_567), line(IDLE), line(LATE, bookOther=8_801)]


def test_a_letter_in_which_all_agrees() -> None:
    """All accounts, all amounts, the time deposit: only then is the conclusion that all agrees."""
    assert "AGREED" == letter(Desk(FAMILY, "bank", now=NOW), ALL)["state"]
    assert "DIFFERS" == letter(Desk(FAMILY, "bank", now=NOW), ALL[:2])["state"]


def row(found: Any, account: str) -> Any:
    """The verdict on an account, and its balance."""
    return next(((r["verdict"], r.get("balance")) for r in found["rows"] if r["acctNo"] == account), None)


def after(desk: Desk, *events: str) -> Any:
    """The answer to the letter in which all agreed, after these events of the new year."""
    for event in events:
        desk.cause(event)
    return letter(desk, ALL)


def opened_today(desk: Desk) -> Any:
    """What is said of an account that was opened in the new year."""
    desk.cause("opens", since="20260105", closing="0.00")
    return row(letter(desk, ALL), "6001320600000999")


OFF = [line(MAIN, bookBank=11_234_566), *ALL[1:]]
CASES: list[tuple[int, Callable[[Desk], Any], Any, Any]] = [
    (840, lambda d: row(after(d, "closes"), MAIN), ("AGREED", "112345.67"), ("DIFFERS", "0.00")),
    (841, lambda d: letter(d, ALL)["state"], "AGREED", "DIFFERS"),
    (842, lambda d: row(letter(d, OFF), MAIN), ("DIFFERS", "112345.67"), ("AGREED", "112345.67")),
    (843, lambda d: row(letter(d, ALL[:2]), LATE), ("UNLISTED", "88.01"), None),
    (844, lambda d: row(after(d, "closes"), MAIN), ("AGREED", "112345.67"), ("NOT_HELD", None)),
    (845, lambda d: row(letter(d, [line(STRANGE, bookBank=1)]), STRANGE), ("NOT_HELD", None), ("DIFFERS", "0.00")),
    (846, opened_today, None, ("UNLISTED", "0.00")),
    (847, lambda d: after(d, "withdrawn")["fixedTotal"], "5000000.00", "0.00"),
    (848, lambda d: letter(d, ALL, fixed=500_000_001)["fixedDifference"], "0.01", "0.00"),
    (849, lambda d: [d.send("letter", "body.code", **how) for how in ({"body__fiscalYear": "2024"}, {"body__lines": [*ALL, ALL[0]]})],
     ["4220", "4000"], ["0000", "0000"]),
]


@pytest.mark.parametrize(("number", "sight", "honest", "flawed"), CASES, ids=[f"d{n}" for n, *_ in CASES])
def test_the_defect_shows_and_the_honest_bank_does_not_have_it(number: int, sight: Callable[[Desk], Any], honest: Any, flawed: Any) -> None:
    """The same messages, with and without the defect, are seen to differ in exactly the described way."""
    assert honest == sight(Desk(FAMILY, "bank", now=NOW))
    assert flawed == sight(Desk(FAMILY, "bank", str(number), now=NOW))


def test_what_cannot_be_is_not_caused() -> None:
    """Numbers that are used, days to come, amounts of nothing, ends of what has ended: the bank refuses such events."""
    desk = Desk(FAMILY, "bank", now=NOW)

    def refused(event: str, **values: str) -> bool:
        contract = catalogue().contracts[f"{FAMILY}.{event}"]
        return desk.party.stimulate(contract, {**contract.specimen_request, **values}) != ""

    assert all((refused("opens", acct_no=MAIN), refused("opens", since="20260106"), refused("opens", since="20260105", closing="0.01"),
                refused("deposits", principal="0.00"), refused("closes", acct_no=STRANGE), refused("withdrawn", cert="DP0")))
    desk.cause("closes")
    assert refused("closes")


def test_every_rule_has_a_defect_that_is_told() -> None:
    """Every promise of the bank is named by a planted defect, every defect has a row in docs/defects-government-report.md."""
    mine = [d for d in all_defects() if d.FAMILY == FAMILY]
    rows = dict(re.findall(r"^\| ([0-9]+) \|.*\| ([^|]+) \|$", (ROOT / "docs/defects-government-report.md").read_text("utf-8"), re.MULTILINE))
    owed = {p.id for p in planned(catalogue(), Peer(name="bank", family=FAMILY, role="bank", address="memory://")) if ":" not in p.id}
    assert UNPLANTED == owed - {rule for d in mine for rule in d.FINDS}
    for defect in mine:
        assert list(defect.FINDS) == rows[str(defect.NUMBER)].split("、"), name_of(defect)
