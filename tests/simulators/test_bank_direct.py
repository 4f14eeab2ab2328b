"""Both sides of the direct link keep BD-01 … BD-07; every figure here was worked out by hand."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kanhe.model.plan import Wish
from kanhe.model.words import ReplyClass
from tests.simulators.direct_bench import ACCOUNT, NAME, Bench

S, D, R, P, U = (ReplyClass.SUCCESS, ReplyClass.DUPLICATE, ReplyClass.REFUSED, ReplyClass.PROCESSING, ReplyClass.UNKNOWN)


def test_balance_and_statement_of_a_day_worked_out_by_hand():
    """50,000.00 - 1,200.00 - 0.01 + 120.00 = 48,919.99; the lines of the day explain the difference to the fen (BD-07)."""
    bench = Bench()
    assert [S, S] == [bench.pay("A", "1200.00").outcome, bench.pay("B", "0.01").outcome]
    bench.ask("bank", "credit_arrives", account=ACCOUNT, amount=Decimal("120.00"), bank_serial="1", payer_account="62")
    assert ("48919.99", "48919.99") == bench.bank()
    assert [("20260601", "D", "1200.00"), ("20260601", "D", "0.01"), ("20260601", "C", "120.00")] == bench.lines()
    told = bench.ask("bank", "statement", account=ACCOUNT, start_date="20260601", end_date="20260601").values
    assert (Decimal("50000.00"), Decimal("48919.99"), 3) == (told["open_balance"], told["close_balance"], told["count"])


@pytest.mark.parametrize(("change", "expected"), [
    ({}, D), ({"amount": "1200.01"}, R), ({"payee_account": "6222021110000000014"}, R), ({"order_no": "other"}, R)])
def test_one_key_is_one_debit(change, expected):
    """BD-02: the same content again is a duplicate with the same bank serial, other content under the key is refused; one debit."""
    bench = Bench()
    first = bench.pay("A", "1200.00", order_no="A")
    second = bench.pay("A", str(change.pop("amount", "1200.00")), **{"order_no": "A", **change})
    assert expected is second.outcome
    assert expected is R or first.values["bank_serial"] == second.values["bank_serial"]
    assert ("48800.00", "48800.00") == bench.bank()


def test_a_key_is_good_for_a_year():
    """2.4: the key is unique within one year, not within one day."""
    bench = Bench()
    bench.pay("A", "1.00", order_no="A")
    for now, expected in (("20260602090000", D), ("20261231235959", D), ("20270101000000", None)):
        bench.now = now
        if expected is not None:
            assert expected is bench.pay("A", "1.00", order_no="A").outcome
    assert ("49999.00", "49999.00") == bench.bank()


@pytest.mark.parametrize(("amount", "values", "code"), [
    ("50000.01", {}, "1003"), ("1.00", {"account_name": "海门区财政局"}, "1002"), ("1.00", {"account": "9"}, "1002")])
def test_no_overdraft_and_no_other_name(amount, values, code):
    """BD-06, BD-07: a fen too much, another name, an unknown account: refused, and nothing moves."""
    bench = Bench()
    assert (R, code) == ((step := bench.pay("A", amount, **values)).outcome, step.code)
    assert ("50000.00", "50000.00") == bench.bank()
    assert S is bench.pay("B", "50000.00").outcome


def test_money_under_way_cannot_be_paid_twice():
    """While 30,000.00 are under way, 20,000.00 are left; 20,000.01 is refused; after the settlement the balance is 20,000.00."""
    bench = Bench()
    bench.wish = Wish(answer=P)
    assert P is bench.pay("A", "30000.00").outcome
    assert ("50000.00", "20000.00") == bench.bank()
    assert [R, P] == [bench.pay("B", "20000.01").outcome, bench.pay("C", "20000.00").outcome]
    assert ("50000.00", "0.00") == bench.bank()
    assert [] == bench.lines()
    assert S is bench.ask("bank", "settle", payment_no="A").outcome
    assert S is bench.ask("bank", "reverse", payment_no="C").outcome
    assert ("20000.00", "20000.00") == bench.bank()
    assert ["SUCCESS", "FAILED", ""] == [bench.state(key) for key in "ACB"]


@pytest.mark.parametrize(("steps", "step", "why"), [
    ([], "settle", "没有这笔付款"), (["pay"], "return_payment", "PROCESSING"), (["pay", "settle"], "settle", "SUCCESS"),
    (["pay", "settle"], "reverse", "SUCCESS"), (["pay", "reverse"], "settle", "FAILED"),
    (["pay", "settle", "return_payment"], "return_payment", "RETURNED")])
def test_an_illegal_step_is_refused_and_says_in_which_state_it_is(steps, step, why):
    """The state machine of 1.0.4: whatever is no edge is refused, moves nothing, and the reason names the state."""
    bench = Bench()
    bench.wish = Wish(answer=P)
    for name in steps:
        assert (bench.pay("A", "5.00") if name == "pay" else bench.ask("bank", name, payment_no="A")).outcome in (S, P)
    before = bench.bank()
    refused = bench.ask("bank", step, payment_no="A")
    assert R is refused.outcome and why in refused.text
    assert before == bench.bank()


def test_a_return_comes_back_once_whole_and_to_the_account_that_paid():
    """BD-04: 1,200.00 out and back; the payer's book follows; told twice it is booked once; another amount is refused."""
    bench = Bench()
    key = bench.order("1200.00")
    assert ("48800.00", 0) == bench.book()
    bench.lose["CNTR01"] = 1
    bench.ask("bank", "return_payment", payment_no=key, return_reason="R03")
    assert [S, D] == bench.said("CNTR01")
    assert ("50000.00", "50000.00") == bench.bank() and ("50000.00", 0) == bench.book()
    assert [("D", "1200.00"), ("C", "1200.00")] == [line[1:] for line in bench.lines()]
    again = {"payment_no": key, "account": ACCOUNT, "return_reason": "R03"}
    assert R is bench.ask("client", "return_told", return_no="X", amount=Decimal("1200.00"), **again).outcome
    other = bench.order("10.00", "PZ2")
    for amount, expected in (("9.99", R), ("10.01", R), ("10.00", S)):
        told = {**again, "payment_no": other, "return_no": f"Y{amount}", "amount": Decimal(amount)}
        assert expected is bench.ask("client", "return_told", **told).outcome


