"""The gateway between the finance office and the treasury (1.0.3): packs of payments and refunds, and what became of them.

Written from the interface document (TIPS-01 … TIPS-04). A pack is known by its message, the day of its commission and its number; numbers
come round again, so the day is part of it. Amounts are numbers: 900000 and 900000.00 are the same.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal

from kanhe.model.words import ReplyClass
from kanhe.simulate.behaviour import Command, Step
from simulators.asked import decimal_of, refuse, text_of
from simulators.world import World

CHANGED, NOT_TODAY, UNKNOWN = "93002", "93003", "93004"


@dataclass(frozen=True, slots=True, kw_only=True)
class Pack:
    """What was taken on. number: message and number of the pack, which come round again; content: what it said; count, total: what was
    done of it, added up from its rows."""

    number: tuple[str, str]
    content: object
    count: int
    total: Decimal


def _known(world: World, command: Command, number: tuple[str, str], without: Collection[str]) -> Pack | None:
    if "day" in without:
        return next((pack for pack in world.all("pack") if pack.number == number), None)
    found: Pack | None = world.find("pack", *number, text_of(command, "entrust_date"))
    return found


def take_pack(world: World, command: Command, *, without: Collection[str] = ()) -> Step:
    """A pack comes in and is done. without: checks that a defect forgets (day, again, date)."""
    number, today = (command.operation, text_of(command, "tips_pack")), command.now[:8]
    known = _known(world, command, number, without)
    if known is not None and "again" not in without:
        if known.content == command.values["tips_body"]:
            return Step(world=world, outcome=ReplyClass.DUPLICATE, text="这一包已受理", values={"work_date": today})
        return refuse(world, "同一包号内容不同", code=CHANGED)
    if "date" not in without and (text_of(command, "work_date") != today or text_of(command, "entrust_date") > today):
        return refuse(world, "工作日期不是当前清算日期", code=NOT_TODAY)
    count, total = len(command.rows), sum((decimal_of(row, "amount") for row in command.rows), Decimal("0.00"))
    if known is not None:  # done once more
        count, total = count + known.count, total + known.total
    pack = Pack(number=number, content=command.values["tips_body"], count=count, total=total)
    world = world.put("pack", *number, text_of(command, "entrust_date"), record=pack)
    return Step(world=world, text="成功", values={"work_date": today})


def pack_asked(world: World, command: Command) -> Step:
    """What became of a pack."""
    known: Pack | None = world.find("pack", text_of(command, "tips_kind"), text_of(command, "tips_pack"), text_of(command, "entrust_date"))
    if known is None:
        return refuse(world, "没有这一包", code=UNKNOWN)
    total = known.total.quantize(Decimal("0.01"))
    return Step(world=world, text="成功", values={"work_date": command.now[:8], "done_count": known.count, "done_amount": total})


def connected(world: World, command: Command) -> Step:
    """The line is there."""
    return Step(world=world, text="成功", values={"work_date": command.now[:8]})
