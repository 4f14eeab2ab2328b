"""Causing an event at the peer, and waiting until it has sent what follows from it."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import replace

from kanhe.books.books import Books
from kanhe.books.effects import apply
from kanhe.books.worlds import allowing
from kanhe.model.contract import Contract
from kanhe.model.document import Document, get, spread
from kanhe.model.exchange import Exchange
from kanhe.model.formula import Scene
from kanhe.model.verdict import Verdict
from kanhe.model.words import Outcome
from kanhe.run.session import Session, Stopped
from kanhe.run.target_clock import TargetClock

RESEND_S = 0.4  # how long a peer that got no answer is given to send again
MOST_HEARD_S = 1.5  # so long a peer that asks again and again is listened to
QUIET = ("+30s", "+60s", "+120s", "+240s", "+480s")
AFTER_LOSS = "+30s"  # after so long it asks what became of its request (2.5 of the interface document)


def cause(session: Session, stimulus: Contract, request: Document, *, patience_s: float = 3.0) -> bool:
    """Cause an event and wait until the peer has sent what follows from it. False when it did not come about; raises Stopped when the
    books no longer explain the peer."""
    session.check_budget()
    before = len(session.story)
    done = _caused(session, stimulus, request, patience_s=patience_s)
    if done and session.worlds and any(e.notes.get("stop") for e in session.story[before:]):
        raise Stopped("账已说不通，本剧本到此为止")
    return done


def _caused(session: Session, stimulus: Contract, request: Document, *, patience_s: float) -> bool:
    """Cause the event in the worlds in which it can come about. False when it did not: there is no door, or the peer refused it."""
    before, session.unknown = len(session.story), []
    with session.lock:
        former = session.worlds
        event, here = come_about(session, stimulus, request)
        after = session.worlds
    session.ears.begun(session.peer, stimulus, request)
    reason = session.link.stimulate(stimulus, request)
    if reason:
        with session.lock:
            session.story = [e for e in session.story if e is not event]
            rest = tuple(b for b in former if not any(b is h for h in here)) or former
            session.worlds = rest if session.worlds is after else _in_doubt(stimulus, request, session.worlds, event.at)
        session.tally.excuse(stimulus.id, f"{stimulus.id}:causes", reason)
        for contract in session.inbound():
            if contract.operation in stimulus.causes:
                session.tally.excuse(contract.id, f"{contract.id}:sent", reason)
        return False
    await_messages(session, stimulus, request, before=before, patience_s=patience_s)
    if stands(session) and any(e.inbound and e.reply is None for e in session.story[before:]):
        session.move_clock(AFTER_LOSS)
    session.ears.settled(session.peer, event)
    return True


def _in_doubt(stimulus: Contract, request: Document, worlds: tuple[Books, ...], now: str) -> tuple[Books, ...]:
    """The event did not come about after all, and messages that came meanwhile are in the books: they stay, what it changed is in doubt."""
    changed = (apply(stimulus, b.fresh_page(), Scene(request=request, books=b, now=now))[0].touched for b in worlds)
    return tuple(books.doubt(touched) for books, touched in zip(worlds, changed, strict=True))


def come_about(session: Session, stimulus: Contract, request: Document, *, told: bool = False) -> tuple[Exchange, tuple[Books, ...]]:
    """Let the books take in that an event happened at the peer, whoever brought it about: the event as a part of the story, and the
    worlds in which it could happen. told: another system of its house should have told it."""
    with session.lock:
        session.unseen = True
        scene = Scene(request=request, now=session.clock(), parameters=session.catalogue.parameters)
        here = allowing(stimulus, scene, session.worlds, session.drift())
        session.worlds = tuple(apply(stimulus, b, replace(scene, books=b))[0] for b in here)
        session.memory = session.memory.add(stimulus, request, None)
        notes = {"told": "1"} if told else {}
        event = Exchange(contract=stimulus, request=request, at=scene.now, peer=session.peer.name, notes=notes)
        session.story.append(event)
        session.ears.recorded(event)
    return event, here


def stands(session: Session) -> bool:
    """Whether all that is due at the peer has happened: its clock goes on only when it is moved."""
    return isinstance(session.clock, TargetClock) and session.clock.stands


def await_messages(
    session: Session, stimulus: Contract, request: Document, *, before: int, patience_s: float = 3.0, rows: bool = False
) -> None:
    """Wait until the peer has sent what the event makes it send, and tell whether it did. before: the story's length when it happened."""
    here = stands(session) or not session.peer.by_the_wall
    lacking, silent = _waited(session, stimulus, request, before=before, patience_s=0.0 if here else patience_s, rows=rows)
    known = max((silent.get(code, 0.0) for code in lacking), default=0.0)
    if lacking and known and here and not session.move_clock(f"+{int(known)}s"):  # a clock that stands does not come to that by itself
        lacking, silent = _waited(session, stimulus, request, before=before, patience_s=0.0, rows=rows)
    unanswered = any(silent.get(code, 1) == 0 for code in lacking)  # it may send again some time, nobody said when
    if stimulus.causes and not (lacking and unanswered):
        late = "" if here else f"{patience_s:g} 秒内"
        session.tell_all(None, [Verdict(
            contract=stimulus.id, promise=f"{stimulus.id}:causes", outcome=Outcome.BROKEN if lacking else Outcome.KEPT,
            says="触发之后，对方应发出约定的报文", expected=" ".join(stimulus.causes),
            actual=f"{late}没有发来 {' '.join(lacking)}" if lacking else "已发出")])


def give_time(session: Session, spans: Sequence[str] = QUIET) -> None:
    """Let time pass in which the peer may ask: its clock is moved on, step by step; by the wall, until it has been silent for a moment."""
    unmoved = [session.move_clock(span) for span in spans]  # why it could not be, for each
    if all(unmoved) and session.peer.by_the_wall:
        end = time.monotonic() + MOST_HEARD_S
        with session.arrived:
            while session.arrived.wait(RESEND_S) and time.monotonic() < end:
                pass


def _waited(
    session: Session, stimulus: Contract, request: Document, *, before: int, patience_s: float, rows: bool
) -> tuple[list[str], dict[str, float]]:
    """(operations that the peer did not send, or got no answer to; what got none -> within how many seconds it is sent again)."""
    end = time.monotonic() + patience_s
    with session.arrived:
        while True:
            ours = [e for e in session.story[before:] if e.inbound and about(stimulus, request, e.contract, e.request, rows=rows)]
            came = {e.contract.operation for e in ours if e.reply is not None}
            lacking = [code for code in stimulus.causes if code not in came]
            silent = {e.contract.operation: 0.0 if "readable" in e.notes else e.contract.resend_s
                      for e in session.story[before:] if e.inbound and e.reply is None}
            if silent:
                end = min(end, time.monotonic() + max(RESEND_S, *silent.values()))
            if not lacking or not session.arrived.wait(max(0.0, end - time.monotonic())):
                return lacking, silent


def about(stimulus: Contract, event: Document, contract: Contract, request: Document | None, *, rows: bool = False) -> bool:
    """Whether a message names what the event was about: every key that both of them have is the same. rows: or is in one of the message's
    rows; without it they may be about other things than the event."""
    told: dict[str, set[object]] = {}
    for field in contract.request:
        if field.role == "key" and (rows or "[]" not in field.path):
            told.setdefault(field.means, set()).update(leaf for _, leaf in spread(request, field.path))
    named = {f.means: get(event, f.path) for f in stimulus.request if f.role == "key" and "[]" not in f.path}
    return all(value in told[means] for means, value in named.items() if told.get(means))
