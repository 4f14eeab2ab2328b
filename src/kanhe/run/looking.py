"""Asking the peer's queries about everything that a scenario has touched; each reply is judged against the books."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Any

from kanhe.books.nameless import is_nameless
from kanhe.cases.fill import fill
from kanhe.cases.style import Style
from kanhe.model.contract import Contract
from kanhe.model.document import Document, get, put
from kanhe.run.paging import page_of, pages
from kanhe.run.session import Session
from kanhe.run.waiting import follow, pending, queries_of_pending

MOST_ASKED = 40


def observe(session: Session, most: int = 6) -> None:
    """Ask every query that can see what this scenario touched; what was under way is followed to its end, then all is looked at again.

    After mere queries nothing can have changed, and nobody is asked again. Queries of which something has been found come last: what they
    show may end the scenario, and the others have not yet said what they show.
    """
    if not session.unseen:
        return
    session.unseen = False
    queries = sorted((c for c in session.called() if c.observes and not c.effects), key=lambda c: c.id in session.tally.wrong)
    if pending(session):
        first = queries_of_pending(session)  # the time in which that can be asked may be short
        for contract in (*first, *(c for c in queries if c not in first)):
            ask_about(session, contract, 1)
        settle(session)
    for contract in queries:
        ask_about(session, contract, most)


def settle(session: Session) -> bool:
    """Follow what is under way to its end, by asking; False where nothing was."""
    followed, left = False, MOST_ASKED
    for _ in follow(session):
        followed = True
        for contract in queries_of_pending(session):
            for request in _asking(session, contract)[:left]:
                _ask(session, contract, request)
                left -= 1
        if left <= 0:  # so many at once: the rest is left open, and what it would change is not judged
            break
    return followed


def _asking(session: Session, contract: Contract) -> list[Document]:
    """The query about each thing that is under way."""
    made: list[Document] = []
    for kind, key in sorted(pending(session)):
        event = next(e for e in session.alone if e.alone == kind and e.due_s)
        request = fill(session.table().pen(contract, session.stand(), Style(rows=1)))
        parts = dict(zip((f.means for f in event.request if f.role == "key"), key, strict=False))
        for field in contract.request:
            if field.means in parts:
                put(request, field.path, parts[field.means])
        if not made or any(get(request, f.path) != get(made[-1], f.path) for f in contract.request if f.role == "key"):
            made.append(request)
    return made


def ask_about(session: Session, contract: Contract, most: int = 6) -> None:
    """Send one query about what this scenario touched, the newest first, then about what else the memory knows of; each thing once, a
    list in pages whole."""
    page = page_of(contract)
    volatile = {f.path for f in contract.request if f.role in ("time", "serial") or f is page}
    asked: list[list[Any]] = []
    for request in islice(_requests(session, contract, most), most):
        key = [get(request, f.path) for f in contract.request if f.path not in volatile and "[]" not in f.path]
        if key in asked:
            continue
        asked.append(key)
        for one in pages(session, contract, request):
            _ask(session, contract, one)


def _requests(session: Session, contract: Contract, most: int) -> Iterator[Document]:
    keyed = {k for o in contract.observes for formula in (o.value, o.rows) if formula is not None for k in formula.keys}
    for kind, paths in sorted(keyed):
        for key in sorted((key for one, key in session.worlds[0].touched if one == kind and len(key) == len(paths)), reverse=True):
            if not any(map(is_nameless, key)):
                request = fill(session.table().pen(contract, session.stand(), Style(rows=1)))
                for path, part in zip(paths, key, strict=True):
                    put(request, path, part)
                yield request
    for anchor in range(most):
        yield fill(session.table().pen(contract, session.stand(), Style(anchor=anchor, rows=1)))


def _ask(session: Session, contract: Contract, request: Document) -> None:
    found = session.table().sort(contract, request, session.worlds[0])
    if found.fine or found.refused_by:  # what was refused must not be there
        session.send(contract, request, sorted_=found, note="查询核对")
