"""Lists that come in pages, told apart by a number or by a mark that the page before gave: all of them are asked for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from kanhe.contract.leaf import write
from kanhe.model.contract import Contract, Field
from kanhe.model.document import Document, copy, get, put
from kanhe.model.formula import Absent, Scene
from kanhe.model.words import Kind
from kanhe.run.session import Session

MOST_PAGES = 24


def page_of(contract: Contract) -> Field | None:
    """The request field that says which page: a whole number, no part of a list, that decides which rows are shown."""
    decisive = {p for o in contract.observes if o.rows is not None for p in o.rows.paths}
    return next((f for f in contract.request if f.type.kind is Kind.INTEGER and "[]" not in f.path and f.constant is None
                 and f.derived is None and f"request.{f.path}" in decisive), None)


def mark_of(contract: Contract) -> tuple[Field, Field] | None:
    """The optional request field that decides which rows are shown, and the optional reply field of the same meaning that tells how the
    list goes on."""
    decisive = {p for o in contract.observes if o.rows is not None for p in o.rows.paths}
    onward = {f.means: f for f in contract.reply if f.means and not f.required and "[]" not in f.path}
    return next(((f, onward[f.means]) for f in contract.request
                 if not f.required and f.means in onward and f"request.{f.path}" in decisive), None)


def pages(session: Session, contract: Contract, request: Document) -> Iterator[Document]:
    """The request for one page after the other, first to last; the request alone where nothing comes in pages. With numbers the page
    behind the last is asked for, too, where nothing may be."""
    field = page_of(contract)
    if field is None:
        yield from _marked(session, contract, request)
        return
    first, second = (_rows(session, contract, _about(request, field, field.type.low + n)) for n in (0, 1))
    if first and second and first[0] == second[0]:  # it says how many rows at the most, not which
        yield request
        return
    for number in range(field.type.low, field.type.low + MOST_PAGES):
        page = _about(request, field, number)
        yield page
        if not _rows(session, contract, page):
            return


def _about(request: Document, field: Field, number: int) -> Document:
    page: Document = copy(request)
    put(page, field.path, write(field.type, number))
    return page


def _marked(session: Session, contract: Contract, request: Document) -> Iterator[Document]:
    yield request
    marks, seen = mark_of(contract), set[str]()
    while marks is not None and session.story and session.story[-1].contract is contract and len(seen) < MOST_PAGES:
        mark = get(session.story[-1].reply or {}, marks[1].path)
        if not isinstance(mark, str) or not mark or mark in seen:
            return  # the end; a mark that was followed before would go on for ever
        seen.add(mark)
        request = copy(request)
        put(request, marks[0].path, mark)
        yield request


def _rows(session: Session, contract: Contract, page: Document) -> Sequence[Any]:
    """The rows that the books put on this page; none where they cannot say."""
    scene = Scene(request=page, books=session.worlds[0], now=session.clock(), parameters=session.catalogue.parameters)
    for observation in contract.observes:
        if observation.rows is not None:
            try:
                return observation.rows(scene)  # type: ignore[return-value]
            except Absent:
                return ()
    return ()
