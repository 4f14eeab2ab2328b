"""Charts and vouchers of government accounting: complete, clean, and of one opinion with trial balances added up by hand."""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

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
from simulators.government_chart import NAMES

ROOT = Path(__file__).parents[2]
FAMILY = "government_ledger"
NOW = "20260601093000"
UNPLANTED = {"SIG-01", "REP-01", "GFR-30A", "GFR-30B", "GFR-30C", "GFR-32N", "GFR-33N", "GFR-36B", "GFR-36C", "GFR-36I"}


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


class Desk:
    """The finance office, perhaps with a defect, with one set of accounts, and a unit that signs what it sends."""

    def __init__(self, defect: str = "") -> None:
        self.office = Simulator(catalogue(), FAMILY, "finance", defects=[load_defect(defect)] if defect else (), clock=SimClock(NOW, frozen=True))
        assert "" == self.office.stimulate(contract("open_set"), copy(contract("open_set").specimen_request))
        self.number = 0

    def send(self, name: str, show: str = "", **changes: Any) -> Any:
        """The status of the answer to the specimen with changes, or a part of its data."""
        document: Document = copy(contract(name).specimen_request)
        for path, node in changes.items():
            put(document, f"path.{path[5:]}" if path.startswith("path_") else f"body.{path.replace('__', '.')}", copy(node))
        self.number += 1
        seal = contract(name).party.wire.seal
        assert seal is not None
        reply = self.office.answer(sign(seal, TEST_KEYS, encode(contract(name), document, reply=False), timestamp=NOW, nonce=f"{self.number:032}"))
        assert reply is not None
        answer = decode(contract(name), reply, reply=True)
        return get(answer, f"body.data.{show}") if show and answer["status"] == "200" else answer["status"]


def lines(fen: int, *, expense: str = "510101", cash: str = "1011") -> list[dict[str, str]]:
    """An expense paid, both entries side by side."""
    return [{"side": "1", "account": expense, "amount": yuan(fen), "ysAccount": "7101", "ysAmount": yuan(fen)},
            {"side": "2", "account": cash, "amount": yuan(fen), "ysAccount": "800101", "ysAmount": yuan(fen)}]


def voucher(number: int, fen: int, **more: Any) -> dict[str, Any]:
    """What a voucher of an expense says."""
    total = dict.fromkeys(("drAmt", "crAmt", "drYsAmt", "crYsAmt"), yuan(fen))
    return {"voucherNo": number, "voucherDate": "20260528", "lines": lines(fen), **total, **more}


def red(number: int, old: int, fen: int, **more: Any) -> dict[str, Any]:
    """What the red voucher against an expense says."""
    return {"voucherNo": number, "redNo": old, "drAmt": yuan(-fen), "drYsAmt": yuan(-fen), "lines": lines(-fen), **more}


def test_contracts_are_clean() -> None:
    """Every file loads, every pair and specimen holds."""
    from kanhe.run.lint.lint import lint

    assert [] == [str(p) for p in lint(catalogue()) if FAMILY in p.at.file and not p.note]


def test_the_chart_is_that_of_2019() -> None:
    """GFR-23: 77 financial and 26 budget accounts; the list of codes, the test bench's chart and the simulator's say the same, and the
    codes that wrong copies have are not among them."""
    official = dict(re.findall(r'^"([0-9]{4})": (\S+)$', (ROOT / "contracts/codelists/gov_account.yaml").read_text("utf-8"), re.MULTILINE))
    seeds = [one["fields"] for one in contract("accounts").party.seeds["account"]]
    assert (77, 26) == (sum(code < "6" for code in official), sum(code >= "6" for code in official))
    assert official == NAMES
    assert sorted(official) == sorted(one["code"] for one in seeds if len(one["code"]) == 4)
    assert not {"4501", "5601", "7001"} & official.keys()
    contra = {"1219", "1602", "1702", "1802", "1832"}
    for one in seeds:
        debit = one["code"][0] in "157" and one["code"] not in contra or one["code"].startswith("8001")
        assert ("1" if debit else "2") == one["side"], one["code"]


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(st.integers(1, 10**9), st.sampled_from(["1011", "100201"]), st.booleans()), min_size=1, max_size=5))
def test_the_trial_balance_is_added_up_from_vouchers(told: list[tuple[int, str, bool]]) -> None:
    """GFR-36, GFR-37: whatever is posted and cancelled, every account shows the sums of whole fen, and the period closes with them only."""
    desk, number = Desk(), 0
    wanted: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for fen, cash, cancelled in told:
        signs = (1, -1) if cancelled else (1,)
        for sign_of in signs:
            number += 1
            body = voucher(number, fen, lines=lines(fen, cash=cash)) if sign_of == 1 else red(number, number - 1, fen, lines=lines(-fen, cash=cash))
            assert "200" == desk.send("voucher" if sign_of == 1 else "red", **body)
            for account, side in (("510101", 0), (cash, 1), ("7101", 0), ("800101", 1)):
                wanted[account][side] += sign_of * fen
    spent = wanted["7101"][0]
    rows = {row["account"]: [row["dr"], row["cr"]] for row in desk.send("balances", "rows")}
    assert {account: [yuan(debit), yuan(credit)] for account, (debit, credit) in wanted.items()} == rows
    assert (yuan(-spent), yuan(-spent)) == (desk.send("balances", "cash"), desk.send("balances", "carried"))
    assert "422" == desk.send("close", vouCount=number, drAmt=yuan(spent + 1), drYsAmt=yuan(spent))
    assert "200" == desk.send("close", vouCount=number, drAmt=yuan(spent), drYsAmt=yuan(spent))
    assert ("422", "200") == tuple(desk.send("voucher", **voucher(number + 1, 100, adjust=mark)) for mark in "21")


