"""Declarations of what state enterprises owe out of their capital (SCB-01 … SCB-06); in integer fen.

An enterprise has at most one declaration in force for a year and a kind of income; a correction takes its place and takes over what was
paid. What has been paid lies in `paid:<declaration>`.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from kanhe.contract.calendar import add_working_days
from kanhe.contract.functions import normalise
from kanhe.simulate.behaviour import Command, Step
from simulators.asked import CONFLICT, NOT_FOUND, decimal_of, fen_of, once, refuse, remembered, text_of
from simulators.world import World

PROFIT, EXEMPT = "1", "1"
REVIEW_DAYS, RESERVE_PER_CENT = 15, 10
SMALL_EXEMPT = 10_000_000  # fen
LAST_YEAR = "2025"
PAYER = "outside:enterprises"


@dataclass(frozen=True, slots=True, kw_only=True)
class Enterprise:
    """Who declares. small: may be exempt; full: its reserve has reached half of its capital."""

    uscc: str
    name: str
    category: str
    small: bool
    full: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Declaration:
    """What an enterprise owes, in fen. stage: up to CONFIRMED, or CORRECTED, WITHDRAWN; what follows comes out of notices and payments
    (PAID: before anybody kept these books). inherited: what others' notices asked for, all of it paid."""

    number: str
    uscc: str
    year: str
    kind: str
    payable: int
    approved: int
    original: str = ""
    stage: str = "FILED"
    inherited: int = 0


def start(role: str, seeds: Mapping[str, Any], now: str) -> World:
    """An office with nobody registered."""
    return World(role=role)


def half_up(numerator: int, denominator: int) -> int:
    """A fraction of no less than nothing to the nearest whole number, halves up."""
    return (2 * numerator + denominator) // (2 * denominator)


def rated(fen: int, rate: Decimal) -> int:
    """So much of an amount, half up to the fen, by whole numbers; a rate has four decimals at the most."""
    return half_up(fen * int(rate * 10_000), 10_000)


def in_force(world: World, uscc: str, year: str, kind: str) -> Declaration | None:
    """The declaration that counts."""
    found = [one for one in world.all("declaration")
             if (one.uscc, one.year, one.kind) == (uscc, year, kind) and one.stage not in ("CORRECTED", "WITHDRAWN")]
    return found[0] if found else None


def noticed(world: World, number: str) -> int:
    """What has been asked for by notices, in fen; what a corrected declaration had paid counts with the one that replaced it."""
    found: Declaration = world.find("declaration", number)
    asked: int = sum(one.fen for one in world.all("notice") if one.declaration == number)
    return found.inherited + asked


def paid(world: World, number: str) -> int:
    """What has been paid, in fen."""
    return world.ledger.balance(f"paid:{number}")


