"""Every planted defect of the project library of government investment shows itself as the document says; the honest one does not have it."""

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
from tests.contracts.test_investment_retention import CASES as RETENTION

ROOT = Path(__file__).parents[2]
NOW = "20260601093000"
CODE, OTHER = "2026-320600-48-01-123456", "2026-320600-48-01-999999"


@cache
def catalogue() -> Catalogue:
    """The contracts of the project."""
    return load(ROOT / "contracts")


class Desk:
    """A finance office, perhaps with a defect, and one who signs what is sent to it."""

    def __init__(self, defect: str = "", family: str = "investment") -> None:
        self.family = family
        self.office = Simulator(catalogue(), family, "finance", defects=[load_defect(defect)] if defect else (),
                                clock=SimClock(NOW, frozen=True))
        self.number = 0

    def cause(self, event: str, **values: Any) -> str:
        """An event at the office, the specimen with changes; '' or why it cannot be."""
        contract = catalogue().contracts[f"{self.family}.{event}"]
        return self.office.stimulate(contract, {**copy(contract.specimen_request), **values})

    def ask(self, name: str, document: Document) -> Document:
        """The answer to one signed request."""
        contract = catalogue().contracts[f"{self.family}.{name}"]
        self.number += 1
        seal = contract.party.wire.seal
        assert seal is not None
        message = sign(seal, TEST_KEYS, encode(contract, document, reply=False), timestamp=NOW, nonce=f"{self.number:032}")
        reply = self.office.answer(message)
        assert reply is not None
        return decode(contract, reply, reply=True)

    def send(self, name: str, show: str = "", **changes: Any) -> Any:
        """The status of the answer to the specimen with changes, or the part of its data that is to be shown.
        A change of `a__b` is of `body.a.b`, of `path_a` of `path.a`."""
        document: Document = copy(catalogue().contracts[f"{self.family}.{name}"].specimen_request)
        for path, node in changes.items():
            put(document, f"path.{path[5:]}" if path.startswith("path_") else f"body.{path.replace('__', '.')}", copy(node))
        reply = self.ask(name, document)
        return get(reply, f"body.data.{show}") if show and reply["status"] == "200" else reply["status"]


def after(*steps: tuple[str, dict[str, Any]]) -> Callable[[Desk], Any]:
    """The status of the last of these messages."""
    def sight(desk: Desk) -> Any:
        return [desk.send(name, **changes) for name, changes in steps][-1]

    return sight


def project(show: str, *messages: tuple[str, dict[str, Any]]) -> Callable[[Desk], Any]:
    """A part of the project after these messages."""
    def sight(desk: Desk) -> Any:
        assert {"200"} == {desk.send(name, **changes) for name, changes in messages}
        return desk.send("project_state", show)

    return sight


CASES: list[tuple[int, Callable[[Desk], Any], Any, Any]] = [
    (570, after(("project", {}), ("project", {"projectCode": OTHER, "proCode": "P2"})), "409", "200"),
    (571, after(("project", {}), ("project", {"syncNo": "FG2", "projectCode": OTHER, "proCode": "P2"}), ("pro_code", {"proCode": "P2"})), "422", "200"),
    (572, after(("project", {}), ("project_change", {"stage": "30"})), "422", "200"),
    (573, after(("project", {"projectCode": "2020-320602-48-01-123456"})), "400", "200"),
    (574, after(("project", {"projectCode": "2026-320600-48-04-123456"})), "400", "200"),
    (575, after(("project", {"fundSources__0__amount": "59999999.99"})), "400", "200"),
    (576, after(("project", {"estimate": "90909090.90"})), "400", "200"),
    (577, project("proCodes", ("project", {}), ("pro_code", {"proCode": "P2"})), [{"proCode": "320600000202600000001"}, {"proCode": "P2"}], [{"proCode": "P2"}]),
    (578, project("estimate", ("project", {"estimate": "98000000.10"})), "98000000.10", "98000000.00"),
    (579, after(("project", {"planEnd": "20260101"})), "400", "200"),
    (580, project("stage", ("project", {}), ("project_change", {})), "50", "40"),
    (581, lambda d: d.send("project_state"), "404", "200"),
    (582, project("projectName", ("project", {})), "南通市某片区道路改造工程", "南通市某片区道路"),
]

CONTRACT = (("project", {}), ("contract", {}))
CONFIRMED = {"account": "3200010400020008"}


def contract(show: str, *messages: tuple[str, dict[str, Any]], paid: str = "", sheet: dict[str, str] | None = None) -> Callable[[Desk], Any]:
    """A part of the contract (or, where show is '', the status of the last message) after the project, the contract, a payment, a
    supplier's sheet, and these messages."""
    def sight(desk: Desk) -> Any:
        told = [desk.send(name, **changes) for name, changes in CONTRACT]
        assert "" == (desk.cause("payment_booked", amount=paid) if paid else "")
        assert "" == (desk.cause("supplier_confirms", **sheet) if sheet is not None else "")
        told += [desk.send(name, **changes) for name, changes in messages]
        return desk.send("contract_state", show) if show else told[-1]

    return sight


