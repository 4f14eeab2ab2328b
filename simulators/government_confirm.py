"""The bank that a unit asks for its balances at the end of a year (1.7 G5; GFR-51 … GFR-53).

It answers for every account that the unit had on 31 December: those that the letter names, and those that it leaves out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from kanhe.model.formula import Value
from kanhe.simulate.behaviour import Command, Step
from simulators.asked import fen_of, refuse, text_of
from simulators.ledger import yuan
from simulators.world import World

FOREVER = "99991231"


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """An account or a time deposit of a unit. fen: its balance on 31 December, or its principal; now_fen: what is on it today; there from
    `since` (that day included) to the day before `until`."""

    number: str
    agency: str
    since: str
    fen: int
    until: str = FOREVER
    now_fen: int = 0


Answers = list[Mapping[str, Value]]
There = Callable[[Held, str], bool]
Balance = Callable[[Held], int]
Ours = Callable[[Mapping[str, Value]], int]


def there(one: Held, day: str) -> bool:
    """Whether the unit had it at the end of that day."""
    return one.since <= day < one.until


def started(world: World, seeds: Mapping[str, Any]) -> World:
    """The world with the accounts and time deposits that the test bench was given."""
    for kind, amount in (("held", "closing"), ("certificate", "principal")):
        for one in seeds.get(kind, ()):
            number, told = str(one["key"][0]), one["fields"]
            record = Held(number=number, agency=str(told["agency"]), since=str(told["since"]), until=str(told["until"]),
                          fen=int(str(told[amount]).replace(".", "")))
            world = world.put(kind, number, record=replace(record, now_fen=record.fen))
    return world


def _opened(world: World, command: Command, kind: str, *, number: str, amount: str) -> Step:
    key, since, told = text_of(command, number), text_of(command, "held_from"), fen_of(command, amount)
    if world.find(kind, key) is not None or since > command.now[:8]:
        return refuse(world, "编号用过，或日期在将来")
    record = Held(number=key, agency=text_of(command, "report_agency"), since=since, fen=told, now_fen=told)
    return Step(world=world.put(kind, key, record=record))


def held_opens(world: World, command: Command) -> Step:
    """A unit has an account at the bank; one of this year had nothing on it at the end of the last."""
    if fen_of(command, "year_balance") and text_of(command, "held_from")[:4] >= command.now[:4]:
        return refuse(world, "今年才开的账户年末没有余额")
    return _opened(world, command, "held", number="account", amount="year_balance")


def fixed_opens(world: World, command: Command) -> Step:
    """A unit has a time deposit at the bank."""
    if fen_of(command, "principal") <= 0:
        return refuse(world, "本金不大于零")
    return _opened(world, command, "certificate", number="certificate", amount="principal")


def _ended(world: World, command: Command, kind: str, number: str) -> Step:
    found: Held | None = world.find(kind, text_of(command, number))
    if found is None or found.until != FOREVER:
        return refuse(world, "已销户或已支取")
    return Step(world=world.put(kind, found.number, record=replace(found, until=command.now[:8], now_fen=0)))


def held_closes(world: World, command: Command) -> Step:
    """An account is closed this year."""
    return _ended(world, command, "held", "account")


def fixed_drawn(world: World, command: Command) -> Step:
    """A time deposit is withdrawn this year."""
    return _ended(world, command, "certificate", "certificate")


def of_unit(world: World, kind: str, agency: str, day: str, *, counts: There = there) -> list[Held]:
    """What a unit had on a day. counts: which of all its accounts or deposits it is."""
    return [one for one in world.all(kind) if one.agency == agency and counts(one, day)]


def booked(line: Mapping[str, Value]) -> int:
    """What the unit's books give for an account, cleared of what is under way on either side (fen)."""
    plus = ("book_bank", "book_other", "bank_received", "unit_spent")
    return sum(fen_of(line, name) for name in plus) - fen_of(line, "bank_spent") - fen_of(line, "unit_received")


def answers(lines: Iterable[Mapping[str, Value]], held: Iterable[Held], *, balance: Balance, ours: Ours = booked) -> Answers:
    """An answer for every account of the letter, in its order, and one for each that it leaves out."""
    known, found, asked = {one.number: one for one in held}, Answers(), set()
    for line in lines:
        number, told = text_of(line, "account"), ours(line)
        asked.add(number)
        if number not in known:
            found.append({"account": number, "confirm_verdict": "NOT_HELD", "confirm_difference": yuan(told)})
            continue
        theirs = balance(known[number])
        found.append({"account": number, "confirm_verdict": "AGREED" if told == theirs else "DIFFERS", "year_balance": yuan(theirs),
                      "confirm_difference": yuan(told - theirs)})
    for number in sorted(known.keys() - asked):
        theirs = balance(known[number])
        found.append({"account": number, "confirm_verdict": "UNLISTED", "year_balance": yuan(theirs), "confirm_difference": yuan(-theirs)})
    return found


def at_year_end(one: Held) -> int:
    """The balance of 31 December."""
    return one.fen


def confirm_letter(world: World, command: Command, *, accounts: There = there, deposits: There = there, balance: Balance = at_year_end,
                   ours: Ours = booked, any_year: bool = False) -> Step:
    """The answer to a letter. accounts, deposits: which ones count; balance: what is said of an account; ours: what the unit has;
    any_year: other years, too."""
    year, agency = text_of(command, "report_year"), text_of(command, "report_agency")
    if int(year) != int(command.now[:4]) - 1 and not any_year:
        return refuse(world, "只询证上一年年末的余额")
    rows = answers(command.rows, of_unit(world, "held", agency, year + "1231", counts=accounts), balance=balance, ours=ours)
    total = sum(one.fen for one in of_unit(world, "certificate", agency, year + "1231", counts=deposits))
    missing = fen_of(command, "fixed_book") - total
    agreed = not missing and all(row["confirm_verdict"] == "AGREED" for row in rows)
    return Step(world=world, rows=tuple(rows), text="已答复", values={
        "confirm_letter": text_of(command, "confirm_letter"), "confirm_state": "AGREED" if agreed else "DIFFERS",
        "fixed_total": yuan(total), "fixed_difference": yuan(missing)})
