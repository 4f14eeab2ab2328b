"""Payroll batches at the bank of the direct link: taken on as a whole, paid row by row, told by counts that always add up (BD-05)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from kanhe.model.formula import Value
from kanhe.model.words import ReplyClass
from kanhe.simulate.behaviour import Command, Later, Step, Tell
from simulators.asked import fen_of, text_of
from simulators.direct_bank import NO_RECORD, PAYEES, Entry, enter, free, posted, refuse, transit
from simulators.direct_payments import against
from simulators.ledger import fen, yuan
from simulators.world import World

PAID_AFTER = "60s"
CLOSED = "0000999"  # cards whose number ends so take no money
STATES = ("SUCCESS", "FAILED", "PROCESSING")


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One payee of a batch. status: PROCESSING SUCCESS FAILED."""

    number: int
    payee: str
    amount_fen: int
    status: str = "PROCESSING"


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """A batch under the payer's key."""

    key: str
    serial: str
    account: str
    sent: str
    content: tuple[object, ...]
    rows: tuple[Row, ...]

    @property
    def final(self) -> bool:
        """Whether every row has come to an end."""
        return all(row.status != "PROCESSING" for row in self.rows)

    def of(self, status: str) -> tuple[int, int]:
        """(how many rows, how much in fen) are in this state."""
        amounts = [row.amount_fen for row in self.rows if row.status == status]
        return len(amounts), sum(amounts)


def pay_batch(world: World, command: Command) -> Step:
    """IBAF04: the whole sum is set aside, the rows are paid a minute later."""
    key, account = text_of(command, "pay_batch"), text_of(command, "account")
    content = (account, text_of(command, "order_no"), fen_of(command, "total_amount"),
               *(tuple(sorted((k, str(v)) for k, v in row.items())) for row in command.rows))
    known: Batch | None = world.find("batch", key)
    if known is not None and known.sent[:4] == command.now[:4]:
        if known.content != content:
            return refuse(world, "请求流水号已用于另一批")
        return Step(world=world, outcome=ReplyClass.DUPLICATE, text="流水号重复，原批次已受理",
                    values={"bank_serial": known.serial, "account": account})
    if reason := against(world, command, fen_of(command, "total_amount")):
        return reason
    world, number = world.count("batch")
    batch = Batch(key=key, serial=f"YP{command.now[:8]}{number:010d}", account=account, sent=command.now[:8], content=content,
                  rows=tuple(row_of(row) for row in command.rows))
    ledger = world.ledger.move(fen_of(command, "total_amount"), source=free(account), target=transit(account), voucher=key, at=command.now)
    world = world.booked(ledger).put("batch", key, record=batch)
    later = Later(event="pay_rows", after=PAID_AFTER, values={"pay_batch": key})
    return Step(world=world, values={"bank_serial": batch.serial, "account": account}, later=(later,))


def row_of(values: Mapping[str, Value]) -> Row:
    """A row of the message as the bank keeps it; raises TypeError for an amount that is none."""
    amount = values["amount"]
    if not isinstance(amount, Decimal):
        raise TypeError(f"not an amount: {amount!r}")
    return Row(number=int(str(values["pay_row"])), payee=str(values["payee_account"]), amount_fen=fen(amount))


def pay_rows(world: World, command: Command) -> Step:
    """Every row that is still under way comes to its end."""
    batch: Batch | None = world.find("batch", text_of(command, "pay_batch"))
    if batch is None:
        return refuse(world, "没有这一批")
    left = {row.number: "FAILED" if row.payee.endswith(CLOSED) else "SUCCESS" for row in batch.rows if row.status == "PROCESSING"}
    for number, status in left.items():
        world = ended(world, batch.key, number, status, command)
    return Step(world=world, tells=paid_out(batch, [number for number, status in left.items() if status == "SUCCESS"], command))


def paid_out(batch: Batch, numbers: Collection[int], command: Command) -> tuple[Tell, ...]:
    """What the statement of the account learns of these rows."""
    return tuple(posted(batch.account, line(batch, row, command), batch.key) for row in batch.rows if row.number in numbers)


def line(batch: Batch, row: Row, command: Command) -> Entry:
    """The line of one row."""
    return Entry(number=batch.key, debit="D", amount_fen=row.amount_fen, opposite=row.payee, day=command.hours.accounting_date(command.now))


def ended(world: World, key: str, number: int, status: str, command: Command) -> World:
    """The world in which one row has come to this end."""
    batch: Batch = world.find("batch", key)
    row = next(row for row in batch.rows if row.number == number)
    paid = status == "SUCCESS"
    ledger = world.ledger.move(row.amount_fen, source=transit(batch.account), target=PAYEES if paid else free(batch.account),
                               voucher=f"{key} {number}", at=command.now)
    world = world.booked(ledger)
    if paid:
        world = enter(world, batch.account, line(batch, row, command))
    rows = tuple(replace(r, status=status) if r.number == number else r for r in batch.rows)
    return world.put("batch", key, record=replace(batch, rows=rows))


def wage_paid(world: World, command: Command) -> Step:
    """One row is paid by hand."""
    return _by_hand(world, command, "SUCCESS")


def wage_failed(world: World, command: Command) -> Step:
    """One row fails by hand."""
    return _by_hand(world, command, "FAILED")


def _by_hand(world: World, command: Command, status: str) -> Step:
    key, number = text_of(command, "pay_batch"), int(text_of(command, "pay_row") or 0)
    batch: Batch | None = world.find("batch", key)
    row = next((row for row in batch.rows if row.number == number), None) if batch is not None else None
    if batch is None or row is None or row.status != "PROCESSING":
        return refuse(world, f"只有处理中（PROCESSING）的一行可以有结果，{'没有这一行' if row is None else f'这一行是 {row.status}'}")
    return Step(world=ended(world, key, number, status, command), tells=paid_out(batch, [number] if status == "SUCCESS" else [], command))


def query_batch(world: World, command: Command) -> Step:
    """IBAQ06: row by row, and what has succeeded, failed and is still open adds up to the whole."""
    batch: Batch | None = world.find("batch", text_of(command, "pay_batch"))
    if batch is None:
        return refuse(world, "查无此交易", code=NO_RECORD)
    values: dict[str, Value] = {
        "pay_batch": batch.key, "batch_state": "FINAL" if batch.final else "PROCESSING", "count": len(batch.rows),
        "total_amount": yuan(sum(row.amount_fen for row in batch.rows))}
    for status, name in zip(STATES, ("success", "failed", "pending"), strict=True):
        count, amount = batch.of(status)
        values[f"{name}_count"], values[f"{name}_amount"] = count, yuan(amount)
    return Step(world=world, values=values, rows=tuple(shown(row) for row in batch.rows))


def shown(row: Row) -> Mapping[str, Value]:
    """A row as a reply shows it."""
    return {"pay_row": row.number, "payee_account": row.payee, "amount": yuan(row.amount_fen), "row_state": row.status}
