"""How Kanhe plays its own side when the peer sends something: within what a contract allows there is more than one honest way."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from kanhe.model.contract import Contract
from kanhe.model.exchange import Exchange
from kanhe.model.words import ReplyClass


@dataclass(slots=True, kw_only=True)
class Manner:
    """postponing: requests whose outcome may come later are answered `processing`. hiding: so many queries are still answered as if
    nothing were known, as a host does that is behind. vague: the next request that is done is answered as if nobody knew whether it
    is. before_reply: done once, before the next such request gets its reply."""

    postponing: bool = False
    hiding: int = 0
    vague: bool = False
    before_reply: Callable[[Exchange], None] | None = None

    def wish(self, contract: Contract) -> ReplyClass | None:
        """The class that our answer should have, where the books leave it open."""
        return ReplyClass.PROCESSING if self.postponing and contract.postponable else None

    def hide(self, contract: Contract) -> str:
        """The promise by which a query is refused now, '' where it is answered truly."""
        rule = next((r.id for r in contract.rules if r.on == "state" and r.level == "must"), "") if not contract.effects else ""
        if not rule or not self.hiding:
            return ""
        self.hiding -= 1
        return rule

    def unsaid(self, contract: Contract, seen: ReplyClass) -> bool:
        """Whether this answer says that the outcome is unknown, although it is not."""
        if not self.vague or seen is not ReplyClass.SUCCESS or not contract.effects:
            return False
        self.vague = not any(c is ReplyClass.UNKNOWN for _, c in contract.outcomes.classes)
        return not self.vague

    def meanwhile(self, exchange: Exchange) -> None:
        """Do what is to be done before the reply to this request goes out."""
        todo = self.before_reply
        if todo is not None and exchange.contract.postponable:
            self.before_reply = None
            todo(exchange)
