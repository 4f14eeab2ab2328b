"""What a simulated party sends of its own accord: composed, sealed, sent, and the answer read."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any

from kanhe.books.outcome import classify
from kanhe.contract.draw import Draw
from kanhe.errors import HarnessError, WireError
from kanhe.model.contract import Contract, Party
from kanhe.model.document import MISSING, Document, copy, get, put
from kanhe.model.exchange import Message
from kanhe.model.formula import Scene, Value
from kanhe.model.words import ReplyClass
from kanhe.simulate.behaviour import Send
from kanhe.simulate.commands import values_of
from kanhe.simulate.compose import Stuff, compose
from kanhe.simulate.plan import Plan
from kanhe.wire.codec import decode, encode
from kanhe.wire.naming import named_in
from kanhe.wire.seal.keys import Keys
from kanhe.wire.seal.seals import bare, deciphered, is_sealed, replies_of, sealed, verified

OF_ONE_SENDING = ("send_date", "send_time", "send_moment", "serial")
Sender = Callable[[Contract, Message], Message | None]
Hooks = Mapping[str, tuple[Callable[..., Any], ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """What became of one message. outcome: class of the answer, None where none could be read."""

    outcome: ReplyClass | None = None
    values: Mapping[str, Value] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Outgoing:
    """own: plans of the operations that the party sends. scene: in which `derived` and `fresh` formulas see what is made so far."""

    party: Party
    own: Mapping[str, Plan]
    draw: Draw
    keys: Keys
    hooks: Hooks
    skip: Collection[str]
    clock: Callable[[], str]
    scene: Callable[[Document, str], Scene]

    def exchange(self, item: Send, send: Sender) -> Answered:
        """Send one message, at once again while no answer can be read and attempts are left."""
        plan = self.own.get(item.operation)
        if plan is None:
            raise HarnessError(f"{self.party.family}: 没有可以发送的交易 {item.operation}")
        made: Document | None = None
        for _ in range(max(item.attempts, 1)):
            made = self._made(plan, item, made)
            request = self._hooked(plan.contract, made)
            answer = send(plan.contract, self._packed(plan, request))
            reply = self._reply_to(plan.contract, request, answer) if answer is not None else None
            if reply is not None:
                values, rows = values_of(plan.reply, reply)
                values |= {"rows": rows} if rows else {}  # type: ignore[dict-item]
                return Answered(outcome=classify(plan.contract.outcomes, reply), values=values)
            if answer is not None:
                for hook in self.hooks["unreadable"]:
                    hook(plan.contract)
        return Answered()

    def _made(self, plan: Plan, item: Send, before: Document | None) -> Document:
        """The message; sent again (`before`), only its time and its serial are new."""
        now = self.clock()
        stuff = Stuff(values=item.values, rows=item.rows, given=named_in(plan.contract), now=now, draw=self.draw)
        made = compose(plan.request, stuff, lambda made: self.scene(made, now))
        if before is None:
            return made
        new = [leaf.path for leaf in plan.request.leaves if leaf.field.means in OF_ONE_SENDING and get(made, leaf.path) is not MISSING]
        again: Document = copy(before) if new else before
        for path in new:
            put(again, path, get(made, path))
        return again

    def _hooked(self, contract: Contract, made: Document) -> Document:
        document: Document = copy(made) if self.hooks["request_document"] else made
        for hook in self.hooks["request_document"]:
            document = hook(contract, document)
        return document

    def _packed(self, plan: Plan, document: Document) -> Message:
        message = encode(plan.contract, document, reply=False)
        if not is_sealed(self.party.wire):
            return message
        message = sealed(self.party.wire, self.keys, message, timestamp=self.clock(), nonce=f"{self.draw.counter.next():032d}")
        for hook in self.hooks["sealed"]:
            message = hook(message)
        return message

    def _reply_to(self, contract: Contract, request: Document, answer: Message) -> Document | None:
        """The reply, if it can be read and is about this request: one that echoes another serial answers nothing."""
        try:
            wire = replies_of(self.party.wire)
            plain = deciphered(wire, self.keys, answer)
            blind = wire.seal is None or "seal" in self.skip
            plain = bare(wire, plain) if blind or wire.seal is None else verified(wire.seal, self.keys, plain, now=self.clock())
            reply = decode(contract, plain, reply=True)
        except WireError:
            return None
        echoed = all(get(reply, to) == get(request, source) for to, source in contract.echo.items())
        return reply if echoed or "echo" in self.skip else None
