"""Resends that come late, and the same business once more under a key of its own: what a peer remembers, and for how long."""

from __future__ import annotations

from collections.abc import Iterator

from kanhe.cases.deviate import Deviation, deviate, of_books
from kanhe.cases.fill import derive, restamp
from kanhe.cases.search import direct, reach, touches
from kanhe.cases.sorting import Sorted
from kanhe.cases.style import Style
from kanhe.cases.table import Route
from kanhe.contract.issued import creates
from kanhe.contract.values import unique
from kanhe.model.contract import Contract
from kanhe.model.document import MISSING, Document, copy, get, put
from kanhe.run.looking import observe
from kanhe.run.scenarios.money import enrich
from kanhe.run.scenarios.scenario import Scenario, act, again, perform_one, prepare
from kanhe.run.session import Session

MOST_OTHERS = 8
MOST_CODES, FEW_LOOKS = 4, 12


def scenarios(contract: Contract) -> Iterator[Scenario]:
    """Once more under a new key; the same key for another thing; a resend after other business."""
    if not contract.effects:
        return
    yield Scenario(contract=contract, name="换新键再做", play=lambda s: _anew(s, contract))
    yield Scenario(contract=contract, name="旁边还有一件", play=lambda s: _beside(s, contract))
    if contract.idempotency is not None:
        promise = contract.idempotency.rule or f"{contract.id}:idempotent"
        yield Scenario(contract=contract, name="办过别的再重发", play=lambda s: _later(s, contract), aim=(promise,))
        if len(contract.idempotency.key) > 1:
            yield Scenario(contract=contract, name="同一编号用于另一对象", play=lambda s: _elsewhere(s, contract))


def each_way(contract: Contract) -> Iterator[Scenario]:
    """A resend for each code that decides what a success does. They come late: they leave much behind in the books."""
    if contract.idempotency is not None:
        promise = contract.idempotency.rule or f"{contract.id}:idempotent"
        for path in _deciding(contract)[:1]:
            yield Scenario(contract=contract, name=f"每一种 {path} 都重发", play=lambda s, p=path: _each_way(s, contract, p),  # type: ignore[misc]
                           aim=(promise,))


def anew(session: Session, contract: Contract, request: Document) -> Document:
    """The same business under a key of its own."""
    document: Document = copy(restamp(contract, request, session.clock(), session.draw))
    new = creates(contract)
    for field in contract.request:
        if field.path in new and field.constant is None and field.derived is None and get(document, field.path) is not MISSING:
            put(document, field.path, unique(field.type, session.draw, session.clock()))
    derive(contract, document, session.table().pen(contract, session.stand(), Style()).scene(document))  # what repeats the new keys
    return document


def _anew(session: Session, contract: Contract) -> None:
    """Twice more; whether that is right is for the books to say, now that the first has been booked."""
    first = act(session, contract)
    if first is None or first.request is None:
        return
    enrich(session)
    for _ in range(2):
        request = anew(session, contract, first.request)
        found = session.table().sort(contract, request, session.worlds[0])
        if not found.breach:
            session.send(contract, request, sorted_=found, note="同样的内容，换新键再做一次")
            observe(session)


def _later(session: Session, contract: Contract) -> None:
    """Each other operation that touches the same things comes between the first sending and the resend."""
    table = session.table()
    others = [c for c in session.called() if c.effects and touches(table, c) & touches(table, contract)]
    for other in others[:MOST_OTHERS]:
        session.check_budget()
        session.begin()
        first = act(session, contract)
        if first is None:
            return
        done = act(session, contract, note="另一笔") if other.id == contract.id else _follow(session, other)
        if done:
            enrich(session)
            again(session, first, note=f"办过 {other.title} 之后重发")
            observe(session)


def _deciding(contract: Contract) -> list[str]:
    """Paths of codes that decide which effects a success has: each code is a business of its own under the same rules."""
    read = {path.removeprefix("request.") for e in contract.effects if e.where is not None for path in e.where.paths}
    return [f.path for f in contract.request if f.path in read and len(f.type.codes) > 1 and f.constant is None]


def _each_way(session: Session, contract: Contract, path: str) -> None:
    """Each code that can be granted: sent again, after its reply and after a lost one."""
    for code, title in list(next(f.type.codes for f in contract.request if f.path == path).items())[:MOST_CODES]:
        for lost in (False, True):
            session.check_budget()
            session.begin()
            route = _with_code(session, contract, path, code)
            if route is None:
                break
            first = session.send(contract, route.request, sorted_=route.sorted, lose_reply=lost, note=f"{title}（{code}）")
            enrich(session)
            again(session, first, note="应答丢失后重发" if lost else "原样重发")
            observe(session)


def _with_code(session: Session, contract: Contract, path: str, code: str) -> Route | None:
    """A request with this code that is granted here: the plain one with the code put in, else one that a few looks lead to."""
    plain = prepare(session, contract)
    if plain is not None:
        pen = session.table().pen(contract, session.stand(), Style())
        request = deviate(pen, plain.request, Deviation(path=path, node=code, note="", sort="edge"))
        here = session.table().sort(contract, request, session.worlds[0])
        if here.fine:
            return Route(request=request, sorted=here)

    def goal(request: Document, found: Sorted) -> bool:
        return found.fine and get(request, path) == code

    table = session.table()
    table.left = FEW_LOOKS
    route = reach(table, contract, session.stand(), goal)
    for operation in route.before if route is not None else ():
        perform_one(session, operation)
    return direct(session.table(), contract, session.stand(), goal) if route is not None else None


def _follow(session: Session, other: Contract) -> bool:
    before = session.exchanges
    return perform_one(session, other) and session.exchanges > before


def _beside(session: Session, contract: Contract) -> None:
    """What comes before is done once more, so that there are two of its kind: only one of them may be touched."""
    if prepare(session, contract) is None:
        return
    enrich(session)
    for operation in reversed(session.ways.get((contract.id, ""), ())):
        if operation.kind == "call" and perform_one(session, operation):
            break
    else:
        return
    if act(session, contract, note="旁边还有一件") is not None:
        observe(session)


def _elsewhere(session: Session, contract: Contract) -> None:
    """One part of the key stays, another names a second thing: that is another business, and must be done."""
    first = act(session, contract)
    if first is None or contract.idempotency is None:
        return
    for operation in session.ways.get((contract.id, ""), ()):
        perform_one(session, operation)
    pen = session.table().pen(contract, session.stand(), Style())
    base = restamp(contract, first.request, session.clock(), session.draw)
    for change in of_books(pen, base, only=set(contract.idempotency.key)):
        request = deviate(pen, base, change)
        found = session.table().sort(contract, request, session.worlds[0])
        if found.fine:
            session.send(contract, request, sorted_=found, note=f"键的其余部分不变，{change.note}")
            break
    observe(session)
