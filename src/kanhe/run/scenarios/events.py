"""Events at the peer: each is caused, its messages judged, answered, and left unanswered once."""

from __future__ import annotations

from collections.abc import Iterator

from kanhe.cases.deviate import deviate, of_books, of_types
from kanhe.cases.search import direct, helpful, touches
from kanhe.cases.style import Style
from kanhe.checks.duty import owes_duty
from kanhe.model.contract import Contract
from kanhe.run.causing import cause
from kanhe.run.looking import observe
from kanhe.run.scenarios.scenario import Scenario, perform_one, prepare
from kanhe.run.session import Session
from kanhe.run.spoil import suitable
from kanhe.transport.faults.all import FAULTS
from kanhe.transport.faults.fault import Duty

MOST_VARIANTS = 30
MOST_PARTS = 14


def scenarios(contract: Contract) -> Iterator[Scenario]:
    """Cause the event plainly, with lost answers, and with every legal variant of its values."""
    aim = (f"{contract.id}:causes",)
    yield Scenario(contract=contract, name="触发", play=lambda s: _cause(s, contract), aim=aim)
    yield Scenario(contract=contract, name="触发后不应答", play=lambda s: _unanswered(s, contract))
    yield Scenario(contract=contract, name="触发后应答走样", play=lambda s: _spoiled(s, contract))
    yield Scenario(contract=contract, name="触发值的边界", play=lambda s: _variants(s, contract))
    yield Scenario(contract=contract, name="分笔入账后触发", play=lambda s: _in_parts(s, contract))


def _cause(session: Session, contract: Contract) -> None:
    for _ in range(2):
        route = prepare(session, contract)
        if route is None:
            session.tally.excuse(contract.id, f"{contract.id}:causes", "从未触发：找不到前置报文")
            return
        if not cause(session, contract, route.request):
            return
        observe(session)


def _unanswered(session: Session, contract: Contract) -> None:
    for place in range(len(contract.causes)):  # each of the messages that follow goes unanswered once
        session.begin()
        route = prepare(session, contract)
        if route is None:
            return
        session.faults = [*[None] * place, FAULTS["close_unanswered"]]
        cause(session, contract, route.request)
        session.faults = []
        observe(session)
        route = prepare(session, contract)
        if route is not None:
            cause(session, contract, route.request)
            observe(session)


def _spoiled(session: Session, contract: Contract) -> None:
    """Our answer to what the event makes the peer send goes wrong in every way; only where the peer could redo under a new key.

    Then what builds on it is done: a peer that took another answer for this one knows another thing than we do.
    """
    caused = [i for i in session.inbound() if i.operation in contract.causes]
    if not any(owes_duty(i) for i in caused):
        return
    changed = {e.kind for i in caused for e in i.effects}
    following = [c for c in session.called() if changed & touches(session.table(), c)]
    for fault in suitable(contract.party.wire):
        session.check_budget()
        session.begin()
        route = prepare(session, contract)
        if route is None:
            return
        session.faults = [fault]
        cause(session, contract, route.request)
        session.faults = []
        observe(session, most=2)
        if fault.duty is Duty.SAME_KEY:
            for operation in following:
                perform_one(session, operation, near=True)


def _variants(session: Session, contract: Contract) -> None:
    """Legal variants one after the other; a new scenario every few so that stories stay short."""
    done: set[str] = set()
    for number in range(MOST_VARIANTS):
        session.check_budget()
        if number % 3 == 0:
            session.begin()
        route = prepare(session, contract)
        if route is None:
            return
        table, books = session.table(), session.worlds[0]
        pen = table.pen(contract, session.stand(), Style())
        for change in (*of_books(pen, route.request), *of_types(contract, route.request)):
            mark = f"{change.path}|{change.note}"
            if mark in done or change.sort not in ("edge", "boundary", "state"):
                continue
            done.add(mark)
            request = deviate(pen, route.request, change)
            if table.sort(contract, request, books).fine:
                cause(session, contract, request)
                break
        else:
            return
        observe(session)


def _in_parts(session: Session, contract: Contract) -> None:
    """One thing more, paid in two parts at odd moments, then the event: sums must be exact, each part judged by its own time."""
    payers = [c for c in helpful(session.table(), contract) if any(e.verb == "credit" for e in c.effects)]
    if not contract.causes or not payers:
        return
    for number in range(MOST_PARTS):
        session.check_budget()
        session.begin()
        if prepare(session, contract) is None:
            return
        payer = payers[number % len(payers)]
        opened = {e.kind for e in payer.effects if e.verb == "credit"}
        for opener in helpful(session.table(), payer):
            if opener.kind == "stimulus" and opener.id != contract.id and touches(session.table(), opener) & opened:
                perform_one(session, opener)
                break
        for part in (0, 1):
            _pay_part(session, payer, part, number // len(payers))
        route = prepare(session, contract)
        if route is not None:
            cause(session, contract, route.request)
            observe(session, most=3)


def _pay_part(session: Session, payer: Contract, part: int, number: int) -> None:
    """All but a fen, then the fen; the moments take turns through the boundaries."""
    route = direct(session.table(), payer, session.stand())
    if route is None:
        return
    pen = session.table().pen(payer, session.stand(), Style())
    request = route.request
    changes = list(of_books(pen, request))
    amounts = [c for c in changes if c.note.endswith(("0.01", "9.99"))]
    wanted = [c for c in amounts if c.note.endswith("9.99" if part == 0 else " 0.01")]
    if wanted:
        request = deviate(pen, request, wanted[0])
    moments = [c for c in changes if c.sort == "boundary" and "时刻" in c.note]
    turn = number + (3 * part if number % 2 else 0)
    if moments and number:
        request = deviate(pen, request, moments[turn % len(moments)])
    found = session.table().sort(payer, request, session.worlds[0])
    if not found.fine:
        return
    if payer.kind == "stimulus":
        cause(session, payer, request)
    else:
        session.send(payer, request, sorted_=found, note=f"分笔第 {part + 1} 笔")
