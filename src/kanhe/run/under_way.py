"""Our requests that are under way: what one of them brings about, the peer may tell of before it has answered."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from kanhe.books.books import Books

HOLD_S = 1.0  # so long a message that nothing explains is held, in case that the reply to a request of ours does


@dataclass(slots=True, kw_only=True)
class UnderWay:
    """arrived: told when a reply has been taken into the books; its lock is the one that keeps them whole. senders: number of a request ->
    the thread that sends it. former: the possible worlds before each message that the peer sent meanwhile."""

    arrived: threading.Condition
    senders: dict[int, int] = field(default_factory=dict)
    former: list[tuple[Books, ...]] = field(default_factory=list)
    sent: int = 0

    @contextmanager
    def one(self) -> Iterator[None]:
        """While a request is under way, until its reply is in the books."""
        with self.arrived:
            if not self.senders:
                self.former.clear()
            number = self.sent = self.sent + 1
            self.senders[number] = threading.get_ident()
        try:
            yield
        finally:
            with self.arrived:
                del self.senders[number]
                self.arrived.notify_all()

    def remember(self, worlds: tuple[Books, ...]) -> None:
        """Keep the worlds before a message of the peer's is taken in: a reply that is awaited may have been made up before it."""
        if self.senders:
            self.former.append(worlds)

    def hold(self, explained: Callable[[], bool]) -> None:
        """Wait for the replies that are awaited now, before something is judged that the books do not explain; in the listener's thread,
        with the lock. A peer that waits for our answer before it gives its own gets it all the same; no later request is waited for."""
        if self.senders and threading.get_ident() not in self.senders.values() and not explained():
            awaited = set(self.senders)
            self.arrived.wait_for(lambda: awaited.isdisjoint(self.senders), HOLD_S)
