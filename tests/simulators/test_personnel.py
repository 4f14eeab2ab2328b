"""The personnel simulator keeps the rules of the interface document (PERS-01 … PERS-11); every vector is worked out by hand."""

from __future__ import annotations

from typing import Any

import pytest

from kanhe.model.words import ReplyClass
from kanhe.simulate.behaviour import Step
from simulators.personnel import NATIONS, nation_name
from simulators.personnel_records import rank
from tests.simulators.bureau import Bureau

OUT = {"row_version": 2, "person_state": "2", "valid_to": "20260104000000000", "reduce_reason": "调出"}
IN_A2 = {"person_id": "P2", "agency": "A2"}


def test_names_and_numbers_are_kept_trimmed_and_the_check_letter_is_a_capital() -> None:
    """PERS-10: U+3000 and blanks around go, inside they stay; x becomes X; a rare character is kept."""
    bureau = Bureau()
    assert bureau.accepts({"person_name": "　陈 䶮　　", "iden_no": "11010519491231002x"})
    assert ("陈 䶮", "11010519491231002X") == (bureau.person()["person_name"], bureau.person()["iden_no"])


def test_codes_are_kept_whole_and_named_in_the_order_of_the_standard() -> None:
    """PERS-09: 023 stays 023 and is 高山族, the first is 汉族, the last of 56 is 基诺族."""
    bureau = Bureau()
    assert bureau.accepts({"nation": "023", "position": "023"})
    shown = bureau.person()
    assert ("023", "高山族", "023", "正科级") == tuple(shown[k] for k in ("nation", "nation_name", "position", "position_name"))
    assert (56, "汉族", "基诺族") == (len(set(NATIONS)), nation_name("001"), nation_name("056"))


def test_the_office_of_posts_is_told_how_many_are_in_service_at_each_place_that_changed() -> None:
    """PERS-04: two come to A1, one to A2; one row too many is not counted; who leaves lowers it; the same batch again tells nothing."""
    bureau = Bureau()
    more = [{"person_id": f"P{n}", "iden_type": "2", "iden_no": f"E100{n}", "agency": a} for n, a in ((2, "A1"), (3, "A2"), (4, "A1"))]
    assert _told(bureau.sync({}, *more)) == [("A1", "1", 2), ("A2", "1", 1)]
    assert _told(bureau.sync(OUT, batch="B9")) == [("A1", "1", 1)]
    assert _told(bureau.sync(OUT, batch="B9")) == []


def _told(step: Step) -> list[tuple[Any, ...]]:
    return [tuple(tell.values.values()) for tell in step.tells]


def test_a_document_is_on_one_staff_at_a_time() -> None:
    """PERS-02: a second record with the same document is refused until the first one has left; off the staff it is welcome."""
    bureau = Bureau()
    assert bureau.accepts({})
    assert not bureau.accepts(IN_A2)
    assert bureau.accepts({**IN_A2, "person_id": "P3", "on_staff": "2"})
    assert bureau.accepts(OUT)
    assert bureau.accepts({**IN_A2, "valid_from": "20260104000000000"})


@pytest.mark.parametrize(("day", "good"), [("20260103", False), ("20260104", True), ("20260105", True)])
def test_nobody_is_in_before_being_out(day: str, good: bool) -> None:
    """PERS-03: out on the fourth, in on the fourth at the earliest."""
    bureau = Bureau()
    assert bureau.accepts({}) and bureau.accepts(OUT)
    assert good is bureau.accepts({**IN_A2, "valid_from": f"{day}000000000"})


def test_nobody_is_lost_by_a_transfer() -> None:
    """PERS-03: before + in - out is after; the record that left stays in the full list, the state tells it."""
    bureau = Bureau()
    assert bureau.accepts({}) and bureau.accepts(OUT) and bureau.accepts({**IN_A2, "valid_from": "20260104000000000"})
    assert ["P1", "P2"] == bureau.listed()
    assert (0, 1) == (bureau.occupied("A1"), bureau.occupied("A2"))


def test_posts_are_limited_and_given_back() -> None:
    """PERS-04: of two approved posts the third asks in vain; retiring, leaving and deletion free one each; a change takes none."""
    bureau = Bureau()
    three: list[dict[str, Any]] = [{"person_id": f"P{n}", "iden_type": "2", "iden_no": f"E1234567{n}"} for n in (1, 2, 3)]
    assert bureau.accepts(three[0]) and bureau.accepts(three[1]) and not bureau.accepts(three[2])
    assert bureau.accepts({**three[0], "row_version": 2, "person_name": "改名"})
    assert 2 == bureau.occupied()
    assert bureau.accepts({**three[0], "row_version": 3, "person_status": "4"})
    assert 1 == bureau.occupied()
    assert bureau.accepts(three[2])
    assert bureau.accepts({**three[1], "row_version": 2, "deleted_mark": "1"})
    assert 1 == bureau.occupied()
    assert bureau.accepts({**three[2], **OUT})
    assert 0 == bureau.occupied()


def test_a_batch_counts_its_own_posts() -> None:
    """PERS-04: three for two posts in one batch: the last in order is refused, index 2 from 0."""
    step = Bureau().sync(*({"person_id": f"P{n}", "iden_type": "2", "iden_no": f"E1234567{n}"} for n in (1, 2, 3)))
    assert (2, [2]) == (step.values["accepted_count"], [row["row_number"] for row in step.rows])


