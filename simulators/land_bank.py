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
from simulators.ledger import fen, yuan
from simulators.world import Answered, World

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
    """Money that came in under the bank's serial. status: BOOKED NOTIFIED DISPUTED; refunded: paid back once."""

    serial: str
    order: int
    sub_account: str
    amount_fen: int
    payer_name: str
    payer_account: str
    received_at: str
    status: str = "BOOKED"
    refunded: bool = False


def refuse(world: World, text: str, *, outcome: ReplyClass = ReplyClass.REFUSED) -> Step:
    """Nothing happens, and the reply says why."""
    return Step(world=world, outcome=outcome, text=text)


def text_of(command: Command, meaning: str) -> str:
    """A value as text, '' where the request leaves it out."""
    value = command.values.get(meaning)
    return "" if value is None else str(value)


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
    world = _keep(world.put("bid", institution, bid, record=account), account)
    return Step(world=world, values={"sub_account": account.number})


def close_sub_account(world: World, command: Command) -> Step:
    """G00004: only an empty one can be closed (LAND-10)."""
    account: SubAccount | None = world.find("sub_account", text_of(command, "sub_account"))
    if account is None:
        return refuse(world, "子账号不存在")
    if account.status == "CLOSED":
        return refuse(world, "子账号已注销")
    if world.ledger.balance(inner(account.number)):
        return refuse(world, "子账号尚有余额，不能注销")
    return Step(world=_keep(world, replace(account, status="CLOSED")))


def deposit_arrives(world: World, command: Command) -> Step:
    """A bidder pays in: the money is booked and the land side is told with G00001, again and again until it answers."""
    number = text_of(command, "sub_account")
    account: SubAccount | None = world.find("sub_account", number)
    if account is None or account.status != "OPEN":
        return refuse(world, "子账号不存在或已不能入账")
    world, order = world.count("receipt")
    receipt = Receipt(
        serial=text_of(command, "receipt_no") or f"LS{command.now[:8]}{order:010d}",
        order=order,
        sub_account=number,
        amount_fen=_amount(command.values.get("amount")),
        payer_name=text_of(command, "payer_name"),
        payer_account=text_of(command, "payer_account"),
        received_at=text_of(command, "received_at") or command.now,
    )
    ledger = world.ledger.move(
        receipt.amount_fen, source=PAYERS, target=inner(number), voucher=receipt.serial, at=command.now
    )
    world = _receipt(world.booked(ledger), receipt)
    return Step(world=world, sends=(notice(account, receipt),))


def list_receipts(world: World, command: Command) -> Step:
    """G00005: exactly the receipts of the sub-account, oldest first (LAND-07)."""
    number = text_of(command, "sub_account")
    if world.find("sub_account", number) is None:
        return refuse(world, "子账号不存在")
    rows = tuple(_row(index, receipt) for index, receipt in enumerate(receipts_of(world, number)))
    return Step(world=world, values={"sub_account": number, "row_count": len(rows)}, rows=rows)


def refund_losers(world: World, command: Command) -> Step:
    """G00007: every deposit of these sub-accounts goes back to its payer; all of them or none."""
    numbers = [str(row.get("sub_account")) for row in command.rows]
    for number in numbers:
        account: SubAccount | None = world.find("sub_account", number)
        if account is None:
            return refuse(world, f"子账号 {number} 不存在")
        if account.status != "OPEN" or numbers.count(number) > 1:
            return refuse(world, f"子账号 {number} 已处理或重复")
    sends: list[Send] = []
    for number in numbers:
        open_receipts = [r for r in receipts_of(world, number) if not r.refunded]
        for receipt in open_receipts:
            world = pay_back(world, receipt, receipt.amount_fen, now=command.now)
        world = _keep(world, replace(world.find("sub_account", number), status="REFUNDED"))
        if open_receipts:
            sends.append(refund_notice(number, open_receipts))
    return Step(world=world, sends=tuple(sends))


