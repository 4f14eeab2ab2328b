"""Which operation of a family a raw request is; '' where it is none that the contracts know."""

from __future__ import annotations

from kanhe.errors import WireError
from kanhe.model.contract import Catalogue
from kanhe.model.exchange import Message
from kanhe.transport.faults.proxy import OperationOf
from kanhe.wire.naming import operation_of, route_match


def naming(catalogue: Catalogue, family: str) -> OperationOf:
    """A function from (raw request, offset of its payload) to the operation, as the contracts of the family write it."""
    party = catalogue.parties[family]
    calls = [c for c in catalogue.contracts.values() if c.party is party and c.kind == "call"]

    def framed(data: bytes, body_at: int) -> str:
        try:
            return operation_of(party, Message(body=data[body_at:]))
        except WireError:
            return ""

    def http(data: bytes, body_at: int) -> str:
        method, _, rest = data[: data.find(b"\r\n")].decode("latin-1").partition(" ")
        target = rest.rpartition(" ")[0]
        return next((c.operation for c in calls if c.method == method and route_match(c.route, target) is not None), "")

    return framed if party.wire.named else http
