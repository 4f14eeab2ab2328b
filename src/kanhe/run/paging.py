"""Lists that come in pages: every page that the books fill is asked for, and the one behind, where nothing may be."""

from __future__ import annotations

from collections.abc import Iterator

from kanhe.contract.leaf import write
from kanhe.model.contract import Contract, Field
from kanhe.model.document import Document, copy, put
from kanhe.model.formula import Absent, Scene
from kanhe.model.words import Kind
from kanhe.run.session import Session

MOST_PAGES = 24


def page_of(contract: Contract) -> Field | None:
    """The request field that says which page: a whole number, no part of a list, that decides which rows are shown."""
    decisive = {p for o in contract.observes if o.rows is not None for p in o.rows.paths}
    return next((f for f in contract.request if f.type.kind is Kind.INTEGER and "[]" not in f.path and f.constant is None
                 and f.derived is None and f"request.{f.path}" in decisive), None)


def pages(session: Session, contract: Contract, request: Document) -> Iterator[Document]:
    """The request for one page after the other, first to last; the request alone where nothing comes in pages."""
    field = page_of(contract)
    if field is None:
        yield request
        return
    for number in range(field.type.low, field.type.low + MOST_PAGES):
        page = copy(request)
        put(page, field.path, write(field.type, number))
        yield page
        if not _rows(session, contract, page):
            return


def _rows(session: Session, contract: Contract, request: Document) -> int:
    """How many rows the books put on this page; 0 where they cannot say."""
    scene = Scene(request=request, books=session.worlds[0], now=session.clock(), parameters=session.catalogue.parameters)
    for observation in contract.observes:
        if observation.rows is not None:
            try:
                return len(observation.rows(scene))  # type: ignore[arg-type]
            except Absent:
                return 0
    return 0
