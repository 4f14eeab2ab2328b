"""Every part of a state promise is broken by itself, starting from a request with which everything is right.

A promise that says "both accounts exist, and they are not one" is three. A peer may keep two of them and forget the third, and a request
that is wrong in all of them at once does not show it. So a good request is spoilt: by one place of it that is changed, or by one or two
operations that come between, after which the same request is no longer right. And it is spoilt once more after the operation has been done
twice on the same thing, where what it moved last counts.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass

from kanhe.books.effects import rows_of
from kanhe.cases.breaking import decisive
from kanhe.cases.deviate import Deviation, deviate, of_books
from kanhe.cases.fill import fill, order_of
from kanhe.cases.search import granted, helpful, touches
from kanhe.cases.sorting import Sorted
from kanhe.cases.style import Style
from kanhe.cases.table import Stand
from kanhe.contract.issued import creates
from kanhe.model.contract import Contract, Rule
from kanhe.model.document import Document, get, put
from kanhe.model.formula import Absent, Scene
from kanhe.run.looking import observe
from kanhe.run.scenarios.money import enrich
from kanhe.run.scenarios.resend import anew
from kanhe.run.scenarios.scenario import Scenario, at_once, perform_one, prepare
from kanhe.run.session import Session

MOST_CHANGES = 8
MOST_GHOSTS = 3
DRAWS = 3
MOST_STANDS = 160  # imagined for one promise


@dataclass(frozen=True, slots=True, kw_only=True)
class Between:
    """What comes before a request that was good: operations, each with the request that it is done by in its own stand."""

    steps: tuple[tuple[Contract, Style], ...]
    stand: Stand


def scenarios(contract: Contract) -> Iterator[Scenario]:
    """One scenario per binding state promise."""
    for rule in contract.rules:
        if rule.on == "state" and rule.level == "must" and rule.holds is not None:
            yield Scenario(contract=contract, name=f"逐项违反 {rule.id}", play=lambda s, r=rule: _each_part(s, contract, r))  # type: ignore[misc]


def _each_part(session: Session, contract: Contract, rule: Rule) -> None:
    if not session.tally.owes(contract.id, rule.id):
        return
    left = set(range(max(1, len(rule.holds.parts)))) if rule.holds is not None else set()
    route = prepare(session, contract)
    if route is None:
        return
    fresh = anew(session, contract, route.request)
    good = fresh if session.table().sort(contract, fresh, session.worlds[0]).fine else route.request
    left -= _send_changed(session, contract, rule, good, lambda part, change: (
        part, change.path, change.sort == "near"))
    sent = [e for e in session.story if e.case is not None and e.case.aim == rule.id]
    _go_on_about(session, contract, [e.request for e in sent if e.request is not None])
    observe(session)
    _after_itself(session, contract, rule)
    while left:
        session.check_budget()
        session.begin()
        route = prepare(session, contract)
        if route is None or not _after_others(session, contract, rule, anew(session, contract, route.request), left):
            return


def _send_changed(
    session: Session, contract: Contract, rule: Rule, good: Document, mark_of: Callable[[int, Deviation], Hashable], *, note: str = ""
) -> set[int]:
    """Send the request with one place changed so that it breaks the rule, once for each mark; the parts that were broken."""
    tried: dict[Hashable, int] = {}
    for request, _, part, change in _changed(session, contract, rule, good):
        mark = mark_of(part, change)
        if mark in tried or len(tried) >= MOST_CHANGES:
            continue
        for again in (anew(session, contract, request), request):  # under new keys it may be about other things, or be no right message
            found = session.table().broken_by(contract, again, session.worlds[0], rule.id)
            if found is not None:
                tried[mark] = part
                session.send(contract, again, sorted_=found, note=f"{note}违反 {rule.id}：{change.note}", aim=rule.id)
                break
    return set(tried.values())


def _after_itself(session: Session, contract: Contract, rule: Rule) -> None:
    """What the operation itself moves, a latest day, a version, a total, is moved twice before: a peer that keeps what was first shows."""
    if rule.holds is None or not touches(session.table(), contract) & rule.holds.reads:
        return
    session.begin()
    if prepare(session, contract) is None or not (perform_one(session, contract, near=True) and perform_one(session, contract, near=True)):
        return
    last = session.story[-1].request
    found = [route.request for _ in range(DRAWS) if (route := at_once(session, contract, near=True)) is not None]
    if found:  # the one that is most about the same
        good = max(found, key=lambda request: sum(get(request, f.path) == get(last, f.path) for f in contract.request))
        _send_changed(session, contract, rule, good, lambda part, change: (part, change.path, change.note), note="办了两次以后")
        observe(session)


def _go_on_about(session: Session, contract: Contract, refused: Sequence[Document]) -> None:
    """What was refused is not there: whatever else names it must be refused, too."""
    new = {f.means: f.path for f in contract.request if f.role == "key" and f.path in creates(contract) and "[]" not in f.path}
    others = [(o, f) for o in session.called() for f in o.request if f.means in new and f.path not in creates(o) and "[]" not in f.path]
    if not others or not refused:
        return
    enrich(session)
    for request in refused[-MOST_GHOSTS:]:
        for other, field in others:
            wrong = fill(session.table().pen(other, session.stand(), Style()))
            put(wrong, field.path, get(request, new[field.means]))
            found = session.table().sort(other, wrong, session.worlds[0])
            if found.refused_by:
                session.send(other, wrong, sorted_=found, note=f"针对没有办成的 {contract.title}")


def _changed(session: Session, contract: Contract, rule: Rule, good: Document) -> Iterator[tuple[Document, Sorted, int, Deviation]]:
    pen = session.table().pen(contract, session.stand(), Style())
    for change in of_books(pen, good, only=decisive(contract, rule.id)):
        request = deviate(pen, good, change)
        found = session.table().broken_by(contract, request, session.worlds[0], rule.id)
        if found is not None:
            yield request, found, failing(session, rule, request, session.stand()), change


def _after_others(session: Session, contract: Contract, rule: Rule, good: Document, left: set[int]) -> bool:
    """One or two operations between, each tried in every style, until the good request breaks a part that is left; False = none does."""
    for between in _stands(session, contract, session.stand()):
        found = session.table().broken_by(contract, good, between.stand.books, rule.id)
        part = failing(session, rule, good, between.stand) if found is not None else -1
        if part not in left:
            continue
        left.discard(part)
        for operation, style in between.steps:
            session.send(operation, fill(session.table().pen(operation, session.stand(), style)), note="其间")
        session.send(contract, good, note=f"原先合规，其间办了别的，违反 {rule.id}", aim=rule.id)
        observe(session)
        return True
    return False


def _stands(session: Session, contract: Contract, start: Stand) -> Iterator[Between]:
    """Stands after one operation, then after two; each set of books once."""
    table = session.table()
    operations = {o.id: o for o in (contract, *helpful(table, contract)) if o.kind == "call" and o.effects}
    front, number = [Between(steps=(), stand=start)], 0
    for _ in (1, 2):
        grown: list[Between] = []
        for here in front:
            for operation in operations.values():
                for style, after in _distinct(session, operation, here.stand):
                    number += 1
                    if number > MOST_STANDS:
                        return
                    grown.append(Between(steps=(*here.steps, (operation, style)), stand=after))
                    yield grown[-1]
        front = grown


def _distinct(session: Session, operation: Contract, stand: Stand) -> Iterator[tuple[Style, Stand]]:
    table, seen = session.table(), list[Document]()
    for style in order_of(operation).styles[:6]:
        request = fill(table.pen(operation, stand, style))
        if request in seen:
            continue
        seen.append(request)
        after = granted(table, operation, request, stand)
        if after is not None:
            yield style, after


def failing(session: Session, rule: Rule, request: Document, stand: Stand) -> int:
    """The first part of the rule that does not hold, 0 for a rule of one part, -1 where none can be told."""
    assert rule.holds is not None
    if not rule.holds.parts:
        return 0
    scene = Scene(request=request, books=stand.books, now=session.clock(), parameters=session.catalogue.parameters)
    scenes: Sequence[Scene] = [scene]
    if rule.each:
        scenes = [scene.at(row=row, index=i) for i, row in enumerate(rows_of(scene, rule.each))]
    for here in scenes:
        for number, part in enumerate(rule.holds.parts):
            try:
                if not part(here):
                    return number
            except Absent:
                break
    return -1
