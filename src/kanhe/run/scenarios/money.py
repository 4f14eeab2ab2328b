"""Money that is there before it is needed: a peer that books what it must not shall not be saved by an empty account."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from decimal import Decimal

from kanhe.cases.fill import fill
from kanhe.cases.search import granted
from kanhe.cases.style import Style
from kanhe.contract.issued import creates
from kanhe.contract.leaf import BadLeaf, read, write
from kanhe.model.contract import Contract, Field
from kanhe.model.document import MISSING, Document, copy, get, put
from kanhe.model.words import Kind
from kanhe.run.session import Session

MOST_ACCOUNTS = 3
ENOUGH = Decimal("20000.00")
LITTLE = Decimal("1.00")


def pays_in(contract: Contract) -> bool:
    """Whether the operation brings money to where none is taken from."""
    verbs = {e.verb for e in contract.effects}
    return contract.kind == "call" and "credit" in verbs and "debit" not in verbs


def amounts(contract: Contract) -> list[Field]:
    """The request's amounts that its sender chooses."""
    return [f for f in contract.request if f.type.kind is Kind.MONEY and f.constant is None and f.derived is None and f.fresh is None
            and "[]" not in f.path]


def row_amounts(contract: Contract) -> list[Field]:
    """The amounts of rows that the sender chooses."""
    return [f for f in contract.request if f.type.kind is Kind.MONEY and "[]" in f.path and f.constant is None and f.derived is None]


def moves_amounts(contract: Contract) -> bool:
    """Whether it changes a balance, or a total that is kept in a field."""
    return any(e.amount is not None and e.verb != "open" for e in contract.effects) or _adds_up(contract)


def _adds_up(contract: Contract) -> bool:
    """Whether a field of the books is a running total of what the sender chooses."""
    chosen = {f"request.{f.path}" for f in amounts(contract)}
    return any(e.verb == "set" and value.reads and chosen & value.paths for e in contract.effects for value in e.fields.values())


def meanings(contract: Contract) -> frozenset[str]:
    """What the amounts of a request mean that its sender chooses."""
    return frozenset(f.means for f in contract.request
                     if f.type.kind is Kind.MONEY and f.means and f.constant is None and f.derived is None and f.fresh is None)


def think_of(session: Session, contract: Contract, amount: Decimal) -> bool:
    """Let every amount that is chosen from now on be this one, until another is thought of; False where nobody chooses amounts here."""
    way = [contract, *session.ways.get((contract.id, ""), ())]
    session.mind = dict.fromkeys(sorted(frozenset().union(*(meanings(c) for c in way))), amount)
    session.memory = session.memory.about(session.mind)
    return bool(session.mind)


def amount_of(contract: Contract, request: Document) -> Decimal:
    """The largest amount that the sender chose, 0 where there is none."""
    found = [Decimal(0)]
    for field in amounts(contract):
        try:
            value = read(field.type, get(request, field.path), contract.party.wire.charset)
        except BadLeaf:
            continue
        found.append(Decimal(str(value)))
    return max(found)


def with_amount(contract: Contract, request: Document, amount: Decimal, fields: Iterable[Field] = ()) -> Document:
    """The request about another amount, in these fields or in all that are chosen; as it is where the type has no room for that."""
    document: Document = copy(request)
    for field in fields or amounts(contract):
        if get(document, field.path) is not MISSING:
            try:
                node = write(field.type, amount)
                read(field.type, node, contract.party.wire.charset)
            except (BadLeaf, ArithmeticError, ValueError):
                return request
            put(document, field.path, node)
    return document


def more(session: Session, contract: Contract, request: Document) -> Document:
    """The request about three times as much, where that is right, too: there may be a fee on what it is meant for."""
    larger = with_amount(contract, request, 3 * amount_of(contract, request))
    return larger if session.table().sort(contract, larger, session.worlds[0]).fine else request


def enrich(session: Session) -> None:
    """Pay in wherever it can be done, but not by what takes back, or finishes, what this scenario has done: that would be another case."""
    _everywhere(session, filter(pays_in, session.called()), ENOUGH, "另存一笔", fit=_adds_alone)


def _adds_alone(session: Session, operation: Contract, request: Document) -> bool:
    """Whether everything that this scenario has touched keeps its status."""
    here = session.stand()
    after = granted(session.table(), operation, request, here)
    return after is not None and not after.books.moved(here.books)


def hold_a_little(session: Session) -> bool:
    """Put a little money on hold wherever it can be done; False where nothing is ever held."""
    holding = [c for c in session.called() if any(e.verb == "hold" for e in c.effects)]
    return bool(holding) and _everywhere(session, holding, LITTLE, "先占用一点") > 0


def _everywhere(
    session: Session, operations: Iterable[Contract], amount: Decimal, note: str,
    fit: Callable[[Session, Contract, Document], bool] = lambda *_: True,
) -> int:
    """Perform the operations about each thing that is known, with this amount or else the usual one, where it fits; how many were sent."""
    sent = 0
    for operation in operations:
        told: list[Document] = []
        for anchor in range(MOST_ACCOUNTS):
            request = fill(session.table().pen(operation, session.stand(), Style(anchor=anchor, rows=1)))
            about = {f.path: get(request, f.path) for f in operation.request if f.path not in creates(operation) and "[]" not in f.path}
            for wanted in (with_amount(operation, request, amount), request):
                found = session.table().sort(operation, wanted, session.worlds[0])
                if about not in told and found.fine and fit(session, operation, wanted):
                    told.append(about)
                    session.send(operation, wanted, sorted_=found, note=note)
                    sent += 1
    return sent
