"""Money that is there before it is needed: a peer that books what it must not shall not be saved by an empty account."""

from __future__ import annotations

from decimal import Decimal

from kanhe.cases.fill import Style, fill
from kanhe.contract.issued import creates
from kanhe.contract.leaf import BadLeaf, read, write
from kanhe.model.contract import Contract, Field
from kanhe.model.document import MISSING, Document, copy, get, put
from kanhe.model.words import Kind
from kanhe.run.session import Session

MOST_ACCOUNTS = 3
ENOUGH = Decimal("20000.00")


def pays_in(contract: Contract) -> bool:
    """Whether the operation brings money to where none is taken from."""
    verbs = {e.verb for e in contract.effects}
    return contract.kind == "call" and "credit" in verbs and "debit" not in verbs


def amounts(contract: Contract) -> list[Field]:
    """The request's amounts that its sender chooses."""
    return [f for f in contract.request if f.type.kind is Kind.MONEY and f.constant is None and f.derived is None and f.fresh is None
            and "[]" not in f.path]


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


def with_amount(contract: Contract, request: Document, amount: Decimal) -> Document:
    """The request about another amount; as it is where the type has no room for that."""
    document: Document = copy(request)
    for field in amounts(contract):
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
    """Pay in wherever it can be done."""
    for payer in filter(pays_in, session.called()):
        told: list[Document] = []
        for anchor in range(MOST_ACCOUNTS):
            request = fill(session.table().pen(payer, session.stand(), Style(anchor=anchor, rows=1)))
            about = {f.path: get(request, f.path) for f in payer.request if f.path not in creates(payer) and "[]" not in f.path}
            for wanted in (with_amount(payer, request, ENOUGH), request):
                found = session.table().sort(payer, wanted, session.worlds[0])
                if about not in told and found.fine:
                    told.append(about)
                    session.send(payer, wanted, sorted_=found, note="另存一笔")
