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

ROOT = Path(__file__).parents[2]
NOW = "20260601093000"
CODE, OTHER = "2026-320600-48-01-123456", "2026-320600-48-01-999999"


@cache
def catalogue() -> Catalogue:
    """The contracts of the project."""
    return load(ROOT / "contracts")


class Desk:
    """A finance office, perhaps with a defect, and one who signs what is sent to it."""

    def __init__(self, defect: str = "") -> None:
        self.office = Simulator(catalogue(), "investment", "finance", defects=[load_defect(defect)] if defect else (),
                                clock=SimClock(NOW, frozen=True))
        self.number = 0

    def cause(self, event: str, **values: Any) -> str:
        """An event at the office, the specimen with changes; '' or why it cannot be."""
        contract = catalogue().contracts[f"investment.{event}"]
        return self.office.stimulate(contract, {**copy(contract.specimen_request), **values})

    def ask(self, name: str, document: Document) -> Document:
        """The answer to one signed request."""
        contract = catalogue().contracts[f"investment.{name}"]
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
        document: Document = copy(catalogue().contracts[f"investment.{name}"].specimen_request)
        for path, node in changes.items():
            put(document, f"path.{path[5:]}" if path.startswith("path_") else f"body.{path.replace('__', '.')}", node)
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


@pytest.mark.parametrize(("number", "sight", "honest", "flawed"), CASES, ids=[f"d{n}" for n, *_ in CASES])
def test_the_defect_shows_and_the_honest_office_does_not_have_it(
    number: int, sight: Callable[[Desk], Any], honest: Any, flawed: Any
) -> None:
    """The same messages, with and without the defect, are seen to differ in exactly the described way."""
    assert honest == sight(Desk())
    assert flawed == sight(Desk(str(number)))


def test_every_defect_has_a_case_a_row_and_a_rule() -> None:
    """What is planted is shown here, told in docs/defects-investment.md, and names rules that the contracts have."""
    mine = [d for d in all_defects() if d.FAMILY == "investment"]
    table = (ROOT / "docs/defects-investment.md").read_text("utf-8")
    rows = dict(re.findall(r"^\| ([0-9]+) \|.*\| ([^|]+) \|$", table, re.MULTILINE))
    known = {rule.id for c in catalogue().contracts.values() if c.party.family == "investment" for rule in c.rules}
    assert [d.NUMBER for d in mine] == [number for number, *_ in CASES] == [int(number) for number in rows]
    for defect in mine:
        assert set(defect.FINDS) <= known, name_of(defect)
        assert set(defect.FINDS) == set(rows[str(defect.NUMBER)].strip().split("、")), name_of(defect)
        assert not defect.TITLE.isascii()
