"""What was answered `processing` is waited for until it is final: the peer's clock is moved on where there is a door for it.

Where there is none, time is really waited for, never longer than the contract's window and a little, nor than a tenth of what is left of
the budget. What is still open before the window is over is told as untested, never as failed (BD-03 of the interface document: no answer
yet is no answer); what is open after it is overdue.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from math import ceil

from kanhe.books.books import Key
from kanhe.books.nameless import is_nameless
from kanhe.model.contract import Contract, Observation
from kanhe.run.overdue import is_known, promise_of, tell_overdue, window_of
from kanhe.run.session import Session

FIRST_S = 30  # the first question comes after half a minute, the next ones later and later (2.5 of the interface document)
SHARE = 0.1
GRACE_S = 2.0  # for a machine that is busy with other things
KNOWN_S = 1.0  # so long for what may still end, at a peer of which it is known that not everything does
PAUSES_S = (0.1, 0.2, 0.4, 0.8, 1.6, 3.2, 6.4, 12.8, 25.6)


def pending(session: Session) -> frozenset[tuple[str, Key]]:
    """Things of this scenario that must still come to an end, in some world that is possible."""
    drift = session.drift()
    found = frozenset(thing for books in session.worlds for thing in drift.pending(books)) if drift.events else frozenset()
    return frozenset((kind, key) for kind, key in found if not any(map(is_nameless, key)))  # of what has no name nobody can ask


def follow(session: Session) -> Iterator[None]:
    """Once for every moment at which to ask about what is under way, until it is final; nothing where nothing is under way. What is still
    open when its time is over is told."""
    kinds = {kind for kind, _ in pending(session)}
    if not kinds:
        return
    asked, late = 0, False
    for over in _times(session, kinds):
        asked, late = len(session.story), over
        yield
        if not pending(session):
            return
    if late:
        drift = session.drift()
        certain = [drift.pending(books) for books in session.worlds]
        tell_overdue(session, frozenset.intersection(*certain) & pending(session), session.story[asked:])


def _times(session: Session, kinds: set[str]) -> Iterator[bool]:
    """Once for every moment at which it is worth asking again; the time between them passes. True: more has passed than it may take."""
    window = window_of(session, kinds)
    spans, span = list[str](), FIRST_S
    while sum(int(s[1:-1]) for s in spans) <= window:
        spans.append(f"+{span}s")
        span *= 2
    for jump in (*spans, "next-working-day", *spans):  # what missed the cut-off is booked on the next working day
        reason = session.move_clock(jump)
        if reason:
            yield from _really(session, reason, kinds)
            return
        yield True


def _really(session: Session, reason: str, kinds: set[str]) -> Iterator[bool]:
    """What is known to take too long is not waited for to the end once more."""
    window, known = window_of(session, kinds), is_known(session, kinds)
    enough = window + GRACE_S
    longest = min(KNOWN_S if known else enough, SHARE * max(0.0, session.deadline - time.monotonic()))
    waited = 0.0
    for step in PAUSES_S:
        step = min(step, longest - waited)
        if step <= 0:
            break
        time.sleep(step)
        waited += step
        yield waited >= enough
    if pending(session) and waited < enough and not known:
        told = f"处理中的业务等了 {waited:.1f} 秒仍未到终态，约定的窗口是 {window:g} 秒；{reason}"
        for contract in session.called():
            for rule in contract.rules:
                session.tally.excuse(contract.id, rule.id, told)
        for event in session.drift().events:
            session.tally.excuse(event.id, f"{event.id}:causes", told)
            if event.alone in kinds:
                session.tally.leave_open(event.id, promise_of(event), told)


def pause(session: Session, seconds: float) -> bool:
    """Let some seconds pass at the peer, or really where its clock cannot be moved; False where the run has not so much time."""
    if not session.move_clock(f"+{ceil(seconds)}s"):
        return True
    if seconds > SHARE * max(0.0, session.deadline - time.monotonic()):
        return False
    time.sleep(seconds)
    return True


def queries_of_pending(session: Session) -> list[Contract]:
    """The queries that show the state of what is under way."""
    kinds = {kind for kind, _ in pending(session)}
    return [c for c in session.called() if not c.effects and any(_shows(o, kinds) for o in c.observes)]


def _shows(seen: Observation, kinds: set[str]) -> bool:
    if seen.value is not None:
        return "status(" in seen.value.text and bool(kinds & seen.value.reads)
    return seen.rows is not None and bool(kinds & seen.rows.reads)