GROWN = [{"changeNo": "BG001", "delta": "500000.00"}]
CASES += [
    (583, contract("", ("contract", {"contractNo": "SG2", "amount": "90000000.01"})), "422", "200"),
    (584, contract("", ("contract_change", {"amount": "90000000.01"})), "422", "200"),
    (585, contract("", ("contract_change", {"direction": "2", "amount": "8000000.01"}), paid="2000000.00"), "422", "200"),
    (586, contract("", ("contract", {"contractNo": "SG2", "retentionRate": Decimal("3.0001")})), "400", "200"),
    (587, contract("", ("contract", {"contractNo": "SG2", "payableRatio": Decimal("79.9999")})), "400", "200"),
    (588, contract("", ("payee", {})), "422", "200"),
    (589, contract("", ("payee", {"account": "3200010400020003"}), sheet={}), "422", "200"),
    (590, contract("current", ("contract_change", {}), ("contract_change", {})), "10500000.00", "11000000.00"),
    (591, contract("changes", ("contract_change", {})), GROWN, []),
    (592, contract("supplierAcct", ("payee", CONFIRMED), sheet=CONFIRMED), "3200010400020008", "3200010400020001"),
    (593, contract("paid", paid="2000000.99"), "2000000.99", "2000000.00"),
    (594, after(("project", {"stage": "10"}), ("contract", {})), "422", "200"),
    (595, contract("", ("contract", {"contractNo": "SG2", "supplierUscc": "91320600714007845X"})), "400", "200"),
    (596, contract("", ("project_change", {"budgetEstimate": "9999999.99"})), "422", "200"),
]

ADVANCE = {"payApplyNo": "ZF000", "payKind": "1", "measuredAmount": "0.00", "cumulativeMeasured": "0.00", "deductRetention": "0.00",
           "payAmount": "1000000.00", "wagePart": "0.00", "invoices": [{"no": "26320600000000000009", "amount": "1000000.00"}]}
NEXT = {"payApplyNo": "ZF002", "period": "202606", "cumulativeMeasured": "2000000.00", "invoices": [{"no": "26320600000000000002", "amount": "800000.00"}]}
LARGE = {"measuredAmount": "12500000.02", "cumulativeMeasured": "12500000.02", "deductRetention": "375000.00", "payAmount": "9625000.02",
         "invoices": [{"no": "26320600000000000001", "amount": "9999999.99"}]}
SENT, BACK = "book_sent", {"amount": "500000.00"}


def paying(show: str, *steps: str | tuple[str, dict[str, Any]]) -> Callable[[Desk], Any]:
    """A part of the payment (or, where show is '', the status of the last message) after these messages and events (by name)."""
    def sight(desk: Desk) -> Any:
        told, number = "", "ZF001"
        for step in steps:
            name, changes = step if isinstance(step, tuple) else (step, {})
            if catalogue().contracts[f"investment_payment.{name}"].kind == "stimulus":
                assert "" == desk.cause(name, **changes)
                number = str(changes.get("payApplyNo", "ZF00000000000001")) if name in ("book_sent", "book_audited") else number
            else:
                own = {"path_payApplyNo": number} if name in ("vouchers", "withdraw") else {}
                told = desk.send(name, **{**own, **changes})
        return desk.send("payment", show, path_payApplyNo=number) if show else told

    return sight


def accounts(desk: Desk) -> list[str]:
    """Where the vouchers of an audited application go."""
    found = paying("vouchers", "book_audited", "vouchers")(desk)
    return [row["account"] for row in found]


def numbers(desk: Desk) -> bool:
    """Whether the same request for vouchers gets the same number."""
    first = paying("", "book_audited", ("vouchers", {}))(desk)
    shown = [desk.send("vouchers", "mainVoucherNo", path_payApplyNo="ZF00000000000001") for _ in "12"]
    return first == "200" and shown[0] == "PZ0000000001" == shown[1]


