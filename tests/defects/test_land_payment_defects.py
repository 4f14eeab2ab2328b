"""Planted defects of land payments: told in docs, of promises that are owed, at least two for every message, and some of them shown."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from kanhe.contract.load import load
from kanhe.model.contract import Catalogue
from kanhe.model.document import Document, copy, get, put
from kanhe.model.event import Peer
from kanhe.model.exchange import Message
from kanhe.run.plan import planned
from kanhe.simulate.clock import SimClock
from kanhe.simulate.defects import all_defects, load_defect, name_of
from kanhe.simulate.simulator import Simulator
from kanhe.wire.codec import decode, encode
from kanhe.wire.seal.keys import TEST_KEYS
from kanhe.wire.seal.seals import replies_of, sealed, verified

ROOT = Path(__file__).parents[2]
FAMILY = "land_payment"
CODE = "32060000202606010001"
UNPLANTED = {"SIG-03"}  # signatures are checked by the engine, not by the simulators


@cache
def catalogue() -> Catalogue:
    """The contracts of the project."""
    return load(ROOT / "contracts")


class Bank:
    """The bank as a simulator, perhaps with a defect; what it reports is kept and answered with success."""

    def __init__(self, defect: str = "") -> None:
        self.party = Simulator(catalogue(), FAMILY, "bank", defects=[load_defect(defect)] if defect else (),
                               clock=SimClock("20260601093000", frozen=True))
        self.reports: list[Document] = []

    def ask(self, name: str, **changes: Any) -> Document:
        """The answer to the specimen with changes; `__` in a name is a dot in the path."""
        contract = catalogue().contracts[f"{FAMILY}.{name}"]
        request: Document = copy(contract.specimen_request)
        for path, value in changes.items():
            put(request, path.replace("__", "."), value)
        wire = contract.party.wire
        message = sealed(wire, TEST_KEYS, encode(contract, request, reply=False), timestamp="20260601093000", nonce="1")
        reply = self.party.answer(message)
        assert reply is not None and wire.seal is not None
        return decode(contract, verified(replies_of(wire).seal or wire.seal, TEST_KEYS, reply, now="20260601093000"), reply=True)

    def pay(self, notice: str = "JK20260601000001") -> str:
        """A payer pays a notice; what the bank said to that."""
        reason = self.party.stimulate(catalogue().contracts[f"{FAMILY}.payer_pays"], {"notice_no": notice})
        self.party.deliver(self._keep)
        return reason

    def _keep(self, contract: Any, message: Message) -> None:
        self.reports.append(decode(contract, message, reply=False))


def paid_again(bank: Bank) -> Any:
    """The code with which a second notice about a pay code that is paid is answered, and the serial that it tells."""
    bank.ask("5671")
    bank.pay()
    reply = bank.ask("5671", body__VoucherNo="JK2")
    return get(reply, "body.Result"), get(reply, "body.OrgTraNoM") == get(bank.reports[0], "body.TraNoM")


def fees(bank: Bank) -> Any:
    """The late fees of 12,345.00 and 800,000.00, a day late."""
    bank.ask("5671", body__Bill__ExpDate="20260531")
    bank.pay()
    return [row["Hold1"] for row in bank.reports[0]["body"]["Bill"]["DetailList"]["Detail"]]


def state(bank: Bank) -> Any:
    """What the bank tells of a pay code once it is paid."""
    bank.ask("5671")
    bank.pay()
    reply = bank.ask("CXJK01", body__PayCode=CODE)
    return get(reply, "body.State"), get(reply, "body.DetailAmt")


CASES = [
    (385, paid_again, ("1006", True), ("0000", False)),
    (386, paid_again, ("1006", True), ("1006", False)),
    (389, fees, ["12.35", "800.00"], ["12.34", "800.00"]),
    (390, fees, ["12.35", "800.00"], ["12.34", "800.01"]),
    (407, state, ("PAID", "12345.00"), ("PAID", "812345.00")),
]


@pytest.mark.parametrize(("number", "sight", "honest", "flawed"), CASES, ids=[f"d{n}" for n, *_ in CASES])
def test_the_defect_shows_and_the_honest_bank_does_not_have_it(number: int, sight: Any, honest: Any, flawed: Any) -> None:
    """The same requests, with and without the defect, are seen to differ in exactly the described way."""
    assert honest == sight(Bank())
    assert flawed == sight(Bank(str(number)))


def owed(role: str) -> list[tuple[str, str]]:
    """(contract, promise) of everything that a side owes."""
    peer = Peer(name=role, family=FAMILY, role=role, address="memory://")
    return [(promise.contract, promise.id) for promise in planned(catalogue(), peer)]


def test_every_defect_has_a_row_and_names_what_is_owed() -> None:
    """What is planted is told in docs/defects-land-payment.md and names promises of that side."""
    mine = [d for d in all_defects() if d.FAMILY == FAMILY and not hasattr(d, "LINKAGE")]
    rows = dict(re.findall(r"^\| ([0-9]+) \|.*\| ([^|]+) \|$", (ROOT / "docs/defects-land-payment.md").read_text("utf-8"), re.MULTILINE))
    assert mine and [d.NUMBER for d in mine] == [int(number) for number in rows]
    for defect in mine:
        assert set(defect.FINDS) <= {promise for _, promise in owed(defect.ROLE)}, name_of(defect)
        assert list(defect.FINDS) == rows[str(defect.NUMBER)].split("、"), name_of(defect)


def test_every_rule_of_the_family_has_a_defect() -> None:
    """Whatever a side owes by a rule of its own, some planted defect names it."""
    named = {rule for d in all_defects() if d.FAMILY == FAMILY for rule in d.FINDS}
    assert UNPLANTED == {promise for role in ("bank", "land") for _, promise in owed(role) if ":" not in promise} - named


def test_every_message_has_two_defects() -> None:
    """Each message has at least two defects that name a promise about it."""
    mine = [d for d in all_defects() if d.FAMILY == FAMILY and not hasattr(d, "LINKAGE")]
    for name in ("5671", "2671", "2671R", "5408", "CXJK01", "CXJK02", "CXYE01"):
        hits = [d for d in mine if (f"{FAMILY}.{name}", d.FINDS[0]) in owed(d.ROLE)]
        assert len(hits) >= 2, name
