"""Breaking one state promise on purpose: a well-formed request that an honest peer refuses for exactly that."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import islice

from kanhe.cases.deviate import Deviation, deviate, of_books, of_types
from kanhe.cases.fill import Pen, fill, order_of
from kanhe.cases.follow import followers
from kanhe.cases.sorting import Sorted
from kanhe.cases.style import STYLES, Style
from kanhe.cases.table import Route, Stand, Table
from kanhe.contract.derived import in_turn, read_by, whole
from kanhe.contract.issued import creates
from kanhe.model.contract import Contract
from kanhe.model.document import Document

WAYS = (STYLES[0], STYLES[1], Style(amount="specimen", rows=1), Style(rows=1, lean=True))
MOST_KNOWN = 2
ASIDE = (Style(apart=True), Style(apart=True, amount="specimen"))


def breaking(table: Table, contract: Contract, stand: Stand, promise: str) -> Route | None:
    """A request that breaks this promise in this stand, with one place changed at the most; best one that breaks no other beside."""
    table.left -= 4
    if table.left < 0:
        return None
    spare: list[tuple[Pen, Route]] = []  # the first of each style
    for style in (*WAYS, *ASIDE) if order_of(contract).besides else WAYS:
        pen = table.pen(contract, stand, style)
        for route in _routes(table, pen, promise):
            if table.broken_alone(contract, route.request, stand.books, promise):
                return route
            if not spare or spare[-1][0] is not pen:
                spare.append((pen, route))
    if spare:
        return next((alone for pen, route in spare for alone in _unmasked(table, pen, route, promise)), spare[0][1])
    pen = table.pen(contract, stand, WAYS[0])
    return next(_of_known(table, pen, promise), None) or next(_of_types(table, pen, promise), None)


def _unmasked(table: Table, pen: Pen, route: Route, promise: str) -> Iterator[Route]:
    """The request with what follows from the changed place changed as well, or else with one place more changed, so that no other promise
    speaks against it beside this one."""
    contract, books = pen.contract, pen.books
    base, read = fill(pen), decisive(contract, promise) or frozenset()
    leading = {f.path for f in contract.request if read & {f.path, *(one.path for one in followers(contract, f.path))}}
    others = (decisive(contract, other) or frozenset() for other in table.others_against(contract, route.request, books, promise))
    paths = frozenset[str]().union(*others)
    for start, note, change in (
            *((base, "", replace(change, follows=True)) for change in of_books(pen, base, only=leading)),
            *((route.request, route.note, change) for change in of_books(pen, route.request, only=paths)),
            *((route.request, route.note, change) for change in _edges(contract, route.request, paths))):
        request = deviate(pen, start, change)
        found = table.broken_by(contract, request, books, promise)
        if found is not None and table.broken_alone(contract, request, books, promise):
            yield Route(request=request, sorted=found, note="，".join(filter(None, (note, change.note))))


def _edges(contract: Contract, request: Document, paths: frozenset[str]) -> Iterator[Deviation]:
    """Values at the edge of their types in these places: names that are nobody's."""
    return (change for change in of_types(contract, request, only=paths) if change.sort == "edge")


def _of_known(table: Table, pen: Pen, promise: str) -> Iterator[Route]:
    """Requests about a thing that is there already, instead of the one that they would make, with one place more changed."""
    base, there = fill(pen), {part for _, key, _ in pen.books.walk() for part in key}
    known = (c for c in of_books(pen, base, only=creates(pen.contract)) if c.sort == "state" and c.node in there)
    for change in islice(known, MOST_KNOWN):
        for more, request, found in changes(table, pen, deviate(pen, base, change), promise):
            yield Route(request=request, sorted=found, note=f"{change.note}，{more.note}")


def _of_types(table: Table, pen: Pen, promise: str) -> Iterator[Route]:
    """The request with a value at the edge of its type, where nothing that the books know breaks it: a name that is nobody's."""
    base = fill(pen)
    for change in _edges(pen.contract, base, decisive(pen.contract, promise) or frozenset()):
        request = deviate(pen, base, change)
        found = table.broken_by(pen.contract, request, pen.books, promise)
        if found is not None:
            yield Route(request=request, sorted=found, note=change.note)


def _routes(table: Table, pen: Pen, promise: str) -> Iterator[Route]:
    base = fill(pen)
    found = table.broken_by(pen.contract, base, pen.books, promise)
    if found is not None:
        yield Route(request=base, sorted=found)
    for change, request, found in changes(table, pen, base, promise):
        yield Route(request=request, sorted=found, note=change.note)


def changes(table: Table, pen: Pen, base: Document, promise: str) -> Iterator[tuple[Deviation, Document, Sorted]]:
    """Every one-place change of the request that breaks this promise alone, and what comes of it."""
    contract, books = pen.contract, pen.books
    only = None if table.speaks_against(contract, base, books, promise) else decisive(contract, promise)
    for change in of_books(pen, base, only=only):
        request = deviate(pen, base, change)
        found = table.broken_by(contract, request, books, promise)
        if found is not None:
            yield change, request, found


def decisive(contract: Contract, promise: str) -> frozenset[str] | None:
    """Request paths that the promise reads, itself or through a derived field: no other change can break it where it holds.

    None where that cannot be told, as for moves.
    """
    rule = next((r for r in contract.rules if r.id == promise and r.on == "state" and r.holds is not None), None)
    if rule is None or rule.holds is None:
        return None
    head = rule.each.removeprefix("request.")
    found = {whole(path, head) for path in rule.holds.paths}
    for field in reversed(in_turn(contract.request)):
        found |= read_by(field) if field.path in found else frozenset()
    parts = tuple(f"{path}." for path in found)  # a promise that reads a part reads all that is in it
    return frozenset(found) | {field.path for field in contract.request if field.path.startswith(parts)}
