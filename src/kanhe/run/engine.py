"""The path: plan, perform, judge, tell. Knows no listener and no socket: links come in, events go out."""

from __future__ import annotations

import time
from collections import Counter as Count
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from kanhe.books.books import Books
from kanhe.checks.history import judge_history
from kanhe.contract.draw import Counter, Draw
from kanhe.errors import fault
from kanhe.model.contract import Catalogue
from kanhe.model.event import Closed, Event, Found, Progress, RunFinished, RunStarted
from kanhe.model.exchange import Exchange
from kanhe.model.linkage import Following, Linkage, Seat
from kanhe.model.verdict import Cell, Promise
from kanhe.model.words import Level, Outcome
from kanhe.run import story
from kanhe.run.abreast import AVAILABLE, Abreast
from kanhe.run.handover import Handover
from kanhe.run.house import House, Known
from kanhe.run.lines import AnyLine, HouseLine, Line, TakerLine, Together, beside
from kanhe.run.phases import Playable, phases
from kanhe.run.plan import planned, planned_cells
from kanhe.run.playing import play, read_files
from kanhe.run.post import Post
from kanhe.run.reception import FileLine, Reception
from kanhe.run.scenarios import linked
from kanhe.run.scenarios.scenario import Scenario
from kanhe.run.session import Session, Stopped
from kanhe.run.tally import Tally
from kanhe.run.target_clock import TargetClock
from kanhe.run.told import judge_told
from kanhe.simulate.wall import wall_clock

LINKED = 12  # of so many random sequences that a system gets by itself, each consequence gets one
APART = 10_000_000  # so many unique numbers are kept for what each house, and every system by itself, may use


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """How a run is to be done. budget_s: wall seconds at most for each peer, whatever the others take; sequences: random ones per
    peer, 0 leaves out long lists and further rounds of races, too; jobs: how many peers at once, each in a process of its own; only:
    shell pattern on contract ids, optionally `@peer`; base: where unique numbers start (live targets: the clock); again: the command
    that does the same run, without --only and --seed; root: the contracts, where the command line named them."""

    seed: int = 20260101
    budget_s: float = 60.0
    sequences: int = 24
    jobs: int = 1
    only: str = ""
    base: int = 0
    target: str = "sim"
    command: str = ""
    again: str = "kanhe verify"
    root: str = ""


@dataclass(slots=True)
class Run:
    """One run under way."""

    catalogue: Catalogue
    lines: Sequence[AnyLine]
    settings: Settings
    cells: list[Cell] = field(default_factory=list)
    phases: dict[str, float] = field(default_factory=dict)
    exchanges: int = 0
    interrupted: bool = False
    books: dict[Seat, Books] = field(default_factory=dict)  # what is certain after the messages with a peer

    def note(self, event: Event) -> None:
        """Keep what the last word on the run is made of."""
        if isinstance(event, Closed):
            self.cells.append(event.cell)
        elif isinstance(event, Progress):
            self.exchanges += event.exchanges
            self.phases[event.phase] = self.phases.get(event.phase, 0.0) + event.seconds


def verify(catalogue: Catalogue, lines: Sequence[AnyLine], settings: Settings) -> Iterator[Event]:
    """Drive every peer and tell what became of every promise. Ctrl-C ends the sending, never the telling."""
    run = Run(catalogue, lines, settings)
    started = time.monotonic()
    owed = tuple(planned_cells(catalogue, [line.peer for line in lines], settings.only))
    yield RunStarted(
        catalogue=catalogue, peers=tuple(line.peer for line in lines), planned=owed, seed=settings.seed,
        budget_s=settings.budget_s, started_at=f"{_shanghai():%Y-%m-%d %H:%M:%S}", command=settings.command,
    )
    for event in _all_peers(run):
        run.note(event)
        yield event
    yield _finished(run, owed, time.monotonic() - started)


def _all_peers(run: Run) -> Iterator[Event]:
    """First every system by itself, then what lies between them: a lie that a system tells alone is told there."""
    single = [line for line in run.lines if not isinstance(line, HouseLine)]
    yield from _each(run, beside(run.catalogue, single))
    between = [line for line in run.lines if isinstance(line, HouseLine)]
    if run.interrupted:
        yield from (event for line in between for event in _lost(run, line, "运行被中断，没有轮到"))
    else:
        yield from _each(run, [(line,) for line in between])


def _each(run: Run, tasks: Sequence[Together]) -> Iterator[Event]:
    def play_all(lines: Together) -> Iterator[Event]:
        for line in lines:
            yield from _one_peer(run, line)

    if min(run.settings.jobs, len(tasks)) < 2 or not AVAILABLE:
        for lines in tasks:
            yield from play_all(lines)
        return
    abreast = Abreast(catalogue=run.catalogue, tasks=tasks, jobs=run.settings.jobs, play=play_all,
                      lost=lambda lines, why: (event for line in lines for event in _lost(run, line, why)),
                      length=lambda lines: sum(len(planned(run.catalogue, line.peer)) for line in lines))
    try:
        yield from abreast
    finally:
        run.interrupted = run.interrupted or abreast.interrupted


