"""Each operation about a thing in each of its statuses: what is not allowed must be refused, wherever the thing stands.

A promise that names the statuses in which something may be done is broken by every other status, and a peer may keep it for one of them and
not for the next. What earlier scenarios have left behind stands in nearly all of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from kanhe.books.books import Key
from kanhe.cases.deviate import Deviation, deviate
from kanhe.cases.sorting import Sorted
from kanhe.cases.style import Style
from kanhe.contract.leaf import BadLeaf, write
from kanhe.model.contract import Contract
from kanhe.model.document import Document
from kanhe.model.formula import Absent, Scene
from kanhe.run.looking import observe
from kanhe.run.scenarios.overlooked import next_to_nothing
from kanhe.run.scenarios.resend import anew
from kanhe.run.scenarios.scenario import Scenario, prepare
from kanhe.run.session import Session

MOST_THINGS = 8  # of one status: the latest
A_PROMISE = 10  # another promise that speaks against a request weighs as much as so many parts of the one that refuses it
Named = tuple[str, tuple[str, ...]]  # a kind of things, and the request's paths of their key


def scenarios(contract: Contract) -> Iterator[Scenario]:
    """One scenario for each operation that its state promises bind to a thing."""
    if contract.kind == "call" and _named(contract):
        yield Scenario(contract=contract, name="各种状态下", play=lambda s: _in_each(s, contract))


def _named(contract: Contract) -> list[Named]:
    """The things that the binding state promises look at by the request's own keys."""
    keys = (key for r in contract.rules if r.on == "state" and r.level == "must" and r.holds is not None for key in r.holds.keys)
    return sorted({(kind, paths) for kind, paths in keys if not any("[]" in path for path in paths)})


def _in_each(session: Session, contract: Contract) -> None:
    route = prepare(session, contract)
    if route is None:
        return
    sent = 0
    for named in _named(contract):
        for status, keys in _by_status(session, named[0]).items():
            found = [one for key in keys if (one := _about(session, contract, route.request, named, key)) is not None]
            if found:
                _, request, why = min(found, key=lambda one: one[0])
                session.send(contract, request, sorted_=why, note=f"在 {status} 状态下，违反 {why.refused_by}", aim=why.refused_by)
                next_to_nothing(session, contract, request, why.refused_by)
                sent += 1
    if sent:
        observe(session)


def _by_status(session: Session, kind: str) -> dict[str, list[Key]]:
    """The keys of the things of a kind that are not in doubt, by status; the last ones, of numbers that are given in turn the latest."""
    found: dict[str, list[Key]] = {}
    books = session.worlds[0]
    there = ((key, thing.status) for known, key, thing in books.walk()
             if known == kind and thing.status and (kind, key) not in books.doubtful)
    for key, status in sorted(there, reverse=True):
        if len(found.setdefault(status, [])) < MOST_THINGS:
            found[status].append(key)
    return found


def _about(
    session: Session, contract: Contract, good: Document, named: Named, key: Key
) -> tuple[int, Document, Sorted] | None:
    """The good request under new keys about this thing instead, where a state promise refuses it; with how much speaks against it."""
    fields = {f.path: f for f in contract.request}
    pen, request = session.table().pen(contract, session.stand(), Style()), anew(session, contract, good)
    for path, part in zip(named[1], key, strict=False):
        if path not in fields or fields[path].constant is not None:
            continue
        try:
            node = write(fields[path].type, part)
        except (BadLeaf, ArithmeticError, ValueError, TypeError):
            return None
        request = deviate(pen, request, Deviation(path=path, node=node, note="", sort="state", follows=True))
    table, books = session.table(), session.worlds[0]
    found = table.sort(contract, request, books)
    if not found.refused_by or found.breach:
        return None
    return _against(session, contract, request, found.refused_by), request, found


def _against(session: Session, contract: Contract, request: Document, promise: str) -> int:
    """How many promises, and parts of the promise that refuses it, do not hold: where it is one alone, a peer that forgets it shows."""
    books = session.worlds[0]
    others = sum(1 for _ in session.table().others_against(contract, request, books, promise))
    scene = Scene(request=request, books=books, now=session.clock(), parameters=session.catalogue.parameters)
    holds = next(r.holds for r in contract.rules if r.id == promise)
    return A_PROMISE * others + sum(1 for part in (holds.parts if holds is not None else ()) if not _holds(part, scene))


def _holds(part: Callable[[Scene], object], scene: Scene) -> bool:
    try:
        return bool(part(scene))
    except Absent:
        return True
