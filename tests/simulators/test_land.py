"""The land simulator keeps the rules of the interface document (LAND-02 … LAND-16) on both sides."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kanhe.model.words import ReplyClass
from simulators.land_front import IN_TIME, LATE, SHORT, Deposit, same_name, standing
from simulators.land_refunds import Batch
from simulators.ledger import yuan
from tests.simulators.auction import INSTITUTION, Auction

S, D, R = ReplyClass.SUCCESS, ReplyClass.DUPLICATE, ReplyClass.REFUSED
IN, END, OVER = "20260119120000", "20260120170000", "20260120170001"


def deposit(amount_fen: int, at: str, *, counted: bool = True, order: int = 1) -> Deposit:
    """A receipt with only what the judgement looks at."""
    return Deposit(serial=str(order), order=order, sub_account="8", amount_fen=amount_fen, payer_name="甲",
                   payer_account="6", received_at=at, counted=counted)


@pytest.mark.parametrize(
    ("amounts", "expected"),
    [
        ([(800_000, IN)], IN_TIME),
        ([(799_999, IN)], SHORT),
        ([(800_000, END)], LATE),
        ([(799_999, IN), (1, END)], LATE),
        ([(700_000, IN), (100_000, IN)], IN_TIME),
        ([(700_000, OVER), (100_000, IN)], LATE),
        ([(800_000, IN), (100_000, OVER)], IN_TIME),
        ([], SHORT),
    ],
)
def test_full_payment_is_judged_exactly_and_strictly_before_the_deadline(
    amounts: list[tuple[int, str]], expected: str
) -> None:
    """LAND-04: every payment by its own moment; equality with the deadline is late; one fen short is short."""
    deposits = [deposit(fen, at, order=n) for n, (fen, at) in enumerate(amounts)]
    assert expected == standing(deposits, required_fen=800_000, deadline=END)


def test_a_third_party_payment_is_booked_but_does_not_count() -> None:
    """LAND-13: the payer must be the bidder; spaces, width and middle dots do not make another name."""
    assert SHORT == standing([deposit(800_000, IN, counted=False)], required_fen=800_000, deadline=END)
    assert same_name("阿里木·买买提", "阿里木•买买提 ")
    assert not same_name("南通市某置业有限公司", "南通某置业有限公司")


def test_a_bid_gets_one_sub_account_however_often_the_reply_is_lost() -> None:
    """LAND-05: the repeat is answered 01 with the same number."""
    room = Auction()
    room.lose = ["G00003", "G00003"]
    account = room.bid("202601050001")
    assert [None, None, D] == room.said("G00003")
    assert account == room.worlds["bank"].find("bid", INSTITUTION, "202601050001").number
    assert Decimal(99) == Decimal(str(room.ask("bank", "surplus", institution=INSTITUTION).values["surplus"]))


def test_the_pool_runs_out() -> None:
    """An institution without numbers left gets no sub-account, and the count says so."""
    room = Auction()
    for number in range(100):
        assert room.bid(f"b{number:03d}")
    assert "" == room.bid("b100")
    assert 0 == room.ask("bank", "surplus", institution=INSTITUTION).values["surplus"]
    assert R is room.ask("bank", "surplus", institution="unknown").outcome


def test_a_lost_notice_is_repeated_with_the_same_serial_and_booked_once() -> None:
    """LAND-02: n deliveries make one receipt at the land side, and 01 leaves the bank's booking as it is."""
    room = Auction()
    account = room.bid("1")
    room.lose = ["G00001", "G00001"]
    room.pay(account, "8000.00", name="公司1")
    assert [None, None, D] == room.said("G00001")
    assert 800_000 == room.worlds["land"].ledger.balance(f"margin:{account}")
    assert 800_000 == room.worlds["bank"].ledger.balance(f"sub:{account}")
    assert 1 == len({send.values["bank_serial"] for send in room.sent if send.operation == "G00001"})


def test_the_same_serial_with_other_content_is_refused() -> None:
    """LAND-02: another amount, account or payer under a known serial books nothing."""
    room = Auction()
    account, other = room.bid("1"), room.bid("2")
    room.pay(account, "8000.00", name="公司1")
    sent = next(send for send in room.sent if send.operation == "G00001")
    for change in ({"amount": Decimal("8000.01")}, {"sub_account": other}, {"payer_account": "7"}):
        assert R is room.ask("land", "receipt", **{**sent.values, **change}).outcome
    assert D is room.ask("land", "receipt", **sent.values).outcome
    assert 800_000 == room.worlds["land"].ledger.balance(f"margin:{account}")


def test_unknown_expired_and_closed_sub_accounts_take_no_receipt() -> None:
    """LAND-06: valid through the day of the deadline, not the day after; never for one that nobody has."""
    room = Auction()
    account = room.bid("1")
    notice = {"sub_account": account, "amount": Decimal("1.00"), "payer_name": "公司1", "payer_account": "6"}
    assert S is room.ask("land", "receipt", bank_serial="A", received_at="20260120235959", **notice).outcome
    assert R is room.ask("land", "receipt", bank_serial="B", received_at="20260121000000", **notice).outcome
    assert R is room.ask("land", "receipt", bank_serial="C", received_at=IN, **{**notice, "sub_account": "x"}).outcome
    assert R is room.pay(account, "1.00", name="公司1", at="20260121000000").outcome


