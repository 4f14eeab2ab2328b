"""A voucher vault as a simulator and somebody who writes to it: real bytes, no sockets."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from kanhe.contract.load import load
from kanhe.model.contract import Catalogue
from kanhe.model.document import Document, copy, get, put
from kanhe.simulate.defects import load_defect
from kanhe.simulate.simulator import Simulator
from kanhe.wire.codec import decode, encode

NOW = "20260105101500"
BODY = "voucher.VoucherBody.Voucher"


@cache
def catalogue() -> Catalogue:
    """The contracts of the project."""
    return load(Path(__file__).parents[2] / "contracts")


class Vault:
    """The vault, perhaps with a defect."""

    def __init__(self, defect: str = "") -> None:
        self.party = Simulator(catalogue(), "treasury_voucher", "vault", defects=[load_defect(defect)] if defect else (), clock=lambda: NOW)

    def ask(self, name: str, **values: Any) -> Document:
        """The answer to the specimen of one operation with other values; `__` in a name is a dot in the path."""
        contract = catalogue().contracts[f"treasury_voucher.{name}"]
        request: Document = copy(contract.specimen_request)
        for path, value in values.items():
            put(request, path.replace("__", "."), value)
        reply = self.party.answer(encode(contract, request, reply=False))
        assert reply is not None
        return decode(contract, reply, reply=True)

    def code(self, name: str, **values: Any) -> str:
        """The fault of the answer, '' for success."""
        found = get(self.ask(name, **values), "Fault.faultcode")
        return str(found) if isinstance(found, str) else ""

    def write(self, kind: str, number: str, **body: Any) -> str:
        """Write a voucher of a kind under a number; fields of the voucher by name."""
        contract = catalogue().contracts[f"treasury_voucher.write_{kind}"]
        inner: Document = copy(get(contract.specimen_request, BODY))
        inner["VoucherNo"] = number
        for row in inner["DetailList"]["Detail"]:
            if "VoucherBillNo" in row:
                row["VoucherBillNo"] = number
        for path, value in body.items():
            put(inner, path.replace("__", "."), value)
        return self.code(f"write_{kind}", voucher__VoucherBody__Voucher=inner, **{"voucher__VoucherBody__@VoucherNo": number})

    def sent(self, kind: str, *numbers: str, confirmed: bool = False, **body: Any) -> None:
        """Write, send and perhaps sign for vouchers."""
        for number in numbers:
            assert "" == self.write(kind, number, **body)
            assert "" == self.code("send", vtCode=kind, voucherNos=number)
            if confirmed:
                assert "" == self.code("confirm", vtCode=kind, voucherNos=number)

    def read(self, kind: str = "8202") -> list[Document]:
        """The vouchers that are waiting."""
        found = get(self.ask("read", vtCode=kind), "out.VoucherBody")
        return found if isinstance(found, list) else []


class Receipts:
    """The vault as it keeps receipts, perhaps with a defect."""

    def __init__(self, defect: str = "") -> None:
        self.party = Simulator(catalogue(), "treasury_receipt", "vault", defects=[load_defect(defect)] if defect else (), clock=lambda: NOW)

    def signed(self, number: str) -> None:
        """A direct payment under this number was signed for."""
        contract = catalogue().contracts["treasury_receipt.signed_5201"]
        request: Document = copy(contract.specimen_request)
        put(request, "voucher.VoucherNo", number)
        assert "" == self.party.stimulate(contract, request)

    def code(self, name: str, **body: Any) -> str:
        """The fault of the answer to the specimen of an operation, '' for success; fields of the voucher by name."""
        contract = catalogue().contracts[f"treasury_receipt.{name}"]
        request: Document = copy(contract.specimen_request)
        for path, value in body.items():
            put(request, f"{BODY}.{path.replace('__', '.')}", value)
        reply = self.party.answer(encode(contract, request, reply=False))
        assert reply is not None
        found = get(decode(contract, reply, reply=True), "Fault.faultcode")
        return str(found) if isinstance(found, str) else ""