def enterprise_filed(world: World, command: Command) -> Step:
    """An enterprise, perhaps with a declaration that came about before anybody kept these books."""
    uscc, number, stage = text_of(command, "enterprise_uscc"), text_of(command, "capital_declaration"), text_of(command, "capital_stage")
    if world.find("enterprise", uscc) is not None or world.find("declaration", number) is not None:
        return refuse(world, "企业登记过，或申报编号用过")
    world = world.put("enterprise", uscc, record=Enterprise(
        uscc=uscc, name=text_of(command, "enterprise_name"), category=text_of(command, "capital_category"),
        small=text_of(command, "capital_small") == "1", full=text_of(command, "reserve_full") == "1"))
    if stage == "NONE":
        return Step(world=world)
    payable = fen_of(command, "capital_payable")
    done = payable if stage == "PAID" else 0
    if done:
        world = world.booked(world.ledger.move(done, source=PAYER, target=f"paid:{number}", voucher=number, at=command.now))
    return Step(world=world.put("declaration", number, record=Declaration(
        number=number, uscc=uscc, year=LAST_YEAR, kind=text_of(command, "capital_kind"), payable=payable, approved=payable, stage=stage,
        inherited=done)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A declaration before the world that it meets. due: what the rate makes of the base."""

    world: World
    command: Command
    enterprise: Enterprise
    made: Declaration
    due: int
    before: Declaration | None


def _named(told: Told) -> bool:
    names = (normalise(text_of(told.command, "enterprise_name")), normalise(told.enterprise.name))
    return names[0] == names[1] and told.enterprise.category == text_of(told.command, "capital_category")


def _exempt(told: Told) -> bool:
    entitled = told.made.kind == PROFIT and told.enterprise.small and told.due <= SMALL_EXEMPT
    return (text_of(told.command, "exempt_reason") == EXEMPT) == entitled


def _replaces(told: Told) -> bool:
    if not told.made.original or told.before is None:
        return told.made.original == "" and told.before is None
    open_notice = told.before.stage == "CONFIRMED" and noticed(told.world, told.before.number) > told.before.inherited \
        and paid(told.world, told.before.number) < told.before.approved
    return told.before.number == told.made.original and not open_notice


def _differs(told: Told) -> bool:
    stated = fen_of(told.command, "original_payable")
    replaced: Declaration | None = told.world.find("declaration", told.made.original) if told.made.original else None
    return stated == (0 if replaced is None else replaced.payable)


def _reserved(told: Told, *, full: bool = True) -> bool:
    """The legal reserve: nothing where it has reached half of the capital, else so much of the profit at the most."""
    reserve = fen_of(told.command, "statutory_reserve")
    profit = max(fen_of(told.command, "net_profit") - fen_of(told.command, "prior_loss"), 0)
    return not told.enterprise.full if full and reserve else reserve <= half_up(profit * RESERVE_PER_CENT, 100)


CHECKS: dict[str, tuple[Callable[[Told], bool], str]] = {
    "named": (_named, "企业名称或分类与登记的不同"),
    "full": (_reserved, "法定公积金已达注册资本一半，不再扣"),
    "reserve": (lambda t: _reserved(t, full=False), "法定公积金提得太多"),
    "exempt": (_exempt, "免交不合条件，或够条件没有写理由"),
    "one": (_replaces, "已有有效申报，或更正的不是那一份"),
    "paid": (lambda t: t.before is None or not t.made.original or t.made.payable >= paid(t.world, t.before.number), "少于已经缴的"),
    "difference": (_differs, "原应缴数不对"),
}


def declare(world: World, command: Command, *, without: Collection[str] = ()) -> Step:
    """A first declaration, or one that corrects the one in force. without: checks that a defect forgets."""
    number, uscc = text_of(command, "capital_declaration"), text_of(command, "enterprise_uscc")
    if (answer := once(world, command, number)) is not None:
        return answer
    enterprise: Enterprise | None = world.find("enterprise", uscc)
    if enterprise is None:
        return refuse(world, "没有登记这户企业", code=NOT_FOUND)
    if world.find("declaration", number) is not None:
        return refuse(world, "申报编号用过", code=CONFLICT)
    payable = fen_of(command, "capital_payable")
    made = Declaration(number=number, uscc=uscc, year=text_of(command, "capital_year"), kind=text_of(command, "capital_kind"),
                       payable=payable, approved=payable, original=text_of(command, "capital_original"))
    told = Told(world=world, command=command, enterprise=enterprise, made=made, before=in_force(world, uscc, made.year, made.kind),
                due=rated(fen_of(command, "capital_base"), decimal_of(command, "capital_rate")))
    for name, (holds, reason) in CHECKS.items():
        if name not in without and not holds(told):
            return refuse(world, reason)
    return remembered(filed(world, made, command.now), command, number, values={
        "capital_declaration": number, "review_by": add_working_days(command.now[:8], REVIEW_DAYS)})


def filed(world: World, made: Declaration, now: str) -> World:
    """The world with a declaration; the one that it corrects hands over what it was paid."""
    replaced: Declaration | None = world.find("declaration", made.original) if made.original else None
    if replaced is None:
        return world.put("declaration", made.number, record=made)
    taken = paid(world, replaced.number)
    made = replace(made, inherited=noticed(world, replaced.number))
    if taken:
        world = world.booked(world.ledger.move(taken, source=f"paid:{replaced.number}", target=f"paid:{made.number}",
                                               voucher=made.number, at=now))
    world = world.put("declaration", replaced.number, record=replace(replaced, stage="CORRECTED"))
    return world.put("declaration", made.number, record=made)


def review(world: World, command: Command, *, without: Collection[str] = ()) -> Step:
    """The supervisor of state assets approves an amount, no less than declared unless it says why."""
    number, key = text_of(command, "capital_declaration"), text_of(command, "capital_review")
    if (answer := once(world, command, key)) is not None:
        return answer
    found: Declaration | None = world.find("declaration", number)
    if found is None:
        return refuse(world, "没有这份申报", code=NOT_FOUND)
    if found.stage != "FILED" and "stage" not in without:
        return refuse(world, "不在已申报的状态")
    approved = fen_of(command, "capital_approved")
    if approved < found.payable and not text_of(command, "capital_reason") and "reason" not in without:
        return refuse(world, "核定数少于申报数，没有写理由")
    if approved < paid(world, number) and "paid" not in without:
        return refuse(world, "核定数少于已经缴的")
    world = world.put("declaration", number, record=replace(found, approved=approved, stage="REVIEWED"))
    return remembered(world, command, key, values={"capital_declaration": number})


def withdraw_declaration(world: World, command: Command, *, without: Collection[str] = ()) -> Step:
    """A first declaration is taken back before anybody has looked at it."""
    number, key = text_of(command, "capital_declaration"), text_of(command, "capital_withdrawal")
    if (answer := once(world, command, key)) is not None:
        return answer
    found: Declaration | None = world.find("declaration", number)
    if found is None:
        return refuse(world, "没有这份申报", code=NOT_FOUND)
    if (found.stage != "FILED" or found.original) and "stage" not in without:
        return refuse(world, "已经审核，或是更正的申报")
    world = world.put("declaration", number, record=replace(found, stage="WITHDRAWN"))
    return remembered(world, command, key, values={"capital_declaration": number})


def confirm(world: World, command: Command) -> Step:
    """The finance office confirms what was approved."""
    found: Declaration | None = world.find("declaration", text_of(command, "capital_declaration"))
    if found is None or found.stage != "REVIEWED":
        return refuse(world, "国资还没有审核")
    return Step(world=world.put("declaration", found.number, record=replace(found, stage="CONFIRMED")))
