"""At the end of a scenario: of what it began nothing is open any longer, and what came about at the peer by itself has been told to us."""

from __future__ import annotations

from kanhe.books.books import Books, Key
from kanhe.books.drift import named
from kanhe.books.outcome import classify
from kanhe.model.contract import Contract
from kanhe.model.exchange import Exchange
from kanhe.model.formula import Absent
from kanhe.run.causing import await_messages
from kanhe.run.overdue import tell_final
from kanhe.run.session import Session
from kanhe.run.waiting import pending


def judge_told(session: Session) -> None:
    """A verdict on every event that nobody caused and that has come about in this scenario: that it came in time, and whether its messages
    have come."""
    begun = {kind for books in session.worlds for kind, _ in books.touched}
    tell_final(session, begun - {kind for kind, _ in pending(session)})
    for event in session.alone:
        if event.due_s and event.causes:
            for key in _came_about(session, event):
                await_messages(session, event, named(event, key), before=_since(session, event, key))


def _came_about(session: Session, event: Contract) -> list[Key]:
    """Things that were opened in this scenario and now are, in every world, what the event makes of them; of what was caused through a
    door it was told there."""
    ends = {e.status for e in event.effects if e.verb == "move" and e.kind == event.alone}
    caused = {e.contract.operation for e in session.story if e.contract.kind == "stimulus"}
    if not ends or event.operation in caused:
        return []
    opened = [e.request for e in session.story if _begins(e, event, ends)]
    touched = [key for kind, key in session.worlds[0].touched if kind == event.alone]
    return sorted(key for key in touched if all(_status(books, event.alone, key) in ends for books in session.worlds)
                  and any(_names(request, key) for request in opened))


def _begins(exchange: Exchange, event: Contract, ends: set[str]) -> bool:
    """Whether the exchange left a thing behind to which the event must come: it was not done at once."""
    contract, reply = exchange.contract, exchange.reply
    seen = classify(contract.outcomes, reply) if reply is not None else None
    made = {e.status for e in contract.effects if (e.verb, e.kind) == ("open", event.alone) and (seen is None or seen in e.when)}
    return not exchange.inbound and bool(made) and not made & ends


def _status(books: Books, kind: str, key: Key) -> str:
    try:
        return books.status(kind, key)
    except Absent:
        return ""


def _names(node: object, key: Key) -> bool:
    if isinstance(node, dict):
        return any(_names(child, key) for child in node.values())
    return any(_names(child, key) for child in node) if isinstance(node, list) else node in key


def _since(session: Session, event: Contract, key: Key) -> int:
    """Where in the story the thing was opened."""
    return next(i for i, e in enumerate(session.story) if not e.inbound and e.contract.kind == "call" and _names(e.request, key))