def test_an_older_version_never_overwrites() -> None:
    """PERS-06: equal and older versions are refused, and leave the newer one as it is."""
    bureau = Bureau()
    assert bureau.accepts({"row_version": 5})
    assert not bureau.accepts({"row_version": 5, "person_name": "另一人"})
    assert not bureau.accepts({"row_version": 4, "person_name": "另一人"})
    assert "张建国" == bureau.person()["person_name"]
    assert bureau.accepts({"row_version": 6})


def test_a_resent_batch_is_answered_as_before_and_booked_once() -> None:
    """PERS-06: same number and content repeat the answer; other content is refused, also where only a refused row is other."""
    bureau = Bureau()
    first = bureau.sync({}, batch="B", refused={1: {"per_id": "x"}})
    again = bureau.sync({}, batch="B", refused={1: {"per_id": "x"}})
    assert (first.values, first.rows) == (again.values, again.rows)
    assert 1 == bureau.occupied()
    for refused in ({1: {"per_id": "y"}}, {0: {"per_id": "x"}}, {}):
        assert (ReplyClass.REFUSED, "409 4090") == ((step := bureau.sync({}, batch="B", refused=refused)).outcome, step.code)
    assert ReplyClass.REFUSED is bureau.sync({"person_name": "另一人"}, batch="B", refused={1: {"per_id": "x"}}).outcome


def test_the_watermark_is_included_and_pages_neither_lose_nor_repeat() -> None:
    """PERS-06: rows at the very moment of the watermark are listed; 101 persons are 100 and 1."""
    bureau = Bureau()
    rows = [{"person_id": f"P{n:03}", "iden_type": "2", "iden_no": f"E1234{n:04}", "on_staff": "2"} for n in range(101)]
    assert bureau.accepts(*rows)
    assert ([r["person_id"] for r in rows[:100]], ["P100"], []) == (bureau.listed(page=1), bureau.listed(page=2), bureau.listed(page=3))
    assert bureau.listed(since="20260105101458000") == bureau.listed()
    assert [] == bureau.listed(since="20260105101458001")


def test_full_is_former_full_and_the_changes_since() -> None:
    """PERS-06: full(t2) == apply(full(t1), delta(t1, t2))."""
    bureau = Bureau()
    assert bureau.accepts({}, {"person_id": "P2", "iden_type": "2", "iden_no": "E12345678"})
    full = set(bureau.listed())
    assert bureau.accepts({"person_id": "P3", "iden_type": "2", "iden_no": "E87654321", "on_staff": "2", "updated_at": "20260105101500000"})
    assert set(bureau.listed()) == full | set(bureau.listed(since="20260105101459000"))


def test_the_deleted_are_paid_for_the_month_of_the_deletion_and_no_longer() -> None:
    """PERS-07: deleted in January: on the roster of January, not of February; only known persons can be deleted, none comes back."""
    bureau = Bureau()
    assert not bureau.accepts({"deleted_mark": "1"})
    assert bureau.accepts({})
    assert ["P1"] == bureau.paid("202602")
    assert bureau.accepts({"row_version": 2, "deleted_mark": "1"})
    assert (["P1"], []) == (bureau.paid("202601"), bureau.paid("202602"))
    assert "1" == bureau.person()["deleted_mark"]
    assert not bureau.accepts({"row_version": 3})


@pytest.mark.parametrize("status", ["2", "3", "4", "5", "6"])
def test_only_the_working_are_paid(status: str) -> None:
    """PERS-34: both codes of 退休, 2 and 4, end the pay, as do 离休, 死亡 and 注销."""
    bureau = Bureau()
    assert bureau.accepts({}) and bureau.accepts({"row_version": 2, "person_status": status})
    assert [] == bureau.paid("202601")


def test_nobody_is_paid_before_the_first_month() -> None:
    """PERS-07: who begins in February is not on the roster of January."""
    bureau = Bureau()
    assert bureau.accepts({"valid_from": "20260201000000000"})
    assert ([], ["P1"]) == (bureau.paid("202601"), bureau.paid("202602"))


@pytest.mark.parametrize("before", "123456")
@pytest.mark.parametrize("after", "123456")
def test_a_status_never_goes_back_without_a_reason(before: str, after: str) -> None:
    """PERS-08: 在职, then retired (2, 3, 4 alike), then dead or struck off; a reason excuses every step back."""
    order = {"1": 1, "2": 2, "3": 2, "4": 2, "5": 3, "6": 3}
    assert order[before] == rank(before)
    bureau = Bureau()
    assert bureau.accepts({"person_status": before})
    change = {"row_version": 2, "person_status": after}
    assert (order[after] >= order[before]) is bureau.accepts(change)
    assert bureau.accepts({**change, "row_version": 3, "correct_reason": "原报有误"})


def test_unknown_agencies_and_persons_are_refused() -> None:
    """PERS-09, PERS-11: the reason names the row, the others are stored; who was refused is not there."""
    bureau = Bureau()
    step = bureau.sync({"agency": "A9"}, {"person_id": "P2", "iden_type": "2", "iden_no": "E12345678"})
    assert [(0, "P1", "单位代码没有登记")] == [(r["row_number"], r["person_id"], r["message"]) for r in step.rows]
    assert ReplyClass.REFUSED is bureau.ask("person", person_id="P1").outcome
    assert "P2" == bureau.person("P2")["person_id"]
    assert ReplyClass.REFUSED is bureau.ask("headcount", agency="A3", identity="001").outcome
