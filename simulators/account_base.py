"""The bank that is told of zero-balance accounts row by row (5901; 1.2 A3).

What an account is now is what its row of the latest time says, whenever that came; an older one changes nothing. What speaks against a
message is a table of checks by name, so that one of them may be forgotten by a planted defect.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass

from kanhe.model.words import ReplyClass
from kanhe.simulate.behaviour import Command, Step
from simulators.account_register import ACTIVE, BAD, UNKNOWN, UNLIKE
from simulators.asked import content_of, refuse, text_of
from simulators.world import World


@dataclass(frozen=True, slots=True, kw_only=True)
class Zero:
    """One row, and what an account is since it."""

    account: str
    unit: str
    state: str
    time: str


Later = Callable[[Zero, Zero], bool]
Check = Callable[[World, World, tuple[Zero, ...]], bool]


def later(row: Zero, known: Zero) -> bool:
    """Whether a row counts against the one that counted until now; of equal times the first to come does."""
    return row.time > known.time


def _known(world: World, account: str) -> Zero | None:
    found: Zero | None = world.find("zero", account)
    return found


def _taken(world: World, rows: tuple[Zero, ...], counts: Later) -> World:
    for row in rows:
        known = _known(world, row.account)
        if known is None or counts(row, known):
            of_unit: frozenset[str] = world.find("of unit", row.unit) or frozenset()
            world = world.put("zero", row.account, record=row).put("of unit", row.unit, record=of_unit | {row.account})
    return world


def normal(world: World, accounts: Collection[str]) -> int:
    """How many of these accounts are normal."""
    files = (_known(world, account) for account in accounts)
    return sum(found is not None and found.state == ACTIVE for found in files)


def _own(before: World, _after: World, rows: tuple[Zero, ...]) -> bool:
    files = ((row, _known(before, row.account)) for row in rows)
    return all(known is None or known.unit == row.unit for row, known in files)


def _one_each(_before: World, after: World, rows: tuple[Zero, ...]) -> bool:
    return all(normal(after, after.find("of unit", unit) or ()) <= 1 for unit in {row.unit for row in rows})


CHECKS: dict[str, tuple[Check, str]] = {
    "owner": (_own, "账户归别的单位"),
    "seat": (_one_each, "该单位已有正常的账户"),
}


def rows_of(command: Command) -> tuple[Zero, ...]:
    """The rows of a message."""
    return tuple(Zero(account=text_of(row, "account"), unit=text_of(row, "agency"), state=text_of(row, "register_status"),
                      time=text_of(row, "zero_time")) for row in command.rows)


def load_base(world: World, command: Command, *, without: Collection[str] = (), counts: Later = later) -> Step:
    """5901: a message is taken once. without: checks that a defect forgets; counts: which of two rows of an account does."""
    number = text_of(command, "base_no")
    known = world.find("base", number)
    if known is not None and "number" not in without:
        if known == content_of(command):
            return Step(world=world, outcome=ReplyClass.DUPLICATE)
        return refuse(world, "流水号已用于别的内容", code=UNLIKE)
    rows = rows_of(command)
    after = _taken(world, rows, counts)
    for name, (holds, reason) in CHECKS.items():
        if name not in without and not holds(world, after, rows):
            return refuse(world, reason, code=BAD)
    after = after.put("base", number, record=content_of(command))
    return Step(world=after, values={"active_count": normal(after, {row.account for row in rows})})


def base_asked(world: World, command: Command) -> Step:
    """CXJC01: what an account is now."""
    found = _known(world, text_of(command, "account"))
    if found is None:
        return refuse(world, "没有这个账户", code=UNKNOWN)
    told = {"account": found.account, "register_status": found.state, "zero_time": found.time, "agency": found.unit}
    return Step(world=world, values=told)
