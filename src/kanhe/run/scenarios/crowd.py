"""Many at once and many in a row: races, lost updates, long lists."""

from __future__ import annotations

from collections.abc import Iterator

from kanhe.cases.fill import fill, restamp
from kanhe.cases.limits import limit
from kanhe.cases.style import Style
from kanhe.model.contract import Contract
from kanhe.model.document import Document, get, put
from kanhe.run.causing import cause
from kanhe.run.looking import observe
from kanhe.run.paging import mark_of
from kanhe.run.scenarios.money import amounts, enrich
from kanhe.run.scenarios.scenario import Scenario, perform_one, prepare
from kanhe.run.session import Session

AT_ONCE = 4
ROUNDS = 2  # at first; who is found there needs no more
MORE_ROUNDS = 4
LONG = 130
BORDERS = (10, 11, 20, 21, 50, 51, 100, 101)  # where pages end, and where a count gets a digit more
SHORT = 21
VERY_LONG = 1000


def races(contract: Contract, *, rounds: int = ROUNDS) -> Iterator[Scenario]:
    """Identical and conflicting requests at once."""
    if contract.effects and contract.kind == "call":
        yield Scenario(contract=contract, name="冲突请求并发", play=lambda s: _conflicting(s, contract, rounds))
    if contract.idempotency is not None:
        yield Scenario(contract=contract, name="同一请求并发", play=lambda s: _identical(s, contract, rounds))


def short_lists(contract: Contract) -> Iterator[Scenario]:
    """Lists of a page or two."""
    if contract.effects or contract.causes:
        yield Scenario(contract=contract, name="短清单", play=lambda s: _long_list(s, contract, SHORT))


def long_lists(contract: Contract) -> Iterator[Scenario]:
    """Long lists of what the operation appends; played last, since everything after it would carry them along."""
    if contract.effects or contract.causes:
        yield Scenario(contract=contract, name="长清单", play=lambda s: _long_list(s, contract, LONG))


def _identical(session: Session, contract: Contract, rounds: int) -> None:
    for _ in range(rounds):
        session.begin()
        route = prepare(session, contract)
        if route is None:
            return
        enrich(session)
        session.together(contract, [restamp(contract, route.request, session.clock(), session.draw) for _ in range(AT_ONCE)])
        observe(session)


def _conflicting(session: Session, contract: Contract, rounds: int) -> None:
    """Requests with keys of their own about the same things, each legal alone; the second round takes all there is."""
    for number in range(rounds):
        session.begin()
        route = prepare(session, contract)
        if route is None:
            return
        requests = [r for r in (_like(session, contract, route.request, greedy=number % 2 == 1) for _ in range(AT_ONCE)) if r]
        if len(requests) < 2:
            return
        session.together(contract, requests)
        observe(session)


def _like(session: Session, contract: Contract, _: Document, *, greedy: bool) -> Document | None:
    """Another request for the same things with new keys; greedy: with the largest amount that is still legal."""
    table = session.table()
    pen = table.pen(contract, session.stand(), Style())
    request = fill(pen)
    if not table.sort(contract, request, session.worlds[0]).fine:
        from kanhe.cases.search import direct

        route = direct(table, contract, session.stand())
        if route is None:
            return None
        request = route.request
    for field in amounts(contract) if greedy else ():
        found = limit(table, pen, request, field)
        request = found.most if found is not None else request
    return request


def listed(session: Session, contract: Contract) -> bool:
    """Whether a query lists what the operation (or a message that it causes) appends or opens, and that has no outcome to wait for."""
    added = {e.kind for c in (contract, *(i for i in session.inbound() if i.operation in contract.causes))
             for e in c.effects if e.verb in ("append", "open")}
    shown = {k for c in session.called() if not c.effects for o in c.observes if o.rows is not None for k in o.rows.reads}
    return bool(added & shown - {e.alone for e in session.alone if e.due_s})


def _wide(session: Session, contract: Contract, number: int) -> int:
    """How many rows it takes until the length prefix needs all its digits, judged by the longest list so far; not beyond VERY_LONG."""
    framing = contract.party.wire.framing
    if framing is None or framing.encoding != "ascii":
        return number
    longest = max((len(e.received.reply.body) for e in session.story if e.received.reply is not None), default=0)
    wanted = number * 10 ** (framing.width - 1) * 21 // (20 * max(1, longest))
    return wanted if number < wanted <= VERY_LONG else number


def _long_list(session: Session, contract: Contract, length: int) -> None:
    """More rows than two digits count, then more bytes than five digits count; no row may be lost, wherever a page ends. Where the money
    does not last, once more with as little as can be."""
    if not listed(session, contract):
        return
    for style in (Style(rows=1), Style(rows=1, amount="least"))[: 2 if amounts(contract) else 1]:
        session.begin()
        if prepare(session, contract) is None or _grown(session, contract, length, style) >= length:
            break
    observe(session, most=2)
    _elsewhere(session)


def _grown(session: Session, contract: Contract, length: int, style: Style) -> int:
    """How many rows there are in the end, as many as are wanted or as can be."""
    number, wanted = 0, length
    while number < wanted:
        session.check_budget()
        request = fill(session.table().pen(contract, session.stand(), style))
        found = session.table().sort(contract, request, session.worlds[0])
        if not found.fine:
            break
        number += 1
        if contract.kind == "stimulus":
            cause(session, contract, request)
        else:
            session.send(contract, request, sorted_=found, note=f"第 {number} 笔")
        if number in BORDERS:
            observe(session, most=1)
        if number == LONG:
            observe(session, most=1)
            wanted = _wide(session, contract, number)
    return number


def _elsewhere(session: Session) -> None:
    """How one list goes on says nothing of another: its mark is refused there."""
    for query in session.called():
        marks = mark_of(query)
        told = [get(e.reply, marks[1].path) for e in session.story if marks and e.contract is query and e.reply is not None]
        known = [mark for mark in told if isinstance(mark, str)]
        if marks is None or not known:
            continue
        listed_kinds = {k for o in query.observes if o.rows is not None for k in o.rows.reads}
        for opener in session.called():
            if any(e.verb == "open" and e.kind in listed_kinds for e in opener.effects) and perform_one(session, opener):
                request = fill(session.table().pen(query, session.stand(), Style()))
                said = {f.means: get(session.story[-1].request, f.path) for f in opener.request if f.role == "key" and "[]" not in f.path}
                for field in (f for f in query.request if f.means in said):
                    put(request, field.path, said[field.means])
                put(request, marks[0].path, known[-1])
                found = session.table().sort(query, request, session.worlds[0])
                if found.refused_by:
                    session.send(query, request, sorted_=found, note="别的清单的续页标记", aim=found.refused_by)
