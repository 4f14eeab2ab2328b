"""Both sides of the treasury's reconciliation, joined in memory: packs, days, years, and answers (TR-01 … TR-04)."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from kanhe.books.outcome import code_of
from kanhe.contract.load import load
from kanhe.model.contract import Catalogue, Contract
from kanhe.model.document import Document, get
from kanhe.model.exchange import Message
from kanhe.simulate.simulator import Simulator
from kanhe.wire.codec import decode

FAMILY, BODY = "treasury_recon", "voucher.VoucherBody.Voucher"
NOW = "20260630180000"


@cache
def catalogue() -> Catalogue:
    """The contracts of the project."""
    return load(Path(__file__).parents[2] / "contracts")


class Pair:
    """Treasury and checker. sent: (operation, voucher, code of the answer, bytes) of every message. lose: how many are not answered next."""

    def __init__(self) -> None:
        self.sides = {role: Simulator(catalogue(), FAMILY, role, clock=lambda: NOW) for role in ("treasury", "checker")}
        self.sent: list[tuple[str, Document, str, bytes]] = []
        self.lose = 0

    def cause(self, role: str, event: str, **values: Any) -> list[tuple[str, Document, str, bytes]]:
        """Let something happen at one side; what it then sent to the other."""
        other, before = self.sides["checker" if role == "treasury" else "treasury"], len(self.sent)
        contract = self.sides[role].stimuli[event]
        assert "" == self.sides[role].stimulate(contract, {name: str(value) for name, value in values.items()})

        def send(contract: Contract, message: Message) -> Message | None:
            voucher = get(decode(contract, message, reply=False), BODY)
            if self.lose:
                self.lose -= 1
                self.sent.append((contract.operation, voucher, "lost", message.body))
                return None
            reply = other.answer(message)
            assert reply is not None
            code = code_of(contract.outcomes, decode(contract, reply, reply=True))
            self.sent.append((contract.operation, voucher, code, message.body))
            return reply

        self.sides[role].deliver(send)
        return self.sent[before:]

    def day(self, date: str, lines: int, amount: str = "1280.01") -> list[tuple[str, Document, str, bytes]]:
        """The end of a day at the treasury."""
        return self.cause("treasury", "close_day", date=date, lines=lines, amount=amount)


def column(sent: list[tuple[str, Document, str, bytes]], kind: str, name: str) -> list[str]:
    """A column of the lines of one kind, over all packs."""
    return [line[name] for operation, body, *_ in sent if operation.endswith(kind) for line in body["DetailList"]["Detail"]]


def test_three_lines_go_in_two_packs_and_are_taken() -> None:
    """The set of packs is 1 and 2, every pack repeats the totals; 3513 is one message."""
    sent = Pair().day("20260105", 3)
    assert {""} == {code for _, _, code, _ in sent}
    packs = [(body["CurPackNo"], body["ChildPackNum"], body["AllNum"], body["AllAmt"]) for operation, body, *_ in sent if operation.endswith("3507")]
    assert [("1", "2", "3", "3840.03"), ("2", "2", "3", "3840.03")] == packs
    assert 13 == len(sent)


def test_a_quiet_day_is_seven_statements_of_nothing() -> None:
    """AllNum is 0, not silence."""
    sent = Pair().day("20260105", 0)
    assert 7 == len(sent) and {""} == {code for _, _, code, _ in sent}
    assert {"0"} == {body["AllNum"] for _, body, _, _ in sent}


def test_a_pack_that_was_not_answered_goes_out_again_as_it_was() -> None:
    """The same bytes; the checker has it once."""
    pair = Pair()
    pair.lose = 1
    sent = pair.day("20260105", 1)
    assert ["lost", ""] == [code for _, _, code, _ in sent[:2]]
    assert sent[0][3] == sent[1][3]
    assert 1 == len(list(pair.sides["checker"].world.all("pack"))) - 6


def test_days_go_on_where_they_ended_and_years_begin_at_nothing() -> None:
    """TR-04 over 30 December to 1 January: quotas and the account go on, totals of the year do not."""
    pair = Pair()
    days = [pair.day(date, 1, "100.00") for date in ("20251230", "20251231", "20260101")]
    assert {""} == {code for sent in days for _, _, code, _ in sent}
    assert [("0.00", "50.00"), ("50.00", "100.00"), ("100.00", "150.00")] == [
        (*column(sent, "3510", "PreDateMoney"), *column(sent, "3510", "CurDateMoney")) for sent in days]
    assert [["100.00"], ["200.00"], ["100.00"]] == [column(sent, "3511", "SumIncomeAmt") for sent in days]
    assert [["100.00"], ["200.00"], ["100.00"]] == [column(sent, "3512", "SumPayAmt") for sent in days]


def test_an_answer_names_what_differs_and_why() -> None:
    """One line is as in the checker's own books, the other is not there; the treasury takes the answer."""
    pair = Pair()
    first, second = column(pair.day("20260105", 2), "3507", "Id")
    number = pair.sent[0][1]["VoucherCheckNo"]
    (operation, body, code, _), = pair.cause("checker", "ask_answer", kind="5507", no=number, pack="1", item=first, amount="1280.01")
    assert ("writeVoucher", "", "1", "1") == (operation, code, body["XCheckResult"], body["XDiffNum"])
    assert [("0", None), ("1", "我方账上没有这一笔")] == [(d["XCheckResult"], d.get("XCheckReason")) for d in body["DetailList"]["Detail"]]
    assert [first, second] == [d["Id"] for d in body["DetailList"]["Detail"]]
