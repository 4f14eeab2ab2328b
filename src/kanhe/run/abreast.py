"""Several peers at once, each driven by a process of its own; what they tell comes in the order of the plan, as if one after the other.

Why processes: judging is computing, and one interpreter computes on one processor. Why forked: contracts are compiled to closures, which
a child has already, and which no pipe can carry. Nothing that a peer's run tells depends on another peer, so the facts are the same.
"""

from __future__ import annotations

import json
import os
import selectors
import signal
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import IO, Generic, NoReturn, TypeVar

from kanhe.errors import fault
from kanhe.model.contract import Catalogue
from kanhe.model.event import Event
from kanhe.run.relay import packed, unpacked

T = TypeVar("T")
AVAILABLE = hasattr(os, "fork")


@dataclass(slots=True)
class _Worker:
    """The process that drives one peer, and the lines that it told and that were not handed on yet."""

    pid: int
    pipe: IO[bytes]
    told: deque[str] = field(default_factory=deque)
    rest: bytes = b""
    over: bool = False

    def hear(self) -> None:
        """Take what lies in the pipe, without waiting for more; at its end the process is over."""
        data = os.read(self.pipe.fileno(), 1 << 20)
        *lines, self.rest = (self.rest + data).split(b"\n")
        self.told.extend(line.decode("ascii") for line in lines)
        if not data:
            self.over = True
            self.pipe.close()
            os.waitpid(self.pid, 0)


@dataclass(slots=True, kw_only=True)
class Abreast(Generic[T]):
    """At most `jobs` of the tasks at a time, the longest begun first, so that none is left over at the end. play: the events of one task,
    run in its process; lost: the events that stand for a task whose process ended early, or that Ctrl-C kept from beginning, and why
    (Chinese); length: how long a task takes, in any unit."""

    catalogue: Catalogue
    tasks: Sequence[T]
    play: Callable[[T], Iterator[Event]]
    lost: Callable[[T, str], Iterator[Event]]
    jobs: int
    length: Callable[[T], float] = lambda task: 0
    interrupted: bool = False
    _workers: dict[int, _Worker] = field(default_factory=dict)
    _due: deque[int] = field(default_factory=deque)

    def __iter__(self) -> Iterator[Event]:
        watched = threading.current_thread() is threading.main_thread()
        before = signal.signal(signal.SIGINT, self._interrupt) if watched else None
        self._due.extend(sorted(range(len(self.tasks)), key=lambda number: -self.length(self.tasks[number])))
        try:
            for number, task in enumerate(self.tasks):
                yield from self._told(number, task)
        finally:
            if watched:
                signal.signal(signal.SIGINT, before)
            self._stop(signal.SIGTERM)
            for worker in self._workers.values():
                while not worker.over:
                    worker.hear()

    def _told(self, number: int, task: T) -> Iterator[Event]:
        self._begin()
        while number not in self._workers and not self.interrupted:
            self._wait()
        if number not in self._workers:
            yield from self.lost(task, "运行被中断，没有轮到")
            return
        worker, ended = self._workers[number], "测这家对端的进程中途没有了"
        while worker.told or not worker.over:
            while worker.told:
                line = worker.told.popleft()
                if line.startswith("{"):
                    yield unpacked(line, self.catalogue)
                else:
                    ended = json.loads(line)
            self._wait()
        if ended:
            yield from self.lost(task, ended)

    def _wait(self) -> None:
        """Until somebody has told something."""
        with selectors.DefaultSelector() as selector:
            for worker in self._workers.values():
                if not worker.over:
                    selector.register(worker.pipe, selectors.EVENT_READ, worker)
            for key, _ in selector.select() if selector.get_map() else ():
                key.data.hear()
        self._begin()

    def _interrupt(self, number: int, frame: object) -> None:
        """Ctrl-C ends the sending everywhere, never the telling; pressed once more, it ends the run."""
        self.interrupted = True
        signal.signal(signal.SIGINT, signal.default_int_handler)
        self._stop(signal.SIGINT)

    def _begin(self) -> None:
        """Start the next tasks while there is room."""
        while self._due and not self.interrupted and sum(not worker.over for worker in self._workers.values()) < self.jobs:
            number = self._due.popleft()
            signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})  # so that no Ctrl-C falls between the fork and its entry here
            self._workers[number] = self._forked(self.tasks[number])
            signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})

    def _forked(self, task: T) -> _Worker:
        ours, theirs = os.pipe()
        sys.stdout.flush()
        sys.stderr.flush()
        pid = os.fork()
        if pid == 0:
            os.close(ours)
            self._child(task, theirs)
        os.close(theirs)
        return _Worker(pid, os.fdopen(ours, "rb", buffering=0))

    def _child(self, task: T, pipe: int) -> NoReturn:
        """Tell everything, then as a text why it ended early ('' = it did not); never come back into the parent's code."""
        status, why = 1, ""
        try:
            signal.signal(signal.SIGTERM, signal.SIG_DFL)
            signal.signal(signal.SIGINT, _once)
            signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
            with os.fdopen(pipe, "w", encoding="ascii") as out:
                try:
                    for event in self.play(task):
                        print(packed(event), file=out, flush=True)
                except KeyboardInterrupt:
                    why = "运行被中断"
                except Exception as error:
                    why = f"本方故障：{fault(error)}"
                print(json.dumps(why), file=out)
            status = 0
        finally:
            os._exit(status)

    def _stop(self, how: signal.Signals) -> None:
        for worker in self._workers.values():
            if not worker.over:
                os.kill(worker.pid, how)


def _once(number: int, frame: object) -> NoReturn:
    """The first Ctrl-C ends the sending; what follows must not disturb the telling."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    raise KeyboardInterrupt
