"""A keeper of accounts, perhaps with a defect, and somebody who signs what is sent to it."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from kanhe.contract.load import load
from kanhe.model.contract import Catalogue
from kanhe.model.document import Document, copy, get, put
from kanhe.simulate.clock import SimClock
from kanhe.simulate.defects import load_defect
from kanhe.simulate.simulator import Simulator
from kanhe.wire.codec import decode, encode
from kanhe.wire.seal.keys import TEST_KEYS
from kanhe.wire.seal.seals import sign

ROOT = Path(__file__).parents[2]
NOW = "20260601093000"


@cache
def catalogue() -> Catalogue:
    """The contracts of the project."""
    return load(ROOT / "contracts")


class Desk:
    """One simulated party, at whatever it is asked; at 09:30 on 2026-06-01 unless told otherwise."""

    def __init__(self, family: str, role: str, defect: str = "", *, now: str = NOW) -> None:
        self.family, self.now = family, now
        self.party = Simulator(catalogue(), family, role, defects=[load_defect(defect)] if defect else (), clock=SimClock(now, frozen=True))
        self.number = 0

    def cause(self, event: str, **values: Any) -> None:
        """An event, the specimen with changes."""
        contract = catalogue().contracts[f"{self.family}.{event}"]
        assert "" == self.party.stimulate(contract, {**copy(contract.specimen_request), **values})

    def ask(self, name: str, document: Document) -> Document:
        """The answer to one request, signed."""
        contract = catalogue().contracts[f"{self.family}.{name}"]
        self.number += 1
        message = encode(contract, document, reply=False)
        if contract.party.wire.seal is not None:
            message = sign(contract.party.wire.seal, TEST_KEYS, message, timestamp=self.now, nonce=f"{self.number:032}")
        reply = self.party.answer(message)
        assert reply is not None
        return decode(contract, reply, reply=True)

    def send(self, name: str, show: str, **changes: Any) -> Any:
        """One place of the answer ('': all of it) to the specimen with changes; `body__x` is body.x, None takes a place away."""
        document: Document = copy(catalogue().contracts[f"{self.family}.{name}"].specimen_request)
        for path, node in changes.items():
            if node is None:
                get(document, path.rpartition("__")[0].replace("__", ".")).pop(path.rpartition("__")[2], None)
            else:
                put(document, path.replace("__", "."), node)
        reply = self.ask(name, document)
        return get(reply, show) if show else reply
