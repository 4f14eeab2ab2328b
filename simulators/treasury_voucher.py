"""The treasury's voucher interface, both sides: the vault, and a member that works off what it finds there."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kanhe.model.words import ReplyClass
from kanhe.simulate.behaviour import Send, Step
from simulators import treasury_member
from simulators.treasury_clearing import write_appropriation, write_clearing, write_quota, write_refund, write_return
from simulators.treasury_member import clearing_settles, issue, voucher_arrives, voucher_mistaken, voucher_unpayable
from simulators.treasury_vault import ask_status, confirm, confirm_fail, hand_back, read, receipt, send, write
from simulators.world import World

__all__ = [
    "ask_status", "clearing_settles", "confirm", "confirm_fail", "hand_back", "issue", "read", "receipt", "reply_came", "send", "start",
    "voucher_arrives", "voucher_mistaken", "voucher_unpayable", "write", "write_appropriation", "write_clearing", "write_quota",
    "write_refund", "write_return",
]


def start(role: str, seeds: Mapping[str, Any], now: str) -> World:
    """A fresh world without vouchers."""
    return World(role=role)


def reply_came(world: World, sent: Send, reply: ReplyClass | None, values: Mapping[str, Any]) -> Step:
    """The vault answered a message of a member."""
    return treasury_member.reply_came(world, sent, reply, values)
