"""A client written without Kanhe against a `kanhe serve` process; and three doors (memory, TCP, process) to one and the same bank."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from kanhe.contract.load import load
from kanhe.model.exchange import Message
from kanhe.simulate.clock import SimClock
from kanhe.simulate.serve import Service
from kanhe.simulate.simulator import Simulator
from kanhe.transport.listen import serve_tcp
from tests.simulate import raw_client
from tests.simulate.raw_client import BALANCE, PAY, STATE, Bank

HERE = str(Path(__file__).parents[2])
OPEN = {"account": "1070010400010001", "name": "南通市财政局", "bank_no": "103306010109", "amount": "50000.00"}


@pytest.fixture
def bank() -> Iterator[Bank]:
    """A bank whose clock stands, with the account opened."""
    made = Bank(HERE)
    try:
        made.open_account()
        yield made
    finally:
        made.end()


def test_the_client_knows_nothing_of_us():
    """It imports the standard library only: what it finds out, it finds out from bytes."""
    tree = ast.parse(Path(raw_client.__file__).read_text("utf-8"))
    names = {a.name for n in ast.walk(tree) if isinstance(n, ast.Import) for a in n.names}
    names |= {n.module or "" for n in ast.walk(tree) if isinstance(n, ast.ImportFrom)}
    assert [] == [n for n in names if n.split(".")[0] in {"kanhe", "simulators", "tests", "lxml"}]


def test_a_payment_from_order_to_booking(bank):
    """Accepted, held, settled by hand, booked once; a resend is told as such and moves nothing."""
    assert "0001" == bank.pay("ZF1", "1200.46")["RespCode"]
    held = bank.balance()
    assert ("50000.00", "48799.54") == (held["Bal"], held["AvailBal"]) and "PROCESSING" == bank.state("ZF1")
    assert "0002" == bank.pay("ZF1", "1200.46")["RespCode"] and held == bank.balance()
    assert "1001" == bank.pay("ZF1", "1200.40")["RespCode"] and held == bank.balance()
    assert bank.side("/nudge", {"key": "ZF1", "step": "settle"})["done"]
    booked = bank.balance()
    assert ("48799.54", "48799.54") == (booked["Bal"], booked["AvailBal"]) and "SUCCESS" == bank.state("ZF1")


def test_bytes_one_at_a_time(bank):
    """However the stream is cut, within a Chinese character too, the answer is the same."""
    whole, cut = bank.ask("CQRA06", "CX9", BALANCE), bank.ask("CQRA06", "CX9", BALANCE, pieces=1)
    assert whole == cut and "南通市财政局" == whole["DbAccName"]
    assert "0001" == bank.pay("ZF7", "1.46", pieces=3)["RespCode"]


def test_what_is_no_frame_gets_no_answer_and_moves_nothing(bank):
    """The connection is closed; the next client is served as if nothing had been."""
    before = bank.balance()
    for data in (b"0abc   <ap/>", b"0-12   <ap/>", b"1000010<ap></ap>12", "０12    <ap/>".encode("gbk")):
        assert b"" == bank.send(data), data
        assert before == bank.balance(), data


def test_what_is_no_message_is_refused_by_its_contract(bank):
    """Broken XML, a wrong charset, an amount with one decimal, an unknown account: a code, never silence, and no money moves."""
    before = bank.balance()
    broken = bank.framed("CFRT02", "ZF3", "<Cmp>")
    utf8 = f'<?xml version="1.0" encoding="GBK"?><ap><CCTransCode>CQRA06</CCTransCode>{BALANCE}<Note>南</Note></ap>'.encode()
    for data in (broken, b"0" + str(len(utf8)).encode().ljust(6) + utf8):
        code = re.search(rb"<RespCode>([0-9]{4})", bank.send(data))
        assert code is not None and code[1] in (b"9001", b"1001")
    assert "1001" == bank.pay("ZF4", "1200.4")["RespCode"] == bank.pay("ZF5", "1.2E3")["RespCode"]
    assert "1002" == bank.ask("CQRA06", "CX3", BALANCE.replace("1070010400010001", "1070010400019999"))["RespCode"]
    assert before == bank.balance()


def test_time_is_moved_and_what_waits_happens(bank):
    """A payment that settles after half a minute does so when the clock is moved on, and not before."""
    assert "0001" == bank.pay("ZF6", "10.00")["RespCode"] and "PROCESSING" == bank.state("ZF6")
    said = bank.side("/clock", {"to": "+29s"})
    assert "20260601093029" == said["now"] and "PROCESSING" == bank.state("ZF6")
    assert bank.side("/clock", {"to": "+1s"})["done"] and "SUCCESS" == bank.state("ZF6")


# ---- three doors ----

STEPS: tuple[tuple[str, str, str], ...] = (
    ("CQRA06", "CX1", BALANCE), ("CFRT02", "ZF1", PAY.format(amount="1200.46")), ("CFRT02", "ZF1", PAY.format(amount="1200.46")),
    ("CFRT02", "ZF1", PAY.format(amount="0.46")), ("CFRT02", "ZF2", PAY.format(amount="99999999.46")), ("CQRT04", "CX2", STATE.format(of="ZF1")),
    ("CQRT04", "CX3", STATE.format(of="none")), ("CFRT02", "ZF3", PAY.format(amount="10.00")), ("CQRA06", "CX4", BALANCE))


def steps(send: Callable[[bytes], bytes], side: Callable[[str, dict[str, Any]], Any], framed: Callable[[str, str, str], bytes]) -> list[bytes]:
    """The same day at any door: an account, payments, queries, a nudge, a move of the clock."""
    side("/stimulus/open_account", OPEN)
    answers = [send(framed(*step)) for step in STEPS]
    side("/nudge", {"key": "ZF1", "step": "settle"})
    side("/clock", {"to": "next-cutoff"})
    return [*answers, send(framed("CQRA06", "CX5", BALANCE))]


def in_process(tcp: bool, framed: Callable[[str, str, str], bytes]) -> tuple[list[bytes], list[Any]]:
    """The day at a simulator of this process, in memory or behind a socket; its answers and its journal."""
    catalogue = load(Path(HERE, "contracts"))
    party = catalogue.parties["bank_direct"]
    assert party.wire.framing is not None
    simulator = Simulator(catalogue, "bank_direct", "bank", seed=20260101, clock=SimClock(party.hours.starts, frozen=True))
    service = Service(simulator, lambda contract, message: None)

    def side(path: str, document: dict[str, Any]) -> Any:
        name = path.rpartition("/")[2]
        return service.stimulus(name, document) if "/stimulus/" in path else service.doors()[f"POST {path}"](document)

    def straight(data: bytes) -> bytes:
        reply = service.answer(Message(body=data[7:]))
        return b"" if reply is None else simulator.framed(reply)

    try:
        if not tcp:
            answers = steps(straight, side, framed)
        else:
            listener = serve_tcp("127.0.0.1", 0, party.wire.framing, service.answer, framed=simulator.framed)
            caller = object.__new__(Bank)
            caller.place = (str(listener.address[0]), int(listener.address[1]))
            try:
                answers = steps(caller.send, side, framed)
            finally:
                listener.close()
        return answers, service.doors()["GET /journal"]({})["notes"]
    finally:
        service.close()


def test_three_doors_write_one_journal():
    """In memory, over TCP in this process, in a `kanhe serve` process: the same bytes come back and the same lines are written down."""
    served = Bank(HERE)
    try:
        answers = steps(served.send, served.side, served.framed)
        journal = served.side("/journal?after=0")["notes"]
    finally:
        served.end()
    memory, tcp = in_process(False, served.framed), in_process(True, served.framed)
    assert answers == memory[0] == tcp[0]

    def plain(notes: list[Any]) -> list[Any]:
        return [{**note, "moved": [list(one) for one in note["moved"]]} for note in notes]

    kinds = [note["kind"] for note in journal]
    assert {"in", "event", "clock"} <= set(kinds) and len(journal) > len(STEPS) + 2
    assert plain(journal) == plain(memory[1]) == plain(tcp[1])
