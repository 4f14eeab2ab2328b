"""The direct link between a payer and its bank: both sides' behaviours by the names that the contracts use.

Written from the interface document (1.0.4, 2.4, 2.5), not from the contracts' effects: it is the second opinion against them.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kanhe.model.formula import Value
from kanhe.model.words import ReplyClass
from kanhe.simulate.behaviour import Send, Step
from simulators import direct_client
from simulators.direct_bank import credit_arrives, open_account, query_balance, statement
from simulators.direct_client import (
    ask_balance,
    ask_payment,
    ask_statement,
    confirm_balance,
    order_payment,
    register_account,
    result_told,
    return_told,
)
from simulators.direct_payments import cutoff, pay, query_payment, return_payment, reverse, send_confirmation, settle
from simulators.world import World, moved

__all__ = [
    "ask_balance", "ask_payment", "ask_statement", "confirm_balance", "credit_arrives", "cutoff", "moved", "open_account",
    "order_payment", "pay", "query_balance", "query_payment", "register_account", "reply_came", "result_told", "return_payment",
    "return_told", "reverse", "send_confirmation", "settle", "start", "statement",
]


def start(role: str, seeds: Mapping[str, Any], now: str) -> World:
    """A fresh world without accounts: they are opened by events."""
    return World(role=role)


def reply_came(world: World, sent: Send, reply: ReplyClass | None, values: Mapping[str, Value]) -> Step:
    """The other side answered a message of this one."""
    return direct_client.reply_came(world, sent, reply, values) if world.role == "client" else Step(world=world)
