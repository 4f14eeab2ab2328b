"""The frame test set of section 2.1 on every row of the framing table, over real sockets, from both sides.

Server side: bytes made by hand (framed_by_hand.py) go to `kanhe serve`'s own listener and simulator. Client side: Kanhe's own client
calls a server made by hand.
"""

from __future__ import annotations

import contextlib
import socket
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from kanhe.cli.serve import listen
from kanhe.contract.draw import Draw
from kanhe.contract.load import load
from kanhe.contract.promises import of_reply
from kanhe.model.formula import Scene
from kanhe.run.post import Post
from kanhe.simulate.serve import Service, nobody
from kanhe.simulate.simulator import Simulator
from kanhe.transport.live import SocketLink
from tests.transport.hostile import Hostile
from tests.wire.framed_by_hand import PROFILES, Profile, receive, reset

CATALOGUE = load(Path(__file__).parent / "frames")
BOM = b"\xef\xbb\xbf"
profiles = pytest.mark.parametrize("profile", PROFILES, ids=[p.name for p in PROFILES])


@contextlib.contextmanager
def served(profile: Profile):
    """The simulator of a row behind its listener; gives a function that opens a connection."""
    service = Service(Simulator(CATALOGUE, profile.name, "tell"), nobody)
    listener = listen(service, host="127.0.0.1", port=0)

    def connect() -> socket.socket:
        connection = socket.create_connection(listener.address, timeout=5)
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return connection

    try:
        yield connect
    finally:
        listener.close()
        service.close()


def ended(connection: socket.socket, profile: Profile) -> None:
    """The sender's last byte is out; a wire without lengths must hear so."""
    if profile.name == "cnaps132":
        connection.shutdown(socket.SHUT_WR)


def answered(connection: socket.socket, profile: Profile, seq: str = "A0001", result: str = "00") -> None:
    """The next reply is about this request."""
    inner = profile.inner(receive(connection, profile)).decode(profile.charset)
    assert f"<Result>{result}</Result>" in inner
    assert f"<Seq>{seq}</Seq>" in inner


# ---- what we answer ---------------------------------------------------------------------------------------------------


@profiles
def test_one_byte_at_a_time(profile):
    """A request that drips in byte by byte is answered like one that comes whole."""
    with served(profile) as connect, connect() as connection:
        for byte in profile.sent(profile.request()):
            connection.sendall(bytes([byte]))
        ended(connection, profile)
        answered(connection, profile)


@profiles
def test_head_and_body_apart_and_a_head_in_two(profile):
    """Header and body in packets of their own, the header itself in two."""
    head, body = profile.split(profile.sent(profile.request()))
    with served(profile) as connect, connect() as connection:
        for piece in (head[:2], head[2:], body):
            connection.sendall(piece)
            time.sleep(0.02)
        ended(connection, profile)
        answered(connection, profile)


@profiles
def test_two_frames_in_one_packet(profile):
    """Both are answered, in order; without lengths two messages in one stream are none."""
    data = profile.sent(profile.request("A0001")) + profile.sent(profile.request("A0002"))
    with served(profile) as connect, connect() as connection:
        connection.sendall(data)
        ended(connection, profile)
        if profile.name == "cnaps132":
            answered(connection, profile, result="09")
        else:
            answered(connection, profile, "A0001")
            answered(connection, profile, "A0002")


