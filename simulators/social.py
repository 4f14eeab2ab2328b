"""What the payroll has deducted, checked person by person against what agencies and the tax office ask for (1.3 P5; PERS-51, 52)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal

from kanhe.model.formula import Value
from kanhe.model.words import ReplyClass
from kanhe.simulate.behaviour import Command, Step
from simulators.ledger import fen, yuan
from simulators.world import World

Amounts = Mapping[str, int]
"""person -> fen"""
Differences = Callable[[Amounts, Amounts], list[Mapping[str, Value]]]


def booked(world: World, month: str, kind: str) -> Amounts:
    """What was deducted in a month, of one kind."""
    found: Amounts | None = world.find("deducted", month, kind)
    return found or {}


def amount(value: Value) -> int:
    """An amount in fen; raises TypeError for what is none."""
    if not isinstance(value, Decimal):
        raise TypeError(f"not an amount: {value!r}")
    return fen(value)


def book_payroll(world: World, command: Command) -> Step:
    """Wages are booked, one deduction of each person with them."""
    key = str(command.values["check_month"]), str(command.values["deduction_kind"])
    known = booked(world, *key)
    new = {str(row["person_id"]): amount(row["deducted"]) for row in command.rows}
    if len(new) < len(command.rows) or known.keys() & new.keys() or min(new.values(), default=0) <= 0:
        return Step(world=world, outcome=ReplyClass.REFUSED, text="有人已经记过这个月的这一种，或金额不大于零")
    return Step(world=world.put("deducted", *key, record={**known, **new}))


def differences(payroll: Amounts, agency: Amounts) -> list[Mapping[str, Value]]:
    """Whoever is on one side only, and whose amounts are not the same."""
    found: list[Mapping[str, Value]] = []
    for person in sorted(payroll.keys() | agency.keys()):
        ours, theirs = payroll.get(person), agency.get(person)
        if ours != theirs:
            sort = "ONLY_AGENCY" if ours is None else "ONLY_PAYROLL" if theirs is None else "AMOUNT"
            found.append({"person_id": person, "difference_sort": sort, "deducted": yuan(ours or 0), "due_amount": yuan(theirs or 0)})
    return found


def check_deductions(world: World, command: Command, *, comparing: Differences = differences) -> Step:
    """A month's list against the payroll. comparing: how the two are laid side by side."""
    key = str(command.values["check_month"]), str(command.values["deduction_kind"])
    payroll = booked(world, *key)
    if not payroll:
        return Step(world=world, outcome=ReplyClass.REFUSED, code="404 4040", text="工资账没有这个月份的这一种扣款")
    agency = {str(row["person_id"]): amount(row["due_amount"]) for row in command.rows}
    found = comparing(payroll, agency)
    ours, theirs = sum(payroll.values()), sum(agency.values())
    return Step(world=world, rows=tuple(found), values={
        "check_month": key[0], "deduction_kind": key[1], "check_state": "DIFFERENT" if found else "AGREED", "payroll_total": yuan(ours),
        "difference": yuan(theirs - ours)})
