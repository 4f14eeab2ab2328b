"""The land side: bidders, their deposits, who paid in full and in time, who won, who gets the money back.

Amounts are kept in fen, sums are exact, a moment is in time only if it is before the deadline (LAND-03, 04); the
winner is found by bid number, never by name (LAND-09); a payer who is not the bidder is booked but does not count
(LAND-13).
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace

from kanhe.model.words import ReplyClass
from kanhe.simulate.behaviour import Command, Send, Step
from simulators.ledger import fen, yuan
from simulators.world import World

IN_TIME, SHORT, LATE = "00", "01", "02"


@dataclass(frozen=True, slots=True, kw_only=True)
class Bidder:
    """One bid for one lot. status: APPLIED OPEN WON LOST REFUNDED CLOSED; required_fen: the margin that is asked."""

    bid: str
    institution: str
    lot: str
    name: str
    deadline: str
    required_fen: int
    sub_account: str = ""
    status: str = "APPLIED"


@dataclass(frozen=True, slots=True, kw_only=True)
class Deposit:
    """One receipt as the bank told of it. counted: whether the payer is the bidder."""

    serial: str
    order: int
    sub_account: str
    amount_fen: int
    payer_name: str
    payer_account: str
    received_at: str
    counted: bool
    refunded: bool = False

    @property
    def content(self) -> tuple[object, ...]:
        """What must be the same in a resend."""
        return (self.sub_account, self.amount_fen, self.payer_name, self.payer_account, self.received_at)


def same_name(left: str, right: str) -> bool:
    """Whether two names are one after normalisation (NFKC, no spaces, no middle dots)."""
    return plain_name(left) == plain_name(right)


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


def register_bidder(world: World, command: Command) -> Step:
    """A bid is entered at the land side: it applies for a sub-account (G00003)."""
    bid, institution = text_of(command, "bid"), text_of(command, "institution")
    if world.find("bidder", bid) is not None:
        return refuse(world, "竞买号已登记")
    bidder = Bidder(
        bid=bid,
        institution=institution,
        lot=text_of(command, "lot"),
        name=text_of(command, "payer_name"),
        deadline=text_of(command, "deadline"),
        required_fen=fen(money(command.values.get("margin"))),
    )
    return Step(world=world.put("bidder", bid, record=bidder), sends=(application(bidder),))


def application(bidder: Bidder) -> Send:
    """G00003; MatuDay is the deadline by which payments are judged (LAND-16)."""
    return Send(
        operation="G00003",
        values={"institution": bidder.institution, "bid": bidder.bid, "deadline": bidder.deadline},
        key=bidder.bid,
        attempts=3,
    )


def take_receipt(world: World, command: Command) -> Step:
    """G00001: booked once for each bank serial (LAND-02); unknown or closed sub-accounts are refused (LAND-06)."""
    serial, number = text_of(command, "bank_serial"), text_of(command, "sub_account")
    bidder: Bidder | None = world.find("account", number)
    world, order = world.count("deposit")
    deposit = Deposit(
        serial=serial,
        order=order,
        sub_account=number,
        amount_fen=fen(money(command.values.get("amount"))),
        payer_name=text_of(command, "payer_name"),
        payer_account=text_of(command, "payer_account"),
        received_at=text_of(command, "received_at"),
        counted=bidder is not None and same_name(bidder.name, text_of(command, "payer_name")),
    )
    known: Deposit | None = world.find("serial", serial)
    if known is not None:
        if known.content != deposit.content:
            return refuse(world, "银行流水号相同而内容不同")
        return Step(world=world, outcome=ReplyClass.DUPLICATE, text="接收重复")
    if bidder is None:
        return refuse(world, "子账号不存在")
    if bidder.status not in ("OPEN",):
        return refuse(world, "子账号已结束")
    return Step(world=book(world, deposit, now=command.now))


def book(world: World, deposit: Deposit, *, now: str) -> World:
    """The world that knows this deposit."""
    ledger = world.ledger.move(
        deposit.amount_fen,
        source="outside:bank",
        target=f"margin:{deposit.sub_account}",
        voucher=deposit.serial,
        at=now,
    )
    world = world.booked(ledger).put("serial", deposit.serial, record=deposit)
    return world.put(f"deposit {deposit.sub_account}", deposit.serial, record=deposit)
