"""The largest amount that is still right, to the fen, and a fen more: plainly, after a part of it, and after whatever else moves it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kanhe.cases.fill import fill
from kanhe.cases.limits import Limit, about, fen_of, limit
from kanhe.cases.search import direct, granted, imagine, reads, touches
from kanhe.cases.style import Style
from kanhe.cases.table import Stand, Table
from kanhe.contract.leaf import write
from kanhe.model.contract import Contract, Field
from kanhe.model.document import Document, get, put, spread
from kanhe.model.words import Kind
from kanhe.run.looking import observe, settle
from kanhe.run.scenarios.amounts import ENOUGH
from kanhe.run.scenarios.money import LITTLE, amounts, enrich, hold_a_little, moves_amounts, row_amounts, think_of, with_amount
from kanhe.run.scenarios.resend import anew
from kanhe.run.scenarios.scenario import Scenario, at_once, perform_one, prepare
from kanhe.run.session import Session

Detour = tuple[Contract, int]  # what else is done, after how many steps of the way


def scenarios(contract: Contract) -> Iterator[Scenario]:
    """Each amount that may be too much, at its limit."""
    if contract.kind == "call" and (moves_amounts(contract) or _in_turns(contract)) and _bounded(contract):
        yield Scenario(contract=contract, name="金额分界", play=lambda s: _at_each_limit(s, contract))
        yield Scenario(contract=contract, name="别的事以后的金额分界", play=lambda s: _otherwise(s, contract))


def _in_turns(contract: Contract) -> bool:
    return contract.batch is not None and contract.batch.in_turn


def _at_each_limit(session: Session, contract: Contract) -> None:
    """A fen more than is right, then exactly what is right: plainly, with a little on hold, and with a little of it done before."""
    try:
        for field in _bounded(contract):
            for before in (_nothing, _held, _done_in_part, _in_turn):
                session.check_budget()
                session.begin()
                think_of(session, contract, ENOUGH)  # of a fen there is no part
                route = prepare(session, contract)
                if route is None:
                    return
                request = before(session, contract, route.request, field)
                found = _bare(session, contract, request, field) if request is not None else None
                if found is not None:
                    _at_the_limit(session, contract, field, found)
    finally:
        session.mind = {}


def _at_the_limit(session: Session, contract: Contract, field: Field, found: Limit) -> None:
    aim, again = found.why.refused_by or found.why.breach, anew(session, contract, found.beyond)
    why = session.table().sort(contract, again, session.worlds[0])
    if (why.refused_by or why.breach) != aim:  # under new keys it is about other things
        again, why = found.beyond, found.why
    session.send(contract, again, sorted_=why, aim=aim, note=f"{field.title}：超出一分，违反 {aim}")
    observe(session)
    session.send(contract, found.most, note=f"{field.title}：恰好不超")
    observe(session)


def _bare(session: Session, contract: Contract, request: Document, field: Field) -> Limit | None:
    """The limit that one promise alone sets. Where an account is empty there as well, money is paid in: a peer that has forgotten the
    promise must not be saved by that."""
    table = session.table()
    found = limit(table, table.pen(contract, session.stand(), Style()), request, field)
    if found is None or not found.why.refused_by:
        return found
    if table.broken_alone(contract, found.beyond, session.worlds[0], found.why.refused_by):
        return found
    enrich(session)
    table = session.table()
    return limit(table, table.pen(contract, session.stand(), Style()), request, field) or found


def _bounded(contract: Contract) -> list[Field]:
    """The amounts that may be too much: those that its sender chooses, and of rows the first, where money is taken or rows take turns:
    what is too much then is the sum."""
    taken = any(e.verb in ("debit", "hold") for e in contract.effects) or _in_turns(contract)
    return [*amounts(contract), *_proposed(contract), *(row_amounts(contract)[:1] if taken else ())]


def _proposed(contract: Contract) -> list[Field]:
    """The amounts for which the contract proposes values that its sender may choose from."""
    return [f for f in contract.request if f.type.kind is Kind.MONEY and f.fresh is not None and f.constant is None and f.derived is None
            and "[]" not in f.path]


def _nothing(_: Session, __: Contract, request: Document, ___: Field) -> Document | None:
    return request


def _held(session: Session, _: Contract, request: Document, __: Field) -> Document | None:
    return request if hold_a_little(session) else None


def _done_in_part(session: Session, contract: Contract, request: Document, field: Field) -> Document | None:
    """The same about a little, done once: what is left is what counts. Where there is no second time, it is tried."""
    pen = session.table().pen(contract, session.stand(), Style())
    part = about(pen, request, field, int(LITTLE * 100))
    found = session.table().sort(contract, part, session.worlds[0]) if part is not None else None
    if part is None or found is None or part == request or not found.fine:
        return None
    session.send(contract, part, sorted_=found, note="先做一点")
    more = anew(session, contract, part)
    found = session.table().sort(contract, more, session.worlds[0])
    if found.refused_by:
        session.send(contract, more, sorted_=found, aim=found.refused_by, note="再做一点")
        observe(session)
        return None
    return more


def _in_turn(session: Session, contract: Contract, _: Document, field: Field) -> Document | None:
    """Two rows about one thing, of which the first leaves less to the second."""
    if contract.batch is None or not _in_turns(contract) or "[]" not in field.path:
        return None
    request = fill(session.table().pen(contract, session.stand(), Style(rows=2)))
    for place, _ in list(spread(request, field.path)):
        put(request, place, write(field.type, LITTLE))
    rows = get(request, contract.batch.rows)
    fine = session.table().sort(contract, request, session.worlds[0]).fine
    return request if fine and isinstance(rows, list) and len(rows) > 1 else None


def _otherwise(session: Session, contract: Contract) -> None:
    """At the limit after each other operation that moves it: a peer that leaves one of them out of its sum grants too much, or too
    little."""
    try:
        for field in _bounded(contract):
            session.begin()
            think_of(session, contract, ENOUGH)
            if prepare(session, contract) is None:  # so that the way is known
                return
            way = session.ways.get((contract.id, ""), ())
            for operation, place in _detours(session, contract, field, way):
                session.check_budget()
                session.begin()
                think_of(session, contract, ENOUGH)
                _take(session, contract, field, (operation, place), way)
    finally:
        session.mind = {}


def _take(session: Session, contract: Contract, field: Field, detour: Detour, way: Sequence[Contract]) -> None:
    operation, place = detour
    for step in way[:place]:
        perform_one(session, step, near=True)
    little = _little(session.table(), operation, session.near())
    if little is None:
        return
    session.send(operation, little, note="先做别的")
    settle(session)
    for step in way[place:]:
        perform_one(session, step, near=True)
    route = at_once(session, contract, near=True)
    found = _bare(session, contract, route.request, field) if route is not None else None
    if found is not None:
        _at_the_limit(session, contract, field, found)


def _detours(session: Session, contract: Contract, field: Field, way: Sequence[Contract]) -> list[Detour]:
    """The other operations that move the limit, each with the latest place on the way at which it can be done and does."""
    table, start = session.table(), session.stand()
    plain = _fen(table, contract, field, _walked(table, way, start))
    if plain is None:
        return []
    found = list[Detour]()
    for operation in session.called():
        if operation.id == contract.id or not touches(table, operation) & reads(contract):
            continue
        for place in range(len(way), -1, -1):
            here = _walked(table, way[:place], start)
            little = _little(table, operation, here) if here is not None else None
            after = granted(table, operation, little, here) if here is not None and little is not None else None
            end = _walked(table, way[place:], after)
            if end is not None and _moved(table, contract, field, end, plain):
                found.append((operation, place))
                break
    return found


def _walked(table: Table, way: Sequence[Contract], stand: Stand | None) -> Stand | None:
    """The stand at the end of a way of which every step succeeds."""
    for step in way:
        stand = imagine(table, step, stand) if stand is not None else None
    return stand


def _little(table: Table, operation: Contract, stand: Stand) -> Document | None:
    """A request that is granted, about a little where that may be: what takes all leaves no limit."""
    route = direct(table, operation, stand)
    if route is None:
        return None
    little = with_amount(operation, route.request, LITTLE, [*amounts(operation), *_proposed(operation)])
    return little if table.sort(operation, little, stand.books).fine else route.request


def _fen(table: Table, contract: Contract, field: Field, stand: Stand | None) -> int | None:
    """The largest right amount in this stand, in fen; None where no state promise sets one."""
    route = direct(table, contract, stand) if stand is not None else None
    if stand is None or route is None:
        return None
    pen = table.pen(contract, stand, Style())
    found = limit(table, pen, route.request, field)
    return fen_of(pen, found.most, field) if found is not None and found.why.refused_by else None


def _moved(table: Table, contract: Contract, field: Field, stand: Stand, plain: int) -> bool:
    """Whether something is granted here and the plain limit is not the limit."""
    route = direct(table, contract, stand)
    if route is None:
        return False
    pen = table.pen(contract, stand, Style())
    most, beyond = (about(pen, route.request, field, fen) for fen in (plain, plain + 1))
    right = [one is not None and table.sort(contract, one, stand.books).fine for one in (most, beyond)]
    return right != [True, False]
