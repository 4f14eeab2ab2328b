"""Where Kanhe plays the bank: events at its own side, by which what a request of the peer's has opened comes to its end."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from kanhe.books.books import Key
from kanhe.books.drift import Drift, named
from kanhe.books.effects import apply
from kanhe.books.worlds import allowing
from kanhe.model.contract import Contract
from kanhe.model.document import Document
from kanhe.model.exchange import Exchange
from kanhe.model.formula import Scene
from kanhe.run.causing import QUIET, cause, give_time
from kanhe.run.looking import observe
from kanhe.run.session import Session


def ends(session: Session, contract: Contract, *, told: bool) -> list[Contract]:
    """The events that end what this request of the peer's opens: those that the peer is told of, or those that it has to ask for."""
    opened = {e.kind for e in contract.effects if e.verb == "open"}
    ours = [c for c in session.contracts() if c.kind == "stimulus" and c.sender != session.peer.role]
    return [c for c in ours if c.due_s and c.alone in opened and bool(c.causes) is told]


def undecided(session: Session) -> Iterator[tuple[Contract, list[Contract]]]:
    """What makes the peer send a request whose outcome we may leave open, with the ends that it has to ask for."""
    for stimulus in session.stimuli():
        for contract in session.inbound():
            if contract.operation in stimulus.causes and (silent := ends(session, contract, told=False)):
                yield stimulus, silent


def waiting(session: Session, events: Sequence[Contract]) -> list[Key]:
    """The keys of what waits for one of the events."""
    drift = Drift(events=tuple(events), now=session.clock(), parameters=session.catalogue.parameters)
    return sorted(key for _, key in drift.pending(session.worlds[0]))


def happens(session: Session, event: Contract, key: Key) -> None:
    """Let the event come about in our own books."""
    request = named(event, key)
    scene = Scene(request=request, now=session.clock(), parameters=session.catalogue.parameters)
    with session.lock:
        worlds = allowing(event, scene, session.worlds)
        session.worlds = tuple(apply(event, books, replace(scene, books=books))[0] for books in worlds)
        session.story.append(Exchange(contract=event, request=request, at=scene.now, peer=session.peer.name, notes={"ours": "1"}))
        session.unseen = True


def left_open(session: Session, stimulus: Contract, request: Document) -> bool:
    """Cause what makes the peer send its request, and answer it `processing`; the peer asks, and is looked at while nothing is decided.
    False when it did not come about."""
    session.manner = replace(session.manner, postponing=True)
    done = cause(session, stimulus, request)
    session.faults = []
    if done:
        give_time(session, QUIET[:1])
        session.manner = replace(session.manner, postponing=False)
        observe(session, most=2)
    return done


def ended(session: Session, events: Sequence[Contract]) -> None:
    """What waits comes to its end, by turns where there are several ends; the peer is given the time to ask, and looked at."""
    for turn, key in enumerate(waiting(session, events)):
        happens(session, events[turn % len(events)], key)
    give_time(session)
    observe(session)
    session.unknown = []  # it has had the time to ask; what is sent from now on is business of its own