def full_room() -> tuple[Auction, dict[str, str]]:
    """Winner and loser in time, one late, one short, one paid by a third party."""
    room = Auction()
    accounts = {number: room.bid(number) for number in ("win", "lose", "late", "short", "third")}
    room.pay(accounts["win"], "8000.00", name="公司win", at=IN)
    room.pay(accounts["lose"], "7000.00", name="公司lose", at=IN)
    room.pay(accounts["lose"], "1000.00", name="公司lose", at=IN)
    room.pay(accounts["late"], "8000.00", name="公司late", at=END)
    room.pay(accounts["short"], "7999.99", name="公司short", at=IN)
    room.pay(accounts["third"], "8000.00", name="别人", at=IN)
    return room, accounts


def test_a_closed_lot_parts_into_the_winner_and_the_losers() -> None:
    """LAND-09: G00008 for the winner, then G00007 for exactly those who paid in full and in time; others stay."""
    room, accounts = full_room()
    room.now = "20260123100000"
    assert S is room.close("win").outcome
    assert {"win": "COLLECTED", "lose": "REFUNDING", "late": "OPEN", "short": "OPEN", "third": "OPEN"} == {
        number: room.status(account) for number, account in accounts.items()
    }
    assert ["G00008", "G00007"] == [code for code, _ in room.story[-2:]]
    assert 800_000 == room.worlds["bank"].ledger.balance(f"land:{INSTITUTION}")
    assert R is room.close("win").outcome


def test_a_winner_who_did_not_pay_in_time_is_refused() -> None:
    """LAND-04: a lot cannot be closed for who is late, short or unknown."""
    for winner in ("late", "short", "third", "nobody"):
        room, _ = full_room()
        assert R is room.close(winner).outcome
        assert [] == room.said("G00008")


def test_lost_replies_of_a_closing_change_nothing_twice() -> None:
    """A repeated G00007 or G00008 is answered 01 and moves no money again."""
    room, accounts = full_room()
    room.lose = ["G00008", "G00007", "G00007"]
    room.close("win")
    assert [None, D] == room.said("G00008")
    assert [None, None, D] == room.said("G00007")
    assert 800_000 == room.worlds["bank"].ledger.balance(f"land:{INSTITUTION}")
    assert R is room.ask("bank", "collect_losers", rows=[{"sub_account": accounts["win"]}]).outcome
    assert R is room.ask("bank", "collect_winner", sub_account=accounts["lose"]).outcome


def test_every_receipt_goes_back_once_to_its_payer() -> None:
    """LAND-08: refund of the whole, notice, repeat; the second order finds nothing left."""
    room, accounts = full_room()
    room.close("win")
    assert S is room.ask("land", "request_refund", sub_account=accounts["lose"]).outcome
    assert [S] == room.said("G00010")
    assert "REFUNDED" == room.status(accounts["lose"])
    (batch,) = room.worlds["bank"].all("batch")
    assert isinstance(batch, Batch)
    listed = room.ask("bank", "list_refunds", batch=batch.number, sub_account=accounts["lose"]).rows
    assert [yuan(700_000), yuan(100_000)] == [row["amount"] for row in listed]
    one = room.ask("bank", "list_refunds", batch=batch.number, sub_account=accounts["lose"], amount=Decimal("1000.00"))
    assert 1 == len(one.rows)
    room.lose = ["G00012"]
    assert S is room.ask("bank", "refund_settles", batch=batch.number).outcome
    assert [None, D] == room.said("G00012")
    assert R is room.ask("bank", "refund_settles", batch=batch.number).outcome
    assert R is room.ask("land", "request_refund", sub_account=accounts["lose"]).outcome
    assert R is room.ask("land", "request_refund", sub_account=accounts["win"]).outcome


def refund_row(room: Auction, account: str) -> dict[str, object]:
    """The row that refunds the first receipt of a sub-account."""
    row = room.ask("bank", "list_receipts", sub_account=account).rows[0]
    return {name: row[name] for name in ("payer_account", "payer_name", "amount", "bank_serial")}


@pytest.mark.parametrize(
    "change",
    [
        {"payer_account": "7"}, {"payer_name": "别人"}, {"bank_serial": "none"},
        {"amount": Decimal("7000.01")}, {"amount": Decimal("0.00")},
    ],
)
def test_a_refund_that_is_not_the_receipt_is_refused(change: dict[str, object]) -> None:
    """LAND-08: to the payer of the receipt, at most the receipt, more than nothing; the money stays where it is."""
    room, accounts = full_room()
    row = refund_row(room, accounts["lose"])
    assert R is room.ask("bank", "refund", rows=[{**row, **change}], sub_account=accounts["lose"]).outcome
    assert R is room.ask("bank", "refund", rows=[row, row], sub_account=accounts["lose"]).outcome
    assert 800_000 == room.worlds["bank"].ledger.balance(f"sub:{accounts['lose']}")
    assert S is room.ask("bank", "refund", rows=[row], sub_account=accounts["lose"]).outcome
    assert R is room.ask("bank", "refund", rows=[row], sub_account=accounts["lose"]).outcome


