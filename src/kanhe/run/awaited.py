"""Events that an exchange under way may bring about elsewhere, and that make their system send messages.

A house that tells one system of what another is doing may let it send its message before the other has answered. So these events are worked
out from the request alone, before it goes out; the message that names one of them is what shows that it has come. After the reply the rest
is known: what must still be sent, or, where nothing was done, what must not.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from kanhe.model.contract import Contract
from kanhe.model.document import Document
from kanhe.model.linkage import Consequence
from kanhe.run.causing import about
from kanhe.run.session import Session

Mark = tuple[str, object]
"""(id of a consequence, key of the request): it follows once for each."""


@dataclass(slots=True, kw_only=True)
class Awaited:
    """What one exchange may bring about by one consequence. target: where. held, sent: how much had been told of the target, and how long
    its story was, when the exchange began. coming: events that have not come yet; came: those that did; refused: nothing may come."""

    consequence: Consequence
    target: Session
    held: int
    sent: int
    coming: list[Document] = field(default_factory=list)
    came: list[Document] = field(default_factory=list)
    refused: bool = False

    def named(self, session: Session, contract: Contract, request: Document) -> Sequence[Document]:
        """The events still to come that a message of a system is about. Of several messages that an event causes, one that has no key in
        common with it says nothing of which event has come, where another one does."""
        event = self.consequence.comes
        if session is not self.target or contract.operation not in event.causes:
            return ()
        naming = [c for c in session.inbound() if c.operation in event.causes and _keys(c) & _keys(event)]
        if naming and contract not in naming:
            return ()
        return [one for one in self.coming if about(event, one, contract, request, rows=True)]


def _keys(contract: Contract) -> set[str]:
    return {f.means for f in contract.request if f.role == "key"}
