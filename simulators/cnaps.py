"""The clearing center of the second-generation payment system (1.0.5): single payments, batches, and what became of them.

Written from the interface document (CN-01 … CN-05). A business is known by its message, its member and its number; money is added up row
by row and never taken from what the message says of itself.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from kanhe.simulate.behaviour import Command, Step
from simulators.asked import decimal_of, refuse, text_of
from simulators.world import World

REFUSED = "PR09"
DELIVERY = frozenset({"send_date", "send_time"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Business:
    """What was cleared. content: what the message said, but for when it was sent; count, total: what was cleared of it."""

    content: tuple[Any, ...]
    count: int
    total: Decimal


def _content(command: Command) -> tuple[Any, ...]:
    said: Mapping[str, Any] = command.values
    return (*((name, said[name]) for name in sorted(said) if name not in DELIVERY), *(tuple(sorted(row.items())) for row in command.rows))


def take_business(world: World, command: Command, *, without: Collection[str] = ()) -> Step:
    """A payment or a batch comes in and is cleared. without: checks that a defect forgets (again)."""
    key = (command.operation, text_of(command, "cnaps_member"), text_of(command, "cnaps_id"))
    content, known = _content(command), world.find("business", *key)
    if known is not None and "again" not in without:
        return Step(world=world, text="已轧差") if known.content == content else refuse(world, "报文标识号已用于其他内容", code=REFUSED)
    amounts = [decimal_of(row, "amount") for row in command.rows or (command.values,)]
    count, total = len(amounts), sum(amounts, Decimal("0.00"))
    if known is not None:  # cleared once more
        count, total = count + known.count, total + known.total
    return Step(world=world.put("business", *key, record=Business(content=content, count=count, total=total)), text="已轧差")


def business_asked(world: World, command: Command) -> Step:
    """What became of a business."""
    key = (text_of(command, "cnaps_type"), text_of(command, "cnaps_member"), text_of(command, "cnaps_id"))
    known: Business | None = world.find("business", *key)
    if known is None:
        return refuse(world, "没有收到过这笔业务", code=REFUSED)
    return Step(world=world, text="已轧差", values={"done_count": known.count, "done_amount": known.total})
