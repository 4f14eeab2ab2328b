"""Our requests that are under way: what one of them brings about, the peer may tell of before it has answered."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

HOLD_S = 1.0  # so long a message that nothing explains is held, in case that the reply to a request of ours does


@dataclass(slots=True, kw_only=True)
class UnderWay:
    """arrived: told when a reply has been taken into the books; its lock is the one that keeps them whole."""

    arrived: threading.Condition
    senders: list[int] = field(default_factory=list)

    @contextmanager
    def one(self) -> Iterator[None]:
        """While a request is under way, until its reply is in the books."""
        with self.arrived:
            self.senders.append(threading.get_ident())
        try:
            yield
        finally:
            with self.arrived:
                self.senders.remove(threading.get_ident())
                self.arrived.notify_all()

    def hold(self, explained: Callable[[], bool]) -> None:
        """Wait for the replies before something is judged that the books do not explain; in the listener's thread, with the lock. A peer
        that waits for our answer before it gives its own gets it all the same."""
        if self.senders and threading.get_ident() not in self.senders and not explained():
            self.arrived.wait_for(lambda: not self.senders, HOLD_S)
