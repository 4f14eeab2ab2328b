"""Every planted defect of the bank of time deposits shows itself as the document says; the honest bank does not have it."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from kanhe.contract.load import load
from kanhe.model.contract import Catalogue
from kanhe.model.document import Document, copy, get, put
from kanhe.simulate.clock import SimClock
from kanhe.simulate.defects import all_defects, load_defect, name_of
from kanhe.simulate.simulator import Simulator
from kanhe.wire.codec import decode, encode
from kanhe.wire.seal.keys import TEST_KEYS
from kanhe.wire.seal.seals import sign

ROOT = Path(__file__).parents[2]
NOW = "20260601093000"
RICH, POOR = "3200010400010001", "3200010400010011"


@cache
def catalogue() -> Catalogue:
    """The contracts of the project."""
    return load(ROOT / "contracts")


class Desk:
    """A bank, perhaps with a defect, with one account of 900 million and one of 8 million, and a treasury that signs what it sends."""

    def __init__(self, defect: str = "") -> None:
        self.bank = Simulator(catalogue(), "time_deposit", "bank", defects=[load_defect(defect)] if defect else (),
                              clock=SimClock(NOW, frozen=True))
        self.number = 0
        for account, amount in ((RICH, "900000000.00"), (POOR, "8000000.10")):
            self.cause("open_account", account=account, current=account[:-1] + "2", collect=account[:-1] + "3", name="南通市财政局", amount=amount)

    def cause(self, event: str, **values: Any) -> None:
        """An event at the bank, the specimen with changes."""
        contract = catalogue().contracts[f"time_deposit.{event}"]
        assert "" == self.bank.stimulate(contract, {**copy(contract.specimen_request), **values})

    def ask(self, name: str, document: Document) -> Document:
        """The answer to one signed request."""
        contract = catalogue().contracts[f"time_deposit.{name}"]
        self.number += 1
        seal = contract.party.wire.seal
        assert seal is not None
        message = sign(seal, TEST_KEYS, encode(contract, document, reply=False), timestamp=NOW, nonce=f"{self.number:032}")
        reply = self.bank.answer(message)
        assert reply is not None
        return decode(contract, reply, reply=True)

    def post(self, name: str, show: str = "", **changes: Any) -> Any:
        """The status of the answer to the specimen with changes, or the part of its data that is to be shown."""
        document: Document = copy(catalogue().contracts[f"time_deposit.{name}"].specimen_request)
        for path, node in changes.items():
            put(document, f"body.{path.replace('__', '.')}", node)
        reply = self.ask(name, document)
        return get(reply, f"body.data.{show}") if show and reply["status"] == "200" else reply["status"]

    def award(self, show: str) -> Any:
        """A part of what the bank has on file of the tender."""
        return get(self.ask("award", {"path": {"tenderNo": "ZB2026000001"}}), f"body.data.{show}")

    def cert(self, number: str, show: str) -> Any:
        """A part of a certificate; the status where there is none."""
        reply = self.ask("certificate", {"path": {"certNo": number}})
        return get(reply, f"body.data.{show}") if reply["status"] == "200" else reply["status"]

    def money(self, *shows: str, account: str = RICH) -> tuple[str, ...]:
        """Balances of the accounts."""
        data = get(self.ask("account", {"path": {"account": account}}), "body.data")
        return tuple(data[show] for show in shows)

    def book(self, since: str, *, term: str = "12", auto: str = "0", parted: str = "0", amount: str = "50000000.00") -> None:
        """The certificate CD2025000001, opened some time ago."""
        event = "book_parted" if parted == "1" else "book_certificate" if auto == "0" else "book_renewed"
        self.cause(event, since=since, term=term, auto=auto, parted=parted, amount=amount, rate=Decimal("1.75"))


ALL = ("balance", "currentBalance", "interestBalance")
FULL = {"certNo": "CD2025000001"}
PART = {**FULL, "kind": "PARTIAL", "amount": "20000000.00"}
ROLL = {**FULL, "kind": "ROLLOVER"}
RATES = [{"bankNo": "313306000019", "rate": Decimal("1.1"), "amount": "50000000.00", "awarded": "50000000.00"}] + [
    {"bankNo": f"31330600005{n}", "rate": Decimal("1.2"), "amount": "50000000.00", "awarded": "50000000.00"} for n in range(3)]
LOW = [{**RATES[0], "bankNo": "313306000099", "rate": Decimal("1.0")}, *RATES[1:],
       {"bankNo": "313306000019", "rate": Decimal("1.1"), "amount": "50000000.00", "awarded": "0.00"}]


def opened(desk: Desk, show: str = "", **changes: Any) -> Any:
    """The answer to a deposit after its tender."""
    assert "200" == desk.post("tender")
    return desk.post("open", show, **changes)


def twice(desk: Desk, name: str, show: str, **changes: Any) -> Any:
    """The same request two times: the first answer's part and whether the second is the same."""
    if name == "open":
        desk.post("tender")
    first, second = desk.post(name, show, **changes), desk.post(name, show, **changes)
    return first == second and second != "422"


