"""Several requests that leave at the same moment: what races is the peer's business, not our threads."""

from __future__ import annotations

import threading

from kanhe.model.link import Gate

PATIENCE_S = 1.0


def starting_gate(number: int) -> Gate:
    """A gate that opens when `number` callers have come to it; one whose line never opened is not waited for long."""
    barrier = threading.Barrier(number)

    def wait() -> None:
        try:
            barrier.wait(PATIENCE_S)
        except threading.BrokenBarrierError:
            pass

    return wait
