"""The payer and its bank as simulators, joined in memory: real bytes, no sockets, a clock that stands until it is moved."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from kanhe.contract.load import load
from kanhe.model.contract import Catalogue, Contract
from kanhe.model.document import Document, copy, drop, get, put
from kanhe.model.exchange import Message
from kanhe.simulate.clock import SimClock
from kanhe.simulate.defects import load_defect
from kanhe.simulate.simulator import Simulator
from kanhe.wire.codec import decode, encode

FAMILY = "bank_direct"
ACCOUNT, NAME, BANK_NO = "0070010400010001", "南通市财政局土地储备专户", "103306010109"
SAME, OTHER = "103306010109", "102306015008"  # the payee's bank: booked at once, or under way for half a minute
PAYEE = {"payee_account": "6222021110000000006", "payee_name": "海门某建设有限公司"}


@cache
def catalogue() -> Catalogue:
    """The contracts of the project."""
    return load(Path(__file__).parents[2] / "contracts")


class DirectPair:
    """bank and client with one account of 50,000.00, one of them perhaps with a defect.

    sent: (operation, document, decoded reply or None) of what they send of their own accord. lose: operations whose next reply is
    lost after it was made. say: operation -> code with which its next true reply is replaced.
    """

    def __init__(self, defect: str = "") -> None:
        flawed = load_defect(defect) if defect else None
        self.sides = {
            role: Simulator(catalogue(), FAMILY, role, defects=[flawed] if flawed and role == flawed.ROLE else (),
                            clock=SimClock("20260601093000", frozen=True)) for role in ("bank", "client")}
        self.sent: list[tuple[str, Document, Document | None]] = []
        self.lose: list[str] = []
        self.say: dict[str, str] = {}
        self.serial = 0
        opened = {"account": ACCOUNT, "name": NAME, "bank_no": BANK_NO, "amount": "50000.00"}
        assert ["", ""] == [self.cause("bank", "open_account", **opened), self.cause("client", "register_account", **opened)]

    def contract(self, operation: str) -> Contract:
        """The contract of an operation or event."""
        return next(c for c in catalogue().contracts.values() if c.party.family == FAMILY and c.operation == operation)

    @property
    def now(self) -> str:
        """The bank's moment."""
        return str(self.sides["bank"].life.clock())

    def after(self, span: str) -> None:
        """Time passes at both sides: `+30s`, `next-working-day`."""
        for role in ("bank", "client"):
            moved = self.sides[role].move_clock(span, lambda role=role: self.sides[role].deliver(self._carry))  # type: ignore[misc]
            assert "" == moved.reason

    def cause(self, role: str, event: str, **values: Any) -> str:
        """An event at a side; what it sends is answered by the other side."""
        reason = self.sides[role].stimulate(self.contract(event), values)
        self.sides[role].deliver(self._carry)
        return reason

    def _carry(self, contract: Contract, message: Message) -> Message | None:
        reply = self.sides[contract.receiver].answer(message)
        lost = contract.operation in self.lose
        if lost:
            self.lose.remove(contract.operation)
        document = None if reply is None else decode(contract, reply, reply=True)
        if document is not None and contract.operation in self.say:
            put(document, "RespCode", self.say.pop(contract.operation))
            reply = encode(contract, document, reply=True)
        self.sent.append((contract.operation, decode(contract, message, reply=False), document))
        return None if lost else reply

    def requests(self, operation: str, path: str) -> list[Any]:
        """One field of everything that was sent under an operation."""
        return [get(document, path) for code, document, _ in self.sent if code == operation]

    # ---- what the payer may ask of its bank, and the bank of the payer, byte by byte ------------------------------------

    def message(self, operation: str, **changes: Any) -> Message:
        """A right request from the specimen; changes by path with `__` for dots, None leaves out."""
        contract = self.contract(operation)
        document: Document = copy(contract.specimen_request)
        self.serial += 1
        put(document, "ReqSeqNo", f"T{self.serial:08d}")
        put(document, "ReqDate", self.now[:8])
        put(document, "ReqTime", self.now[8:])
        for path, value in (("Cmp.DbAccNo", ACCOUNT), ("Corp.DbAccName", NAME), ("Cmp.AccNo", ACCOUNT)):
            if any(f.path == path for f in contract.request):
                put(document, path, value)
        for name, value in changes.items():
            path = name.replace("__", ".")
            if value is None:
                drop(document, path)
            else:
                put(document, path, value)
        return encode(contract, document, reply=False)

    def raw(self, operation: str, message: Message) -> Message | None:
        """The bytes that the receiver of an operation answers."""
        role = self.contract(operation).receiver
        reply = self.sides[role].answer(message)
        self.sides[role].deliver(self._carry)
        return reply

    def ask(self, operation: str, **changes: Any) -> Document | None:
        """The decoded answer to one request."""
        reply = self.raw(operation, self.message(operation, **changes))
        return None if reply is None else decode(self.contract(operation), reply, reply=True)

    def field(self, path: str, operation: str, **changes: Any) -> Any:
        """One field of the answer; None where there is no answer."""
        reply = self.ask(operation, **changes)
        return None if reply is None else get(reply, path)

    def code(self, operation: str, **changes: Any) -> Any:
        """The code of the answer."""
        return self.field("RespCode", operation, **changes)

    def pay(self, key: str = "ZF1", amount: str = "1200.00", *, to: str = SAME, **changes: Any) -> Any:
        """CFRT02; its code."""
        return self.code("CFRT02", ReqSeqNo=key, Amt=amount, Corp__CrBankNo=to, Corp__CustomNo=key, **changes)

    def batch(self, key: str = "DF1", **changes: Any) -> Any:
        """IBAF04 with two rows of 5220.30 and 6800.50; its code."""
        return self.code("IBAF04", ReqSeqNo=key, **changes)

    def balance(self) -> tuple[Any, Any]:
        """(balance, available) that the bank tells."""
        reply = self.ask("CQRA06")
        return get(reply, "Acc.Bal"), get(reply, "Acc.AvailBal")

    def lines(self, **changes: Any) -> list[tuple[Any, Any, Any]]:
        """(day, D or C, amount) of the statement."""
        asked = {"Corp__StartDate": "20260101", "Corp__EndDate": "20261231", **changes}
        rows = self.field("Cmp.Detail", "CQRA10", **asked)
        return [(row["TrDate"], row["DcFlag"], row["Amt"]) for row in rows] if isinstance(rows, list) else []

    def state(self, key: str = "ZF1", path: str = "Cmp.TransSts", **changes: Any) -> Any:
        """What CQRT04 tells of a payment, or the code."""
        asked = {"Cmp__OrgReqSeqNo": key, "Corp__StartDate": "20260601", "Corp__EndDate": "20260630", **changes}
        reply = self.ask("CQRT04", **asked)
        return get(reply, path) if get(reply, "RespCode") == "0000" else get(reply, "RespCode")

    def result(self, *paths: str, key: str = "DF1") -> list[Any]:
        """What IBAQ06 tells of a batch."""
        reply = self.ask("IBAQ06", Cmp__OrgReqSeqNo=key)
        return [get(reply, path) for path in paths]

    def book(self, **changes: Any) -> tuple[Any, Any]:
        """(book balance, open payments) that the payer tells."""
        reply = self.ask("BREC01", **changes)
        return get(reply, "Acc.BookBal"), get(reply, "Acc.OpenNum")

    # ---- what happens ---------------------------------------------------------------------------------------------------

    def order(self, number: str = "PZ1", amount: str = "1200.00", *, to: str = SAME, **values: Any) -> str:
        """Somebody orders a payment at the payer; the key under which it went out last."""
        reason = self.cause("client", "order_payment", order_no=number, account=ACCOUNT, amount=amount, payee_bank=to, **{**PAYEE, **values})
        assert "" == reason
        return str((self.requests("CFRT02", "ReqSeqNo") or [""])[-1])

    def salaries(self, *amounts: str, closed: bool = False) -> str:
        """Somebody orders a payroll; the key under which it went out last. closed: the last card takes no money."""
        cards = [f"62220211100000000{n:02}" for n in range(len(amounts))]
        if closed:
            cards[-1] = "6222021110000000999"
        rows = [{"payee_account": card, "payee_name": "张三", "amount": amount} for card, amount in zip(cards, amounts, strict=True)]
        assert "" == self.cause("client", "pay_salaries", order_no="GZ1", account=ACCOUNT, rows=rows)
        return str(self.requests("IBAF04", "ReqSeqNo")[-1])
