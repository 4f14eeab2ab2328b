"""What is under way must come to its end within the time that its contract gives it (`due:`): a payment that hangs for good is money that
nobody can spend.

Told only where somebody looked after that time, and the peer's own answer left the thing open in all books that are possible.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from kanhe.books.books import Key
from kanhe.books.outcome import classify
from kanhe.model.contract import Contract
from kanhe.model.document import get
from kanhe.model.exchange import Exchange
from kanhe.model.verdict import Verdict
from kanhe.model.words import Outcome, ReplyClass
from kanhe.run.session import Session


def promise_of(event: Contract) -> str:
    """The promise that the event, or another that ends the same, comes about in time."""
    return f"{event.id}:due"


def window_of(session: Session, kinds: Collection[str]) -> float:
    """Seconds within which things of these kinds must have come to an end."""
    return max((e.due_s for e in _ends(session, kinds)), default=0.0)


def is_known(session: Session, kinds: Collection[str]) -> bool:
    """Whether it has been told of things of these kinds that they do not end in time."""
    return any(session.tally.found(e.id, promise_of(e)) for e in _ends(session, kinds))


def tell_final(session: Session, kinds: Collection[str]) -> None:
    """Nothing of these kinds is open any longer; at a peer that ends everything at once, nothing ever was."""
    session.tell_all(None, [_verdict(e, Outcome.KEPT, "已有终态") for e in _ends(session, kinds)])


def tell_overdue(session: Session, things: Collection[tuple[str, Key]], looks: Sequence[Exchange]) -> None:
    """These are open in all books that are possible, after their time. looks: what was asked since; where that granted nothing about a
    thing, nobody knows."""
    for kind, key in sorted(things):
        event = next(e for e in _ends(session, (kind,)))
        seen = [e for e in looks if _granted(e) and set(key) <= _named(e, event)]
        if seen:
            session.tell_all(seen[-1], [_verdict(event, Outcome.BROKEN, f"过了 {event.due_s:g} 秒仍在办")])


def _ends(session: Session, kinds: Collection[str]) -> Iterator[Contract]:
    return (e for e in session.alone if e.due_s and e.alone in kinds)


def _verdict(event: Contract, outcome: Outcome, actual: str) -> Verdict:
    return Verdict(contract=event.id, promise=promise_of(event), outcome=outcome, says="在办的业务应在约定的时间内有终态",
                   expected=f"{event.due_s:g} 秒内有终态", actual=actual)


def _granted(exchange: Exchange) -> bool:
    contract = exchange.contract
    return not exchange.inbound and exchange.reply is not None and classify(contract.outcomes, exchange.reply) is ReplyClass.SUCCESS


def _named(exchange: Exchange, event: Contract) -> set[str]:
    """The parts of keys that the request names, by what they mean in the event."""
    means = {f.means for f in event.request if f.role == "key"}
    return {str(get(exchange.request, f.path)) for f in exchange.contract.request if f.means in means}
