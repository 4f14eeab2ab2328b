"""What the collecting bank and the levying side of land proceeds both keep: notices by number, pay codes, receipts; in integer fen.

A notice lists pay codes, one for each installment, and is paid whole. Who pays late owes one per mille for each day, counted from the
day after the term to the accounting date, rounded half-up to the fen installment by installment (LAND-33). A pay code that is paid is
never paid again while its receipt stands (LAND-34); only a reversal makes it payable once more (LAND-35).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from kanhe.model.formula import Value
from kanhe.model.words import ReplyClass
from kanhe.simulate.behaviour import Command, Step
from simulators.asked import text_of
from simulators.land_bank import money
from simulators.ledger import fen, yuan
from simulators.world import World

DUE, PAID = "DUE", "PAID"
BOOKED, REVERSED = "BOOKED", "REVERSED"
NOT_ALLOWED, UNLIKE, UNKNOWN, PAID_ALREADY = "1002", "1003", "1004", "1006"
PER_MILLE = 1  # a day [K: 财综〔2006〕68号]
TRIES = 3  # how often a message is sent at once until it is answered


@dataclass(frozen=True, slots=True, kw_only=True)
class Installment:
    """One row of a notice."""

    code: str
    subject: str
    amount_fen: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """A notice to pay. bill: what the message says, as it came; receipt: the serial under which it is paid, '' while it is due."""

    number: str
    day: str
    bill: Any
    account: str
    expiry: str
    rows: tuple[Installment, ...]
    status: str = DUE
    receipt: str = ""

    @property
    def total_fen(self) -> int:
        """What is to be paid, without a late fee."""
        return sum(row.amount_fen for row in self.rows)

    @property
    def content(self) -> tuple[object, ...]:
        """What must be the same when the number comes again."""
        return (self.day, plain(self.bill))


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """A notice that was paid. day: accounting date; fees: per installment, in fen."""

    serial: str
    notice: str
    day: str
    fees: tuple[int, ...]
    status: str = BOOKED

    @property
    def fee_fen(self) -> int:
        """The late fee of all installments."""
        return sum(self.fees)


def refuse(world: World, text: str, *, code: str = NOT_ALLOWED) -> Step:
    """Nothing happens, and the reply says why."""
    return Step(world=world, outcome=ReplyClass.REFUSED, code=code, text=text)


def again(world: World) -> Step:
    """It was done before, and nothing happens."""
    return Step(world=world, outcome=ReplyClass.DUPLICATE)


def paid_already(world: World, code: str, notice: Notice) -> Step:
    """A pay code is paid: nothing happens, and its original serial is told (LAND-34)."""
    values: dict[str, Value] = {"pay_code": code, "receipt_serial": notice.receipt}
    return replace(refuse(world, f"缴款码 {code} 已缴", code=PAID_ALREADY), values=values)


def plain(node: Any, without: str = "") -> Any:
    """A message part for comparison: what is left out and what is empty say the same."""
    if isinstance(node, Mapping):
        pairs = ((name, plain(child, without)) for name, child in node.items() if name != without)
        return tuple(sorted((name, child) for name, child in pairs if child not in (None, "", ())))
    return tuple(plain(child, without) for child in node) if isinstance(node, list) else node


def same_bill(left: Any, right: Any) -> bool:
    """Whether two messages are about the same bill; the late fee is no part of it."""
    return bool(plain(left, "Hold1") == plain(right, "Hold1"))


def notice_of(command: Command) -> Notice:
    """The notice that a message or a clerk brings."""
    rows = tuple(Installment(code=str(row["pay_code"]), subject=str(row["budget_subject"]), amount_fen=fen(money(row["amount"])))
                 for row in command.rows)
    return Notice(number=text_of(command, "pay_notice"), day=text_of(command, "voucher_date"), bill=command.values.get("bill"),
                  account=text_of(command, "fund_account"), expiry=text_of(command, "expiry"), rows=rows)


def keep(world: World, notice: Notice) -> World:
    """The world with this notice, found by its number and by its pay codes."""
    for row in notice.rows:
        world = world.put("pay code", row.code, record=notice.number)
    return world.put("pay notice", notice.number, record=notice)


def numbered(world: World, number: str) -> Notice | None:
    """The notice under this number."""
    found: Notice | None = world.find("pay notice", number)
    return found


def notice_with(world: World, code: str) -> Notice | None:
    """The notice that a pay code is on."""
    number = world.find("pay code", code)
    return None if number is None else numbered(world, number)


def registered(world: World, notice: Notice) -> bool:
    """Whether the account is one that takes land proceeds."""
    return world.find("fund", notice.account) is not None


def fund(account: str) -> str:
    """The ledger account of what was collected and not yet paid over."""
    return f"fund:{account}"


def days_late(expiry: str, day: str) -> int:
    """Calendar days from the term to the day, 0 where it is kept."""
    first, last = (date(int(d[:4]), int(d[4:6]), int(d[6:8])) for d in (expiry, day))
    return max((last - first).days, 0)


def fee_of(amount_fen: int, days: int) -> int:
    """The late fee of one installment in fen, half a fen upwards."""
    return (amount_fen * PER_MILLE * days * 2 + 1000) // 2000


def fees_of(notice: Notice, day: str) -> tuple[int, ...]:
    """The late fees of a notice that is paid on this day, per installment."""
    late = days_late(notice.expiry, day)
    return tuple(fee_of(row.amount_fen, late) for row in notice.rows)


def book(world: World, notice: Notice, receipt: Receipt, *, payer: str, at: str) -> World:
    """The world in which the notice is paid, with the late fee."""
    amount = notice.total_fen + receipt.fee_fen
    ledger = world.ledger.move(amount, source=payer, target=fund(notice.account), voucher=receipt.serial, at=at)
    world = keep(world.booked(ledger), replace(notice, status=PAID, receipt=receipt.serial))
    return world.put("pay receipt", receipt.serial, record=receipt)


def unbook(world: World, notice: Notice, receipt: Receipt, *, payer: str, at: str) -> World:
    """The world in which the receipt is reversed and the notice is due once more."""
    amount = notice.total_fen + receipt.fee_fen
    ledger = world.ledger.move(amount, source=fund(notice.account), target=payer, voucher=f"reverse {receipt.serial}", at=at)
    world = keep(world.booked(ledger), replace(notice, status=DUE, receipt=""))
    return world.put("pay receipt", receipt.serial, record=replace(receipt, status=REVERSED))


def there(world: World, notice: Notice, receipt: Receipt) -> bool:
    """Whether all of it still lies in the account."""
    return world.ledger.balance(fund(notice.account)) >= notice.total_fen + receipt.fee_fen


def state_of(world: World, command: Command) -> Step:
    """CXJK01, CXJK02: what has become of a pay code; a paid one is told with its original serial (LAND-34)."""
    code = text_of(command, "pay_code")
    notice = notice_with(world, code)
    if notice is None:
        return refuse(world, "没有这个缴款码", code=UNKNOWN)
    row = next(row for row in notice.rows if row.code == code)
    return Step(world=world, values={"pay_notice": notice.number, "amount": yuan(row.amount_fen), "bill_state": notice.status,
                                     "receipt_serial": notice.receipt or None})
