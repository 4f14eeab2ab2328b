"""Single messages: legal edges of every field, and one-rule mutations that must be refused without a booking."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial, reduce
from itertools import islice

from kanhe.cases.deviate import Deviation, deviate, of_books, of_pairs, of_types, said
from kanhe.cases.fill import fill, restamp
from kanhe.cases.search import success
from kanhe.cases.sorting import Sorted
from kanhe.cases.style import STYLES, Style
from kanhe.cases.table import Route
from kanhe.model.contract import Contract
from kanhe.model.document import MISSING, Document, get
from kanhe.run.looking import observe
from kanhe.run.scenarios import edges
from kanhe.run.scenarios.scenario import Scenario, prepare
from kanhe.run.session import Session

MOST_OTHERS = 24  # one-place changes that are looked at for a request that nothing but one rule speaks against


def scenarios(contract: Contract) -> Iterator[Scenario]:
    """Edges, then mutations of types and of rule pairs."""
    yield edges.scenario(contract)
    yield Scenario(contract=contract, name="版式变异", play=lambda s: _mutations(s, contract), aim=(f"{contract.id}:form",))
    for rule, changes in of_pairs(contract):
        yield Scenario(contract=contract, name=f"违反 {rule}", aim=(rule,),
                       play=lambda s, r=rule, c=changes: _pair(s, contract, r, c))  # type: ignore[misc]


def _mutations(session: Session, contract: Contract) -> None:
    """Where only a row is refused, the message is granted and its key used up, so the next mutation needs a message of its own."""
    route = prepare(session, contract)
    if route is None:
        return
    for change in of_types(contract, route.request):
        if change.sort not in ("spoil", "missing"):
            continue
        if _refused(session, contract, route, (change,)) and contract.batch is not None:
            route = prepare(session, contract)
            if route is None:
                return
    observe(session)


def _pair(session: Session, contract: Contract, rule: str, changes: tuple[Deviation, ...]) -> None:
    route = prepare(session, contract)
    if route is not None and any(_lacks(route.request, change) for change in changes):  # it needs more rows than come by themselves
        long = partial(_long, changes=changes)
        route = prepare(session, contract, long, mark=rule) or route
    sent = _refused(session, contract, route, changes, aim=rule) if route is not None else None
    if sent is None:
        session.tally.excuse(contract.id, rule, "未测到：反例放进当前报文后不只违反这一条")
        return
    if _spoken_against(session, contract, sent):
        _unmasked(session, contract, changes, aim=rule)
    observe(session)


def _unmasked(session: Session, contract: Contract, changes: tuple[Deviation, ...], *, aim: str) -> None:
    """Where the books speak against the mutated request, too, a peer that forgets the rule refuses it all the same: then once more in a way
    in which nothing but the rule does."""
    pen = session.table().pen(contract, session.stand(), Style())
    for request in _others(session, contract):
        if not session.table().sort(contract, request, session.worlds[0]).fine or any(_lacks(request, change) for change in changes):
            continue
        bad = reduce(partial(deviate, pen), changes, request)
        if not _spoken_against(session, contract, bad) and _broken(session.table().sort(contract, bad, session.worlds[0]), aim):
            _refused(session, contract, Route(request=request, sorted=Sorted()), changes, aim=aim)
            return


def _others(session: Session, contract: Contract) -> Iterator[Document]:
    """Other requests that may be right in the same books: filled in other styles, and with one place changed."""
    for style in STYLES[1:]:
        yield fill(session.table().pen(contract, session.stand(), style))
    pen = session.table().pen(contract, session.stand(), Style())
    base = fill(pen)
    for change in islice(of_books(pen, base), MOST_OTHERS):
        yield deviate(pen, base, change)


def _spoken_against(session: Session, contract: Contract, request: Document) -> bool:
    table, books = session.table(), session.worlds[0]
    return any(table.speaks_against(contract, request, books, r.id) for r in contract.rules if r.on == "state" and r.level == "must")


def _long(request: Document, found: Sorted, *, changes: tuple[Deviation, ...]) -> bool:
    """Whether the request succeeds and has every row that the changes are of."""
    return success(request, found) and not any(_lacks(request, change) for change in changes)


def _lacks(request: Document, change: Deviation) -> bool:
    """Whether the change is of a row that this message does not have: `list.1.Id` where there is one row."""
    row = change.path.rpartition(".")[0]
    return row.rpartition(".")[2].isdigit() and get(request, row) is MISSING


def _broken(found: Sorted, aim: str) -> bool:
    """Whether exactly one promise is broken, the one that is aimed at if any is."""
    one = found.breach not in ("", "*") or bool(found.row_breaches)
    return one and (not aim or found.breach == aim or aim in found.row_breaches.values())


def _refused(session: Session, contract: Contract, route: Route, changes: tuple[Deviation, ...], *, aim: str = "") -> Document | None:
    """Send the request with the changes when exactly one promise is broken by them; what was sent, else None."""
    session.check_budget()
    pen = session.table().pen(contract, session.stand(), Style())
    base: Document = restamp(contract, route.request, session.clock(), session.draw)
    if any(_lacks(base, change) for change in changes):
        return None
    request = reduce(partial(deviate, pen), changes, base)
    found = session.table().sort(contract, request, session.worlds[0])
    for start in (request, base) if aim else (request,) if len(changes) > 1 else ():  # a sum worked out anew may be wrong on purpose
        if not _broken(found, aim):
            request = reduce(said, changes, start)
            found = session.table().sort(contract, request, session.worlds[0])
    if not _broken(found, aim):
        return None
    session.send(contract, request, sorted_=found, note=f"变异：{changes[0].note}", aim=found.breach)
    return request