@profiles
def test_a_packet_that_ends_inside_a_character(profile):
    """The bytes of one Chinese character in two packets."""
    head, body = profile.split(profile.sent(profile.request()))
    at = len(head) + (body.index("通".encode(profile.charset)) + 1 if not profile.http else len(body) // 2)
    data = head + body
    with served(profile) as connect, connect() as connection:
        connection.sendall(data[:at])
        time.sleep(0.03)
        connection.sendall(data[at:])
        ended(connection, profile)
        answered(connection, profile)


@profiles
@pytest.mark.parametrize("length", [-1, 1, "0", "9" * 6, "12a4", "１２", "+001", "-1"])
def test_a_declared_length_that_is_wrong_books_nothing(profile, length):
    """Too short, too long, nought, the largest, no ASCII digits: never a success; the next connection is served."""
    payload = profile.payload(profile.request(), reply=False)
    if profile.name == "len4" and length == "9" * 6:
        length = "9999"
    head = profile.head(payload, reply=False, length=length)
    if isinstance(length, str) and not length.isascii():
        head = profile.head(payload, reply=False, length="@@").replace(b"@@", "１２".encode("gbk"))
    with served(profile) as connect:
        with connect() as connection, contextlib.suppress(ConnectionError):
            connection.sendall(head + payload)
            connection.shutdown(socket.SHUT_WR)
            got = receive(connection, profile)
            assert b"<Result>00" not in (profile.inner(got) if got and b" 40" not in got[:12] and b" 41" not in got[:12] else b"")
        with connect() as connection:
            connection.sendall(profile.sent(profile.request("A0002")))
            ended(connection, profile)
            answered(connection, profile, "A0002")


@profiles
def test_half_close_after_the_request(profile):
    """Who sends no more still reads, and is answered."""
    with served(profile) as connect, connect() as connection:
        connection.sendall(profile.sent(profile.request()))
        connection.shutdown(socket.SHUT_WR)
        answered(connection, profile)


@profiles
def test_a_peer_that_resets_after_its_request_hurts_nobody(profile):
    """The listener goes on."""
    with served(profile) as connect:
        for _ in range(3):
            connection = connect()
            connection.sendall(profile.sent(profile.request()))
            reset(connection)
        with connect() as connection:
            connection.sendall(profile.sent(profile.request()))
            ended(connection, profile)
            answered(connection, profile)


@profiles
@pytest.mark.parametrize("spoilt", ["bom", "declares utf-8", "declares gbk"])
def test_a_charset_that_is_not_the_declared_one_is_refused(profile, spoilt):
    """A BOM, GBK bytes under a UTF-8 label, UTF-8 bytes under a GBK label: refused, with the serial where it can still be read."""
    other = "UTF-8" if profile.charset == "GBK" else "GBK"
    inner = {"bom": profile.request(bom=BOM), "declares utf-8": profile.request(declared=other),
             "declares gbk": profile.request(charset=other)}[spoilt]
    with served(profile) as connect, connect() as connection:
        connection.sendall(profile.sent(inner))
        ended(connection, profile)
        assert "<Result>09</Result>" in profile.inner(receive(connection, profile)).decode(profile.charset)


# ---- what we make of answers --------------------------------------------------------------------------------------------


Script = Callable[[socket.socket], None]


def called(profile: Profile, *scripts: Script, seconds: float = 1.0):
    """Call a hand-made server once for each script (connection after connection); (reply, trouble, promises that the reply breaks)."""
    turns = list(scripts)
    lock = threading.Lock()

    def play(connection: socket.socket) -> None:
        with lock:
            script = turns.pop(0)
        script(connection)

    hostile = Hostile(play)
    party, contract = CATALOGUE.parties[profile.name], CATALOGUE.contracts[f"{profile.name}.echo"]
    link = SocketLink(party=party, address=f"{'http' if profile.http else 'tcp'}://127.0.0.1:{hostile.port}")
    post, found = Post(draw=Draw(1)), []
    try:
        for _ in scripts:
            received = link.call(contract, post.pack(contract, contract.specimen_request, now="20260105093000"))
            reply, trouble = post.unpack(contract, received)
            scene = Scene(request=contract.specimen_request, reply=reply, now="20260105093000")
            broken = [] if reply is None else [a.promise for a in of_reply(contract, scene, success=True) if not a.kept]
            found.append((reply, trouble, broken))
    finally:
        link.close()
        hostile.close()
    return found[-1]


def after(profile: Profile, *pieces: bytes, pause: float = 0.0) -> Script:
    """Read the whole request, then send these pieces."""
    def script(connection: socket.socket) -> None:
        receive(connection, profile)
        for piece in pieces:
            connection.sendall(piece)
            time.sleep(pause)

    return script


@profiles
def test_answers_in_pieces_are_read(profile):
    """Byte by byte, head and body apart, inside a character."""
    data = profile.sent(profile.reply(), reply=True)
    head, body = profile.split(data)
    middle = len(head) + len(body) // 2 + 1
    for pieces in ([bytes([b]) for b in data], [head, body], [data[:middle], data[middle:]]):
        reply, trouble, broken = called(profile, after(profile, *pieces))
        assert (None, []) == (trouble, broken)
        assert reply is not None


@profiles
@pytest.mark.parametrize("length", [-1, 1, "0", "9" * 6, "12a4", "+001"])
def test_an_answer_whose_length_lies_leaves_the_outcome_unknown(profile, length):
    """Whatever the lie, there is no reply, and something was sent."""
    payload = profile.payload(profile.reply(), reply=True)
    if profile.name == "len4" and length == "9" * 6:
        length = "9999"
    data = profile.head(payload, reply=True, length=length) + payload
    reply, trouble, _ = called(profile, after(profile, data))
    assert reply is None and trouble is not None and trouble.sent and not trouble.unreached
    assert trouble.phase in ("frame", "limit", "syntax", "reply"), trouble


@profiles
def test_a_reset_before_the_answer_is_an_unknown_outcome(profile):
    """The whole request was read, then RST: the peer may have acted."""
    def script(connection: socket.socket) -> None:
        receive(connection, profile)
        reset(connection)

    reply, trouble, _ = called(profile, script)
    assert reply is None and trouble.sent and not trouble.unreached and "reply" == trouble.phase


@profiles
def test_a_late_answer_on_a_new_connection_is_not_taken_for_the_new_one(profile):
    """The reply to the first call comes after its deadline, on the second connection: its serial tells."""
    late = profile.sent(profile.reply("A0000"), reply=True)
    reply, trouble, broken = called(profile, lambda c: time.sleep(1.1), after(profile, late))
    assert trouble is None and reply is not None and [f"{profile.name}.echo:echo"] == broken


@profiles
@pytest.mark.parametrize("spoilt", ["bom", "declares utf-8", "declares gbk"])
def test_an_answer_in_another_charset_is_told(profile, spoilt):
    """The layer is the charset, not the syntax."""
    other = "UTF-8" if profile.charset == "GBK" else "GBK"
    inner = {"bom": profile.reply(bom=BOM), "declares utf-8": profile.reply(declared=other),
             "declares gbk": profile.reply(charset=other)}[spoilt]
    reply, trouble, _ = called(profile, after(profile, profile.sent(inner, reply=True)))
    assert reply is None and "charset" == trouble.phase


def test_a_heartbeat_and_a_receipt_are_no_answers():
    """len4: 0000 and ACK before the reply are passed over; a heartbeat inside a frame spoils it."""
    profile = PROFILES[0]
    data = profile.sent(profile.reply(), reply=True)
    reply, trouble, broken = called(profile, after(profile, b"0000", b"0003ACK", b"0000" + data))
    assert (None, []) == (trouble, broken) and reply is not None
    reply, trouble, _ = called(profile, after(profile, data[:4] + b"0000" + data[4:]))
    assert reply is None and trouble is not None


def test_a_heartbeat_to_us_is_passed_over_and_a_request_acknowledged():
    """len4: the server answers ACK at once, then the reply."""
    profile = PROFILES[0]
    with served(profile) as connect, connect() as connection:
        connection.sendall(b"0000" + profile.sent(profile.request()) + b"0000")
        assert b"0003ACK" == connection.recv(7, socket.MSG_WAITALL)
        answered(connection, profile)


def test_a_message_beyond_four_digits_is_not_sent():
    """len4 cannot say more than 9999 bytes (defect 24)."""
    contract = CATALOGUE.contracts["len4.echo"]
    document = {**contract.specimen_request, "Name": "南" * 5000}
    link = SocketLink(party=contract.party, address="tcp://127.0.0.1:1")
    received = link.call(contract, Post(draw=Draw(1)).pack(contract, document, now=""))
    assert not received.trouble.sent and "9999" in received.trouble.message
