"""The bank of the direct link: accounts, payments, returns and statements, in integer fen.

Money lies in `acct:<account>`; a payment that is under way lies in `transit:<account>` and leaves to `outside:payees`, a return
comes back from there. Rules: BD-02 … BD-07 of the interface document. An account is never overdrawn.
"""

from __future__ import annotations

from dataclasses import dataclass

from kanhe.model.formula import Value
from kanhe.model.words import ReplyClass
from kanhe.simulate.behaviour import Command, Step, Tell
from simulators.asked import fen_of, text_of
from simulators.ledger import yuan
from simulators.world import World

PAYEES, PAYERS = "outside:payees", "outside:payers"
TELLS = 3  # how often a notice is sent until it is answered
REFUSED, SHORT, NO_ACCOUNT, NO_RECORD = "1001", "1003", "1002", "1004"


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """An account as it was opened. opening_fen is there before the first entry."""

    number: str
    name: str
    bank: str
    opened: str
    opening_fen: int
    status: str = "NORMAL"


@dataclass(frozen=True, slots=True, kw_only=True)
class Payment:
    """A payment under the payer's key. status: PROCESSING SUCCESS FAILED RETURNED; sent, day: calendar and accounting date."""

    key: str
    serial: str
    account: str
    amount_fen: int
    payee: str
    payee_name: str
    payee_bank: str
    order: str
    sent: str
    day: str
    status: str = "SUCCESS"

    @property
    def content(self) -> tuple[object, ...]:
        """What must be the same in a resend."""
        return (self.account, self.amount_fen, self.payee, self.payee_name, self.payee_bank, self.order)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One line of a statement. debit: D paid out, C came in; day: accounting date."""

    number: str
    debit: str
    amount_fen: int
    opposite: str
    day: str


def refuse(world: World, text: str, *, code: str = "1001") -> Step:
    """Nothing happens, and the reply says why."""
    return Step(world=world, outcome=ReplyClass.REFUSED, code=code, text=text)


def free(account: str) -> str:
    """The ledger account of what may be disposed of."""
    return f"acct:{account}"


def transit(account: str) -> str:
    """The ledger account of payments under way."""
    return f"transit:{account}"


def available(world: World, account: str) -> int:
    """What may still be paid, in fen."""
    return world.ledger.balance(free(account))


def balance(world: World, account: str) -> int:
    """The balance in fen: payments under way still belong to it."""
    return world.ledger.balance(free(account)) + world.ledger.balance(transit(account))


def entries_of(world: World, account: str) -> list[Entry]:
    """The lines of an account in order of booking."""
    return list(world.all(f"entry {account}"))


def enter(world: World, account: str, entry: Entry) -> World:
    """The world with one line more."""
    world, order = world.count(f"entry {account}")
    return world.put(f"entry {account}", f"{order:09d}", record=entry)


def posted(account: str, entry: Entry, voucher: str) -> Tell:
    """What the statement of an account learns of a line. voucher: number of the payer's own order, or of what came in."""
    return Tell(event="account_balance.daily", values={**row_of(entry), "account": account, "voucher_number": voucher})


# ---- accounts ----------------------------------------------------------------------------------------------------


def open_account(world: World, command: Command) -> Step:
    """A test account with money in it."""
    number, amount = text_of(command, "account"), fen_of(command, "opening")
    if world.find("account", number) is not None or amount <= 0:
        return refuse(world, "账号已有人使用，或存入金额不大于零")
    account = Account(number=number, name=text_of(command, "account_name"), bank=text_of(command, "account_bank"),
                      opened=command.now[:8], opening_fen=amount)
    ledger = world.ledger.move(amount, source=PAYERS, target=free(number), voucher=f"open {number}", at=command.now)
    opening = Tell(event="account_balance.daily", values={
        "account": number, "account_name": account.name, "dc_flag": "C", "amount": yuan(amount),
        "entry_date": command.hours.accounting_date(command.now)})
    return Step(world=world.booked(ledger).put("account", number, record=account), tells=(opening,))


def credit_arrives(world: World, command: Command) -> Step:
    """Money comes in."""
    number, amount, serial = text_of(command, "account"), fen_of(command, "amount"), text_of(command, "bank_serial")
    if world.find("account", number) is None or amount <= 0:
        return refuse(world, "账户不存在，或金额不大于零", code=NO_ACCOUNT)
    ledger = world.ledger.move(amount, source=PAYERS, target=free(number), voucher=serial, at=command.now)
    day = command.hours.accounting_date(command.now)
    entry = Entry(number=serial, debit="C", amount_fen=amount, opposite=text_of(command, "payer_account"), day=day)
    return Step(world=enter(world.booked(ledger), number, entry), tells=(posted(number, entry, serial),))


def query_balance(world: World, command: Command) -> Step:
    """CQRA06."""
    number = text_of(command, "account")
    account: Account | None = world.find("account", number)
    if account is None:
        return refuse(world, "账户不存在", code=NO_ACCOUNT)
    return Step(world=world, values={"account": number, "account_name": account.name, "balance": yuan(balance(world, number)),
                                     "available": yuan(available(world, number))})


def statement(world: World, command: Command) -> Step:
    """CQRA10: every line whose accounting date lies in the range, with the balances around them (BD-07)."""
    number, first, last = text_of(command, "account"), text_of(command, "start_date"), text_of(command, "end_date")
    account: Account | None = world.find("account", number)
    if account is None:
        return refuse(world, "账户不存在", code=NO_ACCOUNT)
    lines = entries_of(world, number)
    start = account.opening_fen + sum(signed(e) for e in lines if e.day < first)
    shown = [e for e in lines if first <= e.day <= last]
    rows = tuple(row_of(e) for e in shown)
    return Step(world=world, rows=rows, values={
        "count": len(rows), "open_balance": yuan(start), "close_balance": yuan(start + sum(map(signed, shown)))})


def signed(entry: Entry) -> int:
    """What the line adds to the balance, in fen."""
    return entry.amount_fen if entry.debit == "C" else -entry.amount_fen


def row_of(entry: Entry) -> dict[str, Value]:
    """A line as a message shows it."""
    return {"entry_date": entry.day, "entry_no": entry.number, "dc_flag": entry.debit, "amount": yuan(entry.amount_fen),
            "opposite": entry.opposite}
