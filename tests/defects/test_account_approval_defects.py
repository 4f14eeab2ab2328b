"""Every planted defect of the bureau of accounts shows itself as the document says; the honest bureau does not have it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.defects.account_desk import Desk

FILE = "KH2026000001"
BOOKED = "KH2025000001"
PLAIN = {"body__accountNameFrom": "0"}
OLD = {"body__applyNo": "BG2026000001", "body__openApplyNo": BOOKED}
FULL = [{"openApplyNo": "KH2020000001", "successor": "KH2020000003"}, {"openApplyNo": "KH2020000002", "successor": "KH2020000004"}]
FIRST = [{"openApplyNo": "KH2020000001", "successor": "KH2020000003"}]
CROSSED = [{"openApplyNo": "KH2020000001", "successor": "KH2020000004"}, {"openApplyNo": "KH2020000002", "successor": "KH2020000003"}]


def apply(desk: Desk, **changes: Any) -> Any:
    """The status of the answer to an application."""
    return desk.send("apply", "status", **changes)


def file(desk: Desk, show: str, number: str = FILE) -> Any:
    """A part of the file of an account."""
    return desk.send("account", f"body.data.{show}", path__openApplyNo=number)


def decide(desk: Desk, day: str = "20260601") -> None:
    """Reviewed and approved."""
    desk.cause("supervisor_agrees")
    desk.cause("bureau_approves", decision_date=day)


def opened(desk: Desk, **changes: Any) -> None:
    """From the application to an account in use."""
    apply(desk, **changes)
    decide(desk)
    desk.cause("bank_opens")
    desk.cause("bank_files")
    desk.cause("takes_effect")


def booked(desk: Desk, event: str = "book_account", kind: str = "2", **changes: Any) -> Any:
    """The answer to an application about an account that is on file."""
    desk.cause(event, nature=changes.get("body__acctNature", "6"), opened="20250601", valid="20260701")
    return apply(desk, **{**OLD, "body__applyType": kind, **changes})


def second(desk: Desk, nature: str) -> Any:
    """The answer to the second application for an account of this nature."""
    apply(desk, body__acctNature=nature)
    return apply(desk, body__acctNature=nature, body__applyNo="KH2", body__openApplyNo="KH2")


def resent(desk: Desk, **changes: Any) -> tuple[Any, Any]:
    """Whether the second answer shows the same receipt number, and its status."""
    first = desk.send("apply", "body.data.receiptNo")
    document = desk.send("apply", "", **changes)
    return document.get("body", {}).get("data", {}).get("receiptNo") == first, document["status"]


def last_day(desk: Desk, day: str) -> Any:
    """The last day to open after a decision of that day."""
    apply(desk)
    decide(desk, day=day)
    return desk.send("application", "body.data.openBy")


def void(desk: Desk) -> tuple[Any, Any]:
    """What is told of a decision that was not used."""
    apply(desk)
    decide(desk, day="20260401")
    return desk.send("application", "body.data.state"), file(desk, "state")


def rejected(desk: Desk) -> Any:
    """The state of the file after its application went back."""
    apply(desk)
    desk.cause("bureau_rejects")
    return file(desk, "state")


def changed(desk: Desk, new: str = "") -> tuple[Any, Any]:
    """Number and name of an account after its change."""
    booked(desk)
    desk.cause("bureau_settles")
    desk.cause("bank_files_change", open_apply_no=BOOKED, renumbered=new)
    return file(desk, "acctNo", BOOKED), file(desk, "acctName", BOOKED)


def extended(desk: Desk) -> Any:
    """The term after the decision that it is to be longer."""
    booked(desk, kind="4", body__acctNature="3", body__validUntil="20270601")
    desk.cause("bureau_settles")
    return file(desk, "validUntil", BOOKED)


def merged(desk: Desk, rows: Any) -> Any:
    """The answer to a merger."""
    desk.cause("book_merging")
    return desk.send("merge", "status", body__transfers=rows)


def moved(desk: Desk) -> tuple[Any, ...]:
    """The balances after a merger: from, from, to, to."""
    merged(desk, FULL)
    return tuple(file(desk, "balance", f"KH202000000{n}") for n in range(1, 5))


def name(desk: Desk) -> Any:
    """The name of an account that was opened for a department."""
    opened(desk)
    return file(desk, "acctName")


def from_merged(desk: Desk) -> Any:
    """The answer to an application by a unit that is no more."""
    merged(desk, FULL)
    return apply(desk, body__agencyCode="003001001", body__agencyName="南通市某所", body__uscc="12320600466068306Y")


def twice(desk: Desk) -> Any:
    """The answer to a second application about the same account."""
    booked(desk)
    return apply(desk, **{**OLD, "body__applyType": "3", "body__applyNo": "CX2026000001"})


CASES: list[tuple[int, Callable[[Desk], Any], Any, Any]] = [
    (470, resent, (True, "200"), (False, "200")),
    (471, lambda d: resent(d, body__bankName="另一家银行"), (False, "409"), (True, "200")),
    (472, lambda d: second(d, "1"), "422", "200"),
    (473, lambda d: second(d, "0"), "422", "200"),
    (474, lambda d: apply(d, **PLAIN, body__acctNature="2", body__capitalProperty=None), "400", "200"),
    (475, lambda d: apply(d, body__accountFileNo=None), "400", "200"),
    (476, lambda d: apply(d, body__accountFileNo2=None), "400", "200"),
    (477, lambda d: apply(d, body__deptZip=None), "400", "200"),
    (478, lambda d: apply(d, body__accountFileType2="09"), "400", "200"),
    (479, lambda d: apply(d, body__uscc="11320600014387024Q"), "400", "200"),
    (480, lambda d: apply(d, body__acctNature="3", body__validUntil="20280602"), "400", "200"),
    (481, lambda d: booked(d, body__bankNo="102306000125"), "422", "200"),
    (482, lambda d: booked(d, "book_funded", "3"), "422", "200"),
    (483, lambda d: booked(d, "book_used", "3"), "422", "200"),
    (484, lambda d: last_day(d, "20260601"), "20260623", "20260616"),
    (485, void, ("EXPIRED", "EXPIRED"), ("APPROVED", "APPROVED")),
    (486, lambda d: last_day(d, "20260601"), "20260623", "20260622"),
    (487, rejected, "REJECTED", "SUBMITTED"),
    (488, lambda d: changed(d)[1], "南通市某局机关服务中心", "南通市某局"),
    (489, lambda d: changed(d, "0090320600018888")[0], "0090320600018888", "0010320600018888"),
    (490, extended, "20270601", "20260701"),
    (491, lambda d: merged(d, FIRST), "422", "200"),
    (492, lambda d: merged(d, CROSSED), "422", "200"),
    (493, moved, ("0.00", "0.00", "1334.56", "88.01"), ("0.00", "88.01", "1334.56", "0.00")),
    (494, from_merged, "422", "200"),
    (495, name, "南通市某局机关服务中心", "南通市某局"),
    (496, lambda d: booked(d, kind="4", body__acctNature="3", body__validUntil="20270602"), "422", "200"),
    (497, twice, "422", "200"),
]


@pytest.mark.parametrize(("number", "sight", "honest", "flawed"), CASES, ids=[f"d{n}" for n, *_ in CASES])
def test_the_defect_shows_and_the_honest_bureau_does_not_have_it(
    number: int, sight: Callable[[Desk], Any], honest: Any, flawed: Any
) -> None:
    """The same messages, with and without the defect, are seen to differ in exactly the described way."""
    assert honest == sight(Desk("account_approval", "bureau"))
    assert flawed == sight(Desk("account_approval", "bureau", str(number)))