def drawn(desk: Desk, show: str, since: str, how: dict[str, Any], **booked: Any) -> Any:
    """A part of the answer to a withdrawal from a certificate opened then."""
    desk.book(since, **booked)
    return desk.post("withdraw", show, **how)


def after(desk: Desk, since: str, how: dict[str, Any], show: str, **booked: Any) -> Any:
    """A part of the certificate that came out of a withdrawal."""
    return desk.cert(drawn(desk, "newCertNo", since, how, **booked), show)


def paid(desk: Desk) -> tuple[str, ...]:
    """The balances after a certificate of 50 million was paid on its day."""
    drawn(desk, "", "20250601", FULL)
    return desk.money(*ALL)


def rolled(desk: Desk) -> tuple[str, ...]:
    """The balances after a rollover that was sent twice."""
    drawn(desk, "", "20250601", ROLL)
    desk.post("withdraw", **ROLL)
    return desk.money(*ALL)


def blocked(desk: Desk) -> str:
    """The answer to a withdrawal from a lost certificate."""
    desk.book("20250601")
    desk.cause("block_certificate")
    return str(desk.post("withdraw", **FULL))


def numbers(desk: Desk) -> bool:
    """Whether a deposit and a rollover got numbers of their own."""
    return bool(opened(desk, "certNo") != drawn(desk, "newCertNo", "20250601", ROLL))


def old(desk: Desk) -> Any:
    """The state of a certificate that was drawn in part."""
    drawn(desk, "", "20260115", PART)
    return desk.cert("CD2025000001", "state")


def booked(desk: Desk, since: str, show: str, term: str = "12") -> Any:
    """A part of a certificate on file."""
    desk.book(since, term=term)
    return desk.cert("CD2025000001", show)


def resent(desk: Desk, name: str, **changes: Any) -> Any:
    """The answer to a request number that comes back with something else."""
    if name == "tender":
        desk.post("tender")
    elif name == "open":
        opened(desk)
    else:
        drawn(desk, "", "20250601", FULL)
    return desk.post(name, **changes)


def debited(desk: Desk) -> tuple[str, ...]:
    """What is left after a deposit of 20 million that was sent twice."""
    opened(desk)
    desk.post("open")
    return desk.money("balance")


def registered(desk: Desk, show: str) -> Any:
    """What is on file of the tender."""
    desk.post("tender")
    return desk.award(show)


