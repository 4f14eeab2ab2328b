"""Both sides of land payments keep LAND-31 … LAND-35; every figure here was worked out by hand."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kanhe.model.hours import Hours
from kanhe.model.words import ReplyClass
from kanhe.simulate.behaviour import Command, Send, Step
from kanhe.simulate.timetable import Timetable
from simulators import land
from simulators.land_levy import days_late, fee_of
from simulators.world import World, invariants

S, D, R = ReplyClass.SUCCESS, ReplyClass.DUPLICATE, ReplyClass.REFUSED
ANSWERS = {"5671": "notice_taken", "2671": "receipt_told", "2671R": "reversal_told", "5408": "transfer_ordered"}
HOURS = Timetable(hours=Hours(opens="083000", cutoff="170000", day_switch="203000"))
ACCOUNT, CODE, OTHER = "3206020109000001", "1" * 20, "2" * 20


class Bench:
    """The levying side and the bank, without wire: what one sends, the other's behaviour answers. lose: operations whose next answer
    is lost. said: (operation, reply class)."""

    def __init__(self, now: str = "20260601100000") -> None:
        self.now = now
        self.worlds: dict[str, World] = {role: land.start(role, {"fund": [{"key": [ACCOUNT]}]}, now) for role in ("land", "bank")}
        self.lose: list[str] = []
        self.said: list[tuple[str, ReplyClass]] = []
        self.sent: list[Send] = []

    def ask(self, role: str, name: str, *, rows: Any = (), **values: Any) -> Step:
        """Call one behaviour; its world is kept, what it sends is delivered until it is answered."""
        step: Step = getattr(land, name)(self.worlds[role], Command(operation=name, values=values, rows=tuple(rows), now=self.now, hours=HOURS))
        self.worlds[role] = step.world
        assert [] == invariants(step.world)
        for send in step.sends:
            self.deliver(role, send)
        return step

    def deliver(self, role: str, send: Send) -> None:
        """Carry one message over, with the bill's rows in it, and the answer back."""
        self.sent.append(send)
        for _ in range(send.attempts):
            bill = send.values.get("bill")
            known = bill["rows"] if isinstance(bill, dict) else ()
            rows = [{**row, **more} for row, more in zip(known, send.rows or ({},) * len(known), strict=True)] if known else send.rows
            head = {"fund_account": ACCOUNT, "expiry": bill["expiry"]} if isinstance(bill, dict) else {}
            step = self.ask("bank" if role == "land" else "land", ANSWERS[send.operation], rows=rows, **{**head, **send.values})
            self.said.append((send.operation, step.outcome))
            if send.operation in self.lose:
                self.lose.remove(send.operation)
                continue
            self.worlds[role] = land.reply_came(self.worlds[role], send, step.outcome, step.values).world
            return

    def issue(self, number: str = "JK1", *, expiry: str = "20260630", **amounts: str) -> Step:
        """A clerk issues a notice; amounts by pay code's first digit: `_1="12345.00"`."""
        rows = [{"pay_code": name[1:] * 20, "budget_subject": "103014801", "amount": Decimal(a), "code_amount": Decimal(a)}
                for name, a in amounts.items()]
        return self.ask("land", "issue_notice", rows=rows, pay_notice=number, fund_account=ACCOUNT, expiry=expiry,
                        bill={"expiry": expiry, "rows": rows})

    def serial(self) -> str:
        """The serial of the last report."""
        return str([s for s in self.sent if s.operation == "2671"][-1].values["receipt_serial"])

    def funds(self) -> tuple[int, int]:
        """What each side says was collected and not paid over, in fen."""
        return tuple(self.worlds[role].ledger.balance(f"fund:{ACCOUNT}") for role in ("land", "bank"))  # type: ignore[return-value]

    def state(self, code: str = CODE) -> list[tuple[Any, Any]]:
        """(state, serial) of a pay code at each side."""
        asked = [self.ask(role, name, pay_code=code).values for role, name in (("land", "bill_checked"), ("bank", "bill_asked"))]
        return [(values.get("bill_state"), values.get("receipt_serial")) for values in asked]


def test_a_notice_is_paid_in_time_and_both_sides_know():
    """12,345.00 + 800,000.00 paid within the term: no fee, the same serial on both sides."""
    bench = Bench()
    bench.issue(_1="12345.00", _2="800000.00")
    assert [("DUE", None)] * 2 == bench.state()
    bench.ask("bank", "payer_pays", pay_notice="JK1")
    assert (81234500, 81234500) == bench.funds()
    assert [("PAID", bench.serial())] * 2 == bench.state() == bench.state(OTHER)


@pytest.mark.parametrize(("now", "expiry", "fees"), [
    ("20260601100000", "20260601", ["0.00", "0.00"]),
    ("20260601100000", "20260531", ["12.35", "0.01"]),
    ("20260601203000", "20260601", ["12.35", "0.01"]),  # after the day switch it is the second of June
    ("20260605203000", "20260604", ["49.38", "0.02"]),  # a Friday evening counts as Monday: four days
])
def test_the_late_fee_counts_accounting_days_and_rounds_each_installment(now, expiry, fees):
    """One per mille a day: 12,345.00 is 12.345 a day (12.35), four days 49.38; 5.00 is 0.005 a day (0.01), four days 0.02."""
    bench = Bench(now)
    bench.issue(expiry=expiry, _1="12345.00", _2="5.00")
    bench.ask("bank", "payer_pays", pay_notice="JK1")
    assert fees == [str(row["late_fee"]) for row in bench.sent[-1].rows]
    assert ("2671", S) == bench.said[-1]


