"""A simulated party of a house that hands over files: what others tell it goes into its books, and when a day is over its file is read off
them.

The module that makes its files has, beside the function that `behaviour:` names, `told_<behaviour>(world, values, now) -> World`: what one
telling (`Step.tells` with the file contract's id) changes.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from types import ModuleType
from typing import Any

from kanhe.contract.functions import add_days
from kanhe.files.writing import Pen
from kanhe.model.file import FileContract
from kanhe.simulate.behaviour import Tell
from kanhe.simulate.defects import hooks
from kanhe.simulate.filing import Delivery, delivered, sheet_of

TOLD = "told_"
BEFORE_DAYS = 31  # so far back what others tell may lie: a bank reports today what it collected before the holidays


class Filer:
    """The files of one contract. clock: yyyyMMddHHmmss; pen: how they are written."""

    def __init__(
        self, contract: FileContract, module: ModuleType, clock: Callable[[], str], pen: Pen, defects: tuple[Any, ...] = ()
    ) -> None:
        self._contract, self._clock, self._pen, self._defects = contract, clock, pen, defects
        self._learn = self._behaved(f"{TOLD}{contract.behaviour}", getattr(module, f"{TOLD}{contract.behaviour}"))
        self._file = self._behaved(contract.behaviour, getattr(module, contract.behaviour))
        self._world, self._next = module.start(contract.sender, {}, clock()), add_days(clock()[:8], -BEFORE_DAYS)
        self._lock = threading.Lock()

    def told(self, tell: Tell) -> None:
        """Learn what happened in another system, where it concerns these files."""
        if tell.event == self._contract.id:
            with self._lock:
                self._world = self._learn(self._world, tell.values, self._clock())

    def ready(self) -> Iterator[Delivery]:
        """The files of every day that is over, in order, each once."""
        while True:
            day = self._next
            with self._lock:
                if self._clock() < f"{add_days(day, 1)}070000":
                    return
                world, self._next = self._world, add_days(day, 1)
            for filing in self._file(world, day):
                yield delivered(self._contract, sheet_of(self._contract, filing), day, self._pen)

    def _behaved(self, name: str, function: Any) -> Any:
        for hook in hooks(self._defects, "behave"):
            function = hook(name, function)
        return function
