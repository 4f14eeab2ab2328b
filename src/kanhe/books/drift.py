"""What happens at the peer of its own accord: a payment under way is booked or withdrawn, one that succeeded comes back.

Theory of operation. Contracts declare such events as stimuli with `alone: <kind>`: for every thing of the kind, the event may come
about whenever its `state` rules hold. Nobody tells the books when it does, so nothing is done about it until a reply (or a message of
the peer) cannot be explained without: then the books in which some of these events have happened are looked at, fewest first. An
event with `due` must come about, it or another one, within that time: until then the thing is pending.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from kanhe.books.books import Books, Key
from kanhe.books.effects import apply
from kanhe.books.predict import expect
from kanhe.model.contract import Contract
from kanhe.model.document import Document, copy, put
from kanhe.model.formula import Absent, Scene

MOST_BOOKS = 150
MOST_EVENTS = 6
MOST_ORDERED = 4  # so many that are possible at once are looked at in every order: a list may show which came first
FEW = 2  # of so few things all that may come about is
Done = tuple[tuple[str, Key], ...] | frozenset[tuple[str, Key]]


class TooMany(Exception):
    """More could have come about than can be looked at."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Drift:
    """The events that may come about by themselves. now: yyyyMMddHHmmss. listed: kinds of things whose entries some query shows in
    the order of booking."""

    events: Sequence[Contract] = ()
    listed: frozenset[str] = frozenset()
    now: str = ""
    parameters: Mapping[str, Any] = field(default_factory=dict)

    def closure(self, books: Books, *messages: Any) -> Iterator[list[Books]]:
        """Generations of books: after one event, after two … ; first only to things that the messages name, then to all.

        Raises TooMany where there are more possibilities than can be looked at.
        """
        named = frozenset(texts(messages))
        yield from self._grow(books, named.issuperset, strict=False)
        yield from self._grow(books, lambda key: True, strict=True)

    def soon(self, worlds: Sequence[Books], message: Any) -> Iterator[Books]:
        """The books of these worlds after one event to something that the message names."""
        for books in worlds if self.events else ():
            yield from next(self._grow(books, frozenset(texts(message)).issuperset, strict=False), ())

    def _grow(self, books: Books, chosen: Callable[[Key], bool], *, strict: bool) -> Iterator[list[Books]]:
        front: dict[Done, Books] = {(): books}
        possible = [(event.alone, key) for event in self.events for key in filter(chosen, self._keys(books, event))]
        ordered = bool(self.listed) and (len(possible) <= MOST_ORDERED or len(set(possible)) <= FEW)
        total = 0
        for _ in range(MOST_EVENTS):
            grown: dict[Done, Books] = {}
            for more, after in self._next(books, front, grown, chosen, ordered=ordered):
                grown[more] = after
                if len(grown) + total > MOST_BOOKS:
                    break
            if not grown:
                return
            yield list(grown.values())
            total += len(grown)
            if total > MOST_BOOKS:
                break
            front = grown
        if strict:
            raise TooMany

    def _next(
        self, books: Books, front: Mapping[Done, Books], known: Container[Done], chosen: Callable[[Key], bool], *, ordered: bool
    ) -> Iterator[tuple[Done, Books]]:
        """(events so far, books) after one event more than in the front: each order of them once, or each set; then what more than one
        of them wrote into is in doubt."""
        for done, here in front.items():
            for event in self.events:
                for key in filter(chosen, self._keys(here, event)):
                    more = (*done, (event.id, key)) if ordered else frozenset((*done, (event.id, key)))
                    after = None if more in known else self._after(here, event, key)
                    if after is not None:
                        yield more, after if ordered else after.doubt(self.written(here, after) & self.written(books, here))

    def written(self, before: Books, after: Books) -> frozenset[tuple[str, Key]]:
        """The listed things that have more entries than before."""
        return frozenset(place for place in after.lengthened(before) if place[0] in self.listed) if self.listed else frozenset()

    def pending(self, books: Books) -> frozenset[tuple[str, Key]]:
        """Things of this scenario to which something must still come about."""
        return frozenset((event.alone, key) for event, key in self._due(books))

    def unsure(self, books: Books) -> frozenset[tuple[str, Key]]:
        """Everything that the pending events would change."""
        page = books.fresh_page()
        changed = [self._after(page, event, key) for event, key in self._due(books)]
        return frozenset(touched for after in changed if after is not None for touched in after.touched)

    def _due(self, books: Books) -> list[tuple[Contract, Key]]:
        return [(event, key) for event in self.events if event.due_s and books.touched for key in self._keys(books, event)
                if (event.alone, key) in books.touched and self._after(books, event, key) is not None]

    def _keys(self, books: Books, event: Contract) -> list[Key]:
        """Keys of the things that the event may come about to: of what must end somehow all, else those of this scenario."""
        shelf = books.kinds.get(event.alone)
        if shelf is None:
            return []
        if event.due_s:
            waits = _waits_in(event)
            return sorted(key for key, thing in shelf.items() if not thing.closed and (not waits or thing.status in waits))
        return sorted(key for kind, key in books.touched if kind == event.alone and key in shelf)

    def _after(self, books: Books, event: Contract, key: Key) -> Books | None:
        scene = Scene(request=named(event, key), books=books, now=self.now, parameters=self.parameters)
        try:
            if not expect(event, books, scene).success:
                return None
        except Absent:
            return None
        return apply(event, books, scene)[0]


def texts(node: Any) -> Iterator[str]:
    """Every text in a document or in several."""
    if isinstance(node, str):
        yield node
    elif isinstance(node, Mapping):
        for child in node.values():
            yield from texts(child)
    elif isinstance(node, (list, tuple)):
        for child in node:
            yield from texts(child)


def named(event: Contract, key: Key) -> Document:
    """The event as it comes about to the thing with this key: its parts stand in the fields that are keys, in order."""
    request: Document = copy(event.specimen_request)
    for one, part in zip((f for f in event.request if f.role == "key"), key, strict=False):
        put(request, one.path, part)
    return request


def _waits_in(event: Contract) -> tuple[str, ...]:
    """The statuses that the event leads out of."""
    return tuple(s for e in event.effects if e.verb == "move" and e.kind == event.alone for s in e.source)