def _lost(run: Run, line: AnyLine, why: str) -> Iterator[Event]:
    """The word on everything that a peer owes whose run ended before its own word on it: ours to mend, unless a person ended it."""
    tally = Tally(line.peer.name)
    tally.plan(planned(run.catalogue, line.peer, run.settings.only))
    told = {(c.promise.contract, c.promise.id) for c in run.cells if c.peer == line.peer.name}
    for contract, promise in tally.entries:
        (tally.excuse if why.startswith("运行被中断") else tally.blame_ourselves)(contract, promise, why)
    yield from (Closed(cell=cell) for cell in tally.cells() if (cell.promise.contract, cell.promise.id) not in told)


def _one_peer(run: Run, line: AnyLine) -> Iterator[Event]:
    if isinstance(line, HouseLine):
        yield from _one_house(run, line)
        return
    peer, tally, deadline = line.peer, Tally(line.peer.name), time.monotonic() + run.settings.budget_s
    tally.plan(planned(run.catalogue, peer, run.settings.only))
    tally.know(planned(run.catalogue, peer) if run.settings.only else ())
    session = _session(run, line, tally, deadline)
    try:
        for phase, scenarios in phases(session, only=run.settings.only, random=run.settings.sequences):
            began, before = time.monotonic(), session.exchanges
            for scenario in scenarios:
                yield from _play(run, session, scenario)
                if tally.unreached or run.interrupted or time.monotonic() > deadline:
                    break
            yield Progress(peer=peer.name, phase=phase, exchanges=session.exchanges - before, seconds=time.monotonic() - began)
            if tally.unreached or run.interrupted:
                break
    finally:
        line.link.close()
    if isinstance(session, Session):
        run.books[peer.family, peer.role] = session.certain()
    tally.unreached = tally.unreached or session.mute
    for finding in tally.untold():
        yield from _tell(run, tally, finding.fingerprint, finding.story)
    yield from (Closed(cell=cell) for cell in tally.cells())


