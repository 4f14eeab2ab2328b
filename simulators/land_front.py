"""The land side: bidders, their deposits, who paid in full and in time, who won, who gets the money back.

Amounts are kept in fen, sums are exact, a moment is in time only if it is before the deadline (LAND-03, 04); the
winner is found by bid number, never by name (LAND-09); a payer who is not the bidder is booked but does not count
(LAND-13).
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

from kanhe.model.formula import Value
from kanhe.model.words import ReplyClass
from kanhe.simulate.behaviour import Command, Step
from simulators.asked import text_of
from simulators.land_bank import money, refuse
from simulators.ledger import fen
from simulators.world import World

IN_TIME, SHORT, LATE = "00", "01", "02"


@dataclass(frozen=True, slots=True, kw_only=True)
class Bidder:
    """One bid for one lot. status: APPLIED OPEN WON LOST REFUNDED CLOSED; required_fen: the margin that is asked.

    deadline: until when the margin must have come in (MatuDay); listing_end: until when bids are taken.
    """

    bid: str
    institution: str
    lot: str
    name: str
    deadline: str
    required_fen: int
    listing_end: str = ""
    sub_account: str = ""
    status: str = "APPLIED"


@dataclass(frozen=True, slots=True, kw_only=True)
class Deposit:
    """One receipt as the bank told of it. counted: the payer is the bidder. status: BOOKED REFUNDING REFUNDED."""

    serial: str
    order: int
    sub_account: str
    amount_fen: int
    payer_name: str
    payer_account: str
    received_at: str
    counted: bool
    status: str = "BOOKED"
    refund_fen: int = 0

    @property
    def content(self) -> tuple[object, ...]:
        """What must be the same in a resend."""
        return (self.sub_account, self.amount_fen, self.payer_name, self.payer_account, self.received_at)


def same_name(left: str, right: str) -> bool:
    """Whether two names are one after normalisation (NFKC, no spaces, no middle dots)."""
    return plain_name(left) == plain_name(right)


@lru_cache(maxsize=4096)
def plain_name(name: str) -> str:
    """A name for comparison."""
    return "".join(c for c in unicodedata.normalize("NFKC", name) if not c.isspace() and c not in "·•‧・")


def standing(deposits: Iterable[Deposit], *, required_fen: int, deadline: str) -> str:
    """LAND-04: in time, short or late, judged payment by payment; a moment equal to the deadline is late."""
    counted = [deposit for deposit in deposits if deposit.counted]
    if sum(d.amount_fen for d in counted if d.received_at < deadline) >= required_fen:
        return IN_TIME
    return LATE if sum(d.amount_fen for d in counted) >= required_fen else SHORT


def deposits_of(world: World, sub_account: str) -> list[Deposit]:
    """The deposits of a sub-account in order of notice."""
    return sorted(world.all(f"deposit {sub_account}"), key=lambda deposit: deposit.order)


def receipt(world: World, command: Command) -> Step:
    """G00001: once for each bank serial (LAND-02); unknown, closed and expired sub-accounts are refused (LAND-06)."""
    known: Deposit | None = world.find("serial", text_of(command, "bank_serial"))
    bidder: Bidder | None = world.find("account", text_of(command, "sub_account"))
    world, deposit = deposit_of(world, command, bidder)
    if known is not None:
        return again(world, known, deposit)
    if bidder is None or bidder.status == "CLOSED":
        return refuse(world, "子账号不存在或已注销")
    if deposit.received_at[:8] > bidder.deadline[:8]:
        return refuse(world, "子账号已过期")
    return Step(world=book(world, deposit, now=command.now))


def deposit_of(world: World, command: Command, bidder: Bidder | None) -> tuple[World, Deposit]:
    """The deposit that a notice tells of, and the world that has used its number."""
    world, order = world.count("deposit")
    payer = text_of(command, "payer_name")
    return world, Deposit(
        serial=text_of(command, "bank_serial"),
        order=order,
        sub_account=text_of(command, "sub_account"),
        amount_fen=fen(money(command.values.get("amount"))),
        payer_name=payer,
        payer_account=text_of(command, "payer_account"),
        received_at=text_of(command, "received_at"),
        counted=bidder is not None and same_name(bidder.name, payer),
    )


def again(world: World, known: Deposit, deposit: Deposit) -> Step:
    """The answer to a bank serial that is known: 01 for the same receipt, a refusal for another one."""
    if known.content != deposit.content:
        return refuse(world, "银行流水号已用于另一笔到账")
    return Step(world=world, outcome=ReplyClass.DUPLICATE, text="接收重复")


def book(world: World, deposit: Deposit, *, now: str) -> World:
    """The world that knows this deposit."""
    ledger = world.ledger.move(
        deposit.amount_fen,
        source="outside:bank",
        target=f"margin:{deposit.sub_account}",
        voucher=deposit.serial,
        at=now,
    )
    return put_deposit(world.booked(ledger), deposit)


def put_deposit(world: World, deposit: Deposit) -> World:
    """The world with this deposit, found by its serial and in its sub-account."""
    world = world.put("serial", deposit.serial, record=deposit)
    return world.put(f"deposit {deposit.sub_account}", deposit.serial, record=deposit)


def refund_arrived(world: World, command: Command) -> Step:
    """G00012: refunds that were asked for have arrived; told twice is answered 01 (LAND-15)."""
    number = text_of(command, "sub_account")
    serials = [str(row.get("bank_serial")) for row in command.rows]
    found: list[Deposit | None] = [world.find(f"deposit {number}", serial) for serial in serials]
    if len(set(serials)) < len(serials) or None in found:
        return refuse(world, "不是本子账号的到账，或同一笔重复")
    deposits = [deposit for deposit in found if deposit is not None]
    for deposit, row in zip(deposits, command.rows, strict=True):
        if (deposit.payer_account, deposit.payer_name) != (row.get("payer_account"), row.get("payer_name")):
            return refuse(world, "退款的收款人不是原付款人")
        if deposit.refund_fen and deposit.refund_fen != fen(money(row.get("amount"))):
            return refuse(world, "退款金额与申请不符")
    if any(deposit.status == "REFUNDED" for deposit in deposits):
        return Step(world=world, outcome=ReplyClass.DUPLICATE, text="接收重复")
    for deposit in deposits:
        world = put_deposit(world, replace(deposit, status="REFUNDED"))
    rows: tuple[Mapping[str, Value], ...] = tuple(
        {"row_number": n, "payer_account": d.payer_account, "payer_name": d.payer_name, "row_result": "00"}
        for n, d in enumerate(deposits)
    )
    return Step(world=world, rows=rows)


def link_test(world: World, command: Command) -> Step:
    """G00009: both sides answer."""
    return Step(world=world)
