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

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from kanhe.books.books import Books
from kanhe.books.effects import apply
from kanhe.books.outcome import classify
from kanhe.books.predict import key_of
from kanhe.books.worlds import settle
from kanhe.cases.search import direct, helpful
from kanhe.cases.sorting import Sorted
from kanhe.contract.leaf import BadLeaf, write
from kanhe.contract.lookup import as_list
from kanhe.contract.promises import compiled
from kanhe.model.contract import Contract
from kanhe.model.document import Document, put
from kanhe.model.exchange import Exchange
from kanhe.model.formula import Absent, Scene
from kanhe.model.linkage import Consequence, Linkage, Seat
from kanhe.model.verdict import Verdict
from kanhe.model.words import Outcome, ReplyClass
from kanhe.run.causing import come_about
from kanhe.run.looking import observe
from kanhe.run.scenarios.scenario import Scenario, act, prepare
from kanhe.run.session import Ears, Session, Stopped

MOST_ASKED = 4  # queries of one kind, where a system is looked at
MOST_TRIED = 2  # operations that only the event makes possible
MOST_ARRIVALS = 4  # the last ones of a scenario, after which they are tried
UNKNOWN = (None, ReplyClass.PROCESSING, ReplyClass.UNKNOWN)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Arrival:
    """An event that followed from what was done elsewhere. before: the other system's books when it came."""

    consequence: Consequence
    before: Books

    @property
    def seat(self) -> Seat:
        """Where it is known."""
        return self.consequence.target


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A verdict on a consequence, and what had happened in all systems when it fell."""

    verdict: Verdict
    story: Sequence[Exchange]


@dataclass(slots=True)
class Known:
    """What is learned of a linkage, whatever becomes of its sessions. needy: ids of what no system can do without another; ways: of each
    system, to what it did; excuses: consequence -> why it could not be tried; broken: consequences that were found broken; seen: those
    that showed."""

    needy: set[str] = field(default_factory=set)
    broken: set[str] = field(default_factory=set)
    seen: set[str] = field(default_factory=set)
    ways: dict[Seat, dict[tuple[str, str], tuple[Contract, ...]]] = field(default_factory=dict)
    excuses: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class House(Ears):
    """One linkage under test. sessions: by seat. lying: (contract, promise) that a system breaks by itself: told there, not here."""

    linkage: Linkage
    sessions: Mapping[Seat, Session]
    lying: frozenset[tuple[str, str]] = frozenset()
    known: Known = field(default_factory=Known)
    arrivals: list[Arrival] = field(default_factory=list)
    judged: list[Judged] = field(default_factory=list)
    without: dict[Arrival | str, tuple[Seat, Books]] = field(default_factory=dict)  # books as if this one, or this consequence, never came
    played: Contract | None = None
    breached: bool = False  # whether a look has ended the scenario: the books of the system no longer explain it
    log: list[Exchange] = field(default_factory=list)  # of all systems, in the order in which it happened
    done: set[tuple[str, object]] = field(default_factory=set)  # (consequence, key of the request) that have followed
    unsure: set[tuple[str, object]] = field(default_factory=set)  # that may have

    def __post_init__(self) -> None:
        for seat, session in self.sessions.items():
            session.ears, session.ways = self, self.known.ways.setdefault(seat, {})

    # -- a scenario ------------------------------------------------------------------------------------------------

    def play(self, scenario: Scenario) -> None:
        """Play a scenario at the system that its operation belongs to, then look at the others; `judged` is what came of it. Raises Stopped
        when a system is gone or the time is used up."""
        self.played, self.breached = scenario.contract, False
        self.arrivals, self.judged, self.without, self.log, self.done, self.unsure = [], [], {}, [], set(), set()
        for session in self.sessions.values():
            session.begin()
            session.held = []
        try:
            origin = next(self.sessions[c.origin] for c in self.linkage.consequences if c.after is scenario.contract)
            self._make_ready(origin, scenario.contract, ())
            scenario.play(origin)
            self._let_time_pass()
            for arrival in self.arrivals[-MOST_ARRIVALS:]:
                with self._judging(arrival.consequence):
                    _go_on(self.sessions[arrival.consequence.target], arrival)
        except Stopped:
            if not self.breached and not self._own_breach():
                raise
        broken = self._own_breach()
        if broken is not None:
            self._excuse([c for c in self.linkage.consequences if c.after is scenario.contract], broken)

    def _let_time_pass(self) -> None:
        """Go on to when the others must show what they know, and look: the clocks of all systems together. A system whose clock cannot be
        moved is not judged by what it will show some day."""
        if not self.linkage.passes:
            return
        first, *others = self.sessions.values()
        why = first.move_clock(self.linkage.passes)
        now = datetime.strptime(first.clock()[:14], "%Y%m%d%H%M%S")
        why = why or next((told for one in others if (told := one.move_clock(f"{now:%Y-%m-%dT%H:%M:%S}"))), "")
        for consequence in dict.fromkeys(a.consequence.id for a in self.arrivals):
            one = next(c for c in self.linkage.consequences if c.id == consequence)
            if why:
                self.known.excuses.setdefault(one.id, f"时钟拨不到 {self.linkage.passes} 之后：{why}")
                continue
            with self._judging(one, late=True):
                observe(self.sessions[one.target], MOST_ASKED)

    def _make_ready(self, session: Session, goal: Contract, stack: tuple[Seat, ...]) -> None:
        """Bring the goal within reach: where the system cannot get there alone, let others do what only they can bring about here."""
        if goal.id not in self.known.needy:
            if prepare(session, goal) is not None:
                return
            self.known.needy.add(goal.id)
        seat = session.peer.family, session.peer.role
        everything = [c for c in session.contracts() if c.sender == session.peer.role or c.receiver == session.peer.role]
        wanted = {c.id for c in helpful(replace(session.table(), operations=everything), goal)}
        told = [c for c in self.linkage.consequences if c.target == seat and c.comes.id in wanted and c.origin not in (seat, *stack)]
        for opening in (True, False):  # what is only changed, or ended, may be out of reach for the goal afterwards
            for consequence in told:
                if any(e.verb == "open" for e in consequence.comes.effects) is opening:
                    origin = self.sessions[consequence.origin]
                    self._make_ready(origin, consequence.after, (seat, *stack))
                    act(origin, consequence.after)
            if prepare(session, goal) is not None:
                return
            for operation in reversed(helpful(session.table(), goal)):  # too far to see the whole way at once: the farthest first
                act(session, operation)
            if prepare(session, goal) is not None:
                return

    def _own_breach(self) -> Verdict | None:
        """What a system broke by itself."""
        return next((v for s in self.sessions.values() for v, _ in s.held or () if v.outcome is Outcome.BROKEN), None)

    def _excuse(self, consequences: Iterable[Consequence], broken: Verdict) -> None:
        for consequence in consequences:
            self.known.excuses[consequence.id] = f"{broken.contract} 自己不守约（{broken.promise}），见其自己的结果"

    def story(self) -> list[Exchange]:
        """What happened in this scenario, in all systems; of mere looks only the last one, which showed what is told."""
        there = {id(e) for session in self.sessions.values() for e in session.story}
        found = [e for e in self.log if id(e) in there]
        return [e for e in found if e is found[-1] or e.contract.effects or e.contract.kind == "stimulus"]

    def followed(self, consequence: Consequence) -> int:
        """How often it has followed in this scenario."""
        return sum(a.consequence is consequence for a in self.arrivals)

    # -- what follows ----------------------------------------------------------------------------------------------

    def recorded(self, exchange: Exchange) -> None:
        """See Ears."""
        self.log.append(exchange)

    def settled(self, session: Session, exchange: Exchange) -> None:
        """See Ears: let follow all that follows, then look: one message may do two things in the same system."""
        due = [c for c in self.linkage.consequences
               if c.after is exchange.contract and c.target in self.sessions and self._follow(c, session, exchange)]
        for consequence in due:
            seat = consequence.target
            if not any(c.target == seat for c in self.linkage.consequences for name, _ in self.unsure if c.id == name):
                with self._judging(consequence, alone=sum(c.target == seat for c in due) == 1):
                    observe(self.sessions[seat], MOST_ASKED)

    def _follow(self, consequence: Consequence, session: Session, exchange: Exchange) -> bool:
        """Let a consequence follow from an exchange, or not; whether it is known what it did, so that its target may be looked at."""
        contract, target = exchange.contract, self.sessions[consequence.target]
        key: object = key_of(contract, exchange.request, exchange.at) if contract.idempotency is not None else id(exchange)
        mark = consequence.id, key
        seen = ReplyClass.SUCCESS
        if contract.kind == "call":
            answered = classify(contract.outcomes, exchange.reply) if exchange.reply is not None else None
            if answered in UNKNOWN:
                self.unsure |= {mark} - self.done
                return False
            assert answered is not None
            seen = answered
        events = self._events(consequence, session, exchange)
        first = mark not in self.done and (seen is ReplyClass.SUCCESS or (seen is ReplyClass.DUPLICATE and mark in self.unsure))
        self.unsure.discard(mark)
        coming = [request for request, here in events if first and here]
        if coming and not sum(self._arrive(consequence, target, request) for request in coming):
            return False
        if first:
            self.done.add(mark)
        for request in (request for request, here in events if not (first and here)):
            _point_at(target, consequence.comes, request)
        return True

    def _arrive(self, consequence: Consequence, target: Session, request: Document) -> bool:
        """Let the other system's books take the event in; False where they have no place for it."""
        before = target.worlds[0]
        if not target.table().sort(consequence.comes, request, before).fine:
            self.known.excuses.setdefault(consequence.id, f"{consequence.comes.title}：对方账上还没有它要用到的东西")
            return False
        arrival = Arrival(consequence=consequence, before=before)
        self._go_without(arrival, target, request)
        come_about(target, consequence.comes, request, told=True)
        target.failed.clear()  # what no way led to may be in reach now
        self.arrivals.append(arrival)
        return True

    def _go_without(self, arrival: Arrival, target: Session, request: Document) -> None:
        """Keep the books of a house in which one arrival, or all of one consequence, never come: what then cannot follow, does not."""
        event, seat = arrival.consequence.comes, arrival.seat
        scene = Scene(request=request, now=target.clock(), parameters=target.catalogue.parameters)
        for missing, (there, books) in self.without.items():
            if there == seat and missing != arrival.consequence.id and target.table().sort(event, request, books).fine:
                self.without[missing] = there, apply(event, books, replace(scene, books=books))[0]
        self.without[arrival] = seat, arrival.before
        self.without.setdefault(arrival.consequence.id, (seat, arrival.before))

    def _events(self, consequence: Consequence, session: Session, exchange: Exchange) -> list[tuple[Document, bool]]:
        """The values of each event that can be told whole, and whether it follows from such a message."""
        scene = Scene(request=exchange.request, reply=exchange.reply, books=session.worlds[0], now=exchange.at,
                      parameters=session.catalogue.parameters)
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
    def _judging(self, consequence: Consequence, *, late: bool = False, alone: bool = True) -> Iterator[None]:
        """What the other system shows meanwhile says whether the consequence is kept. Raises Stopped where its books cannot explain it.
        late: the time has passed before which nothing need show. alone: nothing else has just been done there."""
        session = self.sessions[consequence.target]
        before, session.held, session.unseen = session.held, [], True
        try:
            yield
        finally:
            shown, session.held = session.held or [], before
            broken, exchange = next(((v, e) for v, e in shown if v.outcome is Outcome.BROKEN), (None, None))
            self.breached = self.breached or broken is not None
            if broken is not None and (broken.contract, broken.promise) in self.lying:
                self._excuse([consequence], broken)
            elif broken is not None:
                culprit = consequence if alone and not late else self._culprit(consequence, session, exchange)
                self.known.broken.add(culprit.id)
                self._judge(_verdict(self.linkage, culprit, broken))
            elif self._showed(consequence, [e for _, e in shown if e is not None], late=late):
                self._judge(Verdict(contract=self.linkage.id, promise=consequence.id, outcome=Outcome.KEPT))

    def _judge(self, verdict: Verdict) -> None:
        self.judged.append(Judged(verdict=verdict, story=self.story()))

    def _showed(self, consequence: Consequence, exchanges: Sequence[Exchange], *, late: bool) -> bool:
        """Whether the system showed what it would not have shown if the event had never come; once is enough for the whole run."""
        if consequence.id in self.known.seen:
            return bool(exchanges)
        session = self.sessions[consequence.target]
        books = [self.without[a][1] if late else a.before for a in self.arrivals if a.consequence is consequence]
        if any(not _explains(without, session, e) for without in books for e in {id(e): e for e in exchanges}.values()):
            self.known.seen.add(consequence.id)
            return True
        if books and exchanges:
            self.known.excuses.setdefault(consequence.id, f"{consequence.comes.title}：对方的应答看不出它有没有发生")
        return False

    def _culprit(self, looked_at: Consequence, session: Session, exchange: Exchange | None) -> Consequence:
        """Of all that followed there: what explains the system if it had never come, the latest first; else what is known to be wrong
        already; else what was last done for its own sake; else the one that was looked at."""
        here = [a for a in reversed(self.arrivals) if a.seat == looked_at.target]
        for missing, of in (*((a, a.consequence) for a in here), *((a.consequence.id, a.consequence) for a in here)):
            if exchange is not None and missing in self.without and _explains(self.without[missing][1], session, exchange):
                return of
        known = [a.consequence for a in here if a.consequence.id in self.known.broken]
        own = [a.consequence for a in here if a.consequence.after is self.played]
        return next(iter((*known, *own)), looked_at)


