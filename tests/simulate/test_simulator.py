"""The simulator without behaviour: contracts alone answer, book, refuse and explain; bytes in, bytes out."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any

import pytest

from kanhe.errors import UsageError
from kanhe.model.document import Document, copy, get, put
from kanhe.model.exchange import Message
from kanhe.simulate.simulator import Simulator
from kanhe.wire.codec import decode, encode
from kanhe.wire.framing import Deframer
from tests.simulate.toy import toy

NOW = "20260105101530"


class Till:
    """The bank of the toy family and a shop that asks it."""

    def __init__(self, root: Path) -> None:
        self.catalogue = toy(root)
        self.bank = Simulator(self.catalogue, "till", "bank", clock=lambda: NOW)

    def message(self, operation: str, **body: Any) -> Message:
        """A right request with this body."""
        contract = self.catalogue.contracts[f"till.{operation}"]
        document = copy(contract.specimen_request)
        for name, value in body.items():
            put(document, f"body.{name}", value)
        return encode(contract, document, reply=False)

    def ask(self, operation: str, **body: Any) -> Document:
        """The decoded answer."""
        reply = self.bank.answer(self.message(operation, **body))
        assert reply is not None
        return decode(self.catalogue.contracts[f"till.{operation}"], reply, reply=True)


@pytest.fixture
def till(tmp_path: Path) -> Till:
    """A fresh bank."""
    return Till(tmp_path)


def test_declared_effects_are_what_the_bank_does(till: Till) -> None:
    """Open, pay twice, look: the balance and the list are exactly what was declared."""
    account = get(till.ask("OPEN", Name="甲"), "body.Acct")
    assert "00" == get(till.ask("PAY", Acct=account, Amt="5.00", No="A1"), "body.Result")
    assert "00" == get(till.ask("PAY", Acct=account, Amt="0.01", No="A2"), "body.Result")
    shown = till.ask("SHOW", Acct=account)
    assert "5.01" == get(shown, "body.Bal")
    assert [("A1", "5.00"), ("A2", "0.01")] == [(r["No"], r["Amt"]) for r in get(shown, "body.list.Entity")]


def test_a_resend_is_a_duplicate_and_changed_content_is_refused(till: Till) -> None:
    """One key books once, whatever is sent under it later."""
    account = get(till.ask("OPEN", Name="甲"), "body.Acct")
    replies = [till.ask("PAY", Acct=account, Amt=amount, No="A1") for amount in ("5.00", "5.00", "6.00")]
    assert ["00", "01", "09"] == [get(reply, "body.Result") for reply in replies]
    assert "5.00" == get(till.ask("SHOW", Acct=account), "body.Bal")
    assert account == get(till.ask("OPEN", Name="甲"), "body.Acct")


def test_a_request_that_breaks_its_contract_is_refused_with_the_reason_and_books_nothing(till: Till) -> None:
    """Layout, request rule and state rule: each is refused with echo, date and a Chinese reason that fits its field."""
    account = get(till.ask("OPEN", Name="甲"), "body.Acct")
    for body in ({"Amt": "1e5"}, {"Amt": "0.00"}, {"Amt": "１.００"}, {"Acct": "999999999999"}, {"Extra": "x"}):
        reply = till.ask("PAY", **{"Acct": account, "Amt": "1.00", "No": "B1", **body})
        assert ("09", "2", "PAY", NOW[:8]) == (
            get(reply, "body.Result"), get(reply, "head.Seq"), get(reply, "head.Code"), get(reply, "head.Date"))
        word = get(reply, "body.Word")
        assert word and not word.isascii() and len(word.encode("gbk")) <= 20
    assert "0.00" == get(till.ask("SHOW", Acct=account), "body.Bal")


def test_an_unreadable_message_is_answered_with_the_echo_that_is_left(till: Till) -> None:
    """LAND-11 and 15: broken XML gets a fault with code and serial; bytes in which nothing is readable get nothing."""
    whole = till.message("PAY", Amt="1.00").body
    marked = whole.replace(b"<?xml", b"\xff\xfe<?xml")
    for spoiled in (whole[:-10], whole.replace(b"<body>", b"<body><<"), marked):
        reply = till.bank.answer(Message(body=spoiled))
        assert reply is not None
        document = decode(till.catalogue.contracts["till.PAY"], reply, reply=True)
        told = [get(document, path) for path in ("body.Result", "head.Seq", "head.Code")]
        assert ["99", "2", "PAY"] == told
    assert till.bank.answer(Message(body=b"\x00\x01garbage")) is None
    assert till.bank.answer(Message(body=b"")) is None


def test_an_unknown_operation_is_refused_in_the_family_envelope(till: Till) -> None:
    """The code that nobody serves comes back with its own name, and an error."""
    body = till.message("PAY").body.replace(b"<Code>PAY</Code>", b"<Code>NONE</Code>")
    reply = till.bank.answer(Message(body=body))
    assert reply is not None
    document = decode(till.catalogue.contracts["till.PAY"], reply, reply=True)
    assert ("NONE", "99") == (get(document, "head.Code"), get(document, "body.Result"))


def test_a_code_that_stands_elsewhere_does_not_choose_the_operation(till: Till) -> None:
    """The first <Code> in the bytes is not the head's: the decoded head decides."""
    body = till.message("SHOW", Acct="000000000009").body
    moved = body.replace(b"<root>", b"<root><!-- <Code>PAY</Code> -->")
    reply = till.bank.answer(Message(body=moved))
    assert reply is not None
    assert "SHOW" == get(decode(till.catalogue.contracts["till.SHOW"], reply, reply=True), "head.Code")


def test_a_doctype_is_refused(till: Till) -> None:
    """No entity is ever expanded."""
    body = till.message("PAY").body.replace(b"<root>", b'<!DOCTYPE root [<!ENTITY e "x">]><root>')
    reply = till.bank.answer(Message(body=body))
    assert reply is not None and b"<Result>99</Result>" in reply.body


def test_of_concurrent_identical_requests_exactly_one_is_the_first(till: Till) -> None:
    """Deciding and committing are one step: 16 threads, one success per business number, the rest duplicates."""
    account = get(till.ask("OPEN", Name="甲"), "body.Acct")
    found: list[str] = []
    for number in range(20):
        message = till.message("PAY", Acct=account, Amt="1.00", No=f"C{number}")
        gate = threading.Barrier(8)

        def send(message: Message = message, gate: threading.Barrier = gate) -> None:
            gate.wait()
            reply = till.bank.answer(message)
            assert reply is not None
            found.append("00" if b"<Result>00" in reply.body else "01")

        threads = [threading.Thread(target=send) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert 20 == found.count("00") and 140 == found.count("01")
    assert "20.00" == get(till.ask("SHOW", Acct=account), "body.Bal")


def test_replies_are_framed_as_declared(till: Till) -> None:
    """Six digits, counted in bytes; the deframer gives the same bytes back."""
    reply = till.bank.answer(till.message("SHOW", Acct="000000000009"))
    assert reply is not None and till.bank.party.wire.framing is not None
    assert [reply.body] == Deframer(till.bank.party.wire.framing).feed(till.bank.framed(reply))


def test_wrong_names_are_told(till: Till) -> None:
    """An unknown family, role or defect is a located message, not a traceback."""
    for family, role, defects in (("none", "bank", ()), ("till", "none", ()), ("till", "bank", ("none",))):
        with pytest.raises(UsageError):
            Simulator(till.catalogue, family, role, defects=defects)
