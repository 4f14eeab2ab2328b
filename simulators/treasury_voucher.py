"""The treasury's voucher interfaces, both sides: the vault, a member that works off what it finds there, and the receipts of both."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kanhe.model.words import ReplyClass
from kanhe.simulate.behaviour import Send, Step
from simulators import treasury_member, treasury_receipts
from simulators.receipt_vault import ask_signed, give_back, handed_back_there, signed, take_receipt
from simulators.treasury_clearing import write_appropriation, write_clearing, write_quota, write_refund, write_return
from simulators.treasury_member import (
    appropriation_ordered,
    clearing_settles,
    issue,
    payment_ordered,
    voucher_arrives,
    voucher_mistaken,
    voucher_unpayable,
)
from simulators.treasury_receipts import arrives, arrives_unfunded
from simulators.treasury_vault import ask_status, confirm, confirm_fail, hand_back, handed_back, read, receipt, receipted, send, write
from simulators.world import World

__all__ = [
    "appropriation_ordered", "arrives", "arrives_unfunded", "ask_signed", "ask_status", "clearing_settles", "confirm", "confirm_fail",
    "give_back", "hand_back", "handed_back", "handed_back_there", "issue", "payment_ordered", "read", "receipt", "receipted",
    "reply_came", "send", "signed", "start", "take_receipt", "voucher_arrives", "voucher_mistaken", "voucher_unpayable", "write",
    "write_appropriation", "write_clearing", "write_quota", "write_refund", "write_return",
]


def start(role: str, seeds: Mapping[str, Any], now: str) -> World:
    """A fresh world without vouchers."""
    return World(role=role)


def reply_came(world: World, sent: Send, reply: ReplyClass | None, values: Mapping[str, Any]) -> Step:
    """The vault answered a message of a member."""
    if sent.key == treasury_receipts.THEN_ASK:
        return treasury_receipts.went_back(world, sent)
    return treasury_member.reply_came(world, sent, reply, values)
