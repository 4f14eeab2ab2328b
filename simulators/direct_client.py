"""The payer of the direct link: orders, what became of them, and its own book of the accounts, in integer fen.

An order gets one key and keeps it: after an answer of unknown outcome the payer only asks, first after half a minute, then later and
later, or sends again under the same key (BD-01); "no record" is not "failed" (BD-03); a return is booked once, for the whole amount
(BD-04).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from kanhe.model.formula import Value
from kanhe.model.words import ReplyClass
from kanhe.simulate.behaviour import Command, Later, Send, Step
from kanhe.simulate.timetable import next_day
from simulators.asked import fen_of, text_of
from simulators.direct_bank import refuse
from simulators.ledger import yuan
from simulators.world import World

OPENED, PAID = "outside:opened", "outside:paid"
OPEN = ("SENT", "PROCESSING")
ROUNDS = 3  # how often an order of unknown outcome is sent again under its key
PAUSES = ("30s", "60s", "2m", "4m", "8m", "30m", "2h", "1wd", "1wd", "1wd")  # between the questions about one order


@dataclass(frozen=True, slots=True, kw_only=True)
class Book:
    """An account as the payer knows it."""

    number: str
    name: str
    bank: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """One order to pay. status: SENT (outcome unknown) PROCESSING SUCCESS FAILED RETURNED; day: when it was sent; rounds: how often it
    was sent; asked: how often the bank was asked."""

    number: str
    key: str
    account: str
    amount_fen: int
    payee: str
    payee_name: str
    payee_bank: str
    day: str
    status: str = "SENT"
    rounds: int = 1
    asked: int = 0


def book(account: str) -> str:
    """The ledger account of the payer's book."""
    return f"book:{account}"


def register_account(world: World, command: Command) -> Step:
    """A test account with its opening balance."""
    number, amount = text_of(command, "account"), fen_of(command, "opening")
    if world.find("book", number) is not None or amount <= 0:
        return refuse(world, "账号已登记，或期初余额不大于零")
    ledger = world.ledger.move(amount, source=OPENED, target=book(number), voucher=f"open {number}", at=command.now)
    record = Book(number=number, name=text_of(command, "account_name"), bank=text_of(command, "account_bank"))
    return Step(world=world.booked(ledger).put("book", number, record=record))


def order_payment(world: World, command: Command) -> Step:
    """Somebody orders a payment: CFRT02 goes out under a key of its own."""
    number, account, amount = text_of(command, "order_no"), text_of(command, "account"), fen_of(command, "amount")
    if world.find("book", account) is None or world.find("order", number) is not None:
        return refuse(world, "付款账户未登记，或业务单号已用过")
    if not 0 < amount <= world.ledger.balance(book(account)) - under_way(world, account):
        return refuse(world, "账面余额不足，或金额不大于零")
    world, count = world.count("payment")
    order = Order(number=number, key=f"ZF{command.now[:8]}{count:010d}", account=account, amount_fen=amount,
                  payee=text_of(command, "payee_account"), payee_name=text_of(command, "payee_name"),
                  payee_bank=text_of(command, "payee_bank"), day=command.now[:8])
    return Step(world=keep(world, order), sends=(payment(world, order),))


def under_way(world: World, account: str) -> int:
    """What orders of this account whose outcome is open may still take, in fen."""
    return sum(order.amount_fen for order in world.all(f"orders {account}") if order.status in OPEN)


def payment(world: World, order: Order) -> Send:
    """CFRT02; the same key however often it is sent."""
    known: Book = world.find("book", order.account)
    values: dict[str, Value] = {
        "payment_no": order.key, "amount": yuan(order.amount_fen), "account": order.account, "account_name": known.name,
        "payee_account": order.payee, "payee_name": order.payee_name, "payee_bank": order.payee_bank, "order_no": order.number}
    return Send(operation="CFRT02", values=values, key=order.key)


def question(order: Order) -> Send:
    """CQRT04 about an order, over every day on which the bank may have booked it (BD-03)."""
    values = {"payment_no": order.key, "start_date": next_day(order.day, -1), "end_date": next_day(order.day, 31)}
    return Send(operation="CQRT04", values=values, key=order.key)


def keep(world: World, order: Order) -> World:
    """The world with this order, found by its number, its key and its account."""
    world = world.put("order", order.number, record=order).put("key", order.key, record=order)
    return world.put(f"orders {order.account}", order.key, record=order)


def reply_came(world: World, sent: Send, reply: ReplyClass | None, values: Mapping[str, Value]) -> Step:
    """What the bank said, or that it said nothing that can be read."""
    order: Order | None = world.find("key", sent.key)
    if order is None or order.status not in OPEN:
        return Step(world=world)
    if sent.operation == "CFRT02":
        return _paid(world, order, reply)
    return _asked(world, order, reply, values) if sent.operation == "CQRT04" else Step(world=world)


def _paid(world: World, order: Order, reply: ReplyClass | None) -> Step:
    if reply is ReplyClass.SUCCESS:
        return Step(world=finished(world, order, "SUCCESS"))
    if reply is ReplyClass.REFUSED:
        return Step(world=finished(world, order, "FAILED"))
    if reply is ReplyClass.PROCESSING:
        order = replace(order, status="PROCESSING")
    return waiting(keep(world, order), order)  # duplicate, unknown, fault, nothing: only the bank knows


