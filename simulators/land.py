"""The land families (deposits, payments): both sides' behaviours by the names that the contracts use, on one world.

Written from the interface document, not from the contracts' effects: it is the second opinion against them.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kanhe.model.formula import Value
from kanhe.model.words import ReplyClass
from kanhe.simulate.behaviour import Command, Send, Step
from simulators import land_levying, land_lots, land_refunds
from simulators.land_accruals import accrue, appropriate, give_back, pot_asked
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
from simulators.land_collecting import (
    bill_asked,
    check_bill,
    fund_asked,
    notice_taken,
    payer_pays,
    pays_again,
    reverses_late,
    teller_reverses,
    transfer_ordered,
)
from simulators.land_fees import cancel_fee, fee_asked, market_result, push_fee, receipt_booked, receipt_reversed
from simulators.land_front import link_test, receipt, refund_arrived
from simulators.land_levying import ask_bill, bill_checked, fee_due, issue_notice, issue_transfer, receipt_told, reversal_told
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
from simulators.land_repaying import refund_bounced, refund_income, refundable_asked, refundable_booked, refundable_reversed
from simulators.world import World

__all__ = [
    "accrue",
    "apply_bid",
    "appropriate",
    "ask_bill",
    "bill_asked",
    "bill_checked",
    "cancel_account",
    "cancel_fee",
    "check_bill",
    "close_lot",
    "close_sub_account",
    "collect_losers",
    "collect_winner",
    "deposit_arrives",
    "fee_asked",
    "fee_due",
    "fund_asked",
    "give_back",
    "issue_notice",
    "issue_transfer",
    "link_test",
    "list_receipts",
    "list_refunds",
    "market_result",
    "notice_taken",
    "open_sub_account",
    "payer_pays",
    "pays_again",
    "pot_asked",
    "push_fee",
    "query_receipts",
    "query_refund",
    "query_surplus",
    "receipt",
    "receipt_booked",
    "receipt_reversed",
    "receipt_told",
    "refund",
    "refund_arrived",
    "refund_bounced",
    "refund_income",
    "refund_settles",
    "refundable_asked",
    "refundable_booked",
    "refundable_reversed",
    "reply_came",
    "request_refund",
    "reversal_told",
    "reverses_late",
    "start",
    "surplus",
    "teller_reverses",
    "test_link",
    "transfer_ordered",
]


def start(role: str, seeds: Mapping[str, Any], now: str) -> World:
    """A fresh world with the contracted institutions and their pools of numbers, and the accounts that take land proceeds."""
    world = World(role=role)
    for pool in seeds.get("pool", ()):
        (institution,) = pool["key"]
        world = world.put("pool", str(institution), record=Pool(numbers=int(pool["fields"]["numbers"])))
    for account in seeds.get("fund", ()):
        world = world.put("fund", *map(str, account["key"]), record=True)
    return world


def test_link(world: World, command: Command) -> Step:
    """Somebody tries the line: G00009."""
    return Step(world=world, sends=(Send(operation="G00009", values={}),))


def reply_came(world: World, sent: Send, reply: ReplyClass | None, values: Mapping[str, Value]) -> Step:
    """The other side answered a message of this one."""
    if sent.operation == "5408":
        return land_levying.transfer_answered(world, sent, reply, values)
    if world.role == "land":
        return land_lots.answered(world, sent, reply, values)
    if sent.operation == "G00012":
        return land_refunds.refund_told(world, sent, reply, values)
    return notice_answered(world, sent, reply, values) if sent.operation == "G00001" else Step(world=world)
