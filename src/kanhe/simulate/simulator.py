"""A contract and a world give answers: one simulated party, without sockets.

Theory of operation. A message is decoded and checked in the order charset, seal, layout, rules, state; the first layer
that fails decides the answer. Deciding and committing are one step under one lock: the state is a frozen value that
is replaced as a whole, so no two requests can both be the first. What the party sends of its own accord waits in the
outbox until somebody calls `deliver` with a way to send it.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from types import ModuleType
from typing import Any

from kanhe.books.answer import answer as answer_from_books
from kanhe.books.books import Books
from kanhe.books.effects import apply
from kanhe.contract.draw import Counter, Draw
from kanhe.errors import Position, Problem, UsageError, WireError
from kanhe.model.contract import Catalogue, Contract, Party
from kanhe.model.document import Document, put
from kanhe.model.exchange import Message
from kanhe.model.formula import Scene
from kanhe.model.link import Moved
from kanhe.model.words import ReplyClass
from kanhe.simulate import salvage
from kanhe.simulate.admission import Admission
from kanhe.simulate.behaviour import Command, Send, Step, Tell
from kanhe.simulate.clock import SimClock
from kanhe.simulate.commands import command_of, node_at, values_of
from kanhe.simulate.compose import Stuff, compose
from kanhe.simulate.defects import HOOKS, behaviour_module, forgotten, hooks, load_defect, started
from kanhe.simulate.journal import marks_of
from kanhe.simulate.life import Life
from kanhe.simulate.outgoing import Outgoing, Sender
from kanhe.simulate.plan import Plan, compile_plan
from kanhe.simulate.plans import Choice
from kanhe.simulate.replies import Answer, merged_rows, reply_document, unreadable
from kanhe.simulate.rules import Refusal, breach
from kanhe.simulate.timetable import BadJump, CalendarUnknown
from kanhe.wire.codec import decode, encode
from kanhe.wire.framing import frame
from kanhe.wire.seal.keys import TEST_KEYS, Keys
from kanhe.wire.seal.seals import is_sealed, replies_of, sealed

Clock = Callable[[], str]
Behaviour = Callable[[Any, Command], Step]


class Simulator:
    """One party of one family, in memory. Thread-safe. Raises UsageError for an unknown family, role or defect."""

    def __init__(
        self,
        catalogue: Catalogue,
        family: str,
        role: str,
        *,
        seed: int = 0,
        defects: Sequence[str | ModuleType] = (),
        keys: Keys | None = None,
        clock: Clock | None = None,
        plan: str = "",
    ) -> None:
        self.party = _party(catalogue, family, role)
        self.role = role
        self._parameters = catalogue.parameters
        self._defects = tuple(started(load_defect(d) if isinstance(d, str) else d) for d in defects)
        self._hooks = {name: hooks(self._defects, name) for name in HOOKS}
        self._skip = forgotten(self._defects)
        self._keys = keys or TEST_KEYS
        self._clock = clock or SimClock()
        self._draw = Draw(seed, Counter(base=seed * 1000))
        contracts = [c for c in catalogue.contracts.values() if c.party.family == family]
        wire = self.party.wire  # SOAP names its operation by an element of its own
        self._named_at = tuple(wire.operation.split(".")) if wire.operation and wire.codec != "soap" else ()
        self._plans = {c.id: compile_plan(c) for c in contracts}
        served = [p for p in self._plans.values() if p.contract.kind == "call" and p.contract.receiver == role]
        self._served = served
        self._by_operation = {p.contract.operation: p for p in served}
        calls = [p for p in self._plans.values() if p.contract.kind == "call"]
        own = {p.contract.operation: p for p in calls if p.contract.sender == role}
        events = [p for p in self._plans.values() if p.contract.kind == "stimulus"]
        self._stimuli = {p.contract.operation: p for p in events if p.contract.sender == role}
        self._module = behaviour_module(self.party.behaves) if self.party.behaves else None
        self._behaviours = {c.id: self._behaviour(c) for c in contracts if c.behaviour}
        world: Any = self._module.start(role, self.party.seeds, self._clock()) if self._module else None
        self._books = Books.of(self.party.seeds)
        self.life = Life(self.party, world, clock=self._clock, events=self._event, choice=Choice(plans=self.party.plans, always=plan),
                         marks={c.operation: marks_of(c) for c in contracts}, moved=getattr(self._module, "moved", None))
        self._outgoing = Outgoing(party=self.party, own=own, draw=self._draw, keys=self._keys, hooks=self._hooks, skip=self._skip,
                                  clock=self._clock, scene=self._scene)
        self._gate = Admission(wire, self._keys, skip=self._skip) if is_sealed(wire) else None
        self._seal_code = wire.seal.code if wire.seal else ""
        self._delivery = threading.RLock()  # an answer to us may make us send, in the middle of sending

    @property
    def world(self) -> Any:
        """The present world of the behaviour module; frozen, so it may be kept."""
        return self.life.world

    @property
    def outbox(self) -> tuple[Send, ...]:
        """What waits to be sent."""
        return tuple(self.life.outbox)

    def answer(self, message: Message) -> Message | None:
        """The reply to one request; None = close without an answer, because nothing of it was readable."""
        now, wrong = self._clock(), None
        if self._gate is not None:
            plain, wrong = self._gate.open(message, now)
            if plain is None:  # nothing of it says whom or what to answer
                return Message(status=400) if self.party.wire.transport == "http" else None
            message = plain
        plan = self._plan(message)
        if plan is None:
            return self._unknown(message, now)
        request = self._request(plan, message)
        named = node_at(request, self._named_at) if self._named_at else None
        if named is not None and named != plan.contract.operation:
            plan = self._by_operation.get(str(named))  # the peeked code stood somewhere else in the message
            if plan is None:
                return self._unknown(message, now)
            request = self._request(plan, message)
        if isinstance(request, WireError):
            answer = unreadable(plan, message, str(request))
            if wrong is not None and self._seal_code:  # whose bytes these are is not known: that comes first
                answer = replace(answer, outcome=ReplyClass.REFUSED, code=self._seal_code, text=wrong.message)
            document = self._reply(plan, None, now, answer=answer)
            return self._encoded(plan, {}, document)
        with self.life.lock:
            self.life.run_due(now)
            refusal = self._inadmissible(message, wrong, now)
            refusal, document = self._decided(plan, request, refusal, now)
            self.life.run_due(now)
        readable = refusal is None or refusal.layer != "layout"
        return self._encoded(plan, request if readable else {}, document)

    def framed(self, message: Message) -> bytes:
        """The bytes of a TCP reply with its length prefix (and with what a planted defect makes of it)."""
        framing = self.party.wire.framing
        if framing is None:
            return message.body
        framed = frame(framing, message.body)
        for hook in self._hooks["frame"]:
            framed = hook(message.body, framed)
        return framed

    @property
    def stimuli(self) -> dict[str, Contract]:
        """The events that this party can experience, by name."""
        return {name: plan.contract for name, plan in self._stimuli.items()}

    def stimulus(self, operation: str) -> Contract | None:
        """The event of this name that this party can experience, None where there is none."""
        plan = self._stimuli.get(operation)
        return plan.contract if plan is not None else None

    def stimulate(self, contract: Contract, values: Mapping[str, object]) -> str:
        """Let an event happen at this party. '' when it was done, otherwise the Chinese reason why not."""
        plan = self._plans[contract.id]
        document: Document = {}
        for path, node in values.items():
            put(document, path, node)
        now = self._clock()
        with self.life.lock:
            self.life.run_due(now)
            if wrong := breach(plan, document, self._scene(document, now)):
                return wrong.says
            reason = self.life.happen(command_of(plan, document, now=now, hours=self.life.timetable))
            self.life.run_due(now)
        return reason

    def join(self, lock: threading.RLock, tell: Callable[[Tell], None]) -> None:
        """Live under one roof with others: their one lock, and whom to tell what happens here."""
        self.life.lock, self.life.tell = lock, lambda told: self._tell(told, tell)

    def _tell(self, told: Tell, tell: Callable[[Tell], None]) -> None:
        """What goes out to the others, with what a planted defect makes of it."""
        going: tuple[Tell, ...] = (told,)
        for hook in self._hooks["tells"]:
            going = tuple(one for each in going for one in hook(each))
        for one in going:
            tell(one)

    def told(self, tell: Tell) -> str:
        """Learn what happened in another system, where it concerns this one. '' when it was taken in, else the Chinese reason why not."""
        plan = next((p for p in self._stimuli.values() if p.contract.id == tell.event), None)
        if plan is None:
            return ""
        now, hours = self._clock(), self.life.timetable
        return self.life.happen(Command(operation=plan.contract.operation, values=tell.values, rows=tell.rows, now=now, hours=hours))

    def deliver(self, send: Sender) -> int:
        """Send what waits in the outbox, one after the other, and take in the answers; returns how many were sent."""
        done = 0
        with self._delivery:
            while True:
                try:
                    item = self.life.outbox.popleft()
                except IndexError:
                    return done
                answered = self._outgoing.exchange(item, send)
                told = self._behaved("reply_came", getattr(self._module, "reply_came", None))
                with self.life.lock:
                    self.life.answered(item, answered, told, self._clock())
                done += 1

    def move_clock(self, to: str, deliver: Callable[[], object]) -> Moved:
        """Move the clock on and settle; `deliver` sends what waits in the outbox."""
        try:
            now = self.life.advance(to, deliver)
        except (BadJump, CalendarUnknown) as error:
            return Moved(reason=str(error))
        return Moved(now=now, stands=getattr(self._clock, "mode", "") == "frozen")

    # ---- requests ----------------------------------------------------------------------------------------------

    def _plan(self, message: Message) -> Plan | None:
        if self.party.wire.named:
            if self._elsewhere(message):
                return None
            operation = salvage.operation(self.party, message)
            return self._by_operation.get(operation) or self._by_operation.get(operation.partition(" ")[0])
        path = message.target.partition("?")[0]
        for plan in self._served:
            if plan.contract.method == message.method and plan.route is not None and plan.route.fullmatch(path):
                return plan
        return None

    def _elsewhere(self, message: Message) -> bool:
        """Whether an HTTP request is not for the one address of all operations."""
        path = self.party.wire.path
        return bool(path) and (message.target.partition("?")[0] != path or message.method != "POST")

    def _request(self, plan: Plan, message: Message) -> Document | WireError:
        for hook in self._hooks["taken"]:
            message = hook(message)
        try:
            document = decode(plan.contract, message, reply=False)
        except WireError as error:
            return error
        for hook in self._hooks["decode"]:
            document = hook(plan.contract, document)
        return document

    def _unknown(self, message: Message, now: str) -> Message | None:
        """An operation that nobody serves: refused in the family's envelope where that is readable, else closed."""
        wire = self.party.wire
        if not wire.named or self._elsewhere(message):
            return Message(status=404)
        if not self._served:
            return None
        plan = self._served[0]
        if wire.transport == "tcp" and not salvage.anything(salvage.echo(plan.contract, message).values()):
            return None
        text = "没有这个交易码或无法读出交易码"
        document = self._reply(plan, None, now, answer=unreadable(plan, message, text))
        return self._encoded(plan, {}, document)

    def _decided(
        self, plan: Plan, request: Document, refusal: Refusal | None, now: str
    ) -> tuple[Refusal | None, Document]:
        scene = self._scene(request, now)
        rejected: dict[int, str] = {}
        refusal = refusal or breach(plan, request, scene, skip=self._skip, rejected=rejected)
        if refusal:
            self.life.note(now, "in", plan.contract.operation, {}, said="refused", text=refusal.says)
            answer = Answer(outcome=ReplyClass.REFUSED, text=refusal.says, code=self._seal_code if refusal.layer == "seal" else "")
            return refusal, self._reply(plan, request, now, answer=answer)
        behaviour = self._behaviours.get(plan.contract.id)
        if behaviour is None:
            return None, self._declared(plan, request, scene, rejected)
        command = command_of(plan, request, now=now, without=rejected, hours=self.life.timetable)
        try:
            step = self.life.answer(behaviour, command)
        except CalendarUnknown as unknown:
            step = Step(world=self.world, outcome=ReplyClass.FAULT, text=str(unknown))
        answer = Answer(
            outcome=step.outcome,
            text=step.text,
            code=step.code,
            values=step.values,
            rows=merged_rows(plan, request, rejected, step.rows),
        )
        return None, self._reply(plan, request, now, answer=answer)

    def _declared(self, plan: Plan, request: Document, scene: Scene, rejected: Mapping[int, str]) -> Document:
        made = answer_from_books(
            plan.contract,
            self._books,
            request,
            draw=self._draw,
            now=scene.now,
            parameters=self._parameters,
            row_breaches=rejected,
        )
        self._books = made.books
        values, _ = values_of(plan.request, request)
        self.life.note(scene.now, "in", plan.contract.operation, values, said=made.seen.value, text=made.promise)
        return made.reply

    def _inadmissible(self, message: Message, wrong: WireError | None, now: str) -> Refusal | None:
        if self._gate is None:
            return None
        try:
            if wrong is not None:
                raise wrong
            self._gate.admit(message, now)
        except WireError as error:
            return Refusal(layer="seal", promise=error.layer, says=error.message)
        return None

    def _reply(self, plan: Plan, request: Document | None, now: str, *, answer: Answer) -> Document:
        return reply_document(
            plan, request, answer, now=now, draw=self._draw, scene=lambda made: self._scene(request, now, reply=made)
        )

    def _encoded(self, plan: Plan, request: Document, document: Document) -> Message | None:
        for hook in self._hooks["reply"]:
            spoiled: Document | None = hook(plan.contract, request, document)
            if spoiled is None:
                return None
            document = spoiled
        reply = encode(plan.contract, document, reply=True)
        for hook in self._hooks["reply_bytes"]:
            reply = replace(reply, body=hook(reply.body))
        return self._sealed(reply)

    def _sealed(self, reply: Message) -> Message:
        """A reply as it goes out: sealed where the wire seals replies too, and with what a planted defect makes of it."""
        wire = self.party.wire
        if self._gate is None or not (wire.cipher or (wire.seal and wire.seal.replies)):
            return reply
        reply = sealed(replies_of(wire), self._keys, reply, timestamp=self._clock(), nonce=f"{self._draw.counter.next():032d}")
        for hook in self._hooks["sealed"]:
            reply = hook(reply)
        return reply

    # ---- small things ------------------------------------------------------------------------------------------

    def _scene(self, request: object, now: str, *, reply: object = None) -> Scene:
        return Scene(
            request=request, reply=reply, books=self._books, now=now, parameters=self._parameters, draw=self._draw
        )

    def _event(self, name: str) -> Behaviour | None:
        """What happens at the party under this name: a stimulus, by its behaviour or its declared effects, or the module's function."""
        plan = self._stimuli.get(name)
        if plan is None:
            found: Behaviour | None = self._behaved(name, getattr(self._module, name, None))
            return found
        return self._behaviours.get(plan.contract.id) or partial(self._effects, plan)

    def _effects(self, plan: Plan, world: Any, command: Command) -> Step:
        stuff = Stuff(values=command.values, rows=command.rows, now=command.now, draw=self._draw)
        document = compose(plan.request, stuff, lambda made: self._scene(made, command.now))
        self._books, _ = apply(plan.contract, self._books, self._scene(document, command.now))
        return Step(world=world)

    def _behaviour(self, contract: Contract) -> Behaviour:
        found = getattr(self._module, contract.behaviour, None)
        if found is None:
            raise UsageError(
                Problem(
                    contract.at,
                    f"behaviour: {contract.behaviour} 不存在",
                    right=f"模块 {self.party.behaves} 中的一个函数",
                )
            )
        behaved: Behaviour = self._behaved(contract.behaviour, found)
        return behaved

    def _behaved(self, name: str, function: Any) -> Any:
        for hook in self._hooks["behave"]:
            function = hook(name, function) if function is not None else None
        return function


def _party(catalogue: Catalogue, family: str, role: str) -> Party:
    party = catalogue.parties.get(family)
    if party is None:
        right = " ".join(sorted(catalogue.parties)) or "无"
        raise UsageError(Problem(Position(catalogue.root), f"没有接口族 {family}", right=f"其中之一: {right}"))
    if role not in party.roles:
        raise UsageError(Problem(party.at, f"{family} 没有角色 {role}", right=f"其中之一: {' '.join(party.roles)}"))
    return party

