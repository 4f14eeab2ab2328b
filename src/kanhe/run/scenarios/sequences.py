"""Random sequences: operations chained by meaning, with resends, lost replies and odd values in between; shrunk by leaving
steps out. A step is three numbers, so that it stays meaningful when others are removed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kanhe.cases.deviate import deviate, of_books
from kanhe.cases.search import direct, helpful
from kanhe.cases.style import Style
from kanhe.model.contract import Contract
from kanhe.run.causing import cause
from kanhe.run.looking import observe
from kanhe.run.scenarios.scenario import Scenario, act, again, prepare
from kanhe.run.scenarios.trying import Seen, attempt, count
from kanhe.run.session import Session
from kanhe.transport.faults.all import FAULTS


@dataclass(frozen=True, slots=True)
class Move:
    """operation: which helpful operation; twist: what is odd about it; pick: which variant."""

    operation: int
    twist: int
    pick: int


def scenarios(session: Session, goals: Sequence[Contract], most: int) -> Iterator[Scenario]:
    """`most` sequences, each of which ends in one of the goals, taken in turn."""
    for number in range(most if goals else 0):
        goal = goals[number % len(goals)]
        moves = tuple(
            Move(session.draw.integer(0, 99), session.draw.integer(0, 99), session.draw.integer(0, 999))
            for _ in range(session.draw.integer(2, 9))
        )
        yield Scenario(contract=goal, name="随机序列", play=lambda s, g=goal, m=moves: play_and_shrink(s, g, m))  # type: ignore[misc]


def play_and_shrink(session: Session, goal: Contract, moves: tuple[Move, ...]) -> None:
    """Play; where something breaks, leave out moves while the same promise still breaks, and play the shortest as the one that counts.

    Every attempt goes on in the same books, so the last one may come out otherwise; then what was seen before counts as it was seen.
    """
    seen = attempt(session, lambda: play(session, goal, moves))
    if not seen.broken:
        return
    moves, seen = _shortest(session, goal, moves, seen)
    session.begin()
    try:
        play(session, goal, moves)
    finally:
        if not session.fresh:
            count(session, seen)


def _shortest(session: Session, goal: Contract, moves: tuple[Move, ...], seen: Seen) -> tuple[tuple[Move, ...], Seen]:
    index, broken = 0, seen.broken[0]
    while index < len(moves):
        shorter = moves[:index] + moves[index + 1 :]
        tried = attempt(session, lambda: play(session, goal, shorter))  # noqa: B023 - played at once
        if broken in tried.broken:
            moves, seen = shorter, tried
        else:
            index += 1
    return moves, seen


def play(session: Session, goal: Contract, moves: Sequence[Move]) -> None:
    """Perform the moves, then the goal, then look at everything."""
    helpers = [*helpful(session.table(), goal), goal]
    for move in moves:
        session.check_budget()
        _one(session, helpers[move.operation % len(helpers)], move)
    if prepare(session, goal) is not None:
        act(session, goal)
    observe(session)


def _one(session: Session, operation: Contract, move: Move) -> None:
    table = session.table()
    route = direct(table, operation, session.stand())
    if route is None:
        return
    request, found = route.request, route.sorted
    if move.twist >= 40:
        pen = table.pen(operation, session.stand(), Style(anchor=move.pick % 3))
        changes = list(of_books(pen, request))
        if changes:
            other = deviate(pen, request, changes[move.pick % len(changes)])
            sorted_ = table.sort(operation, other, session.worlds[0])
            if sorted_.fine or (sorted_.refused_by and move.twist >= 80):
                request, found = other, sorted_
    if operation.kind == "stimulus":
        if found.fine:
            session.faults = [FAULTS["close_unanswered"]] if move.twist < 8 else []
            cause(session, operation, request)
            session.faults = []
        return
    lost = move.twist < 12
    exchange = session.send(operation, request, sorted_=found, lose_reply=lost)
    if operation.idempotency is not None and (lost or 12 <= move.twist < 24):
        again(session, exchange)
