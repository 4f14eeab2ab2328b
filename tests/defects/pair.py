"""The two sides of the land interface as simulators, joined in memory: real bytes, no sockets."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from kanhe.contract.load import load
from kanhe.model.contract import Catalogue, Contract
from kanhe.model.document import Document, copy, get, put
from kanhe.model.exchange import Message
from kanhe.simulate.defects import load_defect
from kanhe.simulate.simulator import Simulator
from kanhe.wire.codec import decode, encode

FAMILY, INSTITUTION = "land_margin", "320600010001"
NOW = "20260105101530"


@cache
def catalogue() -> Catalogue:
    """The contracts of the project."""
    return load(Path(__file__).parents[2] / "contracts")


class Pair:
    """bank and land, one of them perhaps with a defect. sent: (operation, document, raw reply or None) in order.

    lose: operations whose next reply is lost after it was made.
    """

    def __init__(self, defect: str = "", now: str = NOW) -> None:
        self.now = now
        flawed = load_defect(defect) if defect else None
        self.sides: dict[str, Simulator] = {
            role: Simulator(
                catalogue(), FAMILY, role, defects=[flawed] if flawed and role == flawed.ROLE else (),
                clock=lambda: self.now,
            )
            for role in ("bank", "land")
        }
        self.sent: list[tuple[str, Document, Message | None]] = []
        self.lose: list[str] = []
        self.serial = 0

    def contract(self, operation: str, sender: str = "") -> Contract:
        """The contract of an operation or stimulus."""
        found = [c for c in catalogue().contracts.values() if c.party.family == FAMILY]
        return next(c for c in found if c.operation == operation and (not sender or c.sender == sender))

    def raw(self, role: str, message: Message) -> Message | None:
        """The bytes that a side answers to bytes."""
        return self.sides[role].answer(message)

    def message(self, contract: Contract, **body: Any) -> Message:
        """A right request with this body, from the specimen."""
        document = copy(contract.specimen_request)
        self.serial += 1
        put(document, "head.SeqNo", f"T{self.serial}")
        put(document, "head.TransDate", self.now[:8])
        put(document, "head.TransTime", self.now[8:])
        for name, value in body.items():
            if value is None:
                document["body"].pop(name, None)
            else:
                put(document, f"body.{name}", value)
        return encode(contract, document, reply=False)

    def ask(self, role: str, operation: str, **body: Any) -> Document | None:
        """The decoded answer of a side to one request."""
        other = "land" if role == "bank" else "bank"
        contract = self.contract(operation, other)
        reply = self.raw(role, self.message(contract, **body))
        return None if reply is None else decode(contract, reply, reply=True)

    def cause(self, role: str, stimulus: str, **values: str) -> str:
        """An event at a side; what it sends is answered by the other side."""
        contract = self.contract(stimulus)
        reason = self.sides[role].stimulate(contract, values)
        self.sides[role].deliver(self._carry)
        return reason

    def _carry(self, contract: Contract, message: Message) -> Message | None:
        reply = self.sides[contract.receiver].answer(message)
        self.sent.append((contract.operation, decode(contract, message, reply=False), reply))
        if contract.operation in self.lose:
            self.lose.remove(contract.operation)
            return None
        return reply

    # ---- what happens in an auction ------------------------------------------------------------------------------

    def bid(self, number: str, *, name: str = "甲公司", margin: str = "8000.00") -> str:
        """A bid; the sub-account that the bank opened for it."""
        self.cause("land", "apply_bid", lot="CR1", bid=number.zfill(12), institution=INSTITUTION, bidder=name,
                   deadline="20260120170000", listing_end="20260122170000", margin=margin)
        operation, _, reply = self.sent[-1]
        assert "G00003" == operation and reply is not None
        return str(get(decode(self.contract("G00003"), reply, reply=True), "body.AcctNo"))

    def pay(self, account: str, amount: str, *, name: str = "甲公司", at: str = "") -> None:
        """Money comes in at the bank."""
        before, self.now = self.now, at or self.now
        reason = self.cause("bank", "deposit_arrives", deposit_no="1".zfill(12), sub_account=account, amount=amount,
                            payer_name=name, payer_account="6222021110000000006")
        assert "" == reason
        self.now = before

    def close(self, winner: str) -> str:
        """The lot is sold."""
        return self.cause("land", "close_lot", lot="CR1", winner=winner.zfill(12))

    def requests(self, operation: str) -> list[Document]:
        """What was sent under an operation."""
        return [document for code, document, _ in self.sent if code == operation]
