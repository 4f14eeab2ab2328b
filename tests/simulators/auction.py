"""Both sides of the land interface in one room, without wire: what one sends, the other's behaviour answers."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from kanhe.model.words import ReplyClass
from kanhe.simulate.behaviour import Command, Send, Step
from simulators import land
from simulators.world import World, invariants

SEEDS = {"pool": [{"key": ["320600010001"], "status": "OPEN", "fields": {"numbers": "100"}}]}
INSTITUTION = "320600010001"
ANSWERS = {
    "G00001": "receipt", "G00003": "open_sub_account", "G00004": "close_sub_account", "G00005": "list_receipts",
    "G00007": "collect_losers", "G00008": "collect_winner", "G00009": "link_test", "G00010": "refund",
    "G00011": "list_refunds", "G00012": "refund_arrived", "G00013": "surplus",
}

Hook = Callable[[str, Any], Any]


def honest(name: str, behaviour: Any) -> Any:
    """No defect."""
    return behaviour


class Auction:
    """bank and land: their worlds; story: (operation, reply class or None) of every message that was sent.

    behave: defect hooks by side. lose: operations whose next reply is lost.
    """

    def __init__(self, now: str = "20260105101500", **behave: Hook) -> None:
        self.now = now
        self.worlds: dict[str, World] = {side: land.start(side, SEEDS, now) for side in ("bank", "land")}
        self.behave = {side: behave.get(side, honest) for side in self.worlds}
        self.story: list[tuple[str, ReplyClass | None]] = []
        self.sent: list[Send] = []
        self.lose: list[str] = []

    def ask(self, side: str, name: str, rows: Sequence[Mapping[str, Any]] = (), **values: Any) -> Step:
        """Call one behaviour of a side and keep its world; what it sends is delivered."""
        step: Step = self._function(side, name)(
            self.worlds[side], Command(operation=name, values=values, rows=tuple(rows), now=self.now)
        )
        self.worlds[side] = step.world
        assert [] == invariants(step.world)
        for send in step.sends:
            self._deliver(side, send)
        return step

    def _deliver(self, side: str, send: Send) -> None:
        other = "land" if side == "bank" else "bank"
        reply: ReplyClass | None = None
        values: Mapping[str, Any] = {}
        for _ in range(send.attempts):
            self.sent.append(send)
            step = self._function(other, ANSWERS[send.operation])(
                self.worlds[other], Command(operation=send.operation, values=send.values, rows=send.rows, now=self.now)
            )
            self.worlds[other] = step.world
            if send.operation in self.lose:
                self.lose.remove(send.operation)
                self.story.append((send.operation, None))
                continue
            reply, values = step.outcome, step.values
            self.story.append((send.operation, reply))
            break
        told = self._function(side, "reply_came")(self.worlds[side], send, reply, values)
        self.worlds[side] = told.world
        for more in told.sends:
            self._deliver(side, more)

    def _function(self, side: str, name: str) -> Any:
        return self.behave[side](name, getattr(land, name))

    # ---- what happens in an auction ------------------------------------------------------------------------------

    def bid(self, number: str, *, name: str = "", margin: str = "8000.00", lot: str = "CR1") -> str:
        """Somebody bids; returns the sub-account that the land side was given."""
        self.ask(
            "land", "apply_bid", lot=lot, bid=number, institution=INSTITUTION, payer_name=name or f"公司{number}",
            deadline="20260120170000", listing_end="20260122170000", margin=Decimal(margin),
        )
        bidder = self.worlds["land"].find("bidder", INSTITUTION, number)
        return str(bidder.sub_account)

    def pay(self, account: str, amount: str, *, name: str, at: str = "") -> Step:
        """Somebody pays in at the bank, at a moment."""
        before, self.now = self.now, at or self.now
        step = self.ask(
            "bank", "deposit_arrives", deposit_no="1", sub_account=account, amount=Decimal(amount), payer_name=name,
            payer_account="6222",
        )
        self.now = before
        return step

    def close(self, winner: str, lot: str = "CR1") -> Step:
        """The lot is sold."""
        return self.ask("land", "close_lot", lot=lot, bid=winner)

    def status(self, account: str) -> str:
        """The status of a sub-account at the bank."""
        return str(self.worlds["bank"].find("sub_account", account).status)

    def said(self, operation: str) -> list[ReplyClass | None]:
        """What was answered to the messages of an operation."""
        return [reply for code, reply in self.story if code == operation]