FIRST, SECOND = ("voucher", voucher(1, 100_000)), ("voucher", voucher(2, 5))
WORKED: list[tuple[dict[str, Any], set[str]]] = [
    ({}, set()), ({"crAmt": "1000.01"}, {"GFR-31", "GFR-31A"}), ({"drYsAmt": "0.01"}, {"GFR-31Y", "GFR-31B"}), ({"lineCount": 3}, {"GFR-31N"}),
    ({"voucherDate": "20260601"}, {"GFR-35D"}), ({"lines": lines(100_000, expense="7101")}, {"GFR-31C"}),
    ({"lines": lines(100_000, cash="2302")}, {"GFR-34"}), ({"lines": lines(100_000, cash="100201")}, set()),
]


@pytest.mark.parametrize(("changes", "broken"), WORKED)
def test_worked_vouchers(changes: dict[str, Any], broken: set[str]) -> None:
    """Which promises each of these vouchers breaks, worked out by hand."""
    body = {**copy(contract("voucher").specimen_request)["body"], **voucher(1, 100_000, **changes)}
    scene = Scene(request={"body": body}, now=NOW, parameters=catalogue().parameters)
    assert broken == {a.promise for a in breaches(contract("voucher"), scene)}


CASES: list[tuple[int, list[tuple[str, dict[str, Any]]], str, Any, Any]] = [
    (700, [("voucher", voucher(1, 100, crAmt="0.99", lines=[lines(100)[0], {**lines(99, cash="2302")[1], "ysAccount": "8101", "ysAmount": "1.00"}]))],
     "", "400", "200"),
    (705, [FIRST, ("voucher", voucher(3, 5))], "", "422", "200"),
    (707, [("voucher", voucher(1, 5, voucherDate="20260524"))], "", "422", "200"),
    (708, [FIRST, ("red", red(2, 1, 100_000)), ("red", red(3, 1, 100_000))], "", "422", "200"),
    (709, [FIRST, ("red", red(2, 1, 99_999))], "", "422", "200"),
    (710, [FIRST, ("close", {"vouCount": 1, "drAmt": "1000.00", "drYsAmt": "1000.01"})], "", "422", "200"),
    (711, [FIRST, ("red", red(2, 1, 100_000)), ("balances", {})], "rows", ["0.00", "0.00"], ["1000.00", "1000.00"]),
    (713, [FIRST, ("red", red(2, 1, 100_000)), ("balances", {})], "cash", "0.00", "-1000.00"),
    (718, [FIRST, SECOND, ("voucher", voucher(1, 7))], "", "409", "200"),
    (719, [("balances", {"path_acctPeriod": "202604"})], "", "404", "200"),
]


@pytest.mark.parametrize(("number", "steps", "show", "honest", "flawed"), CASES, ids=[f"d{n}" for n, *_ in CASES])
def test_the_defect_shows_and_the_honest_office_does_not_have_it(
    number: int, steps: list[tuple[str, dict[str, Any]]], show: str, honest: Any, flawed: Any
) -> None:
    """The same messages, with and without the defect, are seen to differ in exactly the described way (of rows, the first one)."""
    def seen(desk: Desk) -> Any:
        told = [desk.send(name, show if n == len(steps) else "", **body) for n, (name, body) in enumerate(steps, 1)][-1]
        return [told[0]["dr"], told[0]["cr"]] if isinstance(told, list) else told

    assert (honest, flawed) == (seen(Desk()), seen(Desk(str(number))))


def test_every_rule_has_a_defect_that_is_told() -> None:
    """Every promise of the office is named by a planted defect, every defect has a row in docs/defects-government-report.md."""
    mine = [d for d in all_defects() if d.FAMILY == FAMILY]
    rows = dict(re.findall(r"^\| ([0-9]+) \|.*\| ([^|]+) \|$", (ROOT / "docs/defects-government-report.md").read_text("utf-8"), re.MULTILINE))
    owed = {p.id for p in planned(catalogue(), Peer(name="f", family=FAMILY, role="finance", address="memory://")) if ":" not in p.id}
    assert UNPLANTED == owed - {rule for d in mine for rule in d.FINDS}
    for defect in mine:
        assert list(defect.FINDS) == rows[str(defect.NUMBER)].split("、"), name_of(defect)