def _one_house(run: Run, line: HouseLine) -> Iterator[Event]:
    peer, tally, deadline = line.peer, Tally(line.peer.name), time.monotonic() + run.settings.budget_s
    tally.plan(planned(run.catalogue, peer, run.settings.only))
    began, place = time.monotonic(), list(run.catalogue.linkages).index(line.linkage.id) + 1
    draw = Draw(run.settings.seed, Counter(run.settings.base + place * APART))  # one for all: no number is used in two systems by chance
    lying = frozenset((c.promise.contract, c.promise.id) for c in run.cells if c.outcome is Outcome.BROKEN)
    exchanges, known = 0, Known()
    plans: Sequence[Callable[[House, Following], Iterator[Scenario]]] = (
        linked.scenarios, lambda house, one: linked.mixtures(house, one, draw, run.settings.sequences // LINKED))
    for plan, following in ((plan, one) for plan in plans for one in line.linkage.tried):
        if tally.unreached or run.interrupted or time.monotonic() > deadline:
            break
        try:  # each begins anew, at the bench with new simulators: what an earlier one did to clocks and books is not its matter
            house = open_house(run, line, deadline, draw, lying=lying, known=known)
            for scenario in plan(house, following):
                yield from _play_house(run, house, scenario, tally, play)
                if tally.unreached or run.interrupted or time.monotonic() > deadline:
                    break
            else:
                yield from _play_house(run, house, Scenario(contract=following.after, name="文件", play=lambda _: None), tally, read_files)
            exchanges += sum(s.exchanges for s in house.sessions.values())
        finally:
            line.link.close()
    for promise, why in known.excuses.items():
        tally.excuse(line.linkage.id, promise, why)
    for promise, why in known.left_open.items():
        tally.leave_open(line.linkage.id, promise, why)
    yield Progress(peer=peer.name, phase="联动", exchanges=exchanges, seconds=time.monotonic() - began)
    yield from (Closed(cell=cell) for cell in tally.cells())


def open_house(
    run: Run, line: HouseLine, deadline: float, draw: Draw, *, lying: frozenset[tuple[str, str]] = frozenset(), known: Known | None = None
) -> House:
    """The systems of a house, each with a session of its own, and the places of its files."""
    lines = line.link.open()
    sessions = {one.peer.seat: _system(run, one, line.linkage, deadline, draw) for one in lines if isinstance(one, Line)}
    files = {one.peer.seat: one.link for one in lines if isinstance(one, FileLine)}
    return House(line.linkage, sessions, lying, known or Known(), files)


def _play_house(
    run: Run, house: House, scenario: Scenario, tally: Tally, perform: Callable[[House, Scenario], None]
) -> Iterator[Event]:
    contract = house.linkage.id
    try:
        perform(house, scenario)
    except Stopped as stopped:
        if any(e.trouble is not None and e.trouble.unreached for e in house.story()[-1:]):
            tally.unreached = stopped.args[0]
    except KeyboardInterrupt:
        run.interrupted = True
    except Exception as error:  # our own fault: it must not pass for a peer's
        for following in house.linkage.rules:
            if following.after is scenario.contract:
                tally.blame_ourselves(contract, following.id, f"本方故障：{scenario.name}：{fault(error)}")
    for judged in house.judged:
        if found := tally.hear(judged.verdict, judged.story[-1] if judged.story else None):
            yield from _tell(run, tally, found, judged.story)


def _system(run: Run, line: Line, linkage: Linkage, deadline: float, draw: Draw) -> Session:
    """A session with one system of a house. What it does by itself is judged where it is tested by itself: its tally is nobody's."""
    session = _session(run, line, Tally(line.peer.name), deadline, draw)
    assert isinstance(session, Session)
    session.told = linkage.told | linkage.unused
    return session


def _session(
    run: Run, line: Line | FileLine | TakerLine, tally: Tally, deadline: float, draw: Draw | None = None
) -> Session | Reception | Handover:
    if isinstance(line, TakerLine):
        return Handover(catalogue=run.catalogue, peer=line.peer, link=line.link, tally=tally, seed=run.settings.seed,
                        root=run.settings.root, deadline=deadline)
    if isinstance(line, FileLine):
        books = run.books.get((line.peer.family, line.peer.role)) if line.beside else None
        return Reception(catalogue=run.catalogue, peer=line.peer, link=line.link, tally=tally, deadline=deadline, books=books)
    draw = draw or Draw(run.settings.seed, Counter(run.settings.base))
    party = run.catalogue.parties[line.peer.family]
    return Session(
        catalogue=run.catalogue, peer=line.peer, link=line.link, post=Post(draw=draw, keys=line.keys),
        clock=line.clock or TargetClock(line.link, wall_clock), draw=draw, tally=tally, deadline=deadline,
        worlds=(Books.of(party.seeds if line.given is None else line.given),),
    )


def _play(run: Run, session: Session | Reception | Handover, scenario: Playable) -> Iterator[Event]:
    session.begin()
    try:
        session.check_budget()
        scenario.play(session)
        if isinstance(session, Session):
            judge_told(session)
            _flows(run, session)
    except Stopped as stopped:
        last = session.story[-1] if session.story else None
        if last is not None and last.trouble is not None and last.trouble.unreached:
            session.tally.unreached = stopped.args[0]
    except KeyboardInterrupt:
        run.interrupted = True
    except Exception as error:  # our own fault: it must not pass for the peer's
        reason = f"本方故障：{scenario.name}：{fault(error)}"
        for promise in scenario.aim or (f"{scenario.contract.id}:accepts",):
            session.tally.blame_ourselves(scenario.contract.id, promise, reason)
    for fingerprint, happened in session.findings():
        yield from _tell(run, session.tally, fingerprint, happened)


def _tell(run: Run, tally: Tally, fingerprint: str, happened: Sequence[Exchange]) -> Iterator[Event]:
    again = story.rerun(fingerprint.split("|")[1], tally.peer, again=run.settings.again, seed=run.settings.seed)
    finding = tally.tell(fingerprint, story=happened, steps=story.steps(happened), rerun=again)
    if finding is not None:
        yield Found(finding=finding)


def _flows(run: Run, session: Session) -> None:
    for flow in run.catalogue.flows.values():
        if flow.family == session.peer.family:
            for verdict in judge_history(flow, session.story, session.worlds, session.peer.role):
                found = session.tally.hear(verdict, session.story[-1] if session.story else None)
                if found:
                    session.fresh.append(found)


def _finished(run: Run, owed: Sequence[tuple[str, Promise]], seconds: float) -> RunFinished:
    reported = {(c.peer, c.promise.contract, c.promise.id) for c in run.cells}
    missing = tuple(f"{peer} {p.contract} {p.id}" for peer, p in owed if (peer, p.contract, p.id) not in reported)
    counts = Count(c.outcome for c in run.cells)
    untested = [c for c in run.cells if c.outcome is Outcome.SKIPPED and c.promise.level is Level.MUST]
    complete = not missing and not run.interrupted and not untested
    return RunFinished(
        complete=complete, counts={o: counts.get(o, 0) for o in Outcome}, missing=missing, exchanges=run.exchanges,
        seconds=seconds, phases=run.phases, exit_code=_exit_code(counts, complete=complete), interrupted=run.interrupted,
    )


def _exit_code(counts: Count[Outcome], *, complete: bool) -> int:
    """0 good, 1 violations, 3 unreachable, 4 incomplete, 5 our own fault; the first that applies from the worst."""
    if counts[Outcome.BROKEN]:
        return 1
    if counts[Outcome.HARNESS]:
        return 5
    if counts[Outcome.UNREACHED]:
        return 3
    return 0 if complete else 4


def _shanghai() -> datetime:
    """Business time is Asia/Shanghai, which has had no summer time since 1991."""
    return datetime.now(UTC) + timedelta(hours=8)
