"""Simulated parties under one roof: what one of them does, the others know in the same moment.

Theory of operation. Each party keeps a world of its own, written from its own document; a step that concerns others says so
(`Step.tells`), and the house lets the event happen at whoever has it. One lock holds the house, because telling happens in the middle of a
step, and two parties may tell each other something at once.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence

from kanhe.simulate.behaviour import Tell
from kanhe.simulate.filer import Filer
from kanhe.simulate.simulator import Simulator


class House:
    """Everybody under the roof."""

    def __init__(self, simulators: Sequence[Simulator], filers: Sequence[Filer] = ()) -> None:
        self._simulators, self._filers, lock = tuple(simulators), tuple(filers), threading.RLock()
        for simulator in self._simulators:
            simulator.join(lock, self._tell)

    def _tell(self, tell: Tell) -> None:
        for simulator in self._simulators:
            simulator.told(tell)
        for filer in self._filers:
            filer.told(tell)