def test_an_unknown_outcome_is_asked_about_and_never_paid_under_a_new_key():
    """BD-01, BD-02, BD-03: the reply is lost and the bank behind; the payer asks after 30 s, sends under the same key, pays once."""
    bench = Bench()
    bench.lose["CFRT02"] = 1
    key = bench.order("1200.00")
    assert ("50000.00", 1) == bench.book()
    bench.until("20260601093029")
    assert [] == bench.said("CQRT04")
    bench.until("20260601093030")
    assert [S] == bench.said("CQRT04")
    assert ("48800.00", 0) == bench.book() and ("48800.00", "48800.00") == bench.bank()
    assert {key} == {send.values["payment_no"] for send in bench.sent if send.operation == "CFRT02"}


def test_no_record_is_not_failed():
    """BD-03: the request never arrived; "no record" leaves the order open, and it goes out again under its own key."""
    bench = Bench()
    bench.deaf["CFRT02"] = 1
    key = bench.order("1200.00")
    bench.until("20260601093100")
    assert [R] == bench.said("CQRT04") and [S] == bench.said("CFRT02")
    assert ("48800.00", 0) == bench.book() and "SUCCESS" == bench.state(key)


def test_a_query_finds_a_payment_by_its_accounting_date():
    """BD-03: sent at 20:31, after the day switch, the payment belongs to the next working day and is found only there."""
    bench = Bench(now="20260930203100")
    bench.pay("A", "1.00")
    ask = lambda first, last: bench.ask("bank", "query_payment", payment_no="A", start_date=first, end_date=last).outcome  # noqa: E731
    assert [R, S, S] == [ask("20260930", "20261007"), ask("20261008", "20261008"), ask("20260930", "20261009")]
    assert [("20261008", "D", "1.00")] == bench.lines()


def test_a_large_payment_after_the_cutoff_waits_for_the_next_working_day():
    """2.7: 1,000,000.00 at 17:00 of 2026-09-30 is taken on and booked at 08:30 on 2026-10-08; 999,999.99 need not wait."""
    bench = Bench(now="20260930170000", opening="3000000.00")
    bench.wish = Wish(answer=P)
    assert [P, P] == [bench.pay("L", "1000000.00").outcome, bench.pay("M", "999999.99").outcome]
    assert [R, S] == [bench.ask("bank", "settle", payment_no=key).outcome for key in "LM"]
    bench.until("20261008083000")
    assert ["SUCCESS", "SUCCESS"] == [bench.state(key) for key in "LM"]
    assert ("1000000.01", "1000000.01") == bench.bank()
    assert ["20260930", "20261008"] == [day for day, _, _ in bench.lines()]


