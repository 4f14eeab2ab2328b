"""The voucher vault keeps the rules of the interface document (TV-03 … TV-09): once each, and nothing comes back twice."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from kanhe.model.words import ReplyClass
from kanhe.simulate.behaviour import Command, Send, Step
from simulators import treasury_voucher
from simulators.treasury_member import REASON_BYTES, fitting, referring, remembered
from simulators.treasury_vault import unchanged
from simulators.world import World

S, D, R = ReplyClass.SUCCESS, ReplyClass.DUPLICATE, ReplyClass.REFUSED


class Vault:
    """A vault that is asked by meanings."""

    def __init__(self) -> None:
        self.world: Any = treasury_voucher.start("vault", {}, "20260105090000")

    def ask(self, name: str, kind: str, number: str, rows: Sequence[Mapping[str, Any]] = (), **values: Any) -> Step:
        """What the vault answers; its world goes on."""
        command = Command(operation=name, now="20260105090000", rows=tuple(rows),
                          values={"voucher_type": kind, "voucher_no": number, "division": "320600", "voucher_year": "2026", **values})
        step: Step = getattr(treasury_voucher, name)(self.world, command)
        self.world = step.world
        return step

    def said(self, name: str, kind: str, number: str, rows: Sequence[Mapping[str, Any]] = (), **values: Any) -> ReplyClass:
        """The class of the answer."""
        return self.ask(name, kind, number, rows, **values).outcome

    def sent(self, name: str, kind: str, number: str, rows: Sequence[Mapping[str, Any]] = (), **values: Any) -> ReplyClass:
        """Write a voucher and send it; the class of the first answer."""
        first = self.said(name, kind, number, rows, **values)
        self.said("send", kind, number)
        return first


def test_a_voucher_is_handed_out_until_it_is_signed_for_and_sent_once() -> None:
    """TV-08, TV-09: nothing before it is sent, the same bytes every time after, nothing once it is signed for."""
    vault, original = Vault(), {"VoucherNo": "N1"}
    assert S == vault.said("write", "8202", "N1", voucher=original)
    assert () == vault.ask("read", "8202", "").rows
    assert [S, D] == [vault.said("send", "8202", "N1") for _ in range(2)]
    for _ in range(3):
        (row,) = vault.ask("read", "8202", "").rows
        assert row["voucher"] is original
    assert [S, D] == [vault.said("confirm", "8202", "N1") for _ in range(2)]
    assert () == vault.ask("read", "8202", "").rows


def test_a_receipt_is_the_voucher_with_new_names_that_begin_with_x() -> None:
    """TV-03: one changed or missing field, also in a detail, and there is no receipt."""
    before = {"PayAmt": "1.00", "DetailList": {"Detail": [{"Id": "1"}]}}
    assert unchanged(before, {**before, "XPayAmt": "1.00", "DetailList": {"Detail": [{"Id": "1", "XPayAmt": "1.00"}]}})
    assert not unchanged(before, {**before, "PayAmt": "1.01"})
    assert not unchanged(before, {**before, "Note": "x"})
    assert not unchanged(before, {"PayAmt": "1.00", "DetailList": {"Detail": [{"Id": "2"}]}})
    assert not unchanged(before, {"PayAmt": "1.00", "DetailList": {"Detail": []}})


def test_a_payment_is_cleared_once_and_refunded_once_and_whole() -> None:
    """TV-05, TV-06: not before the clearing is settled, not twice, not a fen less; the quota is what is left."""
    vault, amount = Vault(), Decimal("12.30")
    paid = [{"paid_no": "P1", "amount": amount}, {"paid_no": "P2", "amount": amount}]
    assert S == vault.sent("write_clearing", "2301", "C1", paid, clear_no="C1")
    assert R == vault.said("write_clearing", "2301", "C2", paid[:1], clear_no="C2")
    back = [{"paid_no": "P1", "refund": -amount}]
    assert R == vault.said("write_refund", "2302", "R1", back)
    assert S == vault.said("confirm", "2301", "C1")
    assert R == vault.said("write_refund", "2302", "R1", [{"paid_no": "P1", "refund": Decimal("-12.29")}])
    assert [S, R] == [vault.sent("write_refund", "2302", number, back) for number in ("R1", "R2")]
    assert R == vault.said("write_quota", "5106", "Q1", clear_no="C1", clearing_quota=2 * amount)
    assert S == vault.said("write_quota", "5106", "Q1", clear_no="C1", clearing_quota=amount)


@given(st.lists(st.integers(1, 400), min_size=1, max_size=12))
def test_returns_never_add_up_to_more_than_the_appropriation(amounts: list[int]) -> None:
    """LAND-63: what is granted adds up to at most what was handed out, and only what would be too much is refused."""
    vault, left = Vault(), 1000
    vault.sent("write_appropriation", "5207", "A1", appropriation_no="A1", amount=Decimal("10.00"), voucher_date="20260105")
    for number, fen in enumerate(amounts):
        found = vault.said("write_return", "3208", f"T{number}", appropriation_no="A1", original_date="20260105",
                           refund_amount=Decimal(fen) / 100)
        assert (S if fen <= left else R) == found
        left -= fen if fen <= left else 0


@given(st.text(alphabet="账a号b，", max_size=300))
def test_a_reason_that_is_too_long_is_cut_between_characters(reason: str) -> None:
    """ENC-02: a beginning of the reason, of at most 200 bytes, and as long as that allows."""
    cut = fitting(reason)
    assert reason.startswith(cut) and len(cut.encode("gbk")) <= REASON_BYTES
    if cut != reason:
        assert len(reason[: len(cut) + 1].encode("gbk")) > REASON_BYTES


@given(st.integers(1, 10**9), st.integers(1, 40))
def test_what_a_member_hands_back_never_adds_up_to_more_than_the_appropriation(fen: int, times: int) -> None:
    """At least a fen each time, until nothing is left; and the first time half."""
    written = Send(operation="writeVoucher 5207", key="5207", rows=({"amount": Decimal(fen) / 100},),
                   values={"voucher_no": "A1", "appropriation_no": "A1", "voucher_date": "20260105"})
    world, back = remembered(World(role="member"), written), list[Decimal]()
    for _ in range(times):
        found = referring(world, "3208")
        if found is None:
            break
        values, rows = found
        back.append(sum((row["refund_amount"] for row in rows), Decimal(0)))
        world = remembered(world, Send(operation="writeVoucher 3208", key="3208", values=values, rows=rows))
    assert all(amount >= Decimal("0.01") for amount in back) and back[0] == max(Decimal("0.01"), Decimal(fen // 2) / 100)
    assert sum(back) <= Decimal(fen) / 100
    assert len(back) == times or sum(back) == Decimal(fen) / 100