def test_a_refund_notice_for_another_amount_or_payer_is_refused() -> None:
    """LAND-08 at the land side: the notice must be about what was asked for."""
    room, accounts = full_room()
    room.close("win")
    room.ask("land", "request_refund", sub_account=accounts["lose"])
    row = refund_row(room, accounts["lose"])
    for change in ({"amount": Decimal("0.70")}, {"payer_name": "别人"}, {"bank_serial": "none"}):
        assert R is room.ask("land", "refund_arrived", rows=[{**row, **change}], sub_account=accounts["lose"]).outcome
    assert R is room.ask("land", "refund_arrived", rows=[row, row], sub_account=accounts["lose"]).outcome
    assert S is room.ask("land", "refund_arrived", rows=[row], sub_account=accounts["lose"]).outcome
    assert D is room.ask("land", "refund_arrived", rows=[row], sub_account=accounts["lose"]).outcome


def test_only_an_empty_sub_account_of_a_closed_lot_is_cancelled() -> None:
    """LAND-10: not before the closing, not with money in it; afterwards it takes no receipt any more."""
    room, accounts = full_room()
    assert R is room.ask("land", "cancel_account", sub_account=accounts["lose"]).outcome
    assert R is room.ask("bank", "close_sub_account", sub_account=accounts["lose"]).outcome
    room.close("win")
    assert R is room.ask("land", "cancel_account", sub_account=accounts["lose"]).outcome
    room.ask("land", "request_refund", sub_account=accounts["lose"])
    assert S is room.ask("land", "cancel_account", sub_account=accounts["lose"]).outcome
    assert "CLOSED" == room.status(accounts["lose"])
    assert R is room.ask("bank", "list_receipts", sub_account=accounts["lose"]).outcome
    assert R is room.ask("bank", "close_sub_account", sub_account=accounts["lose"]).outcome
    late = {"sub_account": accounts["lose"], "amount": Decimal("1.00"), "payer_name": "甲", "payer_account": "6"}
    assert R is room.ask("land", "receipt", bank_serial="Z", received_at=IN, **late).outcome


def test_a_lot_has_one_deadline_and_one_margin() -> None:
    """LAND-16: a bid with another margin, after the closing or against the clock is refused and sends nothing."""
    room = Auction()
    room.bid("1")
    assert "1" == room.worlds["land"].find("bidder", INSTITUTION, "1").bid
    bad = {"lot": "CR1", "bid": "2", "institution": INSTITUTION, "payer_name": "乙", "deadline": "20260120170000",
               "listing_end": "20260122170000", "margin": Decimal("8000.01")}
    assert R is room.ask("land", "apply_bid", **bad).outcome
    assert R is room.ask("land", "apply_bid", **{**bad, "lot": "CR2", "deadline": "20260101000000"}).outcome
    assert R is room.ask("land", "apply_bid", **{**bad, "lot": "CR2", "institution": "unknown"}).outcome
    assert 1 == len(room.said("G00003"))


@settings(max_examples=60, deadline=None)
@given(
    payments=st.lists(
        st.tuples(st.integers(0, 3), st.sampled_from(["8000.00", "7000.00", "1000.00", "0.01"]),
                  st.sampled_from([IN, "20260120165959", END, OVER]), st.booleans()),
        max_size=12,
    ),
    lost=st.lists(st.sampled_from(["G00001", "G00007", "G00008", "G00012"]), max_size=6),
)
def test_money_is_conserved_through_any_auction(payments: list[tuple[int, str, str, bool]], lost: list[str]) -> None:
    """Whatever is paid and whichever replies are lost: both sides agree, and all money is where the rules put it."""
    room = Auction()
    accounts = [room.bid(str(n)) for n in range(4)]
    room.lose = list(lost)
    paid = 0
    for who, amount, at, own in payments:
        if S is room.pay(accounts[who], amount, name=f"公司{who}" if own else "别人", at=at).outcome:
            paid += int(Decimal(amount) * 100)
    closed = [room.close(str(n)).outcome for n in range(4)]
    assert closed.count(S) <= 1
    for account in accounts:
        bank = room.worlds["bank"].ledger
        if room.status(account) != "COLLECTED":
            assert bank.balance(f"sub:{account}") == room.worlds["land"].ledger.balance(f"margin:{account}")
        room.ask("land", "request_refund", sub_account=account)
    bank = room.worlds["bank"].ledger
    held = sum(bank.balance(f"sub:{account}") for account in accounts)
    collected = bank.balance(f"land:{INSTITUTION}")
    assert -bank.balance("outside:payers") == held + collected
    if S in closed:
        assert 0 == held
        assert (collected > 0) == (paid > 0)
    else:
        assert held == paid
