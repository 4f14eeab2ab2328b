"""What a clerk does at the land side: take bids, close lots, order refunds, ask the bank.

Every function is an event (a stimulus); what it makes the land side send is in the step's `sends`, and `answered` takes
in what the bank said. A request whose outcome is unknown is repeated only where a repeat is harmless (G00003, 07, 08).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace

from kanhe.model.formula import Value
from kanhe.model.words import ReplyClass
from kanhe.simulate.behaviour import Command, Send, Step
from simulators.asked import text_of
from simulators.land_bank import money, refuse
from simulators.land_front import IN_TIME, Bidder, Deposit, deposits_of, put_deposit, standing
from simulators.ledger import fen, yuan
from simulators.world import World

ATTEMPTS = 3
OPEN_LOT, CLOSED_LOT = "OPEN", "CLOSED"

Judge = Callable[[Iterable[Deposit], Bidder], str]
Winner = Callable[[list[Bidder], str], Bidder | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Lot:
    """A parcel on offer; deadline and margin are the same for all who bid for it."""

    number: str
    deadline: str
    margin_fen: int
    status: str = OPEN_LOT
    winner: str = ""


def apply_bid(world: World, command: Command) -> Step:
    """A bid is entered: the land side applies for a sub-account (G00003)."""
    bidder = Bidder(
        bid=text_of(command, "bid"),
        institution=text_of(command, "institution"),
        lot=text_of(command, "lot"),
        name=text_of(command, "payer_name"),
        deadline=text_of(command, "deadline"),
        listing_end=text_of(command, "listing_end"),
        required_fen=fen(money(command.values.get("margin"))),
    )
    lot: Lot | None = world.find("lot", bidder.lot)
    if lot is None:
        lot = Lot(number=bidder.lot, deadline=bidder.deadline, margin_fen=bidder.required_fen)
    if (lot.status, lot.deadline, lot.margin_fen) != (OPEN_LOT, bidder.deadline, bidder.required_fen):
        return refuse(world, "地块已成交，或截止时间、保证金与地块不同")
    if not command.now < bidder.deadline < bidder.listing_end or bidder.required_fen <= 0:
        return refuse(world, "截止时间或保证金不对")
    if world.find("pool", bidder.institution) is None:
        return refuse(world, "入账账号未签约")
    known: Bidder | None = world.find("bidder", bidder.institution, bidder.bid)
    if known is not None and replace(known, sub_account="", status=bidder.status) != bidder:
        return refuse(world, "竞买号已用于另一次报名")
    if known is None:
        world = keep(world.put("lot", lot.number, record=lot), bidder)
    return Step(world=world, sends=(application(bidder),))


def application(bidder: Bidder) -> Send:
    """G00003; MatuDay is the deadline by which payments are judged (LAND-16)."""
    return Send(
        operation="G00003",
        values={"institution": bidder.institution, "bid": bidder.bid, "deadline": bidder.deadline},
        key=f"{bidder.institution} {bidder.bid}",
        attempts=ATTEMPTS,
    )


def judged(deposits: Iterable[Deposit], bidder: Bidder) -> str:
    """The honest judgement of one bidder's payments."""
    return standing(deposits, required_fen=bidder.required_fen, deadline=bidder.deadline)


def by_bid(bidders: list[Bidder], bid: str) -> Bidder | None:
    """The winner is who has the bid number (LAND-09)."""
    return next((bidder for bidder in bidders if bidder.bid == bid), None)


def close_lot(world: World, command: Command) -> Step:
    """The lot is sold: the winner's deposit is collected (G00008), who lost waits for the refund (G00007)."""
    return close(world, command)


def close(world: World, command: Command, *, judge: Judge = judged, find_winner: Winner = by_bid) -> Step:
    """Close a lot. judge: who paid in full and in time; find_winner: among the bidders of the lot."""
    lot: Lot | None = world.find("lot", text_of(command, "lot"))
    if lot is None or lot.status != OPEN_LOT:
        return refuse(world, "地块不存在或已成交")
    bid = text_of(command, "bid")
    bidders = [b for b in world.all("bidder") if b.lot == lot.number and b.status == "OPEN"]
    if not (rightful := by_bid(bidders, bid)) or judged(deposits_of(world, rightful.sub_account), rightful) != IN_TIME:
        return refuse(world, "竞得人没有按时足额交保证金")
    winner = find_winner(bidders, bid) or rightful
    losers = [
        b for b in bidders if b is not winner and judge(deposits_of(world, b.sub_account), b) == IN_TIME
    ]
    world = world.put("lot", lot.number, record=replace(lot, status=CLOSED_LOT, winner=bid))
    for loser in [b for b in bidders if b is not winner]:
        world = keep(world, replace(loser, status="LOST"))
    world = keep(world, replace(winner, status="WON"))
    return Step(world=world, sends=(collection(winner), *returns(losers)))


def collection(winner: Bidder) -> Send:
    """G00008."""
    values = {"institution": winner.institution, "sub_account": winner.sub_account}
    return Send(operation="G00008", values=values, key=winner.sub_account, attempts=ATTEMPTS)


