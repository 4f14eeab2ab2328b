"""Who sends receipts keeps the books of TV-05 and TV-06; a second reckoning, from plain lists, agrees with every receipt."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from kanhe.simulate.behaviour import Command
from simulators import treasury_voucher

NOW = "20260105090000"


class Member:
    """A member to whom vouchers come, by meanings."""

    def __init__(self) -> None:
        self.world: Any = treasury_voucher.start("member", {}, NOW)
        self.count = 0

    def told(self, kind: str, rows: list[Mapping[str, Any]], event: str = "arrives", **values: Any) -> Any:
        """The message that follows from a voucher of this kind."""
        self.count += 1
        command = Command(operation=event, now=NOW, rows=tuple(rows), values={
            "voucher_type": kind, "voucher_no": f"N{self.count}", "voucher": {"VoucherNo": f"N{self.count}"}, **values})
        step = getattr(treasury_voucher, event)(self.world, command)
        self.world = step.world
        (sent,) = step.sends
        return sent


def test_a_detail_that_fails_is_told_with_its_reason_and_the_sum_is_what_was_paid() -> None:
    """TV-03: 0.00 and a reason for the second, all of the first, and the main amount is the first."""
    sent = Member().told("5201", [{"amount": Decimal("1000.00")}, {"amount": Decimal("280.01")}], failing_detail=2)
    assert Decimal("1000.00") == sent.values["paid_amount"]
    assert [Decimal("1000.00"), Decimal("0.00")] == [row["paid_amount"] for row in sent.rows]
    assert "reason" not in sent.rows[0] and sent.rows[1]["reason"]


def test_what_could_not_be_cleared_is_told_so_and_cannot_come_back() -> None:
    """TV-05: no money for the clearing, so none for its refund."""
    member, rows = Member(), [{"paid_no": "Z1", "amount": Decimal("0.01")}]
    sent = member.told("2301", rows, "arrives_unfunded", amount=Decimal("0.01"))
    assert (Decimal(0), True) == (sent.values["paid_amount"], bool(sent.values["reason"]))
    sent = member.told("2302", [{"paid_no": "Z1", "refund": Decimal("-0.01")}], refund=Decimal("-0.01"))
    assert (Decimal(0), True) == (sent.values["paid_amount"], bool(sent.values["reason"]))


STORY = st.lists(st.tuples(st.sampled_from(("clear", "refund", "quota")), st.integers(0, 3), st.integers(0, 3), st.integers(-1, 1)), max_size=24)


@given(STORY)
def test_refunds_and_quotas_agree_with_a_second_reckoning(story: list[tuple[str, int, int, int]]) -> None:
    """Whatever comes in whatever order: a refund is done exactly if the payment stands in the list of what was cleared and not in that of
    what came back, for its amount; a quota is receipted exactly if it is Σ 2301 − Σ 2302 of its clearing."""
    member = Member()
    in_fen: dict[str, tuple[str, int]] = {}
    back: list[str] = []
    for what, which, size, off in story:
        paid_no = f"Z{which}"
        if what == "clear" and paid_no not in in_fen:
            fen = 100 * size + 1
            sent = member.told("2301", [{"paid_no": paid_no, "amount": Decimal(fen) / 100}], amount=Decimal(fen) / 100)
            in_fen[paid_no] = (str(sent.values["voucher_no"]), fen)
            assert Decimal(fen) / 100 == sent.values["paid_amount"]
        elif what == "refund":
            fen = in_fen.get(paid_no, ("", 1))[1] + off
            sent = member.told("2302", [{"paid_no": paid_no, "refund": Decimal(-fen) / 100}], refund=Decimal(-fen) / 100)
            right = paid_no in in_fen and paid_no not in back and off == 0
            assert (Decimal(-fen) / 100 if right else Decimal(0)) == sent.values["paid_amount"]
            assert right is ("reason" not in sent.values)
            back += [paid_no] if right else []
        elif what == "quota":
            of = in_fen.get(paid_no, ("HK", 0))[0]
            due = sum(fen for number, (clearing, fen) in in_fen.items() if clearing == of) - sum(
                in_fen[number][1] for number in back if in_fen[number][0] == of)
            sent = member.told("5106", [{}], clear_no=of, clearing_quota=Decimal(due + off) / 100)
            assert ("saveStampVoucher 5106" if off == 0 else "returnVoucher") == sent.operation
