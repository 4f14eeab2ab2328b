"""The deposit bank of the land auctions: sub-accounts, receipts, refunds and collection, in integer fen.

Money comes from `outside:payers` into `sub:<sub-account>` and leaves to `outside:payers` (refund) or to the collection
account `land:<institution>` (the winner's deposit). Rules: LAND-02, 05, 06, 07, 08, 10 of the interface document.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from kanhe.model.formula import Value
from kanhe.model.words import ReplyClass
from kanhe.simulate.behaviour import Command, Send, Step
from simulators.asked import text_of
from simulators.ledger import fen, yuan
from simulators.world import World

PAYERS = "outside:payers"
NOTICE_ATTEMPTS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class SubAccount:
    """One bidder's sub-account for one lot. status: OPEN COLLECTED REFUNDING REFUNDED CLOSED; deadline: MatuDay."""

    number: str
    institution: str
    bid: str
    deadline: str
    status: str = "OPEN"


@dataclass(frozen=True, slots=True, kw_only=True)
class Pool:
    """The numbers that the bank has set aside for the sub-accounts of one institution."""

    numbers: int
    used: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """Money that came in under the bank's serial. status: BOOKED REFUNDING REFUNDED; notified: no yes disputed."""

    serial: str
    order: int
    sub_account: str
    amount_fen: int
    payer_name: str
    payer_account: str
    received_at: str
    status: str = "BOOKED"
    notified: str = "no"
    refund_fen: int = 0


def refuse(world: World, text: str, *, outcome: ReplyClass = ReplyClass.REFUSED) -> Step:
    """Nothing happens, and the reply says why."""
    return Step(world=world, outcome=outcome, text=text)


def inner(sub_account: str) -> str:
    """The ledger account of a sub-account."""
    return f"sub:{sub_account}"


def receipts_of(world: World, sub_account: str) -> list[Receipt]:
    """The receipts of a sub-account in order of booking."""
    return sorted(world.all(f"receipt {sub_account}"), key=lambda receipt: receipt.order)


def open_sub_account(world: World, command: Command) -> Step:
    """G00003: one sub-account for each (institution, bid); a repeat is answered with the same number (LAND-05)."""
    institution, bid = text_of(command, "institution"), text_of(command, "bid")
    known: SubAccount | None = world.find("bid", institution, bid)
    if known is not None:
        return Step(world=world, outcome=ReplyClass.DUPLICATE, values={"sub_account": known.number}, text="接收重复")
    pool: Pool | None = world.find("pool", institution)
    if pool is None or pool.numbers <= pool.used:
        return refuse(world, "入账账号未签约" if pool is None else "号段已用完")
    world, number = world.count("sub_account")
    world = world.put("pool", institution, record=replace(pool, used=pool.used + 1))
    account = SubAccount(
        number=f"8{number:011d}", institution=institution, bid=bid, deadline=text_of(command, "deadline")
    )
    return Step(world=keep(world, account), values={"sub_account": account.number})


def close_sub_account(world: World, command: Command) -> Step:
    """G00004: only an empty one can be closed (LAND-10)."""
    account: SubAccount | None = world.find("sub_account", text_of(command, "sub_account"))
    if account is None:
        return refuse(world, "子账号不存在")
    if account.status == "CLOSED":
        return refuse(world, "子账号已注销")
    if world.ledger.balance(inner(account.number)):
        return refuse(world, "子账号尚有余额，不能注销")
    return Step(world=keep(world, replace(account, status="CLOSED")))


def deposit_arrives(world: World, command: Command) -> Step:
    """A bidder pays in: the money is booked and the land side is told with G00001, again and again until it answers."""
    number = text_of(command, "sub_account")
    account: SubAccount | None = world.find("sub_account", number)
    if account is None or account.status != "OPEN" or command.now[:8] > account.deadline[:8]:
        return refuse(world, "子账号不存在、已过期或已不能入账")
    world, order = world.count("receipt")
    receipt = Receipt(
        serial=f"LS{command.now[:8]}{order:010d}",
        order=order,
        sub_account=number,
        amount_fen=fen(money(command.values.get("amount"))),
        payer_name=text_of(command, "payer_name"),
        payer_account=text_of(command, "payer_account"),
        received_at=command.now,
    )
    ledger = world.ledger.move(
        receipt.amount_fen, source=PAYERS, target=inner(number), voucher=receipt.serial, at=command.now
    )
    world = put_receipt(world.booked(ledger), receipt)
    return Step(world=world, sends=(notice(account, receipt),))


def list_receipts(world: World, command: Command) -> Step:
    """G00005: exactly the receipts of the sub-account, oldest first (LAND-07)."""
    number = text_of(command, "sub_account")
    account: SubAccount | None = world.find("sub_account", number)
    if account is None or account.status == "CLOSED":
        return refuse(world, "子账号不存在或已注销")
    rows = tuple(receipt_row(index, receipt) for index, receipt in enumerate(receipts_of(world, number)))
    return Step(world=world, values={"sub_account": number, "count": len(rows)}, rows=rows)


