"""What comes before an operation comes in several parts, on the same thing: sums over them must be exact, fractions of a fen of each are
its own, and nobody may take the first part for all."""

from __future__ import annotations

from collections.abc import Iterator

from kanhe.cases.deviate import Deviation, deviate
from kanhe.cases.fill import fill
from kanhe.cases.style import Style
from kanhe.model.contract import Contract
from kanhe.model.document import MISSING, Document, get
from kanhe.run.causing import cause
from kanhe.run.looking import observe, settle
from kanhe.run.scenarios.amounts import ROW
from kanhe.run.scenarios.money import with_amount
from kanhe.run.scenarios.resend import anew
from kanhe.run.scenarios.scenario import Scenario, at_once, perform_one, prepare
from kanhe.run.session import Session

MORE = 3  # parts after the first
TRIES = 2  # of each step: what its values are is chance


def scenarios(contract: Contract) -> Iterator[Scenario]:
    """One for each operation that does something."""
    if contract.kind == "call" and contract.effects:
        yield Scenario(contract=contract, name="前置分几次", play=lambda s: _after_parts(s, contract))


def _after_parts(session: Session, contract: Contract) -> None:
    if prepare(session, contract) is None:  # so that the way is known
        return
    way = session.ways.get((contract.id, ""), ())
    for place in [n for n, step in enumerate(way) if _adds_up(step)] * TRIES:
        session.check_budget()
        session.begin()
        for step in way[: place + 1]:
            perform_one(session, step, near=True)
        if not _more_of(session, way[place]):
            continue
        for step in way[place + 1:]:
            perform_one(session, step, near=True)
        route = at_once(session, contract, near=True)
        if route is not None:
            session.send(contract, route.request, sorted_=route.sorted, note=f"{way[place].title}分几次以后")
            observe(session, most=3)


def _adds_up(step: Contract) -> bool:
    """Whether it adds to something that is there: a balance, or a total that is kept in a field."""
    return any(e.verb == "credit" or (e.verb == "set" and any(e.kind in value.reads for value in e.fields.values())) for e in step.effects)


def _more_of(session: Session, step: Contract) -> int:
    """Do the step again on the same things, with other amounts; how often that was right."""
    done = next((e for e in reversed(session.story) if e.contract is step and e.request is not None), None)
    if done is None or done.request is None:
        return 0
    before = len(session.story)
    for amount in ROW[:MORE]:
        request = _about_the_same(session, step, done.request)
        for wanted in (with_amount(step, request, amount), request):
            found = session.table().sort(step, wanted, session.worlds[0])
            if found.fine:
                if step.kind == "stimulus":
                    cause(session, step, wanted)
                else:
                    session.send(step, wanted, sorted_=found, note="再来一部分")
                    settle(session)
                break
    return len(session.story) - before


def _about_the_same(session: Session, step: Contract, first: Document) -> Document:
    """A request of its own, about the things that the first one added to."""
    pen = session.table().pen(step, session.near(), Style())
    request = anew(session, step, fill(pen))
    keys = [key for e in step.effects if e.verb in ("credit", "set") for key in e.key]
    for path in sorted({p.removeprefix("request.") for key in keys for p in key.paths}):
        node = get(first, path) if "[]" not in path else MISSING
        if node is not MISSING and get(request, path) != node:
            request = deviate(pen, request, Deviation(path=path, node=node, note="", sort="state", follows=True))
    return request
