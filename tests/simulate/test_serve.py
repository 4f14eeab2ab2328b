"""`kanhe serve` over real sockets: it starts, answers, takes events, sends to its peer, and ends when told."""

from __future__ import annotations

import http.client
import json
import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from kanhe.model.document import Document, copy, get, put
from kanhe.model.exchange import Message
from kanhe.simulate.simulator import Simulator
from kanhe.transport.listen import serve_tcp
from kanhe.transport.tcp import TcpClient
from kanhe.wire.codec import decode, encode
from tests.defects.pair import FAMILY, INSTITUTION, catalogue

ROOT = Path(__file__).parents[2]
FRAMING = catalogue().parties[FAMILY].wire.framing


class Served:
    """One `kanhe serve` process."""

    def __init__(self, *arguments: str) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "kanhe", "serve", FAMILY, "--root", str(ROOT / "contracts"), *arguments],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env={**os.environ, "PYTHONUTF8": "1"},
        )
        assert self.process.stdout is not None
        self.line = self.process.stdout.readline()
        self.words = dict(re.findall(r"([a-z]+)=(\S+)", self.line))

    def ask(self, operation: str, **body: Any) -> Document | None:
        """One framed request, one decoded answer."""
        contract = catalogue().contracts[f"{FAMILY}.{operation}"]
        document = copy(contract.specimen_request)
        for name, value in body.items():
            put(document, f"body.{name}", value)
        host, port = self.words["address"].removeprefix("tcp://").split(":")
        assert FRAMING is not None
        client = TcpClient(host=host, port=int(port), framing=FRAMING)
        received = client.call(encode(contract, document, reply=False).body, deadline_s=5)
        return None if received.reply is None else decode(contract, received.reply, reply=True)

    def cause(self, stimulus: str, **values: str) -> Any:
        """One event by the control door."""
        connection = http.client.HTTPConnection(self.words["control"].removeprefix("http://"), timeout=10)
        connection.request("POST", f"/stimulus/{stimulus}", json.dumps(values))
        said = json.loads(connection.getresponse().read())
        connection.close()
        return said

    def end(self) -> int:
        """Tell it to stop; its exit code."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        code = self.process.wait(5)
        for stream in (self.process.stdout, self.process.stderr):
            if stream is not None:
                stream.close()
        return code


@pytest.fixture(scope="module")
def bank() -> Iterator[Served]:
    """A bank that nobody listens to."""
    served = Served("--role", "bank")
    yield served
    assert 0 == served.end()


def test_it_says_where_it_is_and_only_on_loopback(bank: Served) -> None:
    """One ready line with both addresses."""
    assert bank.line.startswith(f"ready family={FAMILY} role=bank address=tcp://127.0.0.1:")
    assert bank.words["control"].startswith("http://127.0.0.1:")


def test_it_answers_framed_requests(bank: Served) -> None:
    """A sub-account is opened over the socket, a second request sees it."""
    opened = bank.ask("G00003", InstSeq="1")
    assert "00" == get(opened, "body.Result")
    account = get(opened, "body.AcctNo")
    assert "0" == get(bank.ask("G00005", InMemo=account), "body.Count")
    assert "01" == get(bank.ask("G00003", InstSeq="1"), "body.Result")


def test_of_many_identical_applications_one_is_the_first(bank: Served) -> None:
    """Sixteen connections at once: one 00, the rest 01 with the same number."""
    with ThreadPoolExecutor(16) as pool:
        found = list(pool.map(lambda _: bank.ask("G00003", InstSeq="race"), range(64)))
    assert 1 == sum(get(reply, "body.Result") == "00" for reply in found)
    assert 1 == len({get(reply, "body.AcctNo") for reply in found})


def test_an_event_without_a_peer_is_done_and_heard_by_nobody(bank: Served) -> None:
    """The money is booked though no notice arrives; an unknown event is refused with a reason."""
    account = str(get(bank.ask("G00003", InstSeq="2", MatuDay="20991231000000"), "body.AcctNo"))
    event = {"deposit_no": "000000000001", "amount": "8000.00", "payer_name": "甲", "payer_account": "6"}
    assert {"done": True} == bank.cause("deposit_arrives", sub_account=account, **event)
    assert "1" == get(bank.ask("G00005", InMemo=account), "body.Count")
    assert bank.cause("deposit_arrives", sub_account="none", **event)["reason"]
    assert bank.cause("nonsense")["reason"]


def test_bytes_that_are_no_frame_close_the_connection(bank: Served) -> None:
    """Rubbish gets no answer and hurts nobody else."""
    host, port = bank.words["address"].removeprefix("tcp://").split(":")
    with socket.create_connection((host, int(port)), timeout=5) as connection:
        connection.sendall(b"GET / HTTP/1.1\r\n\r\n")
        assert b"" == connection.recv(100)
    assert "00" == get(bank.ask("G00009"), "body.Result")


def test_a_bank_and_a_land_side_talk_to_each_other() -> None:
    """The served land side, told of a bid, applies at its peer over TCP; the peer here is a bank simulator."""
    other = Simulator(catalogue(), FAMILY, "bank")
    came: list[bytes] = []

    def answer(message: Message) -> Message | None:
        came.append(message.body)
        return other.answer(message)

    assert FRAMING is not None
    listener = serve_tcp("127.0.0.1", 0, FRAMING, answer, framed=other.framed)
    host, port = listener.address
    served = Served("--role", "land", "--peer", f"tcp://{host}:{port}")
    try:
        bid = {"lot": "CR1", "bid": "000000000001", "institution": INSTITUTION, "bidder": "甲", "margin": "8000.00",
               "deadline": "20991230170000", "listing_end": "20991231170000"}
        assert {"done": True} == served.cause("apply_bid", **bid)
        assert 1 == len(came) and b"G00003" in came[0]
        account = other.world.find("bid", INSTITUTION, "000000000001").number
        notice = {"InMemo": account, "InDate": "20260119120000", "InBankFLCode": "L1"}
        assert ["00", "01"] == [get(served.ask("G00001", **notice), "body.Result") for _ in range(2)]
    finally:
        assert 0 == served.end()
        listener.close()


def test_a_planted_defect_is_served() -> None:
    """`--defect 2` shows on the wire: the client sees a frame that does not fit."""
    served = Served("--role", "bank", "--defect", "2")
    try:
        assert served.ask("G00009") is None
    finally:
        assert 0 == served.end()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--role", "bank", "--host", "0.0.0.0"), "--expose"),
        (("--role", "nobody"), "没有角色"),
        (("--role", "bank", "--defect", "none"), "没有名为"),
        (("--role", "land", "--peer", "http://127.0.0.1:1"), "--peer"),
        (("--role", "land", "--peer", "tcp://127.0.0.1:x"), "--peer"),
    ],
)
def test_wrong_usage_is_a_sentence_and_exit_code_2(arguments: tuple[str, ...], said: str) -> None:
    """No traceback, no open door; the message says what to type."""
    served = Served(*arguments)
    assert served.process.stderr is not None
    told = served.process.stderr.read()
    assert 2 == served.end()
    assert said in told and "Traceback" not in told and "" == served.line


def test_ctrl_c_ends_it_cleanly() -> None:
    """SIGINT is a normal end."""
    served = Served("--role", "bank")
    served.process.send_signal(signal.SIGINT)
    assert 0 == served.process.wait(5)
    served.end()
