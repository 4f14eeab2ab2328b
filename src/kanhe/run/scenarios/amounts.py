"""Amounts that arithmetic goes wrong on, carried through everything that must come before: small, odd, large, half a fen, many in a row."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from kanhe.books.outcome import classify
from kanhe.cases.fill import derive
from kanhe.cases.rounding import halves
from kanhe.cases.search import direct
from kanhe.cases.style import Style
from kanhe.contract.leaf import write
from kanhe.contract.values import edges
from kanhe.model.contract import Contract
from kanhe.model.document import Document, copy, put, spread
from kanhe.model.words import ReplyClass
from kanhe.run.causing import cause
from kanhe.run.looking import observe
from kanhe.run.scenarios.money import amounts, meanings, moves_amounts, row_amounts, think_of
from kanhe.run.scenarios.scenario import Scenario, act, prepare
from kanhe.run.session import Session

# 0.29 * 100 and 4.35 * 100 are a little less in binary fractions; 2^31 and 2^32 fen do not fit 32 bits, 2^24 yuan and a fen no single
# precision; from 10,000,000 on some languages write an exponent; the last one has more fen than a double holds beside others.
LADDER = tuple(map(Decimal, (
    "0.29", "10000000.01", "4.35", "1234.57", "21474836.48", "0.01", "42949672.97", "999999.99", "98765432109.87")))
ROW = tuple(map(Decimal, ("0.10", "0.20", "0.70", "0.29", "1.15", "0.01")))
ENOUGH = Decimal("1000.00")


def scenarios(contract: Contract) -> Iterator[Scenario]:
    """The ladder, and a row of small ones on the same thing; names as long as they may be."""
    if contract.kind == "stimulus" and contract.causes and meanings(contract):
        yield Scenario(contract=contract, name="金额逐级", play=lambda s: _ladder(s, contract))
    if contract.kind == "call" or contract.causes:
        if row_amounts(contract):
            yield Scenario(contract=contract, name="逐行金额各异", play=lambda s: _rows(s, contract))
    if contract.kind == "call" and contract.effects and any(f.role == "party" for f in contract.request):
        yield Scenario(contract=contract, name="名称最长", play=lambda s: _long_names(s, contract))
    if contract.kind == "call" and moves_amounts(contract):
        yield Scenario(contract=contract, name="金额逐级", play=lambda s: _ladder(s, contract))
    if contract.kind == "call" and moves_amounts(contract) and meanings(contract):
        yield Scenario(contract=contract, name="零头累计", play=lambda s: _row(s, contract))


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


def _rows(session: Session, contract: Contract) -> None:
    """Every row another amount: one that gets the next one's shows, and sums must be exact."""
    for turn in range(len(ROW)):
        session.check_budget()
        session.begin()
        route = prepare(session, contract)
        if route is None:
            return
        request: Document = copy(route.request)
        for field in row_amounts(contract):
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
