"""Exchanges of one session with the simulated bank, as `kanhe verify` makes them, without the planner's search.

What is in the loop: a request is made from its specimen, checked against the request's own promises and the books (`sort`), encoded,
given to the simulator (which decodes, validates, books, answers, encodes), read, decoded, judged by every promise of its contract,
laid against the shared books and remembered. The mix: a sub-account is opened, its receipts are listed, the numbers that are left
are asked for, the opening is sent again. A session and its books are renewed after 200 exchanges, as many as one peer sees in a run.
"""

from __future__ import annotations

import contextlib
import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from functools import cache
from pathlib import Path

from benchmarks.requests import stamped
from benchmarks.row import Row, row
from benchmarks.servers import Server
from kanhe.books.books import Books
from kanhe.contract.draw import Counter, Draw
from kanhe.contract.load import load
from kanhe.model.contract import Catalogue, Contract
from kanhe.model.document import Document, copy, put
from kanhe.model.words import Outcome
from kanhe.run.lines import Line
from kanhe.run.plan import planned
from kanhe.run.post import Post
from kanhe.run.served import ServedLink, served_lines
from kanhe.run.session import Session
from kanhe.run.tally import Tally
from kanhe.run.target import memory_lines
from kanhe.simulate.wall import wall_clock

ROOT = Path(__file__).parents[1] / "contracts"
ONLY = "land_margin.*@保证金开户银行"
ROUNDS_PER_SESSION = 50
EXCHANGES_PER_ROUND = 4
SESSIONS = 5


@cache
def catalogue() -> Catalogue:
    """The contracts of this checkout."""
    return load(ROOT)


def session(line: Line) -> Session:
    """A fresh session with the bank behind a line."""
    draw, tally, peer = Draw(1, Counter(0)), Tally(line.peer.name), line.peer
    tally.plan(planned(catalogue(), peer, ""))
    books = Books.of(catalogue().parties[peer.family].seeds)
    return Session(catalogue=catalogue(), peer=peer, link=line.link, post=Post(draw=draw, keys=line.keys), clock=wall_clock, draw=draw,
                   tally=tally, worlds=(books,))


class Mix:
    """The steady mix, with serials that never come twice."""

    def __init__(self) -> None:
        self.number = 10**11
        contracts = catalogue().contracts
        self.opening, self.listing, self.surplus = (contracts[f"land_margin.G000{n}"] for n in ("03", "05", "13"))

    def request(self, contract: Contract, now: str, **body: str) -> Document:
        """A request with a serial of its own."""
        self.number += 1
        document = stamped(contract, now)
        put(document, "head.SeqNo", str(self.number))
        document["body"].update(body)
        return document

    def round(self, peer: Session) -> None:
        """Four exchanges; raises Stopped or AssertionError when one does not go as it must."""
        now = peer.clock()
        opening = self.request(self.opening, now, InstSeq=str(self.number))
        opened = peer.send(self.opening, opening).reply
        assert opened is not None and opened["body"]["Result"] == "00", opened
        listed = peer.send(self.listing, self.request(self.listing, now, InMemo=opened["body"]["AcctNo"])).reply
        left = peer.send(self.surplus, self.request(self.surplus, now)).reply
        again = copy(opening)
        self.number += 1
        again["head"]["SeqNo"] = str(self.number)
        repeated = peer.send(self.opening, again).reply
        for reply, result in ((listed, "00"), (left, "00"), (repeated, "01")):
            assert reply is not None and reply["body"]["Result"] == result, reply


Cpu = Callable[[], float]


@contextlib.contextmanager
def memory() -> Iterator[tuple[Line, Cpu]]:
    """A fresh simulator in this process, and the CPU seconds of this process."""
    line, = memory_lines(catalogue(), root=ROOT, seed=1, only=ONLY)
    yield line, time.process_time


@contextlib.contextmanager
def served() -> Iterator[tuple[Line, Cpu]]:
    """A fresh simulator behind a socket, and the CPU seconds of both processes."""
    line, = served_lines(catalogue(), root=ROOT, seed=1, only=ONLY)
    link = line.link
    assert isinstance(link, ServedLink)
    server = Server(link.service.process, 0)
    try:
        yield line, lambda: time.process_time() + server.cpu()
    finally:
        link.close()


def rates(start: Callable[[], AbstractContextManager[tuple[Line, Cpu]]]) -> tuple[float, float]:
    """(exchanges per CPU second, exchanges per second on the wall) over some sessions."""
    spent = wall = 0.0
    for _ in range(SESSIONS):
        with start() as (line, cpu):
            peer, mix = session(line), Mix()
            mix.round(peer)
            began, before = time.monotonic(), cpu()
            for _ in range(ROUNDS_PER_SESSION):
                mix.round(peer)
            spent, wall = spent + cpu() - before, wall + time.monotonic() - began
        broken = [cell.promise.id for cell in peer.tally.cells() if cell.outcome is Outcome.BROKEN]
        assert not broken, broken
    count = SESSIONS * ROUNDS_PER_SESSION * EXCHANGES_PER_ROUND
    return count / spent, count / wall


def in_memory(rounds: int) -> list[Row]:
    """No socket is opened; frames are cut all the same."""
    per_core, wall = zip(*(rates(memory) for _ in range(rounds)), strict=True)
    note = f"one process, harness and simulator together; {statistics.median(wall):,.0f}/s on the wall"
    return [row("memory-exchanges", "exchanges in memory, all checks, per core", per_core, unit=" /s", bar=10_000, at_most=False,
                note=note)]


def over_tcp(rounds: int) -> list[Row]:
    """`kanhe serve` as a process of its own, a connection per exchange."""
    per_core, wall = zip(*(rates(served) for _ in range(rounds)), strict=True)
    note = f"CPU of harness and simulator added up, a connection per exchange; {statistics.median(wall):,.0f}/s on the wall"
    return [row("tcp-exchanges", "framed TCP over loopback, all checks, per core", per_core, unit=" /s", bar=3000, at_most=False,
                note=note)]