def test_the_cutoff_takes_large_payments_over():
    """What was sent just before the cut-off and is still under way at it is settled on the next working day."""
    bench = Bench(now="20260930165959", opening="3000000.00")
    bench.wish = Wish(answer=P)
    bench.pay("L", "1000000.00")
    bench.now = "20260930170000"
    assert "1 笔大额转入次日" == bench.ask("bank", "cutoff").text
    bench.until("20261008083000")
    assert "SUCCESS" == bench.state("L")


def batch(bench: Bench, *amounts: str) -> None:
    """The payer orders salaries."""
    rows = [{"payee_account": f"62220211100000{n:05d}", "payee_name": "同名", "amount": Decimal(a)} for n, a in enumerate(amounts)]
    bench.ask("client", "pay_salaries", rows=rows, order_no="GZ1", account=ACCOUNT)


def test_a_batch_adds_up_at_every_look():
    """BD-05: 5,220.30 + 6,800.50 + 100.00 = 12,120.80; card …00999 is closed; the parts add up before and after, same names and all."""
    bench = Bench()
    rows = [{"pay_row": n, "payee_account": account, "payee_name": "同名", "amount": Decimal(amount)} for n, (account, amount) in enumerate(
        [("6222021110000000006", "5220.30"), ("6222021110000000014", "6800.50"), ("6222021110000000999", "100.00")], 1)]
    step = bench.ask("bank", "pay_batch", rows=rows, pay_batch="B", account=ACCOUNT, account_name=NAME, total_amount=Decimal("12120.80"))
    assert S is step.outcome and ("50000.00", "37879.20") == bench.bank()
    for moment, state, parts in (("20260601093059", "PROCESSING", (0, "0.00", 0, "0.00", 3, "12120.80")),
                                 ("20260601093100", "FINAL", (2, "12020.80", 1, "100.00", 0, "0.00"))):
        bench.until(moment)
        told = bench.ask("bank", "query_batch", pay_batch="B").values
        names = [f"{part}_{what}" for part in ("success", "failed", "pending") for what in ("count", "amount")]
        assert state == told["batch_state"]
        assert list(parts) == [v if isinstance(v := told[name], int) else str(v) for name in names]
    assert ("37979.20", "37979.20") == bench.bank()
    assert [("D", "5220.30"), ("D", "6800.50")] == [line[1:] for line in bench.lines()]


def test_the_payer_books_a_batch_by_what_succeeded_once_all_has_ended():
    """Until every row has ended nothing is booked; then 300.00 of 300.00; a second look changes nothing."""
    bench = Bench()
    batch(bench, "100.00", "200.00")
    assert ("50000.00", 1) == bench.book()
    bench.until("20260601094000")
    assert ("49700.00", 0) == bench.book() and ("49700.00", "49700.00") == bench.bank()
    bench.until("20260603094000")
    assert ("49700.00", 0) == bench.book()


ACTIONS = st.sampled_from(["order", "lose", "deaf", "settle", "reverse", "return", "wait", "wait long", "processing", "at once", "unknown"])


@settings(max_examples=120, deadline=None)
@given(st.lists(ACTIONS, min_size=3, max_size=25))
def test_whatever_is_lost_there_is_one_debit_for_each_key_and_both_books_agree_in_the_end(actions):
    """BD-02 over every interleaving of lost requests, lost replies, late results and returns: the ledger is the oracle."""
    bench, number = Bench(), 0
    for action in actions:
        if action == "order":
            number += 1
            bench.order(f"{number}.07", f"PZ{number}")
        elif action in ("lose", "deaf"):
            getattr(bench, action)["CFRT02"] = 1
        elif action.startswith("wait"):
            bench.until("20260602093000" if "long" in action and bench.now < "20260602" else bench.now)
        elif action in ("settle", "reverse", "return"):
            for payment in list(bench.worlds["bank"].all("payment")):
                bench.ask("bank", "return_payment" if action == "return" else action, payment_no=payment.key)
        else:
            bench.wish = {"processing": Wish(answer=P), "unknown": Wish(answer=U), "at once": None}[action]
    bench.lose, bench.deaf = {}, {}
    for moment in ("20260603093000", "20260612093000"):
        bench.until(moment)
        for payment in list(bench.worlds["bank"].all("payment")):
            bench.ask("bank", "settle", payment_no=payment.key)
    debits = [p.voucher for p in bench.worlds["bank"].ledger.postings.values() if p.target == "outside:payees"]
    assert len(set(debits)) == len(debits)
    assert (bench.bank()[0], 0) == bench.book()
