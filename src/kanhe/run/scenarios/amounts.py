"""Amounts that arithmetic goes wrong on, carried through everything that must come before: small, odd, large, half a fen, many in a
row, and the largest that is still right, to the fen."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from kanhe.books.outcome import classify
from kanhe.cases.fill import derive, fill
from kanhe.cases.limits import Limit, about, limit
from kanhe.cases.rounding import halves
from kanhe.cases.search import direct
from kanhe.cases.style import Style
from kanhe.contract.leaf import write
from kanhe.contract.values import edges
from kanhe.model.contract import Contract, Field
from kanhe.model.document import Document, copy, get, put, spread
from kanhe.model.words import Kind, ReplyClass
from kanhe.run.causing import cause
from kanhe.run.looking import observe
from kanhe.run.scenarios.money import LITTLE, amounts, enrich, hold_a_little
from kanhe.run.scenarios.resend import anew
from kanhe.run.scenarios.scenario import Scenario, act, prepare
from kanhe.run.session import Session

# 0.29 * 100 and 4.35 * 100 are a little less in binary fractions; 2^31 and 2^32 fen do not fit 32 bits, 2^24 yuan and a fen no single
# precision; from 10,000,000 on some languages write an exponent; the last one has more fen than a double holds beside others.
LADDER = tuple(map(Decimal, (
    "0.29", "10000000.01", "4.35", "1234.57", "21474836.48", "0.01", "42949672.97", "999999.99", "98765432109.87")))
ROW = tuple(map(Decimal, ("0.10", "0.20", "0.70", "0.29", "1.15", "0.01")))
ENOUGH = Decimal("1000.00")


def scenarios(contract: Contract) -> Iterator[Scenario]:
    """The ladder, the limit, and a row of small ones on the same thing; names as long as they may be."""
    if contract.kind == "stimulus" and contract.causes and _meanings(contract):
        yield Scenario(contract=contract, name="金额逐级", play=lambda s: _ladder(s, contract))
    if contract.kind == "call" or contract.causes:
        if _row_amounts(contract):
            yield Scenario(contract=contract, name="逐行金额各异", play=lambda s: _rows(s, contract))
    if contract.kind == "call" and contract.effects and any(f.role == "party" for f in contract.request):
        yield Scenario(contract=contract, name="名称最长", play=lambda s: _long_names(s, contract))
    if contract.kind == "call" and _moves_amounts(contract):
        yield Scenario(contract=contract, name="金额逐级", play=lambda s: _ladder(s, contract))
    if contract.kind == "call" and (_moves_amounts(contract) or _in_turns(contract)) and _bounded(contract):
        yield Scenario(contract=contract, name="金额分界", play=lambda s: _limit(s, contract))
    if contract.kind == "call" and _moves_amounts(contract) and _meanings(contract):
        yield Scenario(contract=contract, name="零头累计", play=lambda s: _row(s, contract))


def _moves_amounts(contract: Contract) -> bool:
    """Whether it changes a balance, or a total that is kept in a field."""
    return any(e.amount is not None and e.verb != "open" for e in contract.effects) or _adds_up(contract)


def _in_turns(contract: Contract) -> bool:
    return contract.batch is not None and contract.batch.in_turn


def _adds_up(contract: Contract) -> bool:
    """Whether a field of the books is a running total of what the sender chooses."""
    chosen = {f"request.{f.path}" for f in amounts(contract)}
    return any(e.verb == "set" and value.reads and chosen & value.paths for e in contract.effects for value in e.fields.values())


def _meanings(contract: Contract) -> frozenset[str]:
    """What the amounts of a request mean that its sender chooses."""
    return frozenset(f.means for f in contract.request
                     if f.type.kind is Kind.MONEY and f.means and f.constant is None and f.derived is None and f.fresh is None)


def think_of(session: Session, contract: Contract, amount: Decimal) -> bool:
    """Let every amount that is chosen from now on be this one, until another is thought of; False where nobody chooses amounts here."""
    way = [contract, *session.ways.get((contract.id, ""), ())]
    session.mind = dict.fromkeys(sorted(frozenset().union(*(_meanings(c) for c in way))), amount)
    session.memory = session.memory.about(session.mind)
    return bool(session.mind)


def _ladder(session: Session, contract: Contract) -> None:
    """Each amount in a scenario of its own, all the way: what is paid in, then what is done with it."""
    try:
        for amount in LADDER:
            if not _step(session, contract, amount):
                return
        session.mind = {}
        session.begin()
        route = prepare(session, contract)
        pen = session.table().pen(contract, session.stand(), Style())
        for amount in halves(pen, route.request, amounts(contract)) if route is not None else ():
            if not _step(session, contract, amount):
                return
    finally:
        session.mind = {}


def _step(session: Session, contract: Contract, amount: Decimal) -> bool:
    session.check_budget()
    session.begin()
    if not think_of(session, contract, amount):
        return False
    exchange = act(session, contract, note=f"金额 {amount}")
    if exchange is None and contract.kind == "call":
        return False
    if exchange is not None and exchange.reply is not None and classify(contract.outcomes, exchange.reply) is ReplyClass.PROCESSING:
        session.slow.setdefault(contract.id, amount)
    observe(session)
    return True


def _limit(session: Session, contract: Contract) -> None:
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
    return [*amounts(contract), *(_row_amounts(contract)[:1] if taken else ())]


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


def _row(session: Session, contract: Contract) -> None:
    """Small amounts one after the other on one thing: the sum must be exact."""
    try:
        if not think_of(session, contract, ENOUGH) or prepare(session, contract) is None:
            return
        for amount in ROW:
            think_of(session, contract, amount)
            route = direct(session.table(), contract, session.stand())
            if route is not None:
                session.send(contract, route.request, sorted_=route.sorted, note=f"零头 {amount}")
    finally:
        session.mind = {}
    observe(session)


def _row_amounts(contract: Contract) -> list[Field]:
    """The amounts of rows that the sender chooses."""
    return [f for f in contract.request if f.type.kind is Kind.MONEY and "[]" in f.path and f.constant is None and f.derived is None]


def _rows(session: Session, contract: Contract) -> None:
    """Every row another amount: one that gets the next one's shows, and sums must be exact."""
    for turn in range(len(ROW)):
        session.check_budget()
        session.begin()
        route = prepare(session, contract)
        if route is None:
            return
        request: Document = copy(route.request)
        for field in _row_amounts(contract):
            for number, (place, _) in enumerate(list(spread(request, field.path))):
                put(request, place, write(field.type, ROW[(turn + number) % len(ROW)]))
        derive(contract, request, session.table().pen(contract, session.stand(), Style()).scene(request))
        found = session.table().sort(contract, request, session.worlds[0])
        if not found.fine:
            continue
        if contract.kind == "stimulus":
            cause(session, contract, request)
        else:
            session.send(contract, request, sorted_=found, note="逐行金额各异")
        observe(session)


def _long_names(session: Session, contract: Contract) -> None:
    """Every name as long as its type allows, from where it is first told: nobody may cut it (ENC-02)."""
    prepare(session, contract)  # so that the way is known
    charset = contract.party.wire.charset
    longest: dict[str, str] = {}
    for field in (f for c in (contract, *session.ways.get((contract.id, ""), ())) for f in c.request if f.role == "party"):
        nodes = [node for node, _ in edges(field.type, charset) if isinstance(node, str)]
        name = max(nodes, key=lambda node: len(node.encode(charset)), default="")
        if name and len(name) < len(longest.get(field.means, name * 2)):
            longest[field.means] = name
    if not longest:
        return
    session.begin()
    session.memory = session.memory.with_record(dict(longest))
    if act(session, contract, note="名称最长") is not None:
        observe(session)
