"""What is refused, asked for once more about a fen.

Where another promise speaks against a request as well, as against more than the nothing that is left, a peer that forgets this one is
saved by the other, unless what it is asked for is too little to be seen.
"""

from __future__ import annotations

from kanhe.cases.limits import about
from kanhe.cases.style import Style
from kanhe.model.contract import Contract
from kanhe.model.document import Document
from kanhe.run.scenarios.money import amounts, row_amounts
from kanhe.run.scenarios.resend import anew
from kanhe.run.session import Session


def next_to_nothing(session: Session, contract: Contract, request: Document, promise: str) -> None:
    """Each amount of the request that this promise refuses as a fen, where it is then still the promise that refuses it."""
    if session.table().broken_alone(contract, request, session.worlds[0], promise):
        return
    for field in (*amounts(contract), *row_amounts(contract)):
        table = session.table()
        little = about(table.pen(contract, session.stand(), Style()), anew(session, contract, request), field, 1)
        found = table.broken_by(contract, little, session.worlds[0], promise) if little is not None else None
        if little is not None and found is not None:
            session.send(contract, little, sorted_=found, note=f"违反 {promise}：{field.title}只有一分", aim=promise)
