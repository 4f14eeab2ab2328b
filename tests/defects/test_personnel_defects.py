"""Every planted personnel defect shows itself as the document says; the honest bureau does not have it."""

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
from kanhe.simulate.defects import all_defects, load_defect, name_of
from kanhe.simulate.simulator import Simulator
from kanhe.wire.codec import decode, encode
from kanhe.wire.seal.keys import TEST_KEYS
from kanhe.wire.seal.seals import sign

ROOT = Path(__file__).parents[2]
NOW = "20260105101500"


@cache
def catalogue() -> Catalogue:
    """The contracts of the project."""
    return load(ROOT / "contracts")


class Desk:
    """A bureau, perhaps with a defect, and a unit that signs what it sends. again: bytes that are sent as they are."""

    def __init__(self, defect: str = "") -> None:
        self.bureau = Simulator(catalogue(), "personnel", "bureau", defects=[load_defect(defect)] if defect else (), clock=lambda: NOW)
        self.number = 0

    def ask(self, name: str, document: Document, *, stamp: str = NOW, nonce: str = "", spoil: bool = False) -> Document:
        """The answer to one signed request."""
        contract = catalogue().contracts[f"personnel.{name}"]
        self.number += 1
        seal = contract.party.wire.seal
        assert seal is not None
        message = sign(seal, TEST_KEYS, encode(contract, document, reply=False), timestamp=stamp, nonce=nonce or f"{self.number:032}")
        if spoil:
            message = type(message)(method=message.method, target=message.target, headers=message.headers, body=message.body + b" ")
        reply = self.bureau.answer(message)
        assert reply is not None
        return decode(contract, reply, reply=True)

    def sync(self, *changes: dict[str, Any], batch: str = "", **how: Any) -> Document:
        """A batch with one row of the specimen per change."""
        document: Document = copy(catalogue().contracts["personnel.sync"].specimen_request)
        rows = get(document, "body.persons")
        put(document, "body.batch_no", batch or f"B{self.number + 1}")
        put(document, "body.persons", [{**copy(rows[min(n, 1)]), **change} for n, change in enumerate(changes)])
        return self.ask("sync", document, **how)

    def code(self, *changes: dict[str, Any], **how: Any) -> str:
        """The HTTP status and how many rows were accepted, `200 1`."""
        reply = self.sync(*changes, **how)
        return f"{reply['status']} {get(reply, 'body.data.accepted') if reply['status'] == '200' else ''}".strip()

    def person(self, column: str, number: str = "P0000000000000001") -> Any:
        """One column of a person; the status where there is none."""
        reply = self.ask("person", {"path": {"per_id": number}})
        return get(reply, f"body.data.{column}") if reply["status"] == "200" else reply["status"]

    def paid(self, month: str) -> int:
        """How many are on the roster of a month."""
        reply = self.ask("payroll", {"path": {"mof_div_code": "320600000", "fiscal_year": "2026", "sala_month": month}})
        return len(get(reply, "body.data.persons"))

    def listed(self, page: int = 1, **query: str) -> list[str]:
        """Who is listed on a page."""
        path = {"mof_div_code": "320600000", "fiscal_year": "2026"}
        reply = self.ask("persons", {"path": path, "query": {**query, "page": str(page)}})
        return [row["per_id"] for row in get(reply, "body.data.persons")]


V2: dict[str, Any] = {"version": 2}
BAD: dict[str, Any] = {"agency_code": "999999999"}
OUT: dict[str, Any] = {**V2, "state": "2", "reduce_reason": "调出", "end_date": "20260104000000000"}
OTHER: dict[str, Any] = {"per_id": "P9", "agency_code": "002001001"}


def after(desk: Desk, *changes: dict[str, Any]) -> Desk:
    """The desk after a first report and these changes, one batch each."""
    for change in ({}, *changes):
        assert "200 1" == desk.code(change)
    return desk


def many(desk: Desk) -> list[str]:
    """The second page of 101 persons."""
    for start in (0, 60):
        numbers = range(start, min(start + 60, 101))
        rows = [{"per_id": f"Q{n:04}", "iden_type_code": "2", "iden_no": f"E9{n:06}", "is_auth": "2"} for n in numbers]
        assert f"200 {len(rows)}" == desk.code(*rows)
    return desk.listed(page=2)


def replayed(desk: Desk) -> str:
    """The answer to a batch whose nonce was used before."""
    desk.code({}, nonce="N" * 32)
    return desk.code({**V2}, nonce="N" * 32)


