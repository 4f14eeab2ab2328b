"""The land deposit family: both sides' behaviours by the names that the contracts use.

Written from the interface document, not from the contracts' effects: it is the second opinion against them.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kanhe.model.formula import Value
from kanhe.model.words import ReplyClass
from kanhe.simulate.behaviour import Command, Send, Step
from simulators import land_lots, land_refunds
from simulators.land_bank import (
    Pool,
    close_sub_account,
    collect_losers,
    collect_winner,
    deposit_arrives,
    list_receipts,
    notice_answered,
    open_sub_account,
    surplus,
)
from simulators.land_front import link_test, receipt, refund_arrived
from simulators.land_lots import (
    apply_bid,
    cancel_account,
    close_lot,
    query_receipts,
    query_refund,
    query_surplus,
    request_refund,
)
from simulators.land_refunds import list_refunds, refund, refund_settles
from simulators.world import World

__all__ = [
    "apply_bid",
    "cancel_account",
    "close_lot",
    "close_sub_account",
    "collect_losers",
    "collect_winner",
    "deposit_arrives",
    "link_test",
    "list_receipts",
    "list_refunds",
    "open_sub_account",
    "query_receipts",
    "query_refund",
    "query_surplus",
    "receipt",
    "refund",
    "refund_arrived",
    "refund_settles",
    "reply_came",
    "request_refund",
    "start",
    "surplus",
    "test_link",
]


def start(role: str, seeds: Mapping[str, Any], now: str) -> World:
    """A fresh world with the contracted institutions and their pools of numbers."""
    world = World(role=role)
    for pool in seeds.get("pool", ()):
        (institution,) = pool["key"]
        world = world.put("pool", str(institution), record=Pool(numbers=int(pool["fields"]["numbers"])))
    return world


def test_link(world: World, command: Command) -> Step:
    """Somebody tries the line: G00009."""
    return Step(world=world, sends=(Send(operation="G00009", values={}),))


def reply_came(world: World, sent: Send, reply: ReplyClass | None, values: Mapping[str, Value]) -> Step:
    """The other side answered a message of this one."""
    if world.role == "land":
        return land_lots.answered(world, sent, reply, values)
    if sent.operation == "G00012":
        return land_refunds.refund_told(world, sent, reply, values)
    return notice_answered(world, sent, reply, values) if sent.operation == "G00001" else Step(world=world)
