"""Notices to pay income of state capital, and what the treasury received on them (SCB-21 … SCB-24); in integer fen.

Whether a notice or a declaration is paid or overdue follows from what was paid and from the day (SCB-24).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from kanhe.contract.calendar import working_day
from kanhe.model.formula import Value
from kanhe.simulate.behaviour import Command, Step, Tell
from simulators.asked import NOT_FOUND, fen_of, once, refuse, remembered, text_of
from simulators.capital_income import PAYER, Declaration, noticed, paid
from simulators.ledger import yuan
from simulators.world import World

DUE_DAYS = 30
SUBJECTS = {"1": "1030601", "2": "1030602", "3": "1030603", "4": "1030604", "9": "1030698"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """A notice to pay so many fen by a day."""

    number: str
    declaration: str
    fen: int
    due: str


def due_day(noticed_on: str) -> str:
    """The day by which a notice is to be paid: so many days later, or the first working day from there."""
    day = datetime.strptime(noticed_on, "%Y%m%d") + timedelta(days=DUE_DAYS)
    while not working_day(f"{day:%Y%m%d}"):
        day += timedelta(days=1)
    return f"{day:%Y%m%d}"


def received(world: World, notice: str) -> int:
    """What came in on a notice, in fen."""
    return world.ledger.balance(f"received:{notice}")


def notice(world: World, command: Command) -> Step:
    """The finance office asks for money, all that was approved or a part of it."""
    number, amount, day = text_of(command, "capital_notice"), fen_of(command, "notice_amount"), text_of(command, "notice_date")
    found: Declaration | None = world.find("declaration", text_of(command, "capital_declaration"))
    if found is None or found.stage != "CONFIRMED" or world.find("notice", number) is not None or day > command.now[:8]:
        return refuse(world, "财政还没有确认，通知编号用过，或日期在今天以后")
    if amount <= 0 or noticed(world, found.number) + amount > found.approved:
        return refuse(world, "超过核定数")
    return Step(world=world.put("notice", number, record=Notice(number=number, declaration=found.number, fen=amount, due=due_day(day))))


def _subjects_fit(world: World, command: Command, asked: Notice) -> bool:
    kind = world.find("declaration", asked.declaration).kind
    return all(str(row["capital_subject"]) == SUBJECTS[kind] for row in command.rows)


CHECKS: dict[str, tuple[Callable[[World, Command, Notice], bool], str]] = {
    "subject": (_subjects_fit, "科目与收益种类不符"),
    "amount": (lambda w, c, n: received(w, n.number) + fen_of(c, "pay_book_sum") <= n.fen, "超过通知金额"),
}


def pay_income(world: World, command: Command, *, without: Collection[str] = ()) -> Step:
    """The treasury received money on a notice. It is booked twice over: what the notice and what the declaration has been paid."""
    key, amount = text_of(command, "pay_book"), fen_of(command, "pay_book_sum")
    if (answer := once(world, command, key)) is not None:
        return answer
    asked: Notice | None = world.find("notice", text_of(command, "capital_notice"))
    if asked is None:
        return refuse(world, "没有这张收缴通知", code=NOT_FOUND)
    for name, (holds, reason) in CHECKS.items():
        if name not in without and not holds(world, command, asked):
            return refuse(world, reason)
    world = booked(world, asked, amount, key, command.now)
    day = text_of(command, "pay_book_entry")
    world = world.put("entered", day, record=entered(world, day) + amount)
    return replace(remembered(world, command, key, values={"pay_book": key}), tells=(came_in(day, entered(world, day)),))


def entered(world: World, day: str) -> int:
    """What came into the treasury on a day, in fen."""
    return world.find("entered", day) or 0


def came_in(day: str, amount: int) -> Tell:
    """The office that waits for the treasury's daily report must know what came in on a day until now, in fen."""
    return Tell(event="treasury_income.receipts_known", values={"income_day": day, "trim_sign": "0", "receipts_total": yuan(amount)})


def booked(world: World, asked: Notice, amount: int, voucher: str, now: str) -> World:
    """The world in which so much came in on a notice."""
    ledger = world.ledger.move(amount, source=PAYER, target=f"paid:{asked.declaration}", voucher=voucher, at=now)
    return world.booked(ledger.move(amount, source=PAYER, target=f"received:{asked.number}", voucher=voucher, at=now))


def overdue(asked: Notice, world: World, today: str) -> bool:
    """Whether the day is over by which it should have been paid."""
    return received(world, asked.number) < asked.fen and asked.due < today


def state_of(world: World, found: Declaration, today: str) -> str:
    """The state of a declaration: out of its notices and payments, where there are any."""
    asked = [one for one in world.all("notice") if one.declaration == found.number]
    if found.stage != "CONFIRMED" or not asked:
        return found.stage
    if (came := paid(world, found.number)) >= found.approved:
        return "PAID"
    if any(overdue(one, world, today) for one in asked):
        return "OVERDUE"
    return "PARTIAL" if any(received(world, one.number) for one in asked) and came else "NOTICED"


def declaration(world: World, command: Command) -> Step:
    """A declaration, what it has come to, and its notices."""
    found: Declaration | None = world.find("declaration", text_of(command, "capital_declaration"))
    if found is None:
        return refuse(world, "没有这份申报", code=NOT_FOUND)
    today = command.now[:8]
    rows: list[Mapping[str, Value]] = []
    for one in world.all("notice"):
        if one.declaration == found.number:
            came = received(world, one.number)
            state = "PAID" if came >= one.fen else "OVERDUE" if overdue(one, world, today) else "PARTIAL" if came else "ISSUED"
            rows.append({"capital_notice": one.number, "notice_amount": yuan(one.fen), "notice_paid": yuan(came), "notice_due": one.due,
                         "notice_state": state})
    return Step(world=world, rows=tuple(rows), values={
        "capital_state": state_of(world, found, today), "capital_payable": yuan(found.payable),
        "capital_payable_wan": yuan(found.payable), "capital_approved": yuan(found.approved),
        "capital_paid": yuan(paid(world, found.number))})
