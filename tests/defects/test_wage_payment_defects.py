"""Planted defects of the bank that pays wages: told in docs, of promises that are owed, and many of them shown beside the honest bank."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from kanhe.contract.load import load
from kanhe.model.contract import Catalogue
from kanhe.model.document import Document, copy, get, put
from kanhe.model.event import Peer
from kanhe.run.plan import planned
from kanhe.simulate.clock import SimClock
from kanhe.simulate.defects import all_defects, load_defect, name_of
from kanhe.simulate.simulator import Simulator
from kanhe.wire.codec import decode, encode
from kanhe.wire.seal.keys import TEST_KEYS
from kanhe.wire.seal.seals import sign

ROOT = Path(__file__).parents[2]
FAMILY = "wage_payment"
NOW = "20260601093000"
RICH, POOR = "3200010400010001", "3200010400010011"
UNPLANTED = {"SIG-01", "REP-01", "PERS-30A", "PERS-30B", "PERS-30C"}  # checked by the engine, not by the simulators


@cache
def catalogue() -> Catalogue:
    """The contracts of the project."""
    return load(ROOT / "contracts")


class Desk:
    """The bank, perhaps with a defect, with a rich account and a poor one; row 1 of a batch is at this bank, row 2 at another."""

    def __init__(self, defect: str = "") -> None:
        self.bank = Simulator(catalogue(), FAMILY, "bank", defects=[load_defect(defect)] if defect else (), clock=SimClock(NOW, frozen=True))
        self.number = 0
        for account, amount in ((RICH, "100000.00"), (POOR, "100.00")):
            self.cause("open_account", account=account, amount=amount)

    def cause(self, event: str, **values: Any) -> str:
        """An event at the bank, the specimen with changes; '' or why it did not come about."""
        contract = catalogue().contracts[f"{FAMILY}.{event}"]
        return str(self.bank.stimulate(contract, {**copy(contract.specimen_request), **values}))

    def ask(self, name: str, *, show: str = "", **changes: Any) -> Any:
        """The status of the answer to the specimen with changes (`__` is a dot), or the part of its data that is to be shown."""
        contract = catalogue().contracts[f"{FAMILY}.{name}"]
        document: Document = copy(contract.specimen_request)
        for path, node in changes.items():
            put(document, path.replace("__", "."), node)
        self.number += 1
        seal = contract.party.wire.seal
        assert seal is not None
        message = sign(seal, TEST_KEYS, encode(contract, document, reply=False), timestamp=NOW, nonce=f"{self.number:032}")
        reply = self.bank.answer(message)
        assert reply is not None
        told = decode(contract, reply, reply=True)
        return get(told, f"body.data.{show}") if show and told["status"] == "200" else told["status"]

    def money(self) -> str:
        """What is left on the rich account."""
        return str(self.ask("account", show="balance"))

    def rows(self, *shows: str) -> list[tuple[str, ...]]:
        """Columns of the results of the batch."""
        return [tuple(str(row[show]) for show in shows) for row in self.ask("results", show="rows")]

    def run(self, *, other: bool = True) -> None:
        """The bank's run, and the other banks' answers."""
        assert "" == self.cause("run_own")
        assert not other or "" == self.cause("run_other")


CLOSED = {"body__rows__0__cardNo": "6222021110000000014", "body__rows__0__perName": "李秀兰"}
RARE = {"body__rows__0__cardNo": "6222021110000000022", "body__rows__0__perName": "王䶮"}
SECOND = {"body__origSeq": 2, "body__perId": "P0000000000000002", "body__netSala": "6800.50", "body__cardNo": "6217001230000000006"}
ALIKE = {**CLOSED, "body__rows__1__cardNo": "6228480390000000013", "body__rows__1__perName": "李秀兰", "body__rows__1__posSala": "1440.30",
         "body__rows__1__wageSala": "6984.60", "body__rows__1__netSala": "5220.30", "body__payAmt": "10440.60"}


def twice(desk: Desk) -> tuple[Any, Any]:
    """A batch sent twice, and what is left."""
    first, second = (desk.ask("pay", show="bankSerial") for _ in range(2))
    return first == second, desk.money()


def told(desk: Desk, *shows: str, **changes: Any) -> list[tuple[str, ...]]:
    """The results of a batch after everything."""
    assert "200" == desk.ask("pay", **changes)
    desk.run()
    return desk.rows(*shows)


def head(desk: Desk, *shows: str, other: bool = True, bounced: bool = False) -> list[str]:
    """The head of the results of a batch whose first card is closed."""
    assert "200" == desk.ask("pay", **CLOSED)
    desk.run(other=other)
    assert not bounced or "" == desk.cause("bounce", seq=2)
    return [str(desk.ask("results", show=show)) for show in shows]


def bounced(desk: Desk) -> Desk:
    """The desk after the second row of a batch came back."""
    assert "200" == desk.ask("pay")
    desk.run()
    assert "" == desk.cause("bounce", seq=2)
    return desk


def left(desk: Desk, **changes: Any) -> str:
    """What is left on the account after everything."""
    told(desk, "seq", **changes)
    return desk.money()


def again(desk: Desk, number: str = "R20260601000001", **changes: Any) -> Any:
    """The answer to trying the row that came back once more."""
    return desk.ask("repay", **{**SECOND, "body__batchNo": number, **changes})


def person(desk: Desk, show: str) -> str:
    """A part of what is told of the second person."""
    return str(desk.ask("person", show=show, path__perId="P0000000000000002"))


def early(desk: Desk) -> Any:
    """The answer to a repayment of what the other bank has not answered."""
    assert "200" == desk.ask("pay")
    desk.run(other=False)
    return again(desk)


CASES: list[tuple[int, Callable[[Desk], Any], Any, Any]] = [
    (520, twice, (True, "87979.20"), (False, "75958.40")),
    (521, twice, (True, "87979.20"), (True, "75958.40")),
    (523, lambda d: [d.ask("pay"), d.ask("pay", body__batchNo="DF2")], ["200", "422"], ["200", "200"]),
    (533, lambda d: d.ask("pay", body__payerAcct=POOR), "422", "200"),
    (537, lambda d: told(d, "cardNo", "stsCod")[0], ("6222021110000000006", "S"), ("6222021110000000000", "E")),
    (538, lambda d: told(d, "stsCod", "errCod", **RARE)[0], ("S", ""), ("E", "E01")),
    (540, lambda d: told(d, "seq", "stsCod", **ALIKE), [("1", "E"), ("2", "S")], [("1", "E"), ("2", "E")]),
    (541, lambda d: head(d, "sucNum", "sucAmt"), ["1", "6800.50"], ["2", "12020.80"]),
    (542, lambda d: head(d, "errNum", "penNum", other=False), ["1", "1"], ["2", "0"]),
    (543, lambda d: head(d, "sucNum", "retNum", bounced=True), ["0", "1"], ["1", "0"]),
    (544, lambda d: bounced(d).money(), "94779.70", "87979.20"),
    (545, lambda d: bounced(d).money(), "94779.70", "101580.20"),
    (546, lambda d: left(d, **CLOSED), "93199.50", "87979.20"),
    (547, lambda d: (bounced(d), person(d, "state"), person(d, "paidAmt"))[1:], ("RETURNED", "0.00"), ("PAID", "6800.50")),
    (548, lambda d: (bounced(d), again(d), again(d, "R2"))[1:], ("200", "422"), ("200", "200")),
    (549, early, "422", "200"),
    (550, lambda d: again(bounced(d), body__cardNo="6228480390000000005", body__perName="阿依努尔·买买提"), "422", "200"),
    (551, lambda d: again(bounced(d), body__netSala="6800.51"), "422", "200"),
    (552, lambda d: (bounced(d), again(d), again(d), d.money())[1:], ("200", "200", "87979.20"), ("200", "200", "81178.70")),
    (553, lambda d: head(d, "state", other=False), ["CLEARING"], ["FINAL"]),
    (556, lambda d: bounced(d).ask("bounces", show="retAmt"), "-6800.50", "6800.50"),
    (557, lambda d: bounced(d).ask("bounces", show="retNum"), 1, 2),
    (558, lambda d: told(d, "stsCod", "errCod", body__rows__0__perName="张建军")[0], ("E", "E01"), ("S", "")),
    (559, lambda d: told(d, "stsCod", "errCod", **CLOSED)[0], ("E", "E02"), ("S", "")),
    (560, lambda d: (bounced(d), again(d), person(d, "batchNo"))[2], "R20260601000001", "DF20260601000001"),
]


@pytest.mark.parametrize(("number", "sight", "honest", "flawed"), CASES, ids=[f"d{n}" for n, *_ in CASES])
def test_the_defect_shows_and_the_honest_bank_does_not_have_it(number: int, sight: Callable[[Desk], Any], honest: Any, flawed: Any) -> None:
    """The same messages, with and without the defect, are seen to differ in exactly the described way."""
    assert honest == sight(Desk())
    assert flawed == sight(Desk(str(number)))


def owed() -> set[str]:
    """Every promise that the bank owes by a rule."""
    peer = Peer(name="bank", family=FAMILY, role="bank", address="memory://")
    return {promise.id for promise in planned(catalogue(), peer)}


def test_every_defect_has_a_row_and_names_what_is_owed() -> None:
    """What is planted is told in docs/defects-payroll.md and names promises of the bank."""
    mine = [d for d in all_defects() if d.FAMILY == FAMILY]
    rows = dict(re.findall(r"^\| ([0-9]+) \|.*\| ([^|]+) \|$", (ROOT / "docs/defects-payroll.md").read_text("utf-8"), re.MULTILINE))
    assert mine and {str(d.NUMBER) for d in mine} <= set(rows)
    for defect in mine:
        assert set(defect.FINDS) <= owed(), name_of(defect)
        assert list(defect.FINDS) == rows[str(defect.NUMBER)].split("、"), name_of(defect)


def test_every_rule_of_the_family_has_a_defect() -> None:
    """Whatever the bank owes by a rule, some planted defect names it."""
    named = {rule for d in all_defects() if d.FAMILY == FAMILY for rule in d.FINDS}
    assert UNPLANTED == {promise for promise in owed() if ":" not in promise} - named