def returns(losers: list[Bidder]) -> tuple[Send, ...]:
    """G00007, one for each institution that holds deposits of losers."""
    sends = []
    for institution in sorted({loser.institution for loser in losers}):
        mine = [loser.sub_account for loser in losers if loser.institution == institution]
        rows = numbered({"sub_account": number} for number in mine)
        values: dict[str, Value] = {"institution": institution, "count": len(rows)}
        sends.append(Send(operation="G00007", values=values, rows=rows, key=institution, attempts=ATTEMPTS))
    return tuple(sends)


def request_refund(world: World, command: Command) -> Step:
    """A loser gets everything back, each receipt to the account that it came from (G00010)."""
    number = text_of(command, "sub_account")
    bidder: Bidder | None = world.find("account", number)
    if bidder is None or bidder.status != "LOST":
        return refuse(world, "不是未竞得人的子账号")
    booked = [deposit for deposit in deposits_of(world, number) if deposit.status == "BOOKED"]
    if not booked:
        return refuse(world, "没有未退的到账")
    for deposit in booked:
        world = put_deposit(world, replace(deposit, status="REFUNDING", refund_fen=deposit.amount_fen))
    rows = numbered(
        {
            "payer_account": d.payer_account,
            "payer_name": d.payer_name,
            "amount": yuan(d.amount_fen),
            "bank_serial": d.serial,
        }
        for d in booked
    )
    total = yuan(sum(deposit.amount_fen for deposit in booked))
    values: dict[str, Value] = {"count": len(rows), "total_amount": total, "sub_account": number}
    return Step(world=world, sends=(Send(operation="G00010", values=values, rows=rows, key=number),))


def cancel_account(world: World, command: Command) -> Step:
    """G00004: only after the lot is closed and the deposit has left the sub-account (LAND-10)."""
    number = text_of(command, "sub_account")
    bidder: Bidder | None = world.find("account", number)
    if bidder is None or bidder.status not in ("WON", "LOST"):
        return refuse(world, "子账号不存在或交易尚未结束")
    if bidder.status == "LOST" and any(deposit.status == "BOOKED" for deposit in deposits_of(world, number)):
        return refuse(world, "子账号尚有余额")
    sends = (Send(operation="G00004", values={"sub_account": number}, key=number),)
    return Step(world=keep(world, replace(bidder, status="CLOSED")), sends=sends)


def query_receipts(world: World, command: Command) -> Step:
    """G00005."""
    bidder: Bidder | None = world.find("account", text_of(command, "sub_account"))
    if bidder is None:
        return refuse(world, "子账号不存在")
    values = {"institution": bidder.institution, "sub_account": bidder.sub_account}
    return Step(world=world, sends=(Send(operation="G00005", values=values),))


def query_refund(world: World, command: Command) -> Step:
    """G00011."""
    values = {"batch": text_of(command, "batch"), "sub_account": text_of(command, "sub_account")}
    return Step(world=world, sends=(Send(operation="G00011", values=values),))


def query_surplus(world: World, command: Command) -> Step:
    """G00013."""
    return Step(world=world, sends=(Send(operation="G00013", values={"institution": text_of(command, "institution")}),))


def answered(world: World, sent: Send, reply: ReplyClass | None, values: Mapping[str, Value]) -> Step:
    """What the bank said to a request of the land side; None = nothing readable."""
    done = reply in (ReplyClass.SUCCESS, ReplyClass.DUPLICATE)
    if sent.operation == "G00003" and done and values.get("sub_account"):
        institution, _, bid = sent.key.partition(" ")
        bidder: Bidder = world.find("bidder", institution, bid)
        if bidder.sub_account:
            return Step(world=world)
        return Step(world=keep(world, replace(bidder, sub_account=str(values["sub_account"]), status="OPEN")))
    if sent.operation == "G00010" and reply in (ReplyClass.REFUSED, ReplyClass.FAULT):
        for row in sent.rows:
            deposit: Deposit = world.find(f"deposit {sent.key}", str(row["bank_serial"]))
            world = put_deposit(world, replace(deposit, status="BOOKED", refund_fen=0))
    if sent.operation == "G00004" and reply in (ReplyClass.REFUSED, ReplyClass.FAULT):
        account: Bidder = world.find("account", sent.key)
        lot: Lot = world.find("lot", account.lot)
        world = keep(world, replace(account, status="WON" if lot.winner == account.bid else "LOST"))
    return Step(world=world)


def numbered(rows: Iterable[Mapping[str, Value]]) -> tuple[Mapping[str, Value], ...]:
    """Rows of a message with their numbers, from 0."""
    return tuple({"row_number": n, **row} for n, row in enumerate(rows))


def keep(world: World, bidder: Bidder) -> World:
    """The world with this bidder, found by bid and, once there is one, by sub-account."""
    world = world.put("bidder", bidder.institution, bidder.bid, record=bidder)
    return world.put("account", bidder.sub_account, record=bidder) if bidder.sub_account else world