def _explains(books: Books, session: Session, exchange: Exchange) -> bool:
    """Whether an exchange that has happened fits these books."""
    fact = session.fact(exchange, Sorted())
    _, verdicts = settle((books,), fact, compiled(exchange.contract).read, session.drift())
    return all(v.outcome is not Outcome.BROKEN for v in verdicts)


def _event(consequence: Consequence, scene: Scene) -> tuple[Document, bool] | None:
    types = {f.path: f.type for f in consequence.comes.request}
    made: Document = {}
    try:
        here = consequence.where is None or bool(consequence.where(scene))
        for path, formula in consequence.values.items():
            put(made, path, write(types[path], formula(scene)))  # type: ignore[arg-type]
    except (Absent, ArithmeticError, BadLeaf):
        return None
    return made, here


def _point_at(session: Session, event: Contract, request: Document) -> None:
    """Let what an event would have changed be looked at, though it did not happen."""
    books = session.worlds[0]
    scene = Scene(request=request, books=books, now=session.clock(), parameters=session.catalogue.parameters)
    touched = apply(event, books, scene)[0].touched
    session.worlds = tuple(replace(b, touched=b.touched | touched) for b in session.worlds)


def _go_on(session: Session, arrival: Arrival) -> None:
    """Try what only the event makes possible, and what it has put an end to."""
    left, title = MOST_TRIED, arrival.consequence.comes.title
    for contract in session.called():
        if left <= 0:
            return
        found = direct(session.table(), contract, session.near()) if contract.effects else None
        if found is not None and not session.table().sort(contract, found.request, arrival.before).fine:
            session.send(contract, found.request, note=f"{title}之后")
            left -= 1
        over = direct(session.table(), contract, replace(session.near(), books=arrival.before)) if contract.effects else None
        now = session.table().sort(contract, over.request, session.worlds[0]) if over is not None else None
        if over is not None and now is not None and now.refused_by:
            session.send(contract, over.request, sorted_=now, note=f"{title}以前可以")
            left -= 1


def _verdict(linkage: Linkage, consequence: Consequence, broken: Verdict) -> Verdict:
    where = " ".join((broken.contract, broken.promise, broken.where)).strip()
    return replace(broken, contract=linkage.id, promise=consequence.id, where=where)