def waiting(world: World, order: Order) -> Step:
    """The bank is asked again after a while."""
    later = (Later(event="ask_again", after=PAUSES[order.asked], values={"payment_no": order.key}),) if order.asked < len(PAUSES) else ()
    return Step(world=world, later=later)


def ask_again(world: World, command: Command) -> Step:
    """It is time to ask about an order whose outcome is still open."""
    order: Order | None = world.find("key", text_of(command, "payment_no"))
    if order is None or order.status not in OPEN:
        return Step(world=world)
    order = replace(order, asked=order.asked + 1)
    return Step(world=keep(world, order), sends=(question(order),))


def _asked(world: World, order: Order, reply: ReplyClass | None, values: Mapping[str, Value]) -> Step:
    """An answer to CQRT04. No record proves nothing: the order goes out again under its own key, or stays unknown."""
    if reply is ReplyClass.SUCCESS and str(values.get("payment_state")) != "PROCESSING":
        return Step(world=finished(world, order, str(values.get("payment_state"))))
    if reply is ReplyClass.REFUSED and order.rounds < ROUNDS:
        order = replace(order, rounds=order.rounds + 1)
        return Step(world=keep(world, order), sends=(payment(world, order),))
    return waiting(world, order)


def finished(world: World, order: Order, status: str) -> World:
    """The world in which an order has come to this state; money leaves the book when it succeeded."""
    if order.status in OPEN and status in ("SUCCESS", "RETURNED"):
        ledger = world.ledger.move(order.amount_fen, source=book(order.account), target=PAID, voucher=order.key, at=order.day)
        world = world.booked(ledger)
    return keep(world, replace(order, status=status if status != "RETURNED" else "SUCCESS"))


def result_told(world: World, command: Command) -> Step:
    """CNTS01: what became of a payment; taken once for each number, and only if it does not contradict what is final already."""
    number, key, status = text_of(command, "notice_no"), text_of(command, "payment_no"), text_of(command, "payment_state")
    content = (key, fen_of(command, "amount"), status)
    known = world.find("notice", number)
    if known is not None:
        same = known == content
        return Step(world=world, outcome=ReplyClass.DUPLICATE, text="已登记") if same else refuse(world, "通知流水号已用于另一笔")
    order: Order | None = world.find("key", key)
    if order is None or order.amount_fen != content[1]:
        return refuse(world, "没有这笔付款，或金额与原付款不符", code="1004")
    if order.status in OPEN:
        world = finished(world, order, status)
    elif (order.status == "FAILED") != (status == "FAILED"):
        return refuse(world, f"这笔付款已知为 {order.status}，与通知相反，请人工核实")
    return Step(world=world.put("notice", number, record=content))


def return_told(world: World, command: Command) -> Step:
    """CNTR01: a payment that succeeded came back; booked once for each number, for the whole amount (BD-04)."""
    number, key = text_of(command, "return_no"), text_of(command, "payment_no")
    content = (key, fen_of(command, "amount"), text_of(command, "account"))
    known = world.find("return", number)
    if known is not None:
        same = known == content
        return Step(world=world, outcome=ReplyClass.DUPLICATE, text="已登记") if same else refuse(world, "退票流水号已用于另一笔")
    order: Order | None = world.find("key", key)
    if order is None:
        return refuse(world, "没有这笔付款", code="1004")
    if order.status in OPEN:
        world = finished(world, order, "SUCCESS")  # whoever sends it back had it
        order = world.find("key", key)
    if order is None or order.status != "SUCCESS" or (order.amount_fen, order.account) != content[1:]:
        return refuse(world, "付款未成功、已退过，或金额、账户与原付款不符")
    ledger = world.ledger.move(order.amount_fen, source=PAID, target=book(order.account), voucher=f"return {key}", at=command.now)
    world = world.booked(ledger).put("return", number, record=content)
    return Step(world=keep(world, replace(order, status="RETURNED")))


def confirm_balance(world: World, command: Command) -> Step:
    """BREC01: the payer's own balance, and how many orders are still open (BD-02)."""
    number = text_of(command, "account")
    if world.find("book", number) is None:
        return refuse(world, "账号未登记", code="1002")
    own = world.ledger.balance(book(number))
    open_ = sum(order.status in OPEN for order in world.all(f"orders {number}"))
    open_ += sum(not batch.final for batch in world.all(f"salaries {number}"))
    agreed = "Y" if own == fen_of(command, "balance") else "N"
    return Step(world=world, values={"balance": yuan(own), "open_count": open_, "agreed": agreed})


def ask_payment(world: World, command: Command) -> Step:
    """CQRT04."""
    order: Order | None = world.find("key", text_of(command, "payment_no"))
    return refuse(world, "没有这笔付款") if order is None else Step(world=world, sends=(question(order),))


def ask_balance(world: World, command: Command) -> Step:
    """CQRA06."""
    number = text_of(command, "account")
    if world.find("book", number) is None:
        return refuse(world, "账号未登记")
    return Step(world=world, sends=(Send(operation="CQRA06", values={"account": number}),))


def ask_statement(world: World, command: Command) -> Step:
    """CQRA10 of the last month."""
    number, today = text_of(command, "account"), command.now[:8]
    if world.find("book", number) is None:
        return refuse(world, "账号未登记")
    values = {"account": number, "start_date": next_day(today, -31), "end_date": today}
    return Step(world=world, sends=(Send(operation="CQRA10", values=values),))