def collect_losers(world: World, command: Command) -> Step:
    """G00007: these sub-accounts wait for their refund from now on; all of them or none (LAND-09)."""
    numbers = [str(row.get("sub_account")) for row in command.rows]
    accounts: list[SubAccount | None] = [world.find("sub_account", number) for number in numbers]
    if len(set(numbers)) < len(numbers) or any(account is None or account.status == "CLOSED" for account in accounts):
        return refuse(world, "清单中有不存在、已注销或重复的子账号")
    found = [account for account in accounts if account is not None]
    if any(account.status == "COLLECTED" for account in found):
        return refuse(world, "清单中有竞得人的子账号")
    if all(account.status != "OPEN" for account in found):
        return Step(world=world, outcome=ReplyClass.DUPLICATE, text="接收重复")
    if any(account.status != "OPEN" for account in found):
        return refuse(world, "清单中有已经归集过的子账号")
    for account in found:
        world = keep(world, replace(account, status="REFUNDING"))
    return Step(world=world)


def collect_winner(world: World, command: Command) -> Step:
    """G00008: the winner's deposit moves to the collection account as part of the price."""
    account: SubAccount | None = world.find("sub_account", text_of(command, "sub_account"))
    if account is None or account.status == "CLOSED":
        return refuse(world, "子账号不存在或已注销")
    if account.status == "COLLECTED":
        return Step(world=world, outcome=ReplyClass.DUPLICATE, text="接收重复")
    if account.status != "OPEN":
        return refuse(world, "子账号已按未竞得人归集")
    balance = world.ledger.balance(inner(account.number))
    if balance:
        ledger = world.ledger.move(
            balance,
            source=inner(account.number),
            target=f"land:{account.institution}",
            voucher=f"G00008 {account.number}",
            at=command.now,
        )
        world = world.booked(ledger)
    return Step(world=keep(world, replace(account, status="COLLECTED")))


def surplus(world: World, command: Command) -> Step:
    """G00013: how many numbers of the pool are left."""
    pool: Pool | None = world.find("pool", text_of(command, "institution"))
    if pool is None:
        return refuse(world, "入账账号未签约")
    return Step(world=world, values={"surplus": pool.numbers - pool.used, "number_total": pool.numbers})


def notice(account: SubAccount, receipt: Receipt) -> Send:
    """G00001 about one receipt; the same bank serial however often it is sent."""
    values: dict[str, Value] = {"institution": account.institution, **receipt_row(0, receipt)}
    return Send(
        operation="G00001",
        values={**values, "sub_account": receipt.sub_account},
        key=receipt.serial,
        attempts=NOTICE_ATTEMPTS,
    )


def notice_answered(world: World, sent: Send, reply: ReplyClass | None, values: Mapping[str, Value]) -> Step:
    """The land side answered G00001. 01 means that it had it already: booked is booked (LAND-02)."""
    receipt: Receipt | None = world.find(f"receipt {sent.values['sub_account']}", sent.key)
    if receipt is None or reply is None:
        return Step(world=world)
    notified = reply in (ReplyClass.SUCCESS, ReplyClass.DUPLICATE)
    return Step(world=put_receipt(world, replace(receipt, notified="yes" if notified else "disputed")))


def take_back(world: World, receipt: Receipt, *, now: str) -> World:
    """The world in which the bank has undone a receipt. No honest bank does this; defects do."""
    ledger = world.ledger.move(
        receipt.amount_fen, source=inner(receipt.sub_account), target=PAYERS, voucher=f"undo {receipt.serial}", at=now
    )
    return world.booked(ledger).drop(f"receipt {receipt.sub_account}", receipt.serial)


def receipt_row(index: int, receipt: Receipt) -> dict[str, Value]:
    """A receipt as a row of a message."""
    return {
        "row_number": index,
        "received_at": receipt.received_at,
        "amount": yuan(receipt.amount_fen),
        "payer_name": receipt.payer_name,
        "payer_account": receipt.payer_account,
        "bank_serial": receipt.serial,
    }


def keep(world: World, account: SubAccount) -> World:
    """The world with this sub-account, found by its number and by its bid."""
    return world.put("sub_account", account.number, record=account).put(
        "bid", account.institution, account.bid, record=account
    )


def put_receipt(world: World, receipt: Receipt) -> World:
    """The world with this receipt, found in its sub-account."""
    return world.put(f"receipt {receipt.sub_account}", receipt.serial, record=receipt)


def money(value: Value) -> Decimal:
    """A value that must be an amount."""
    if not isinstance(value, Decimal):
        raise TypeError(f"not an amount: {value!r}")
    return value
