"""Theory of operation: one session drives one peer.

A session owns what a scenario needs: the possible worlds of the shared books, the memory of values by meaning, the clock, the
draws, and the tally. A scenario calls `send` and `together` here, `cause` (causing.py) and `observe` (looking.py); every exchange is
judged the moment it is there. Messages that the peer sends arrive in the listener's thread; one lock keeps books and tally whole.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from kanhe.books.answer import answer, vague
from kanhe.books.books import Books, Key
from kanhe.books.drift import Drift
from kanhe.books.nameless import forgotten
from kanhe.books.outcome import classify
from kanhe.books.steps import Fact
from kanhe.books.worlds import allowing, apart, settle, settle_together
from kanhe.cases.memory import Memory, Record
from kanhe.cases.sorting import Sorted, sort
from kanhe.cases.table import Stand, Table
from kanhe.checks.all import CHECKS as _REGISTERED  # noqa: F401 - registers the named checks
from kanhe.checks.duty import duty_of, judge_duty
from kanhe.checks.inbound import explains, judge_request, readable
from kanhe.checks.log import Log
from kanhe.checks.registry import asker
from kanhe.checks.reply import judge_possible
from kanhe.checks.weight import weight
from kanhe.contract.draw import Draw
from kanhe.contract.promises import Asked, breaches, compiled
from kanhe.errors import WireError
from kanhe.model.contract import Catalogue, Contract
from kanhe.model.document import Document
from kanhe.model.event import Peer
from kanhe.model.exchange import Case, Exchange, Message
from kanhe.model.formula import Scene
from kanhe.model.link import Gate, Link, Spoiled
from kanhe.model.verdict import Verdict
from kanhe.model.words import Intent, Outcome, ReplyClass
from kanhe.run.ears import NOBODY, Ears
from kanhe.run.gate import starting_gate
from kanhe.run.hearing import Hearing
from kanhe.run.manner import Manner
from kanhe.run.post import Post
from kanhe.run.searches import Searches
from kanhe.run.spoil import spoiling
from kanhe.run.tally import Tally
from kanhe.run.target_clock import TargetClock
from kanhe.run.under_way import UnderWay
from kanhe.transport.faults.fault import Duty, Fault
from kanhe.wire.seal.seals import seal_rule


class Stopped(Exception):
    """The scenario cannot go on: the peer is gone, the budget is used up, or the books no longer explain the peer."""


@dataclass(slots=True, kw_only=True)
class Session:
    """One peer under test. `role` is the role that the peer plays; Kanhe plays the other."""

    catalogue: Catalogue
    peer: Peer
    link: Link
    post: Post
    clock: Callable[[], str]
    draw: Draw
    tally: Tally
    deadline: float = float("inf")  # monotonic seconds
    worlds: tuple[Books, ...] = ()
    memory: Memory = field(default_factory=Memory)
    history: Log = field(default_factory=Log)  # of the whole run, for uniqueness
    story: list[Exchange] = field(default_factory=list)  # of this scenario
    fresh: list[str] = field(default_factory=list)  # fingerprints found in this story
    earlier: list[tuple[str, list[Exchange]]] = field(default_factory=list)  # found before the scenario began anew, with their stories
    ways: dict[tuple[str, str], tuple[Contract, ...]] = field(default_factory=dict)  # solved preconditions
    masked: set[tuple[str, str]] = field(default_factory=set)  # (contract, promise) that were broken beside others alone
    fed: frozenset[str] = frozenset()  # ids of what works on things alone that another system of the house brings: no way is looked for
    searches: Searches = field(default_factory=Searches)
    faults: list[Fault | None] = field(default_factory=list)  # what becomes of our answers to the peer's next requests
    unknown: list[Exchange] = field(default_factory=list)  # of the peer's requests since the last event: no readable answer came
    held: list[tuple[Verdict, Exchange | None]] | None = None  # not None: what would have been counted, while it is tried and shrunk
    loose: bool = False  # inner messages are written with blanks and line breaks that mean nothing
    unseen: bool = False  # whether anything may have changed since the last look
    exchanges: int = 0
    hearing: Hearing = field(default_factory=Hearing)
    manner: Manner = field(default_factory=Manner)
    mind: Record = field(default_factory=dict)  # what every scenario begins with in its memory: the amount that is thought of
    slow: dict[str, Decimal] = field(default_factory=dict)  # contract id -> an amount that was answered `processing`
    given: frozenset[tuple[str, Key]] = frozenset()  # the things that were there from the start
    alone: tuple[Contract, ...] = ()  # events that come about at the peer by themselves
    listed: frozenset[str] = frozenset()  # kinds of things whose entries are shown in order
    told: frozenset[str] = frozenset()  # ids of events that only another system may bring about: nobody here causes them
    ears: Ears = NOBODY
    _former: Message | None = None
    _family: list[Contract] = field(default_factory=list)
    lock: threading.RLock = field(default_factory=threading.RLock)
    arrived: threading.Condition = field(init=False)
    under_way: UnderWay = field(init=False)
    _ask: Asked = field(init=False)

    def __post_init__(self) -> None:
        self.arrived, self._ask = threading.Condition(self.lock), asker(self.history)
        self.under_way = UnderWay(arrived=self.arrived)
        self.link.listen(self._answer, self.misframed)
        self.alone = tuple(c for c in self.stimuli() if c.alone)
        self.listed = frozenset(k for c in self.called() for o in c.observes if o.ordered and o.rows is not None for k in o.rows.reads)
        self.given = frozenset((kind, key) for books in self.worlds[:1] for kind, key, _ in books.walk())

    # -- what there is ---------------------------------------------------------------------------------------------

    def contracts(self) -> list[Contract]:
        """All contracts of the peer's family; it is asked at every exchange, and never changes."""
        if not self._family:
            self._family = [c for c in self.catalogue.contracts.values() if c.party.family in self.peer.families]
        return self._family

    def called(self) -> list[Contract]:
        """Operations that the peer answers."""
        return [c for c in self.contracts() if c.kind == "call" and c.receiver == self.peer.role]

    def inbound(self) -> list[Contract]:
        """Operations that the peer sends."""
        return [c for c in self.contracts() if c.kind == "call" and c.sender == self.peer.role and not c.party.window_of]

    def stimuli(self) -> list[Contract]:
        """Events that Kanhe can cause at the peer."""
        return [c for c in self.contracts() if c.kind == "stimulus" and c.sender == self.peer.role and c.id not in self.told]

    def table(self) -> Table:
        """The planner's view of this session."""
        return Table(operations=[*self.called(), *self.stimuli()], inbound={c.operation: c for c in self.inbound()},
                     draw=self.draw, now=self.clock(), parameters=self.catalogue.parameters,
                     ways={operation: way for (operation, mark), way in self.ways.items() if not mark})

    def stand(self) -> Stand:
        """The planner's starting point: the likeliest world."""
        return Stand(books=self.worlds[0], memory=self.memory)

    def near(self) -> Stand:
        """The same with nothing in the books but what this scenario has touched and what was there from the start."""
        books = self.worlds[0]
        return Stand(books=books.only(books.touched | self.given), memory=self.memory)

    def ask(self, rule: Any, scene: Scene) -> bool | None:
        """Ask a registered check with this session's history."""
        return self._ask(rule, scene)

    # -- a scenario ------------------------------------------------------------------------------------------------

    def begin(self) -> None:
        """A new scenario: nothing remembered, nothing touched; the books go on."""
        with self.lock:
            self.earlier += [(found, self.story) for found in self.fresh]
            self.memory, self.story, self.fresh, self.faults, self.unknown = Memory().about(self.mind), [], [], [], []
            self.manner = Manner()
            self.worlds = (self.certain(),)

    def certain(self) -> Books:
        """The books with everything in doubt that is not sure, nothing in them touched yet."""
        unsure = apart(self.worlds) | self.drift().unsure(self.worlds[0])
        return forgotten(self.worlds[0].doubt(unsure)).fresh_page()

    def findings(self) -> list[tuple[str, list[Exchange]]]:
        """What was found since the last time, each with its story."""
        found = [*self.earlier, *((one, self.story) for one in dict.fromkeys(self.fresh))]
        self.earlier, self.fresh = [], []
        return found

    def check_budget(self) -> None:
        """Stop the scenario when the run's time is used up."""
        if time.monotonic() > self.deadline:
            raise Stopped("预算用完")

    # -- our requests ----------------------------------------------------------------------------------------------

    def send(
        self, contract: Contract, request: Document, *, sorted_: Sorted | None = None, lose_reply: bool = False,
        raw: Message | None = None, blind: bool = False, note: str = "", aim: str = "",
    ) -> Exchange:
        """Send one request, judge what comes back, move the books on. raw: these bytes; blind: perhaps they cannot be read as the contract
        says, so the peer may hang up, or answer without an echo."""
        self.check_budget()
        self.unseen = self.unseen or bool(contract.effects)
        sorted_ = sorted_ or sort(contract, request, self.worlds[0], now=self.clock(), parameters=self.catalogue.parameters)
        self.ears.begun(self.peer, contract, request)
        with self.under_way.one():
            exchange = self._exchange(contract, request, lose_reply=lose_reply, raw=raw, note=note, aim=aim)
            with self.lock:
                self._take_in(exchange, sorted_, blind=blind)
        return exchange

    def together(self, contract: Contract, requests: Sequence[Document]) -> list[Exchange]:
        """Send several requests at once; some order of them must explain the replies."""
        self.check_budget()
        self.unseen = True
        gate, note = starting_gate(len(requests)), f"{len(requests)} 笔同时发出"
        with self.under_way.one():
            with ThreadPoolExecutor(len(requests)) as pool:
                exchanges = list(pool.map(lambda r: self._exchange(contract, r, note=note, gate=gate), requests))
            with self.lock:
                self._take_in_together(contract, exchanges)
        return exchanges

    def _take_in_together(self, contract: Contract, exchanges: Sequence[Exchange]) -> None:
        facts, found = [], list[tuple[Exchange, Verdict]]()
        for exchange in exchanges:
            self._record(exchange)
            found += [(exchange, v) for v in judge_possible(exchange, self._scenes(exchange, self.worlds), self.ask)]
            facts.append(self.fact(exchange, Sorted()))
        read = {contract.id: compiled(contract).read}
        self.worlds, verdicts = settle_together(self.worlds, facts, read, self.drift())
        for exchange, verdict in sorted([*((exchanges[-1], v) for v in verdicts), *found], key=lambda told: weight(told[1])):
            self.tell_all(exchange, [verdict])
        for exchange in exchanges:
            self._remember(exchange)

    def _exchange(
        self, contract: Contract, request: Document, *, lose_reply: bool = False, raw: Message | None = None,
        note: str = "", aim: str = "", gate: Gate | None = None,
    ) -> Exchange:
        case = Case(contract=contract, document=request, intent=Intent.SURVIVE if raw else Intent.ACCEPT, note=note,
                    aim=aim, lose_reply=lose_reply, raw=raw)
        now = self.clock()
        message = raw if raw is not None else self.post.pack(contract, request, now=now, loose=self.loose)
        received = self.link.call(contract, message, lose_reply=lose_reply, gate=gate)
        reply, trouble = self.post.unpack(contract, received, now=now)
        return Exchange(contract=contract, case=case, sent=message, received=received, request=request, reply=reply,
                        trouble=trouble, at=now, peer=self.peer.name)

    def _take_in(self, exchange: Exchange, sorted_: Sorted, *, blind: bool) -> None:
        case = exchange.case
        assert case is not None
        exchange = self.hearing.after(exchange, case)
        self._record(exchange)
        trouble = exchange.trouble
        if trouble is not None and trouble.unreached:
            raise Stopped(trouble.message)
        hidden = case.raw is not None and exchange.contract.party.wire.cipher is not None  # who cannot decipher may hang up
        awaited = not case.lose_reply and not self.mute and not hidden
        former = () if exchange.contract.effects else tuple(self.under_way.former)  # what changes nothing may tell of a moment ago
        scenes = [scene for worlds in (self.worlds, *former) for scene in self._scenes(exchange, worlds)]
        alone = [] if blind else judge_possible(exchange, scenes, self.ask, awaited=awaited)
        fact = self.fact(exchange, sorted_)
        self.worlds, verdicts = settle(self.worlds, fact, compiled(exchange.contract).read, self.drift(), former=former)
        self.tell_all(exchange, sorted([*verdicts, *alone], key=weight))
        self._remember(exchange)
        if any(v.outcome is Outcome.BROKEN for v in verdicts):
            raise Stopped("账已说不通，本剧本到此为止")
        self.ears.settled(self.peer, exchange)

    def fact(self, exchange: Exchange, sorted_: Sorted) -> Fact:
        """What the books are told of an exchange."""
        seen = classify(exchange.contract.outcomes, exchange.reply) if exchange.reply is not None else None
        sent = exchange.trouble is None or exchange.trouble.sent
        books, expectation = sorted_.books, sorted_.expectation
        foreseen = (books, expectation) if books is not None and expectation is not None and sorted_.now == exchange.at else None
        return Fact(contract=exchange.contract, request=exchange.request, reply=exchange.reply, seen=seen, sent=sent,
                    breach=sorted_.breach, breach_says=sorted_.says, breach_where=sorted_.where,
                    row_breaches=sorted_.row_breaches, now=exchange.at, parameters=self.catalogue.parameters, foreseen=foreseen)

    # -- the peer's requests ---------------------------------------------------------------------------------------

    def _answer(self, message: Message) -> Message | Spoiled | None:
        """Answer one request of the peer (in the listener's thread)."""
        with self.arrived:
            try:
                return self._answered(message)
            finally:
                self.arrived.notify_all()

    def _answered(self, message: Message) -> Message | Spoiled | None:
        party, now = self.catalogue.parties[self.peer.family], self.clock()
        self.hearing.heard()
        try:
            plain = self.post.opened(party.wire, message, now=now)
            contract = self.post.find(self.inbound(), plain)
            request = self.post.read_request(contract, plain)
        except WireError as error:
            self._unreadable(message, error)
            return None
        self.ears.heard(self.peer, contract, request)
        scene = Scene(request=request, now=now, parameters=self.catalogue.parameters)
        self.under_way.hold(lambda: any(explains(contract, books, scene) for books in self.worlds))
        self.under_way.remember(self.worlds)
        self.worlds = allowing(contract, scene, self.worlds, self.drift())
        scene = replace(scene, books=self.worlds[0])
        verdicts = list(judge_request(contract, scene, self.worlds, self.ask, unsure=bool(self.unknown),
                                      later=lambda: self.drift().soon(self.worlds, scene.request)))
        verdicts += readable(contract)
        found = [a.promise for a in breaches(contract, scene, self.ask) if a.row < 0]
        breach = found[0] if found else self.manner.hide(contract)
        told = answer(contract, self.worlds[0], request, draw=self.draw, now=now, parameters=self.catalogue.parameters, breach=breach,
                      wish=self.manner.wish(contract))
        verdicts += judge_duty(contract, request, self.unknown)
        fault = self.faults.pop(0) if self.faults else None
        unsaid = self.manner.unsaid(contract, told.seen)
        reply = vague(contract, request, draw=self.draw, now=now) if unsaid else told.reply
        silent = fault is not None and fault.duty is Duty.SAME_KEY
        wrong = any(v.outcome is Outcome.BROKEN for v in verdicts)
        notes = {**({"stop": "1"} if wrong else {}), **({"fault": fault.title} if fault else {}),
                 **({"readable": "1"} if fault is not None and fault.readable else {})}
        exchange = Exchange(contract=contract, inbound=True, sent=message, request=request, reply=None if silent else reply,
                            at=now, peer=self.peer.name, notes=notes)
        self._record(exchange)
        if silent or unsaid:
            self.unknown.append(exchange)
            verdicts.append(Verdict(contract=contract.id, promise=duty_of(contract), outcome=Outcome.KEPT))
        fact = Fact(contract=contract, request=request, reply=told.reply, seen=told.seen, now=now,
                    breach=breach, parameters=self.catalogue.parameters)
        self.worlds, _ = settle(self.worlds, fact, compiled(contract).read, self.drift())
        if told.seen in (ReplyClass.SUCCESS, ReplyClass.PROCESSING):
            self.memory = self.memory.add(contract, request, told.reply)
        self.tell_all(exchange, verdicts)
        if wrong:
            self.worlds = tuple(b.doubt(b.touched) for b in self.worlds)
        self.manner.meanwhile(exchange)
        message = self.post.pack_reply(contract, reply, now=now)
        former, self._former = self._former, message
        return message if fault is None else Spoiled(message, spoiling(fault, party.wire, self.draw, former))

    def _unreadable(self, message: Message, error: WireError) -> None:
        """The peer's own request cannot be read: the promise of the layer that failed, on the operation that it names or else the first."""
        framing = self.catalogue.parties[self.peer.family].wire.framing
        for contract in self.post.named(self.inbound(), message):
            promise = (framing.rule if framing and error.layer == "frame" else "") or f"{contract.id}:form"
            promise = seal_rule(contract.party.wire, contract.id) if error.layer == "seal" else promise
            exchange = Exchange(contract=contract, inbound=True, sent=message, at=self.clock(), peer=self.peer.name)
            self._record(exchange)
            self.tell_all(exchange, [Verdict(contract=contract.id, promise=promise, outcome=Outcome.BROKEN,
                                              says=str(error), expected="可读的请求", actual=error.message)])

    def misframed(self, error: WireError, data: bytes) -> None:
        """The listener could not cut a frame out of what the peer sent."""
        with self.arrived:
            self._unreadable(Message(body=data), error)
            self.arrived.notify_all()

    # -- time ------------------------------------------------------------------------------------------------------

    def drift(self) -> Drift:
        """What may come about at the peer by itself from now on."""
        return Drift(events=self.alone, listed=self.listed, now=self.clock() if self.alone else "", parameters=self.catalogue.parameters)

    def move_clock(self, to: str) -> str:
        """Let time pass at the peer; '' when it did, else the Chinese reason why it cannot be made to."""
        self.unseen = True
        return self.clock.move(to) if isinstance(self.clock, TargetClock) else "时钟是外面给的"

    @property
    def mute(self) -> str:
        """Why a peer that can be connected to was never heard; '' = it was."""
        return self.hearing.mute

    # -- bookkeeping -----------------------------------------------------------------------------------------------

    def _scenes(self, exchange: Exchange, worlds: Sequence[Books]) -> list[Scene]:
        return [Scene(request=exchange.request, reply=exchange.reply, books=books, now=exchange.at,
                      parameters=self.catalogue.parameters) for books in worlds]

    def _record(self, exchange: Exchange) -> None:
        self.exchanges += 1
        self.story.append(exchange)
        self.history.append(exchange)
        self.ears.recorded(exchange)

    def _remember(self, exchange: Exchange) -> None:
        seen = classify(exchange.contract.outcomes, exchange.reply) if exchange.reply is not None else None
        if seen in (ReplyClass.SUCCESS, ReplyClass.DUPLICATE, ReplyClass.PROCESSING):
            self.memory = self.memory.add(exchange.contract, exchange.request, exchange.reply)

    def count(self, held: Sequence[tuple[Verdict, Exchange | None]]) -> None:
        """Count verdicts that were held back."""
        for verdict, exchange in held:
            self.tell_all(exchange, (verdict,))

    def tell_all(self, exchange: Exchange | None, verdicts: Any) -> None:
        """Count verdicts; what is newly broken is fresh."""
        for verdict in verdicts:
            if self.held is not None:
                self.held.append((verdict, exchange))
                if verdict.outcome is Outcome.BROKEN:
                    self.fresh.append(f"{self.peer.name}|{verdict.contract}|{verdict.promise}")
                continue
            found = self.tally.hear(verdict, exchange)
            if found:
                self.fresh.append(found)