def collect_winner(world: World, command: Command) -> Step:
    """G00008: the winner's deposit moves to the collection account as part of the price."""
    account: SubAccount | None = world.find("sub_account", text_of(command, "sub_account"))
    if account is None:
        return refuse(world, "子账号不存在")
    if account.status != "OPEN":
        return refuse(world, "子账号已处理")
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
    return Step(world=_keep(world, replace(account, status="COLLECTED")))


def link_test(world: World, command: Command) -> Step:
    """G00009: both sides answer."""
    return Step(world=world)


def notice(account: SubAccount, receipt: Receipt) -> Send:
    """G00001 about one receipt; the same bank serial however often it is sent."""
    return Send(
        operation="G00001",
        values={
            "institution": account.institution,
            "received_at": receipt.received_at,
            "amount": yuan(receipt.amount_fen),
            "payer_name": receipt.payer_name,
            "payer_account": receipt.payer_account,
            "sub_account": receipt.sub_account,
            "receipt_no": receipt.serial,
        },
        key=receipt.serial,
        attempts=NOTICE_ATTEMPTS,
    )


def refund_notice(sub_account: str, receipts: list[Receipt]) -> Send:
    """G00012 about the refunds of one sub-account."""
    rows = tuple(_row(index, receipt) for index, receipt in enumerate(receipts))
    return Send(
        operation="G00012",
        values={
            "row_count": len(rows),
            "total_amount": yuan(sum(receipt.amount_fen for receipt in receipts)),
            "sub_account": sub_account,
        },
        rows=rows,
        key=f"refund {sub_account}",
        attempts=NOTICE_ATTEMPTS,
    )


def notice_answered(world: World, sent: Send, reply: ReplyClass | None, values: Mapping[str, Value]) -> Step:
    """The land side answered a notice. 01 means it had it already: booked is booked (LAND-02)."""
    receipt = next((r for r in receipts_of(world, str(sent.values["sub_account"])) if r.serial == sent.key), None)
    if sent.operation != "G00001" or receipt is None or reply is None:
        return Step(world=world)
    status = "NOTIFIED" if reply in (ReplyClass.SUCCESS, ReplyClass.DUPLICATE) else "DISPUTED"
    return Step(world=_receipt(world, replace(receipt, status=status)))


def pay_back(world: World, receipt: Receipt, amount_fen: int, *, now: str) -> World:
    """The world in which a receipt went back to its payer, for once and all (LAND-08)."""
    ledger = world.ledger.move(
        amount_fen, source=inner(receipt.sub_account), target=PAYERS, voucher=f"refund {receipt.serial}", at=now
    )
    return _receipt(world.booked(ledger), replace(receipt, refunded=True))


def take_back(world: World, receipt: Receipt, *, now: str) -> World:
    """The world in which the bank has undone a receipt. No honest bank does this; defects do."""
    ledger = world.ledger.move(
        receipt.amount_fen, source=inner(receipt.sub_account), target=PAYERS, voucher=f"undo {receipt.serial}", at=now
    )
    return world.booked(ledger).drop(f"receipt {receipt.sub_account}", receipt.serial)


def _row(index: int, receipt: Receipt) -> dict[str, Value]:
    return {
        "row_number": index,
        "received_at": receipt.received_at,
        "amount": yuan(receipt.amount_fen),
        "payer_name": receipt.payer_name,
        "payer_account": receipt.payer_account,
        "receipt_no": receipt.serial,
    }


def _keep(world: World, account: SubAccount) -> World:
    return world.put("sub_account", account.number, record=account).put(
        "bid", account.institution, account.bid, record=account
    )


def _receipt(world: World, receipt: Receipt) -> World:
    return world.put(f"receipt {receipt.sub_account}", receipt.serial, record=receipt)


def _amount(value: Value) -> int:
    if not isinstance(value, Decimal):
        raise TypeError(f"amount is {value!r}")
    return fen(value)
