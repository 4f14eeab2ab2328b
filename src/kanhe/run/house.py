"""The systems of one house under test together: what is done at one of them must be known at the others, once and rightly.

Theory of operation. Every system has a session of its own, with its own books. Where an exchange with one of them does what a consequence
names, the books of the other take in the event that follows, without anybody causing it: the house has to. The other one is looked at at
once, and at the end of the scenario what only the event makes possible is tried there. What its own books then cannot explain breaks the
consequence. A resend and a refusal are looked at in the same way: from them nothing follows.

It is kept only where the other system showed what it would not have shown without the event: what no look can see is not tested.

A consequence follows once for each thing done: the first success of an idempotency key, also where only a resend shows it. Where nobody
knows whether something was done (no readable answer, and no resend), nothing is said of what follows from it.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any

from kanhe.books.effects import apply
from kanhe.books.outcome import classify
from kanhe.books.predict import key_of
from kanhe.cases.search import reads
from kanhe.contract.leaf import BadLeaf
from kanhe.contract.lookup import as_list
from kanhe.model.contract import Contract
from kanhe.model.document import Document
from kanhe.model.event import Peer
from kanhe.model.exchange import Exchange
from kanhe.model.formula import Absent, Scene
from kanhe.model.linkage import Consequence, Following, Linkage, Listing, Seat
from kanhe.model.verdict import Verdict
from kanhe.model.words import Outcome, ReplyClass
from kanhe.run.awaited import Awaited, Mark
from kanhe.run.causing import await_messages, come_about, stands
from kanhe.run.ears import Ears
from kanhe.run.handing import Handing
from kanhe.run.hindsight import Arrival, Hindsight
from kanhe.run.listed import Listed
from kanhe.run.looking import observe
from kanhe.run.session import Session
from kanhe.run.tidings import made_of

MOST_ASKED = 4  # queries of one kind, where a system is looked at
UNKNOWN = (None, ReplyClass.PROCESSING, ReplyClass.UNKNOWN)


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A verdict on a consequence, and what had happened in all systems when it fell."""

    verdict: Verdict
    story: Sequence[Exchange]