CASES: list[tuple[int, Callable[[Desk], Any], Any, Any]] = [
    (420, lambda d: resent(d, "tender", pledge__faceValue="61000000.00"), "409", "200"),
    (421, lambda d: d.post("tender", bids=LOW), "400", "200"),
    (422, lambda d: d.post("tender", bids__0__awarded="19000000.00"), "400", "200"),
    (423, lambda d: d.post("tender", bids__0__amount="51000000.00", bids__0__awarded="51000000.00"), "400", "200"),
    (424, lambda d: d.post("tender", pledge__faceValue="20999999.99"), "400", "200"),
    (425, lambda d: d.post("tender", publishDate="20260601"), "400", "200"),
    (426, lambda d: d.post("tender", bids__0__rate=Decimal("2.250001")), "422", "200"),
    (427, lambda d: d.post("tender", bankNo="102306000125"), "404", "200"),
    (428, lambda d: registered(d, "awarded"), "20000000.00", "45000000.00"),
    (429, lambda d: Decimal(str(registered(d, "rate"))), Decimal("1.75"), Decimal("0.0175")),
    (430, lambda d: twice(d, "open", "certNo", amount="6000000.00"), True, False),
    (431, lambda d: twice(d, "open", "certNo"), True, False),
    (432, debited, ("880000000.00",), ("860000000.00",)),
    (433, lambda d: resent(d, "open", amount="10000.00"), "409", "200"),
    (434, lambda d: opened(d, "maturityDate"), "20270601", "20270527"),
    (435, lambda d: booked(d, "20250831", "maturityDate", "06"), "20260228", "20260303"),
    (436, lambda d: opened(d, rate=Decimal("1.8")), "422", "200"),
    (437, lambda d: opened(d, amount="20000000.01"), "422", "200"),
    (438, lambda d: opened(d, valueDate="20260529"), "422", "200"),
    (439, lambda d: opened(d, interestAcct=RICH), "422", "200"),
    (440, lambda d: opened(d, amount="9999.99"), "400", "200"),
    (441, numbers, True, False),
    (442, lambda d: drawn(d, "interest", "20260415", FULL), "6527.78", "6438.36"),
    (443, lambda d: drawn(d, "interest", "20250601", FULL), "875000.00", "887152.78"),
    (444, lambda d: drawn(d, "interest", "20250601", FULL), "875000.00", "87500000.00"),
    (445, lambda d: drawn(d, "interest", "20260415", FULL), "6527.78", "6666.67"),
    (446, lambda d: drawn(d, "interest", "20260415", FULL), "6527.78", "114236.11"),
    (447, lambda d: drawn(d, "interest", "20250529", FULL), "875416.67", "882291.67"),
    (448, lambda d: drawn(d, "interest", "20240601", {**FULL}, auto="1"), "1750000.00", "925694.44"),
    (449, lambda d: drawn(d, "interest", "20250901", {**FULL}, auto="1", term="03"), "493750.00", "656250.00"),
    (450, lambda d: drawn(d, "interest", "20260415", FULL), "6527.78", "6527.77"),
    (451, rolled, ("900000000.00", "0.00", "875000.00"), ("950000000.00", "0.00", "875000.00")),
    (452, lambda d: (d.book("20250601"), twice(d, "withdraw", "bankSerial"))[1], True, False),
    (453, lambda d: resent(d, "withdraw", amount="1.00"), "409", "200"),
    (454, lambda d: drawn(d, "", "20260115", PART, parted="1"), "422", "200"),
    (455, lambda d: Decimal(str(after(d, "20260115", PART, "rate"))), Decimal("1.75"), Decimal("0.1")),
    (456, lambda d: after(d, "20260115", PART, "valueDate"), "20260115", "20260601"),
    (457, paid, ("950000000.00", "0.00", "875000.00"), ("950875000.00", "0.00", "0.00")),
    (458, paid, ("950000000.00", "0.00", "875000.00"), ("900000000.00", "50000000.00", "875000.00")),
    (459, blocked, "422", "200"),
    (460, lambda d: drawn(d, "", "20260115", {**PART, "amount": "49990000.01"}), "422", "200"),
    (461, lambda d: drawn(d, "", "20260115", ROLL), "422", "200"),
    (462, lambda d: Decimal(str(after(d, "20251201", ROLL, "rate", term="06"))), Decimal("1.35"), Decimal("1.75")),
    (463, lambda d: drawn(d, "", "20250529", {**FULL, "date": "20260529"}), "422", "200"),
    (464, lambda d: drawn(d, "", "20250601", {**FULL, "amount": "49999999.99"}), "422", "200"),
    (465, old, "DRAWN", "ACTIVE"),
    (466, lambda d: after(d, "20260115", PART, "parentCertNo"), "CD2025000001", ""),
    (467, lambda d: drawn(d, "", "20260115", {**PART, "amount": "0.00"}), "400", "200"),
    (468, lambda d: booked(d, "20250529", "state"), "OVERDUE", "ACTIVE"),
    (469, lambda d: opened(d, payerAcct=POOR, currentAcct=POOR[:-1] + "2", interestAcct=POOR[:-1] + "3"), "422", "200"),
]


@pytest.mark.parametrize(("number", "sight", "honest", "flawed"), CASES, ids=[f"d{n}" for n, *_ in CASES])
def test_the_defect_shows_and_the_honest_bank_does_not_have_it(
    number: int, sight: Callable[[Desk], Any], honest: Any, flawed: Any
) -> None:
    """The same messages, with and without the defect, are seen to differ in exactly the described way."""
    assert honest == sight(Desk())
    assert flawed == sight(Desk(str(number)))


def test_every_defect_has_a_case_a_row_and_a_rule() -> None:
    """What is planted is shown here, told in docs/defects-time-deposit.md, and names rules that the contracts have."""
    mine = [d for d in all_defects() if d.FAMILY == "time_deposit" and not hasattr(d, "LINKAGE")]
    table = (ROOT / "docs/defects-time-deposit.md").read_text("utf-8")
    rows = dict(re.findall(r"^\| ([0-9]+) \|.*\| ([^|]+) \|$", table, re.MULTILINE))
    known = {rule.id for c in catalogue().contracts.values() if c.party.family == "time_deposit" for rule in c.rules}
    assert [d.NUMBER for d in mine] == [number for number, *_ in CASES] == [int(number) for number in rows]
    for defect in mine:
        assert set(defect.FINDS) <= known, name_of(defect)
        assert set(defect.FINDS) == set(rows[str(defect.NUMBER)].strip().split("、")), name_of(defect)
        assert not defect.TITLE.isascii()


def test_every_rule_of_the_document_has_a_defect() -> None:
    """DEP-01 to DEP-05, DEP-11 to DEP-16 and DEP-31 to DEP-39: at least one defect each."""
    found = {rule[:6] for d in all_defects() if d.FAMILY == "time_deposit" and not hasattr(d, "LINKAGE") for rule in d.FINDS}
    wanted = {f"DEP-{n:02}" for n in (*range(1, 6), *range(11, 17), *range(31, 40))}
    assert wanted <= found, wanted - found
