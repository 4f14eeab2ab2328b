"""A member of the voucher vault: it polls, signs for what it finds, pays, and sends the receipt; or says why it cannot.

The vault hands out a voucher until it is signed for (TV-09), so the same voucher may come any number of times; there is one payment for
it. The receipt is the voucher as it was read, with what was paid added (TV-03).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import ROUND_DOWN, Decimal
from typing import Any

from kanhe.model.formula import Value
from kanhe.model.words import ReplyClass
from kanhe.simulate.behaviour import Command, Send, Step
from simulators.asked import text_of
from simulators.treasury_vault import money_of, refuse
from simulators.world import World

ALL, TRIES = 100, 3
REASON_BYTES = 200
READ, SIGN, CANNOT, BACK = "readVoucherAgain", "confirmVoucher", "confirmVoucherFail", "returnVoucher"
PAID, WRITE, SEND, ASK = "saveStampVoucher", "writeVoucher", "sendVoucher", "queryVoucherStatus"


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """A voucher that the member deals with. rows: its details; reason: why it cannot be paid ('' = it can). original: as it was read."""

    kind: str
    number: str
    amount: Value
    rows: tuple[Mapping[str, Value], ...]
    day: str
    reason: str = ""
    mistaken: bool = False
    original: Any = None
    serial: str = ""


def voucher_arrives(world: World, command: Command, *, mistaken: bool = False) -> Step:
    """A voucher lies in the vault: go and get it."""
    number, kind = text_of(command, "voucher_no"), text_of(command, "voucher_type")
    if world.find("order", kind, number) is not None:
        return refuse(world, "凭证编号已经用过")
    order = Order(kind=kind, number=number, amount=money_of(command.values, "amount"), rows=command.rows,
                  day=command.hours.accounting_date(command.now), reason=text_of(command, "reason"), mistaken=mistaken)
    return Step(world=world.put("order", kind, number, record=order), sends=(poll(kind),))


voucher_unpayable = voucher_arrives


def voucher_mistaken(world: World, command: Command) -> Step:
    """A voucher with a mistake in it lies in the vault: it goes back to whoever wrote it."""
    return voucher_arrives(world, command, mistaken=True)


def poll(kind: str) -> Send:
    """readVoucherAgain."""
    return Send(operation=READ, values={"voucher_type": kind, "count": ALL}, key=kind, attempts=TRIES)


def named(operation: str, order: Order, **more: Value) -> Send:
    """A message about one voucher."""
    values: dict[str, Value] = {"voucher_type": order.kind, "voucher_no": order.number, **more}
    return Send(operation=operation, values=values, key=f"{order.kind}|{order.number}", attempts=TRIES)


def reply_came(world: World, sent: Send, reply: ReplyClass | None, values: Mapping[str, Any]) -> Step:
    """What was read is signed for or refused; what was signed for is paid and receipted, once."""
    if sent.operation == READ:
        return taken(world, values.get("rows", ())) if reply is ReplyClass.SUCCESS else Step(world=world)
    done = reply in (ReplyClass.SUCCESS, ReplyClass.DUPLICATE)
    if sent.operation == SIGN and done:
        return paid(world, *sent.key.split("|"))
    if sent.operation.startswith(f"{WRITE} ") and reply in (ReplyClass.SUCCESS, None):  # whether an unanswered one is there, sending tells
        return Step(world=remembered(world, sent), sends=(about(SEND, sent),))
    if sent.operation == SEND and done:
        return Step(world=world, sends=(about(ASK, sent),))
    return Step(world=world)


def taken(world: World, rows: tuple[Mapping[str, Any], ...]) -> Step:
    """Sign for every voucher that is ours to deal with, or say why not."""
    sends: list[Send] = []
    for row in rows:
        order: Order | None = world.find("order", str(row["voucher_type"]), str(row["voucher_no"]))
        if order is None:
            continue
        order = replace(order, original=row["voucher"])
        world = world.put("order", order.kind, order.number, record=order)
        how = SIGN if not order.reason else BACK if order.mistaken else CANNOT
        sends.append(named(how, order, **({"reason": fitting(order.reason)} if order.reason else {})))
    return Step(world=world, sends=tuple(sends))


def fitting(reason: str) -> str:
    """The reason, cut to the bytes that there are, never inside a character (ENC-02)."""
    while len(reason.encode("gbk", "backslashreplace")) > REASON_BYTES:
        reason = reason[:-1]
    return reason


def paid(world: World, kind: str, number: str) -> Step:
    """Pay, once, and tell the vault in the voucher itself."""
    order: Order | None = world.find("order", kind, number)
    if order is None or order.serial or order.original is None:
        return Step(world=world)
    world, count = world.count("payment")
    order = replace(order, serial=f"YH{order.day}{count:010d}")
    return Step(world=world.put("order", kind, number, record=order), sends=(receipt_of(order),))


def receipt_of(order: Order) -> Send:
    """The receipt of one voucher; every detail tells what was paid of it."""
    told: dict[str, Value] = {"paid_date": order.day, "bank_serial": order.serial}
    rows = tuple({**told, "paid_amount": row["amount"]} for row in order.rows)
    send = named(f"{PAID} {order.kind}", order, voucher=order.original, paid_amount=order.amount, **told)
    return replace(send, rows=rows)


# ---- vouchers of its own ----------------------------------------------------------------------------------------------


KINDS = ("8202", "5201", "5207", "2301")
DIRECT, GRANT = "5201", "5207"
MOST_OF_A_NUMBER = 20
YUAN, FEN = Decimal("1.00"), Decimal("0.01")


def issue(world: World, command: Command) -> Step:
    """The member writes a voucher of a kind and sends it; one that must refer to another refers to the last that there is."""
    kind = text_of(command, "voucher_type")
    world, count = world.count("issued")
    number = f"{command.now[2:8]}{count:08d}"
    values: dict[str, Value] = {"voucher_type": kind, "voucher_no": number, "appropriation_no": number, "clear_no": number,
                                "voucher_date": command.now[:8]}
    rows: tuple[Mapping[str, Value], ...] = ({"amount": YUAN, "paid_no": f"Z{number}"}, {"amount": YUAN / 2, "paid_no": f"Y{number}"})
    if kind not in KINDS:
        asked = referring(world, kind)
        if asked is None:
            return refuse(world, "还没有可以引用的凭证")
        values, rows = {**values, **asked[0]}, asked[1]
    return Step(world=world, sends=(Send(operation=f"{WRITE} {kind}", values=values, rows=rows, key=kind, attempts=1),))


def payment_ordered(world: World, command: Command) -> Step:
    """A system of the same house orders a payment: it becomes a voucher under the number that it has there, with one detail."""
    number, payee, amount = text_of(command, "voucher_no"), text_of(command, "payee_account"), money_of(command.values, "order_amount")
    if world.find("ordered", number) is not None or amount <= 0 or len(number) > MOST_OF_A_NUMBER:
        return refuse(world, "凭证编号已经用过或太长，或金额不大于零")
    values: dict[str, Value] = {"voucher_type": DIRECT, "voucher_no": number, "voucher_date": command.now[:8], "payee_account": payee}
    written = Send(operation=f"{WRITE} {DIRECT}", values=values, rows=({"amount": amount, "payee_account": payee},), key=DIRECT, attempts=1)
    return Step(world=world.put("ordered", number, record=number), sends=(written,))


def appropriation_ordered(world: World, command: Command) -> Step:
    """The same for money that is handed over as a whole."""
    number, payee, amount = text_of(command, "appropriation_no"), text_of(command, "payee_name"), money_of(command.values, "order_amount")
    if world.find("granted", number) is not None or amount <= 0 or len(number) > MOST_OF_A_NUMBER:
        return refuse(world, "凭证编号已经用过或太长，或金额不大于零")
    values: dict[str, Value] = {"voucher_type": GRANT, "voucher_no": number, "appropriation_no": number, "clear_no": number,
                                "voucher_date": command.now[:8], "payee_name": payee}
    written = Send(operation=f"{WRITE} {GRANT}", values=values, rows=({"amount": amount},), key=GRANT, attempts=1)
    return Step(world=world.put("granted", number, record=number), sends=(written,))


def referring(world: World, kind: str) -> tuple[dict[str, Value], tuple[Mapping[str, Value], ...]] | None:
    """What a voucher of this kind says about the one that it refers to; None where there is none."""
    if kind == "3208":
        return handed_back(world)
    settled = {one.number for one in world.all("settled")} if kind == "2302" else None
    candidates = [sent for sent in world.all("written 2301") if settled is None or sent.values["clear_no"] in settled]
    if not candidates:
        return None
    last: Send = candidates[-1]
    if kind == "2302":
        return {"clear_of": last.values["clear_no"]}, tuple({"paid_no": r["paid_no"], "refund": -money_of(r, "amount")} for r in last.rows)
    return {"clear_no": last.values["clear_no"]}, ({"clearing_quota": total_of(last, "amount")},)


def total_of(sent: Send, meaning: str) -> Decimal:
    """What the details of a voucher add up to."""
    return sum((money_of(row, meaning) for row in sent.rows), Decimal(0))


def handed_back(world: World) -> tuple[dict[str, Value], tuple[Mapping[str, Value], ...]] | None:
    """Half of what is left of an appropriation: the one with the highest number of which something is."""
    open_ones: list[Grant] = [grant for grant in world.all("grant") if grant.left > 0]
    if not open_ones:
        return None
    last = open_ones[-1]
    half = max(FEN, (last.left / 2).quantize(FEN, ROUND_DOWN))
    return {"appropriation_no": last.number, "original_date": last.date}, ({"refund_amount": half},)


def remembered(world: World, sent: Send) -> World:
    """The world that can refer to a voucher; what was refunded is not referred to again."""
    if sent.key == GRANT:
        grant = Grant(number=str(sent.values["appropriation_no"]), date=sent.values["voucher_date"], left=total_of(sent, "amount"))
        return world.put("grant", grant.number, record=grant)
    if sent.key == "3208":
        grant = world.find("grant", str(sent.values["appropriation_no"]))
        return world.put("grant", grant.number, record=replace(grant, left=grant.left - total_of(sent, "refund_amount")))
    if sent.key == "2301":
        return world.put("written 2301", str(sent.values["voucher_no"]), record=sent)
    return world.drop("written 2301", str(sent.values["clear_of"])) if sent.key == "2302" else world


def clearing_settles(world: World, command: Command) -> Step:
    """The treasury settled one of the member's clearing vouchers."""
    number = text_of(command, "clear_no")
    return Step(world=world.put("settled", number, record=Settled(number=number)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant:
    """An appropriation that was written. date: of its voucher; left: yuan that did not come back."""

    number: str
    date: Value
    left: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """A clearing voucher that was settled."""

    number: str


def about(operation: str, sent: Send) -> Send:
    """A further message about the voucher that was written."""
    values = {name: sent.values[name] for name in ("voucher_type", "voucher_no")}
    return Send(operation=operation, values=values, key=sent.key, attempts=TRIES)
