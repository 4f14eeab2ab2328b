"""Theory of operation: possible worlds.

A lost reply leaves two worlds, one in which the peer acted and one in which it did not; concurrent requests leave one world per
order. Every reply is judged in each world that is still possible; worlds that cannot explain it are dropped. The peer is at
fault only when no world is left: then the world with the fewest contradictions tells what is wrong, and everything that the
scenario touched is put in doubt, so that one defect is not told many times. What comes about at the peer by itself (`drift`) is
only looked at where an exchange cannot be explained without. A query may tell of any moment from its sending to its reply: what the
peer sent meanwhile may be in it or not.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from kanhe.books.books import Accepted, Books, Key, Thing
from kanhe.books.drift import Drift, TooMany
from kanhe.books.observe import Reader
from kanhe.books.predict import content_of, expect, key_of
from kanhe.books.steps import OPEN_CLASSES, Fact, World, step
from kanhe.model.contract import Contract
from kanhe.model.document import get
from kanhe.model.formula import Scene
from kanhe.model.verdict import Verdict
from kanhe.model.words import Outcome, ReplyClass

MOST_WORLDS = 64
STILL = Drift()


def settle(
    worlds: Sequence[Books], fact: Fact, read: Reader, drift: Drift = STILL, *, former: Sequence[Sequence[Books]] = ()
) -> tuple[tuple[Books, ...], tuple[Verdict, ...]]:
    """The worlds that are left after the exchange, and its verdicts (of the world that explains it best). former: the worlds of moments at
    which the exchange may have been answered, too, where it changes nothing."""
    left, verdicts = _judge([branch for books in worlds for branch in _branches(books, fact, read, drift)], worlds)
    for then in former if _broken(verdicts) else ():
        _, found = settle(then, fact, read, drift)
        if not _broken(found):
            return tuple(worlds), found
    return left, verdicts


def _broken(verdicts: Sequence[Verdict]) -> bool:
    return any(v.outcome is Outcome.BROKEN for v in verdicts)


def _branches(books: Books, fact: Fact, read: Reader, drift: Drift) -> list[World]:
    """The worlds that the exchange leads to; where it cannot be, those after the fewest events that make it possible; all that
    do where several things are under way."""
    plain = list(step(books, fact, read))
    if not drift.events:
        return plain
    if any(not world.broken for world in plain):
        return [*plain, *_behind(books, plain, fact, read, drift)]
    possible: list[World] = []
    several = bool(drift.listed) and len(drift.pending(books)) > 1  # then others may have come first, and a later look may show that
    try:
        for generation in drift.closure(books, fact.request, fact.reply):
            possible += [world for later in generation for world in step(later, fact, read) if not world.broken]
            if possible and not several:
                break
    except TooMany:  # rather know nothing of what is under way than blame the peer
        unsure = drift.unsure(books)
        return [World(books=w.books.doubt(unsure), verdicts=w.verdicts) for w in possible] or list(step(books.doubt(unsure), fact, read))
    return possible or plain


def _behind(books: Books, plain: Sequence[World], fact: Fact, read: Reader, drift: Drift) -> Iterator[World]:
    """The worlds in which something that is under way was booked before the exchange, where a later look may show that: because both
    write into one list, or because nobody knows what became of a request that was right only then."""
    written = frozenset(t for world in plain for t in drift.written(books, world.books))
    hidden = fact.seen in OPEN_CLASSES and bool(fact.contract.effects) and all(world.books is books for world in plain)
    if not (written or hidden) or not drift.pending(books):
        return
    try:
        for generation in drift.closure(books):
            for later in generation:
                both = bool(written & drift.written(books, later))
                for world in step(later, fact, read):
                    if not world.broken and (both or (hidden and world.books is not later)):
                        yield world
    except TooMany:
        yield World(books=plain[0].books.doubt(written | drift.unsure(books)))


def allowing(contract: Contract, scene: Scene, worlds: Sequence[Books], drift: Drift = STILL) -> tuple[Books, ...]:
    """The worlds in which the request of the scene is right to be granted, after the fewest events; all, where there is none."""
    def grants(books: Books) -> bool:
        found = expect(contract, books, scene)
        return bool(found.firm & {ReplyClass.SUCCESS, ReplyClass.DUPLICATE}) and not found.rejected

    found = tuple(books for books in worlds if grants(books))
    try:
        for generation in zip(*(drift.closure(b, scene.request) for b in worlds), strict=False) if drift.events and not found else ():
            found = tuple(books for later in generation for books in later if grants(books))
            if found:
                break
    except TooMany:
        return tuple(books.doubt(drift.unsure(books)) for books in worlds)
    return found or tuple(worlds)


def settle_together(
    worlds: Sequence[Books], facts: Sequence[Fact], read: Mapping[str, Reader], drift: Drift = STILL
) -> tuple[tuple[Books, ...], tuple[Verdict, ...]]:
    """The same for requests that were under way at once: some order of them must explain all replies."""
    ends: list[World] = []
    for books in worlds:
        for order in _orders(facts):
            ends.extend(_in_order(books, order, read, drift))
    return _judge(ends, worlds)


def _judge(ends: Sequence[World], before: Sequence[Books]) -> tuple[tuple[Books, ...], tuple[Verdict, ...]]:
    possible = [world for world in ends if not world.broken]
    if possible:
        left = tuple(same.books for same in dict.fromkeys(_Same(world.books) for world in possible))
        if len(left) > MOST_WORLDS:  # to drop some might drop the true one: rather know nothing of what they differ in
            left = (_vague(left),)
        return left, possible[0].verdicts
    best = min(ends, key=lambda world: (world.broken, world.vague))
    touched = best.books.touched | frozenset(t for books in before for t in books.touched)
    return (best.books.doubt(touched),), best.verdicts


def _vague(worlds: Sequence[Books]) -> Books:
    """Books in which nothing is certain of what the worlds differ in."""
    touched = frozenset(t for books in worlds for t in books.touched)
    books = replace(worlds[0], touched=touched).doubt(touched)
    first = books.accepted
    for key in {k for other in worlds for k in other.accepted if other.accepted[k] is not first.get(k)}:
        books = books.accept(key, Accepted(content=None, unsure=True))
    return books


def apart(worlds: Sequence[Books]) -> frozenset[tuple[str, Key]]:
    """The things that are not the same in all of the worlds."""
    first, *others = worlds
    if not others:
        return frozenset()
    touched = frozenset(t for books in worlds for t in books.touched)
    return frozenset(t for t in touched if any(_thing(books, t) != _thing(first, t) for books in others))


def _thing(books: Books, place: tuple[str, Key]) -> Thing | None:
    shelf = books.kinds.get(place[0])
    return shelf.get(place[1]) if shelf is not None else None


class _Same:
    """Books compared by what they hold; Map hashes are not worth it, so all share one bucket of identity size."""

    __slots__ = ("books",)

    def __init__(self, books: Books) -> None:
        self.books = books

    def __hash__(self) -> int:
        return len(self.books.accepted)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and self.books == other.books


def _orders(facts: Sequence[Fact]) -> Iterator[tuple[Fact, ...]]:
    """All orders that differ in more than the places of interchangeable facts; at most some thousands."""
    def walk(left: tuple[Fact, ...], way: tuple[Fact, ...]) -> Iterator[tuple[Fact, ...]]:
        if not left:
            yield way
        tried: list[tuple[Any, ...]] = []
        for i, fact in enumerate(left):
            mark = _mark(fact)
            if mark not in tried:
                tried.append(mark)
                yield from walk(left[:i] + left[i + 1 :], (*way, fact))
    yield from itertools.islice(walk(tuple(facts), ()), 5000)


def _mark(fact: Fact) -> tuple[Any, ...]:
    """What makes two facts interchangeable: the same business under the same key, with the same to see in the reply."""
    contract = fact.contract
    shown = {f.path.partition("[]")[0] for f in contract.reply if f.role not in ("serial", "time", "text", "signature")}
    return (contract.id, fact.seen, key_of(contract, fact.request, fact.now), content_of(contract, fact.request),
            [(path, get(fact.reply, path)) for path in sorted(shown)])


def _in_order(books: Books, order: Sequence[Fact], read: Mapping[str, Reader], drift: Drift) -> list[World]:
    fronts = [World(books=books)]
    for fact in order:
        nexts: list[World] = []
        for world in fronts:
            for branch in _branches(world.books, fact, read[fact.contract.id], drift):
                nexts.append(World(books=branch.books, verdicts=world.verdicts + branch.verdicts))
        clean = [world for world in nexts if not world.broken]
        fronts = clean or sorted(nexts, key=lambda w: w.broken)[:1]
    return fronts
