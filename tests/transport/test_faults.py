"""Faults between a caller and a server: every injector is looked at in the raw bytes that the caller gets."""

from __future__ import annotations

import contextlib
import socket
import threading
import time
from dataclasses import replace

import pytest

from kanhe.errors import UsageError
from kanhe.model.contract import Framing
from kanhe.transport.faults.all import FAULTS
from kanhe.transport.faults.fault import Duty
from kanhe.transport.faults.proxy import FaultProxy, Side
from kanhe.transport.faults.schedule import Schedule, parse_strike
from kanhe.transport.tcp import TcpClient
from kanhe.wire.framing import Deframer, frame

SIX = Framing(width=6)
REPLIES = {b"A": "<r>南通市财政局 1</r>".encode("gbk"), b"B": "<r>第二笔 2</r>".encode("gbk")}
HTTP = b"HTTP/1.1 200 OK\r\ncontent-type: text/plain; charset=gbk\r\ncontent-length: %d\r\n\r\n"


class Bank(threading.Thread):
    """A plain socket server, written without Kanhe's listeners: counts what reaches it and answers by the request's first byte."""

    def __init__(self, http: bool = False) -> None:
        super().__init__(daemon=True)
        self.http, self.effects = http, []
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.address = self.socket.getsockname()
        self.start()

    def run(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                connection, _ = self.socket.accept()
                with connection:
                    self.answer(connection)

    def answer(self, connection: socket.socket) -> None:
        data = b""
        while not data.endswith((b"A", b"B")):
            piece = connection.recv(4096)
            if not piece:
                return
            data += piece
        self.effects.append(data[-1:])
        body = REPLIES[data[-1:]]
        connection.sendall(HTTP % len(body) + body if self.http else b"%06d" % len(body) + body)


@pytest.fixture(params=["tcp", "http"])
def wire(request):
    """A bank behind a proxy: (bank, function fault name -> proxy, bytes of a request)."""
    http = request.param == "http"
    bank = Bank(http)
    proxies = []

    def make(*strikes: str, seed: int = 3) -> FaultProxy:
        schedule = Schedule([parse_strike(s, framed=not http) for s in strikes])
        proxies.append(FaultProxy(bank.address, Side(framing=None if http else SIX, charset="GBK"), lambda data, at: data[at:].decode(),
                                  schedule=schedule, seed=seed))
        return proxies[-1]

    def raw(body: bytes) -> bytes:
        return b"POST /pay HTTP/1.1\r\nhost: x\r\ncontent-length: 1\r\n\r\n" + body if http else b"000001" + body

    def whole(body: bytes) -> bytes:
        return HTTP % len(REPLIES[body]) + REPLIES[body] if http else b"%06d" % len(REPLIES[body]) + REPLIES[body]

    yield bank, make, raw, whole
    for proxy in proxies:
        proxy.close()
    bank.socket.close()


def talk(address, data: bytes, *, patience_s: float = 0.6) -> tuple[bytes, str]:
    """Send, then read until the connection ends or nothing comes any more: (bytes, how it ended: reset, closed, open)."""
    got = b""
    with socket.create_connection(address) as connection:
        connection.sendall(data)
        connection.settimeout(patience_s)
        try:
            while piece := connection.recv(1 << 20):
                got += piece
        except ConnectionResetError:
            return got, "reset"
        except TimeoutError:
            return got, "open"
    return got, "closed"


def test_without_a_fault_every_byte_passes(wire):
    """A proxy without strikes changes nothing, for requests one after the other on one connection too."""
    bank, make, raw, whole = wire
    proxy = make()
    assert (whole(b"A") + whole(b"B"), "open") == talk(proxy.address, raw(b"A") + raw(b"B"))
    assert [b"A", b"B"] == bank.effects


@pytest.mark.parametrize(("name", "ending", "effects"), [
    ("reset_before_effect", "reset", 0), ("lose_reply", "reset", 1), ("close_unanswered", "closed", 1),
])
def test_no_reply_really_gives_none(wire, name, ending, effects):
    """Not one byte of a reply comes, the connection ends as said, and the server had the request as often as said."""
    bank, make, raw, _ = wire
    assert (b"", ending) == talk(make(name).address, raw(b"A"))
    assert effects == len(bank.effects)


def test_half_a_reply_is_a_true_beginning(wire):
    """A half reply is a proper prefix of the true one, not empty, and then the connection closes."""
    _, make, raw, whole = wire
    got, ending = talk(make("half_reply").address, raw(b"A"))
    assert whole(b"A").startswith(got) and 0 < len(got) < len(whole(b"A")) and ending == "closed"


@pytest.mark.parametrize("name", ["drip", "split_in_character"])
def test_slow_replies_are_whole(wire, name):
    """However it is cut, the reply's bytes are the true ones; the first piece of the split ends inside a character."""
    _, make, raw, whole = wire
    proxy = make(name)
    with socket.create_connection(proxy.address) as connection:
        connection.sendall(raw(b"A"))
        first = connection.recv(4096)
    assert (whole(b"A"), "open") == talk(make(name).address, raw(b"A"), patience_s=1.0)
    if name == "split_in_character":
        with pytest.raises(UnicodeDecodeError):
            first.split(b"\r\n\r\n")[-1].decode("gbk") if b"HTTP" in first else first[6:].decode("gbk")
    else:
        assert len(first) < 20


def test_a_late_reply_is_late_and_true(wire):
    """Nothing comes for as long as the fault says; then the true reply does."""
    bank, make, raw, whole = wire
    proxy = make()
    proxy.schedule.arm(replace(FAULTS["late_reply"], seconds=0.4))
    started = time.monotonic()
    with socket.create_connection(proxy.address) as connection:
        connection.sendall(raw(b"A"))
        assert connection.recv(4096) == whole(b"A")
    assert time.monotonic() - started >= 0.4 and bank.effects == [b"A"]


def test_a_doubled_reply_and_a_doubled_request(wire):
    """reply_twice: the same bytes two times, one effect. deliver_twice: one reply, two requests at the server."""
    bank, make, raw, whole = wire
    assert talk(make("reply_twice").address, raw(b"A"))[0] == whole(b"A") * 2
    assert bank.effects == [b"A"]
    assert talk(make("deliver_twice").address, raw(b"B"))[0] == whole(b"B")
    assert bank.effects == [b"A", b"B", b"B"]


def test_the_former_reply_is_another_ones(wire):
    """The second request is answered with the first one's reply, byte for byte; a first request gets no answer at all."""
    _, make, raw, whole = wire
    proxy = make("former_reply:B")
    assert talk(proxy.address, raw(b"A"))[0] == whole(b"A")
    assert talk(proxy.address, raw(b"B")) == (whole(b"A"), "closed")
    assert talk(make("former_reply").address, raw(b"A")) == (b"", "closed")


def test_changed_payloads_keep_a_true_head(wire):
    """Other charset, byte order mark, flipped byte: the payload differs as named, and the length around it is right."""
    _, make, raw, whole = wire
    true = REPLIES[b"A"]
    head = len(whole(b"A")) - len(true)
    for name, wanted in (("other_charset", true.decode("gbk").encode()), ("byte_order_mark", b"\xef\xbb\xbf" + true)):
        got, _ = talk(make(name).address, raw(b"A"))
        assert got.endswith(wanted)
        assert str(len(wanted)).encode() in got[: len(got) - len(wanted)]
    got, _ = talk(make("flipped_byte").address, raw(b"A"))
    assert [1] == [bin(a ^ b).count("1") for a, b in zip(got, whole(b"A"), strict=True) if a != b]
    assert got[:head] == whole(b"A")[:head]


def test_a_gateway_answers_in_its_place(wire):
    """The page says 502; over HTTP as an HTTP reply; the server had the request."""
    bank, make, raw, _ = wire
    got, ending = talk(make("gateway_error").address, raw(b"A"))
    assert b"502 Bad Gateway" in got and ending == "closed" and bank.effects == [b"A"]


@pytest.mark.parametrize("name", ["wrong_length", "length_in_characters"])
def test_wrong_lengths_are_wrong(name):
    """The announced length is not the body's; the body is the true one. Seen at eight seeds."""
    bank = Bank()
    told = set()
    for seed in range(8):
        schedule = Schedule([parse_strike(name, framed=True)])
        proxy = FaultProxy(bank.address, Side(framing=SIX, charset="GBK"), lambda d, at: "", schedule=schedule, seed=seed)
        got, _ = talk(proxy.address, b"000001A")
        proxy.close()
        assert got[6:] == REPLIES[b"A"]
        told.add(int(got[:6]) - len(got[6:]))
    bank.socket.close()
    assert told == ({-1, 1} if name == "wrong_length" else {-6})


def test_an_endless_reply_does_not_end_by_itself(wire):
    """More than 8 MiB come as long as somebody reads."""
    _, make, raw, _ = wire
    size = 0
    with socket.create_connection(make("endless_reply").address) as connection:
        connection.sendall(raw(b"A"))
        while size < 9 << 20:
            piece = connection.recv(1 << 20)
            assert piece
            size += len(piece)


def test_faults_strike_where_they_were_told(wire):
    """Operation and number pick the request; all others pass untouched; the same seed gives the same bytes."""
    bank, make, raw, whole = wire
    ends = []
    for _ in range(2):
        proxy = make("half_reply:B:2", seed=11)
        ends.append([talk(proxy.address, raw(b), patience_s=0.2)[0] for b in (b"A", b"B", b"A", b"B", b"B")])
        assert ["half_reply"] == proxy.struck
    first = ends[0]
    assert ends[0] == ends[1]
    assert first[:3] == [whole(b"A"), whole(b"B"), whole(b"A")] and first[4] == whole(b"B")
    assert len(first[3]) < len(whole(b"B"))


@pytest.mark.parametrize("name", sorted(n for n, f in FAULTS.items() if f.duty is Duty.SAME_KEY))
def test_our_own_client_does_its_duty(name):
    """After every fault of unknown outcome our client has no true reply in hand and says that the request was sent."""
    bank, schedule = Bank(), Schedule()
    schedule.arm(replace(FAULTS[name], seconds=min(FAULTS[name].seconds, 3.0)))
    proxy = FaultProxy(bank.address, Side(framing=SIX, charset="GBK"), lambda d, at: "", schedule=schedule, seed=5)
    client = TcpClient(host="127.0.0.1", port=proxy.address[1], framing=SIX)
    received = client.call(b"A", deadline_s=1.0)
    proxy.close()
    bank.socket.close()
    if received.reply is None:
        assert received.trouble is not None and received.trouble.sent
    else:
        assert received.reply.body != REPLIES[b"A"]


def test_a_frame_of_any_framing_passes():
    """The proxy reads frames by the contract's framing: left-aligned, padded with blanks, with a prefix byte."""
    framing = Framing(width=6, pad=" ", align="left", prefix=b"0")
    deframer = Deframer(framing)
    assert deframer.feed(frame(framing, b"xyz")) == [b"xyz"]


@pytest.mark.parametrize(("text", "found"), [
    ("loose_reply", "lose_reply"), ("lose_reply:G1:x", "写法不对"), ("wrong_length", "只用于带长度前缀"), ("", "写法不对"),
])
def test_a_wrong_fault_is_told(text, found):
    """A fault that is not known, not fitting or not well written is one located message with what would be right."""
    with pytest.raises(UsageError) as told:
        parse_strike(text, framed=False)
    assert found in str(told.value) and "--fault" in str(told.value)