FILED = "contract_filed"
PAYMENTS: list[tuple[int, Callable[[Desk], Any], Any, Any]] = [
    (597, paying("", FILED, ("pay", {"cumulativeMeasured": "1000000.01"})), "422", "200"),
    (598, paying("", FILED, ("pay", LARGE)), "422", "200"),
    (599, paying("", FILED, "pay", ("pay", {**NEXT, "period": "202605"})), "422", "200"),
    (600, paying("", FILED, ("pay", {"deductAdvance": "0.01", "payAmount": "769999.99"})), "422", "200"),
    (601, paying("", FILED, ("pay", {"deductRetention": "0.00", "payAmount": "800000.00"})), "422", "200"),
    (602, paying("", FILED, ("pay", {"payeeAcct": "3200010400020009"})), "422", "200"),
    (603, paying("", FILED, "pay", ("pay", {**NEXT, "invoices__0__no": "26320600000000000001"})), "422", "200"),
    (604, paying("", FILED, ("pay", {"payAmount": "770000.01"})), "422", "200"),
    (605, paying("", ("book_audited", {"budget": "699999.99"}), "vouchers"), "422", "200"),
    (606, paying("state", SENT), "SENT", "PAID"),
    (607, paying("budgetLeft", SENT, ("receipt", BACK), ("refund", BACK), ("refund", BACK)), "5500000.00", "6000000.00"),
    (608, paying("", SENT, ("receipt", BACK), ("refund", {"amount": "499999.99"})), "422", "200"),
    (609, paying("contractPaid", SENT, ("receipt", BACK), ("refund", BACK)), "0.00", "500000.00"),
    (610, paying("contractPaid", SENT, "close", ("receipt", BACK)), "500000.00", "0.00"),
    (611, accounts, ["3200010400020001", "3200010400020009"], ["3200010400020001", "3200010400020001"]),
    (612, numbers, True, False),
    (613, paying("", SENT, "withdraw"), "422", "200"),
    (614, paying("", FILED, "pay", ("pay", NEXT), "withdraw"), "422", "200"),
    (615, paying("contractMeasured", FILED, "pay", "withdraw"), "0.00", "1000000.00"),
    (616, paying("", FILED, ("pay", {"wagePart": "770000.01"})), "400", "200"),
    (617, paying("", FILED, "pay", "vouchers"), "422", "200"),
    (618, paying("", SENT, ("receipt", BACK), ("receipt", {**BACK, "receiptNo": "HD002"})), "422", "200"),
    (619, paying("", FILED, ("pay", {"measuredAmount": "1000000.17", "cumulativeMeasured": "1000000.17", "deductRetention": "30000.01",
                                     "payAmount": "770000.13"})), "200", "422"),
]


@pytest.mark.parametrize(("number", "sight", "honest", "flawed"), PAYMENTS, ids=[f"d{n}" for n, *_ in PAYMENTS])
def test_the_defect_of_paying_shows_and_the_honest_office_does_not_have_it(
    number: int, sight: Callable[[Desk], Any], honest: Any, flawed: Any
) -> None:
    """The same for applications, vouchers, receipts and refunds."""
    assert honest == sight(Desk(family="investment_payment"))
    assert flawed == sight(Desk(str(number), "investment_payment"))


@pytest.mark.parametrize(("number", "sight", "honest", "flawed"), CASES, ids=[f"d{n}" for n, *_ in CASES])
def test_the_defect_shows_and_the_honest_office_does_not_have_it(
    number: int, sight: Callable[[Desk], Any], honest: Any, flawed: Any
) -> None:
    """The same messages, with and without the defect, are seen to differ in exactly the described way."""
    assert honest == sight(Desk())
    assert flawed == sight(Desk(str(number)))


def test_the_state_follows_the_voucher_that_was_issued_last() -> None:
    """Paid and given back, issued once more, failed: failed, whatever the numbers of the two vouchers sort like."""
    first, again = {**BACK, "voucherNo": "ZZ0001"}, {**BACK, "voucherNo": "PZ0000000001", "receiptNo": "HD002", "result": "2"}
    steps = ((SENT, {"voucherNo": "ZZ0001", "wageAmount": "0.00"}), ("receipt", first), ("refund", first), "vouchers", ("send", {"payApplyNo": "ZF00000000000001"}))
    assert "SENT" == paying("state", *steps)(Desk(family="investment_payment"))
    assert "FAILED" == paying("state", *steps, ("receipt", again))(Desk(family="investment_payment"))


TAKES = ("investment_progress", "finance")  # shown by tests/files/test_receivers.py


def test_every_defect_has_a_case_a_row_and_a_rule() -> None:
    """What is planted is shown here, told in docs/defects-investment.md, and names rules that the contracts have."""
    mine = [d for d in all_defects() if d.FAMILY.startswith("investment") and not hasattr(d, "LINKAGE") and (d.FAMILY, d.ROLE) != TAKES]
    files = [d.NUMBER for d in mine if d.FAMILY == "investment_progress"]  # shown by tests/files
    table = (ROOT / "docs/defects-investment.md").read_text("utf-8")
    rows = dict(re.findall(r"^\| ([0-9]+) \|.*\| ([^|]+) \|$", table, re.MULTILINE))
    contracts = (*catalogue().contracts.values(), *catalogue().files.values())
    known = {rule.id for c in contracts if c.party.family.startswith("investment") for rule in c.rules}
    assert [d.NUMBER for d in mine] == [number for number, *_ in (*CASES, *PAYMENTS, *RETENTION)] + files == [int(number) for number in rows]
    for defect in mine:
        assert {rule for rule in defect.FINDS if ":" not in rule} <= known, name_of(defect)
        assert set(defect.FINDS) == set(rows[str(defect.NUMBER)].strip().split("、")), name_of(defect)
        assert not defect.TITLE.isascii()