@given(st.integers(1, 10**13), st.integers(0, 3000))
def test_a_fee_is_half_up_and_exact(amount, days):
    """AMT-02: the fee in fen is the integer nearest to amount * days / 1000, upwards where two are near; never in floating point."""
    fee = fee_of(amount, days)
    assert -500 < amount * days - fee * 1000 + 1 <= 501 and -500 <= amount * days - fee * 1000 < 500


@pytest.mark.parametrize(("expiry", "day", "days"), [("20260531", "20260601", 1), ("20260601", "20260601", 0), ("20260228", "20260301", 1),
                                                      ("20280228", "20280301", 2), ("20260701", "20260601", 0)])
def test_days_late_are_calendar_days(expiry, day, days):
    """From the day after the term; leap years count."""
    assert days == days_late(expiry, day)


def test_a_paid_pay_code_is_told_with_its_original_serial():
    """LAND-34: on another notice, at the counter, and in a second report of another serial."""
    bench = Bench()
    bench.issue(_1="5.00")
    bench.ask("bank", "payer_pays", pay_notice="JK1")
    assert (R, "没有这张通知，或已缴") == ((step := bench.ask("bank", "payer_pays", pay_notice="JK1")).outcome, step.text)
    row = {"pay_code": CODE, "budget_subject": "103014801", "amount": Decimal("5.00"), "code_amount": Decimal("5.00")}
    again = bench.ask("bank", "notice_taken", rows=[row], pay_notice="JK2", fund_account=ACCOUNT, expiry="20260630", bill={})
    assert (R, "1006", CODE, bench.serial()) == (again.outcome, again.code, again.values["pay_code"], again.values["receipt_serial"])
    report = bench.sent[-1]
    second = bench.ask("land", "receipt_told", rows=[{**row, "late_fee": Decimal("0.00")}], **{**report.values, "receipt_serial": "YH9"})
    assert (R, "1006", bench.serial()) == (second.outcome, second.code, second.values["receipt_serial"])
    assert (500, 500) == bench.funds()


def test_a_report_that_was_not_answered_goes_out_under_its_own_serial_and_is_booked_once():
    """The answer to 2671 is lost: the second delivery is a duplicate."""
    bench = Bench()
    bench.issue(_1="5.00")
    bench.lose = ["2671"]
    bench.ask("bank", "payer_pays", pay_notice="JK1")
    assert [("5671", S), ("2671", S), ("2671", D)] == bench.said and (500, 500) == bench.funds()


@pytest.mark.parametrize(("later", "outcome"), [("20260601202959", S), ("20260601203000", R), ("20260602090000", R)])
def test_a_reversal_only_on_the_same_accounting_day(later, outcome):
    """LAND-35: before the day switch the whole amount goes back and the notice is due once more; afterwards nothing happens."""
    bench = Bench()
    bench.issue(expiry="20260531", _1="12345.00")
    bench.ask("bank", "payer_pays", pay_notice="JK1")
    bench.now = later
    assert outcome is bench.ask("bank", "teller_reverses", receipt_serial=bench.serial()).outcome
    assert ((0, 0) if outcome is S else (1235735, 1235735)) == bench.funds()
    assert [(("DUE", None) if outcome is S else ("PAID", bench.serial()))] * 2 == bench.state()


def test_what_was_reversed_can_be_paid_again_under_another_serial():
    """Two receipts, one reversed: the money is there once."""
    bench = Bench()
    bench.issue(_1="5.00")
    bench.ask("bank", "payer_pays", pay_notice="JK1")
    first = bench.serial()
    bench.ask("bank", "teller_reverses", receipt_serial=first)
    bench.ask("bank", "payer_pays", pay_notice="JK1")
    assert first != bench.serial() and (500, 500) == bench.funds()


def test_what_was_paid_over_is_not_reversed():
    """5408 takes all of it; then there is nothing to give back, on either side."""
    bench = Bench()
    bench.issue(_1="5.00")
    bench.ask("bank", "payer_pays", pay_notice="JK1")
    bench.ask("land", "issue_transfer", transfer_no="T1", fund_account=ACCOUNT)
    assert (0, 0) == bench.funds()
    assert R is bench.ask("bank", "teller_reverses", receipt_serial=bench.serial()).outcome


def test_an_order_to_pay_over_is_done_once():
    """The same order again is a duplicate with the same number; another sum under the number is refused."""
    bench = Bench()
    bench.issue(_1="5.00")
    bench.ask("bank", "payer_pays", pay_notice="JK1")
    row = {"budget_subject": "103014801", "amount": Decimal("2.00")}
    order = {"transfer_no": "T1", "fund_account": ACCOUNT, "payee_account": "1", "total_amount": Decimal("2.00")}
    first, second = (bench.ask("bank", "transfer_ordered", rows=[row], **order) for _ in range(2))
    assert (S, D, first.values) == (first.outcome, second.outcome, dict(second.values))
    assert R is bench.ask("bank", "transfer_ordered", rows=[row], **{**order, "total_amount": Decimal("2.01")}).outcome
    assert 300 == bench.funds()[1]
