"""The direct link between a payer and its bank: both sides' behaviours by the names that the contracts use.

Written from the interface document (1.0.4, 2.4, 2.5), not from the contracts' effects: it is the second opinion against them.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kanhe.model.formula import Value
from kanhe.model.words import ReplyClass
from kanhe.simulate.behaviour import Send, Step
from simulators import direct_client, direct_salaries
from simulators.direct_bank import credit_arrives, open_account, query_balance, statement
from simulators.direct_batch import pay_batch, pay_rows, query_batch, wage_failed, wage_paid
from simulators.direct_client import (
    ask_again,
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
from simulators.direct_salaries import Salaries, ask_batch_again, ask_salaries, pay_salaries
from simulators.world import World, moved

__all__ = [
    "ask_again", "ask_balance", "ask_batch_again", "ask_payment", "ask_salaries", "ask_statement", "confirm_balance",
    "credit_arrives", "cutoff", "moved", "open_account", "order_payment", "pay", "pay_batch", "pay_rows", "pay_salaries",
    "query_balance", "query_batch", "query_payment", "register_account", "reply_came", "result_told", "return_payment",
    "return_told", "reverse", "send_confirmation", "settle", "start", "statement", "wage_failed", "wage_paid",
]


def start(role: str, seeds: Mapping[str, Any], now: str) -> World:
    """A fresh world without accounts: they are opened by events."""
    return World(role=role)


def reply_came(world: World, sent: Send, reply: ReplyClass | None, values: Mapping[str, Value]) -> Step:
    """The other side answered a message of this one."""
    if world.role != "client":
        return Step(world=world)
    batch: Salaries | None = world.find("salary", sent.key)
    if batch is not None:
        return direct_salaries.answered(world, batch, sent, reply=reply, values=values)
    return direct_client.reply_came(world, sent, reply, values)
