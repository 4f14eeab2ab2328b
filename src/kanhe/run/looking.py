"""Asking the peer's queries about everything that a scenario has touched; each reply is judged against the books."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kanhe.cases.fill import Style, fill
from kanhe.model.document import get
from kanhe.run.paging import page_of, pages
from kanhe.run.waiting import follow, queries_of_pending

if TYPE_CHECKING:
    from kanhe.model.contract import Contract
    from kanhe.run.session import Session


def look(session: Session, most: int) -> None:
    """Ask every query; what was under way is followed to its end, then all is looked at again."""
    queries = [c for c in session.called() if c.observes and not c.effects]
    for contract in queries:
        ask_about(session, contract, most)
    if settle(session):
        for contract in queries:
            ask_about(session, contract, most)


def settle(session: Session) -> bool:
    """Follow what is under way to its end, by asking; False where nothing was."""
    followed = False
    for _ in follow(session):
        followed = True
        for contract in queries_of_pending(session):
            ask_about(session, contract)
    return followed


def ask_about(session: Session, contract: Contract, most: int = 6) -> None:
    """Send one query about everything that the memory knows of, each thing once, a list in pages whole."""
    page = page_of(contract)
    volatile = {f.path for f in contract.request if f.role in ("time", "serial") or f is page}
    asked: list[list[Any]] = []
    for anchor in range(most):
        request = fill(session.table().pen(contract, session.stand(), Style(anchor=anchor, rows=1)))
        key = [get(request, f.path) for f in contract.request if f.path not in volatile and "[]" not in f.path]
        if key in asked:
            continue
        asked.append(key)
        for one in pages(session, contract, request):
            found = session.table().sort(contract, one, session.worlds[0])
            if found.fine or found.refused_by:  # what was refused must not be there
                session.send(contract, one, sorted_=found, note="查询核对")