@dataclass(slots=True)
class Known:
    """What is learned of a linkage, whatever becomes of its sessions. needy: ids of what no system can do without another; ways: of each
    system, to what it did; excuses: consequence -> why it could not be tried; left_open: why something of it was not looked at, though
    other things were; broken: consequences that were found broken; seen: those that showed; rare: those that must be looked for, as what
    comes of itself is not of the kind; helped: what needs others -> the consequences that came about when it was reached."""

    needy: set[str] = field(default_factory=set)
    broken: set[str] = field(default_factory=set)
    seen: set[str] = field(default_factory=set)
    rare: set[str] = field(default_factory=set)
    helped: dict[str, set[str]] = field(default_factory=dict)
    ways: dict[Seat, dict[tuple[str, str], tuple[Contract, ...]]] = field(default_factory=dict)
    excuses: dict[str, str] = field(default_factory=dict)
    left_open: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class House(Ears):
    """One linkage under test. sessions: by seat. lying: (contract, promise) that a system breaks by itself: told there, not here. files:
    of each seat that hands some over."""

    linkage: Linkage
    sessions: Mapping[Seat, Session]
    lying: frozenset[tuple[str, str]] = frozenset()
    known: Known = field(default_factory=Known)
    files: Mapping[Seat, Handing] = field(default_factory=dict)
    listed: Listed = field(init=False)
    hindsight: Hindsight = field(default_factory=Hindsight)
    judged: list[Judged] = field(default_factory=list)
    played: Contract | None = None
    breached: bool = False  # whether a look has ended the scenario: the books of the system no longer explain it
    log: list[Exchange] = field(default_factory=list)  # of all systems, in the order in which it happened
    done: set[Mark] = field(default_factory=set)  # that have followed
    unsure: set[Mark] = field(default_factory=set)  # that may have
    awaited: dict[Mark, Awaited] = field(default_factory=dict)
    untimely: list[Awaited] = field(default_factory=list)  # of which a message has just come that must not
    listening: threading.Lock = field(default_factory=threading.Lock)  # one message at a time may bring news

    def __post_init__(self) -> None:
        catalogue = next(iter(self.sessions.values())).catalogue
        self.listed = Listed(linkage=self.linkage, files=self.files, parameters=catalogue.parameters)
        for seat, session in self.sessions.items():
            session.ears, session.ways = self, self.known.ways.setdefault(seat, {})
            session.fed = self._fed(seat, session)

    def _fed(self, seat: Seat, session: Session) -> frozenset[str]:
        """What has no kind of thing to work on but those that only events of the linkage open."""
        own = {e.kind for o in session.table().operations for e in o.effects if e.verb == "open"}
        told = {e.kind for c in self.linkage.consequences if c.target == seat for e in c.comes.effects if e.verb == "open"} - own
        return frozenset(c.id for c in session.called() if c.effects and reads(c) and reads(c) <= told)

    # -- a scenario ------------------------------------------------------------------------------------------------

    def begin(self, played: Contract) -> None:
        """A new scenario of what this message does: nothing has followed from anything."""
        self.played, self.breached = played, False
        self.hindsight, self.judged, self.log = Hindsight(), [], []
        self.done, self.unsure, self.awaited, self.untimely = set(), set(), {}, []
        self.listed.begin()
        for session in self.sessions.values():
            session.begin()
            session.held = []

    def own_breach(self) -> Verdict | None:
        """What a system broke by itself."""
        return next((v for s in self.sessions.values() for v, _ in s.held or () if v.outcome is Outcome.BROKEN), None)

    def tell_what_never_came(self) -> None:
        """What a system broke while nobody looked for a consequence, and keeps where it is alone, is told here if it is explained by
        something that never came."""
        for seat, session in self.sessions.items():
            broken, exchange = next(((v, e) for v, e in session.held or () if v.outcome is Outcome.BROKEN), (None, None))
            if broken is None or (broken.contract, broken.promise) in self.lying:
                continue
            missing = self.hindsight.missing(seat, session, exchange)
            if missing is not None:
                self.known.broken.add(missing.id)
                self._judge(_verdict(self.linkage, missing, broken))
                session.held, self.breached = [], True

    def count_what_showed(self) -> None:
        """What showed while another consequence was looked at, or nothing was: what came later would not have been so without the event."""
        for one in (c for c in self.linkage.consequences if c.id not in self.known.seen and self.followed(c)):
            if self.hindsight.shows(one, self.sessions[one.target]):
                self.known.seen.add(one.id)
                self._judge(Verdict(contract=self.linkage.id, promise=one.id, outcome=Outcome.KEPT))

    def excuse(self, consequences: Iterable[Following], broken: Verdict) -> None:
        """Nothing is said of them: a system breaks a promise of its own."""
        for consequence in consequences:
            self.known.excuses[consequence.id] = f"{broken.contract} 自己不守约（{broken.promise}），见其自己的结果"

    def story(self) -> list[Exchange]:
        """What happened in this scenario, in all systems; of mere looks only the last one, which showed what is told."""
        there = {id(e) for session in self.sessions.values() for e in session.story}
        found = [e for e in self.log if id(e) in there]
        return [e for e in found if e is found[-1] or e.contract.effects or e.contract.kind == "stimulus"]

    def followed(self, consequence: Following) -> int:
        """How often it has followed in this scenario."""
        if isinstance(consequence, Listing):
            return self.listed.count(consequence)
        return sum(a.consequence is consequence for a in self.hindsight.arrivals)

    # -- what follows ----------------------------------------------------------------------------------------------

    def recorded(self, exchange: Exchange) -> None:
        """See Ears: a message that should not have come is told when it is part of the story."""
        self.log.append(exchange)
        while exchange.inbound and self.untimely:
            self._judge_untimely(self.untimely.pop())

    def begun(self, peer: Peer, contract: Contract, request: Document) -> None:
        """See Ears: what makes another system send messages may do so before the reply."""
        session = self._session(peer)
        scene = Scene(request=request, books=session.worlds[0], now=session.clock(), parameters=session.catalogue.parameters)
        for consequence in self._named(contract):
            mark = self._mark(consequence, Exchange(contract=contract, request=request, at=scene.now))
            if consequence.comes.causes and mark not in self.unsure:  # of what may have been done already all is awaited still
                target = self.sessions[consequence.target]
                after = scene if contract.kind == "stimulus" else replace(scene, books=apply(contract, session.worlds[0], scene)[0])
                coming = [] if mark in self.done else [event for event, here in self.events(consequence, after) if here]
                self.awaited[mark] = Awaited(
                    consequence=consequence, target=target, held=len(target.held or ()), sent=len(target.story), coming=coming)

    def heard(self, peer: Peer, contract: Contract, request: Document) -> None:
        """See Ears: a message that names an event shows that it has come."""
        session = self._session(peer)
        with self.listening:
            for awaited in tuple(self.awaited.values()):
                for event in awaited.named(session, contract, request):
                    awaited.coming.remove(event)
                    awaited.came.append(event)
                    if awaited.refused:
                        self.untimely.append(awaited)
                    else:
                        self._arrive(awaited.consequence, session, event)

    def settled(self, peer: Peer, exchange: Exchange) -> None:
        """See Ears: let follow all that follows, then look: one message may do two things in the same system."""
        session = self._session(peer)
        self.listed.note(exchange, _scene(session, exchange))
        due, followed = list[Consequence](), set[str]()
        for consequence in self._named(exchange.contract):
            with self.sessions[consequence.target].lock:  # its own messages may bring the same news at this moment
                before = self.followed(consequence)
                due += [consequence] if self._follow(consequence, session, exchange) else []
                followed |= {consequence.id} if self.followed(consequence) > before else set()
        looked = set[Seat]()
        for consequence in sorted(due, key=lambda c: c.id not in followed):
            awaited, seat = self.awaited.get(self._mark(consequence, exchange)), consequence.target
            if awaited is None and consequence.id not in followed and seat in looked:
                continue  # what did not follow shows nothing: one look at the system is enough for all
            looked.add(seat)
            alone = sum(c.target == seat for c in due) == 1
            with self.judging(consequence, alone=alone, since=awaited.held if awaited is not None else None):
                if awaited is not None:
                    self._hear_out(awaited)
                if not any(c.target == seat for c in self.linkage.consequences for name, _ in self.unsure if c.id == name):
                    observe(self.sessions[seat], MOST_ASKED)

    def _session(self, peer: Peer) -> Session:
        return self.sessions[peer.family, peer.role]

    def _named(self, contract: Contract) -> list[Consequence]:
        """What may follow from a message or an event."""
        return [c for c in self.linkage.consequences if c.after is contract and c.target in self.sessions]

    def _mark(self, consequence: Consequence, exchange: Exchange) -> Mark:
        contract, request = exchange.contract, exchange.request or {}
        return consequence.id, key_of(contract, request, exchange.at) if contract.idempotency is not None else id(exchange.request)

    def _follow(self, consequence: Consequence, session: Session, exchange: Exchange) -> bool:
        """Let a consequence follow from an exchange, or not; whether it is known what it did, so that its target may be looked at."""
        contract, target = exchange.contract, self.sessions[consequence.target]
        mark = self._mark(consequence, exchange)
        awaited = self.awaited.get(mark)
        came = awaited.came if awaited is not None else []
        seen = ReplyClass.SUCCESS
        if contract.kind == "call":
            answered = classify(contract.outcomes, exchange.reply) if exchange.reply is not None else None
            if answered in UNKNOWN and not came:
                self.unsure |= {mark} - self.done
                return False
            seen = answered if answered not in UNKNOWN and answered is not None else ReplyClass.SUCCESS  # its message shows that it is done
        first = mark not in self.done and (seen is ReplyClass.SUCCESS or (seen is ReplyClass.DUPLICATE and mark in self.unsure))
        self.unsure.discard(mark)
        events = self.events(consequence, _scene(session, exchange))
        coming = [event for event, here in events if first and here and event not in came]
        arrived = [event for event in coming if self._arrive(consequence, target, event)]
        if coming and not arrived and not came:
            return False
        if first:
            self.done.add(mark)
        for event in (event for event, here in events if not (first and here)):
            _point_at(target, consequence.comes, event)
        if awaited is not None:
            awaited.refused = seen is ReplyClass.REFUSED and mark not in self.done
            if awaited.refused and came:
                self._judge_untimely(awaited)
            if first:
                awaited.came, awaited.coming = [*came, *arrived], []  # of what has no place there nothing is sent
        return True

    def _hear_out(self, awaited: Awaited) -> None:
        """Let the other system send what it has to send, and see whether it does."""
        if stands(awaited.target):
            awaited.target.move_clock("+0s")
        for event in tuple(awaited.came) if not awaited.refused else ():
            await_messages(awaited.target, awaited.consequence.comes, event, before=awaited.sent, rows=True)
        if not awaited.refused:
            awaited.came = []  # sent again, nothing more may come

    def _arrive(self, consequence: Consequence, target: Session, request: Document) -> bool:
        """Let the other system's books take the event in; False where they have no place for it."""
        before = target.worlds[0]
        if not target.table().sort(consequence.comes, request, before).fine:
            self.known.excuses.setdefault(consequence.id, f"{consequence.comes.title}：对方账上还没有它要用到的东西")
            return False
        arrival = Arrival(consequence=consequence, before=before, since=len(target.story))
        self.hindsight.take(arrival, target, request)
        come_about(target, consequence.comes, request, told=True)
        target.searches.failed.clear()  # what no way led to may be in reach now
        return True

    def events(self, consequence: Consequence, scene: Scene) -> list[tuple[Document, bool]]:
        """The values of each event that can be told whole, and whether it follows from such a message."""
        rows: Iterable[Any] = (None,)
        if consequence.each is not None:
            try:
                rows = as_list(consequence.each(scene))
            except (Absent, ArithmeticError):
                return []
        made = (_event(consequence, scene.at(row=row, index=i)) for i, row in enumerate(rows))
        return [event for event in made if event is not None]

    # -- looking ---------------------------------------------------------------------------------------------------

    @contextmanager
    def judging(self, consequence: Consequence, *, late: bool = False, alone: bool = True, since: int | None = None) -> Iterator[None]:
        """What the other system shows meanwhile says whether the consequence is kept. Raises Stopped where its books cannot explain it.
        late: the time has passed before which nothing need show. alone: nothing else has just been done there. since: with what had been
        told already from there on."""
        session = self.sessions[consequence.target]
        session.held, session.unseen = session.held or [], True
        start = len(session.held) if since is None else min(since, len(session.held))
        try:
            yield
        finally:
            shown, session.held = session.held[start:], session.held[:start]
            broken, exchange = next(((v, e) for v, e in shown if v.outcome is Outcome.BROKEN), (None, None))
            self.breached = self.breached or broken is not None
            if broken is not None and (broken.contract, broken.promise) in self.lying:
                self.excuse([consequence], broken)
            elif broken is not None:
                culprit = consequence if alone and not late else self._culprit(consequence, session, exchange)
                self.known.broken.add(culprit.id)
                self._judge(_verdict(self.linkage, culprit, broken))
            elif self._showed(consequence, shown):
                self._judge(Verdict(contract=self.linkage.id, promise=consequence.id, outcome=Outcome.KEPT))

    def _judge_untimely(self, awaited: Awaited) -> None:
        """A message tells of something that was refused."""
        one, operations = awaited.consequence, " ".join(awaited.consequence.comes.causes)
        self.known.broken.add(one.id)
        self._judge(Verdict(contract=self.linkage.id, promise=one.id, outcome=Outcome.BROKEN,
                            says=f"{one.after.title}被拒绝了，别处却当它办成了", expected=f"不发出 {operations}",
                            actual=f"已发出 {operations}", where=one.comes.id))

    def _judge(self, verdict: Verdict) -> None:
        self.judged.append(Judged(verdict=verdict, story=self.story()))

    def _culprit(self, looked_at: Consequence, session: Session, exchange: Exchange | None) -> Consequence:
        known, own = (lambda c: c.id in self.known.broken), (lambda c: c.after is self.played)
        return self.hindsight.culprit(looked_at, session, exchange, (known, own))

    def _showed(self, consequence: Consequence, told: Sequence[tuple[Verdict, Exchange | None]]) -> bool:
        """Whether the system showed what it would not have shown if the event had never come; once is enough for the whole run."""
        exchanges = [e for _, e in told if e is not None]
        if consequence.id in self.known.seen:
            return bool(exchanges)
        sent = any(v.promise == f"{consequence.comes.id}:causes" and v.outcome is Outcome.KEPT for v, _ in told)
        if sent or (exchanges and self.hindsight.shows(consequence, self.sessions[consequence.target])):
            self.known.seen.add(consequence.id)
            return True
        if exchanges and self.followed(consequence):
            self.known.excuses.setdefault(consequence.id, f"{consequence.comes.title}：对方的应答看不出它有没有发生")
        return False


def _scene(session: Session, exchange: Exchange) -> Scene:
    """What a formula about an exchange sees: the message, and the books after it."""
    return Scene(request=exchange.request, reply=exchange.reply, books=session.worlds[0], now=exchange.at,
                 parameters=session.catalogue.parameters)


def _event(consequence: Consequence, scene: Scene) -> tuple[Document, bool] | None:
    types = {f.path: f.type for f in consequence.comes.request}
    try:
        here = consequence.where is None or bool(consequence.where(scene))
        return made_of(consequence.values, types, scene), here
    except (Absent, ArithmeticError, BadLeaf):
        return None


def _point_at(session: Session, event: Contract, request: Document) -> None:
    """Let what an event would have changed be looked at, though it did not happen."""
    books = session.worlds[0]
    scene = Scene(request=request, books=books, now=session.clock(), parameters=session.catalogue.parameters)
    touched = apply(event, books, scene)[0].touched
    session.worlds = tuple(replace(b, touched=b.touched | touched) for b in session.worlds)


def _verdict(linkage: Linkage, consequence: Consequence, broken: Verdict) -> Verdict:
    where = " ".join((broken.contract, broken.promise, broken.where)).strip()
    return replace(broken, contract=linkage.id, promise=consequence.id, where=where)