CASES: list[tuple[int, Callable[[Desk], Any], Any, Any]] = [
    (42, lambda d: after(d, {**V2, "per_sta_code": "4"}).paid("202601"), 0, 1),
    (43, lambda d: after(d, {**V2, "nat_code": "023"}).person("nat_code"), "023", "03"),
    (44, lambda d: d.code({"iden_no": "11010519491231002X", "sex_code": "2"}), "200 1", "500"),
    (45, lambda d: after(d, {**V2, "per_name": "李秀兰　"}).person("per_name"), "李秀兰", "李秀兰　"),
    (50, lambda d: after(d).paid("202602"), 1, 0),
    (60, lambda d: (d.code({}, batch="B"), d.code(V2, batch="B")), ("200 1", "409"), ("200 1", "200 1")),
    (61, lambda d: (d.code(BAD, {}), d.person("per_id")), ("200 1", "404"), ("200 1", "P0000000000000001")),
    (62, lambda d: d.code(BAD, {}), "200 1", "200 2"),
    (63, lambda d: after(d, {**V2, "is_deleted": "1"}).paid("202602"), 0, 1),
    (64, lambda d: after(d, {**V2, "is_deleted": "1"}).paid("202601"), 1, 0),
    (65, lambda d: after(d, {**V2, "per_sta_code": "2"}).code({"version": 3}), "200 0", "200 1"),
    (66, lambda d: d.code({"per_name": "a" * 61}), "200 0", "200 1"),
    (67, lambda d: d.code({}, spoil=True), "401", "200 1"),
    (68, replayed, "401", "200 1"),
    (69, lambda d: after(d, {"version": 3}).code(V2), "200 0", "200 1"),
    (70, lambda d: [row["index"] for row in get(d.sync({}, {**BAD}), "body.data.rejected")], [1], [2]),
    (71, lambda d: after(d).listed(since="20260105101458000"), ["P0000000000000001"], []),
    (72, many, ["Q0100"], ["Q0099", "Q0100"]),
    (73, lambda d: get(after(d, OUT).ask("headcount", {"path": {"agency_code": "001001001", "per_ide_code": "001"}}),
                       "body.data.occupied"), 0, 1),
    (74, lambda d: d.code(BAD, {}), "200 1", "200 0"),
    (75, lambda d: after(d, {**V2, "per_name": "王䶮"}).person("per_name"), "王䶮", "王?"),
    (76, lambda d: after(d).code(OTHER), "200 0", "200 1"),
    (77, lambda d: after(d, OUT).code({**OTHER, "start_date": "20260103000000000"}), "200 0", "200 1"),
    (78, lambda d: d.code({"per_ide_code": "005"}), "200 0", "200 1"),
    (79, lambda d: after(d, {**V2, "is_deleted": "1"}).code({"version": 3}), "200 0", "200 1"),
    (80, lambda d: d.code({}, stamp="20200101000000"), "401", "200 1"),
    (81, lambda d: d.code({"iden_no": "320602201001060015"}), "200 0", "200 1"),
    (84, lambda d: d.code({"enter_agency_date": "20260106"}), "200 0", "200 1"),
]


@pytest.mark.parametrize(("number", "sight", "honest", "flawed"), CASES, ids=[f"d{n}" for n, *_ in CASES])
def test_the_defect_shows_and_the_honest_bureau_does_not_have_it(
    number: int, sight: Callable[[Desk], Any], honest: Any, flawed: Any
) -> None:
    """The same messages, with and without the defect, are seen to differ in exactly the described way."""
    assert honest == sight(Desk())
    assert flawed == sight(Desk(str(number)))


def test_every_personnel_defect_has_a_case_a_row_and_a_rule() -> None:
    """What is planted is shown here, told in docs/defects-personnel.md, and names rules that the contracts have."""
    mine = [d for d in all_defects() if d.FAMILY == "personnel" and d.ROLE == "bureau" and not hasattr(d, "LINKAGE")]
    table = (ROOT / "docs/defects-personnel.md").read_text("utf-8")
    rows = dict(re.findall(r"^\| ([0-9]+) \|.*\| ([^|]+) \|$", table, re.MULTILINE))
    contracts = [c for c in catalogue().contracts.values() if c.party.family == "personnel"]
    known = {rule.id for contract in contracts for rule in contract.rules}
    assert [d.NUMBER for d in mine] == [number for number, *_ in CASES] == [int(number) for number in rows]
    for defect in mine:
        for rule in defect.FINDS:
            assert rule in known or rule.startswith(tuple(f"{c.id}:" for c in contracts)), name_of(defect)
            assert rule.removeprefix("personnel.") in rows[str(defect.NUMBER)], name_of(defect)
        assert not defect.TITLE.isascii()


def test_every_rule_of_the_document_has_a_defect() -> None:
    """PERS-01 to PERS-11: at least one defect each."""
    found = {rule[:7] for d in all_defects() if d.FAMILY == "personnel" for rule in d.FINDS}
    assert {f"PERS-{n:02}" for n in range(1, 12)} <= found
