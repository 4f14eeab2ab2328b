"""Bounded clients against hostile servers: on time, in little memory, trouble as a value, and the next call works."""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from kanhe.model.contract import Framing
from kanhe.model.exchange import Message, Received
from kanhe.transport.http import HttpClient
from kanhe.transport.listen import serve_http, serve_tcp
from kanhe.transport.tcp import TcpClient
from tests.transport import hostile as h

FRAMING = Framing(width=8, limit_bytes=8 << 20)
DEADLINE_S, GRACE_S, MOST_KIB = 0.5, 0.25, 32 * 1024
CHUNKED = "Transfer-Encoding: chunked"


def framed(body: bytes) -> bytes:
    """With the right prefix of eight digits."""
    return b"%08d" % len(body) + body


DEEP_JSON, DEEP_XML = b"[" * 200_000, b"<root>" + b"<a>" * 200_000
BOMB = h.bomb(1 << 30)
TCP = {  # name -> (script, phases that say it right)
    "drip": (h.drips(framed(b"x" * 500)), {"deadline"}),
    "drip of the prefix": (h.drips(b"0", pause_s=0.2), {"deadline"}),
    "black hole": (h.black_hole, {"deadline"}),
    "swallowed": (h.swallows, {"deadline"}),
    "endless after a frame": (h.endless(framed(b"ok") + b"x", b"x" * 65536), {"frame"}),
    "endless rubbish": (h.endless(b"", b"x" * 65536), {"frame"}),
    "endless heartbeats": (h.endless(b"", b"00000000" * 8192), {"frame"}),
    "huge frame": (h.endless(b"08388608", b"x" * 65536), {"frame", ""}),
    "length over the limit": (h.says(b"99999999"), {"limit"}),
    "garbage length": (h.says(b"0x1f4000abc"), {"frame"}),
    "full-width length": (h.says("００００００１２".encode("gbk")), {"frame"}),
    "negative length": (h.says(b"-0000012xxx"), {"frame"}),
    "half close": (h.half_closes(), {"reply"}),
    "half close in the frame": (h.half_closes(framed(b"x" * 100)[:50]), {"frame"}),
    "half close in the prefix": (h.half_closes(b"0000"), {"frame"}),
    "close without reply": (h.closes, {"reply"}),
    "close at once": (h.closes_at_once, {"reply", "send"}),
    "reset": (h.resets(), {"reply"}),
    "reset in the frame": (h.resets(framed(b"x" * 100)[:50]), {"reply"}),
    "two frames": (h.says(framed(b"a") + framed(b"b")), {"frame"}),
    "length one too small": (h.says(b"00000003abcd"), {"frame"}),
    "length one too big": (h.says(b"00000005abcd"), {"frame"}),
    "http": (h.says(h.http(b"{}")), {"frame"}),
}
HTTP = {
    "drip": (h.drips(h.http(b"x" * 5000)), {"deadline"}),
    "slow headers": (h.drips(b"HTTP/1.1 200 OK\r\n" + b"X-A: b\r\n" * 10_000), {"deadline"}),
    "black hole": (h.black_hole, {"deadline"}),
    "swallowed": (h.swallows, {"deadline"}),
    "endless continues": (h.endless(b"", b"HTTP/1.1 100 Continue\r\n\r\n" * 1000), {"limit", "deadline"}),
    "chunked endless": (h.endless(h.http(b"", CHUNKED, length=False), b"10000\r\n" + b"x" * 65536 + b"\r\n"), {"limit", "deadline"}),
    "chunked endless, one byte each": (h.endless(h.http(b"", CHUNKED, length=False), b"1\r\nx\r\n" * 10_000), {"limit", "deadline"}),
    "chunked, endless extension": (h.endless(h.http(b"", CHUNKED, length=False) + b"1;", b"x" * 65536), {"syntax", "limit"}),
    "body without end": (h.endless(h.http(b"", length=False), b"x" * 65536), {"limit", "deadline"}),
    "header flood": (h.endless(b"HTTP/1.1 200 OK\r\n", b"X-Flood: y\r\n" * 5000), {"syntax", "limit"}),
    "one endless header": (h.endless(b"HTTP/1.1 200 OK\r\nX-A: ", b"y" * 65536), {"syntax", "limit"}),
    "endless rubbish": (h.endless(b"", b"\x00" * 65536), {"syntax"}),
    "garbage length": (h.says(b"HTTP/1.1 200 OK\r\nContent-Length: ten\r\n\r\nx"), {"syntax"}),
    "two lengths": (h.says(b"HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nxx"), {"syntax"}),
    "length and chunks": (h.says(b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\nTransfer-Encoding: gzip\r\n\r\nxxxx"), {"syntax"}),
    "length of 30 digits": (h.says(b"HTTP/1.1 200 OK\r\nContent-Length: " + b"9" * 30 + b"\r\n\r\nx"), {"syntax"}),
    "garbage chunk": (h.says(h.http(b"zz\r\nx\r\n0\r\n\r\n", CHUNKED, length=False)), {"syntax"}),
    "length too big": (h.says(h.http(b"abc", "Content-Length: 9", length=False)), {"syntax"}),
    "length too small": (h.says(h.http(b"abcdef", "Content-Length: 3", length=False)), {"frame"}),
    "two replies": (h.says(h.http(b"a") * 2), {"frame"}),
    "half close": (h.half_closes(), {"reply"}),
    "half close in the body": (h.half_closes(h.http(b"x" * 100)[:-50]), {"syntax"}),
    "close without reply": (h.closes, {"reply"}),
    "close at once": (h.closes_at_once, {"reply", "send"}),
    "reset": (h.resets(), {"reply"}),
    "reset in the body": (h.resets(h.http(b"x" * 100)[:-50]), {"reply"}),
    "gzip bomb": (h.says(h.http(BOMB, "Content-Encoding: gzip")), {"limit"}),
    "gzip bomb in chunks": (h.says(h.http(b"".join(b"400\r\n" + BOMB[i * 1024 : i * 1024 + 1024] + b"\r\n" for i in range(900)),
                                          CHUNKED, "Content-Encoding: gzip", length=False)), {"limit"}),
    "gzip cut off": (h.says(h.http(h.zipped(b"x" * 1000)[:-9], "Content-Encoding: gzip")), {"syntax"}),
    "gzip with more behind": (h.says(h.http(h.zipped(b"x") * 2, "Content-Encoding: gzip")), {"syntax"}),
    "gzip that is none": (h.says(h.http(b"plain", "Content-Encoding: gzip")), {"syntax"}),
    "gzip in gzip": (h.says(h.http(h.zipped(h.zipped(b"x")), "Content-Encoding: gzip, gzip")), {"syntax"}),
    "brotli": (h.says(h.http(b"x", "Content-Encoding: br")), {"syntax"}),
    "frame": (h.says(b"000002ok"), {"syntax"}),
    "not modified forever": (h.says(b"HTTP/1.1 999999 OK\r\n\r\n"), {"syntax"}),
}


def call_tcp(port: int) -> Received:
    """One framed call."""
    return TcpClient(host="127.0.0.1", port=port, framing=FRAMING).call(b"hello", deadline_s=DEADLINE_S)


def call_http(port: int) -> Received:
    """One HTTP call."""
    message = Message(method="POST", target="/x", body=b"{}", headers=(("content-type", "application/json"),))
    return HttpClient(f"http://127.0.0.1:{port}").call(message, deadline_s=DEADLINE_S)


@pytest.fixture(scope="module")
def good():
    """A good server of each kind."""
    tcp = serve_tcp("127.0.0.1", 0, FRAMING, lambda m: m)
    web = serve_http("127.0.0.1", 0, lambda m: Message(status=200, body=m.body))
    yield {call_tcp: tcp.address[1], call_http: web.address[1]}
    tcp.close()
    web.close()


def check(call, script, phases, good) -> None:
    """Ended on time (the median of three, where the first was late), trouble as a value, the next good call works."""
    spent = []
    for _ in range(3):
        with h.hostile(script) as port:
            start = time.monotonic()
            received = call(port)
            spent.append(time.monotonic() - start)
        assert (received.trouble.phase if received.trouble else "") in phases, received.trouble
        assert (received.reply is None) == (received.trouble is not None)
        if received.trouble:
            assert received.trouble.sent and not received.trouble.unreached and received.trouble.message
        if spent[0] < DEADLINE_S + GRACE_S:
            break
    assert statistics.median(spent) < DEADLINE_S + GRACE_S, spent
    assert call(good[call]).reply is not None


@pytest.mark.parametrize("name", TCP)
def test_a_hostile_tcp_server_ends_in_trouble_on_time(name, good):
    """Each sin has its phase, within the deadline + 250 ms."""
    check(call_tcp, *TCP[name], good)


@pytest.mark.parametrize("name", HTTP)
def test_a_hostile_http_server_ends_in_trouble_on_time(name, good):
    """Each sin has its phase, within the deadline + 250 ms."""
    check(call_http, *HTTP[name], good)


@pytest.mark.parametrize(("kind", "name"), [("tcp", "drip"), ("tcp", "drip of the prefix"), ("http", "drip"),
                                            ("http", "chunked endless, one byte each")])
def test_the_slowest_cases_keep_the_grace_in_the_median(kind, name):
    """The median of three calls ends within the deadline + 250 ms, and none takes longer than a second more."""
    script, call = (TCP[name][0], call_tcp) if kind == "tcp" else (HTTP[name][0], call_http)
    spent = []
    for _ in range(3):
        with h.hostile(script) as port:
            start = time.monotonic()
            call(port)
            spent.append(time.monotonic() - start)
    assert statistics.median(spent) < DEADLINE_S + GRACE_S and max(spent) < DEADLINE_S + 1, spent


@pytest.mark.parametrize("call", [call_tcp, call_http])
def test_nobody_there_is_told_as_unreached(call):
    """Connection refused: nothing was sent, safe to send again."""
    trouble = call(h.refused_port()).trouble
    assert trouble is not None and ("connect", False, True) == (trouble.phase, trouble.sent, trouble.unreached)
    assert "拒绝" in trouble.message


@pytest.mark.parametrize("call", [call_tcp, call_http])
def test_a_full_backlog_ends_at_the_deadline(call):
    """A host that drops connection requests: unreached, on time."""
    import socket

    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        door.listen(0)
        waiting = [socket.socket() for _ in range(3)]
        for one in waiting:
            one.setblocking(False)
            one.connect_ex(door.getsockname())
        start = time.monotonic()
        trouble = call(door.getsockname()[1]).trouble
        assert time.monotonic() - start < DEADLINE_S + GRACE_S
        assert trouble is not None and trouble.phase in ("connect", "deadline")
        for one in waiting:
            one.close()


def test_a_host_without_a_name_is_told():
    """Unknown names and impossible ports are unreached, not exceptions."""
    for host, port in (("no.such.host.invalid", 1), ("a" * 70 + ".example", 1), ("127.0.0.1", 70_000), ("", 1)):
        trouble = TcpClient(host=host, port=port, framing=FRAMING).call(b"x", deadline_s=2).trouble
        assert trouble is not None and trouble.unreached and not trouble.sent


def test_what_we_cannot_send_is_told_before_anything_is_sent():
    """A body over the prefix, a header or target that HTTP cannot carry: phase send, sent False, nobody called."""
    port = h.refused_port()
    tight = TcpClient(host="127.0.0.1", port=port, framing=Framing(width=2, limit_bytes=99))
    assert ("send", False) == ((t := tight.call(b"x" * 100, deadline_s=1).trouble) and (t.phase, t.sent))
    client = HttpClient(f"http://127.0.0.1:{port}")
    for message in (Message(method="GET", target="/a b"), Message(method="GET", target="/南"), Message(method="G T", target="/"),
                    Message(method="GET", target="/", headers=(("x", "南通"),)),
                    Message(method="GET", target="/", headers=(("x", "a\r\nb: c"),)),
                    Message(method="POST", target="/", headers=(("content-length", "99"),), body=b"x")):
        trouble = client.call(message, deadline_s=1).trouble
        assert trouble is not None and ("send", False) == (trouble.phase, trouble.sent), message


GROWTH = {
    "tcp huge frame": ("tcp", h.endless(b"08388608", b"x" * 65536), 3, "none"),
    "tcp endless after a frame": ("tcp", h.endless(framed(b"ok") + b"x", b"x" * 65536), 3, "none"),
    "http chunked endless": ("http", HTTP["chunked endless"][0], 3, "none"),
    "http body without end": ("http", HTTP["body without end"][0], 3, "none"),
    "http tiny chunks": ("http", HTTP["chunked endless, one byte each"][0], 1, "none"),
    "http gzip bomb": ("http", HTTP["gzip bomb"][0], 3, "none"),
    "http gzip bomb in chunks": ("http", HTTP["gzip bomb in chunks"][0], 3, "none"),
    "http header flood": ("http", HTTP["header flood"][0], 3, "none"),
    "http deep json": ("http", h.says(h.http(DEEP_JSON)), 3, "json"),
    "http deep xml": ("http", h.says(h.http(DEEP_XML)), 3, "xml"),
    "tcp deep json": ("tcp", h.says(framed(DEEP_JSON)), 3, "json"),
    "tcp deep xml": ("tcp", h.says(framed(DEEP_XML)), 3, "xml"),
}


def grow(name: str) -> dict:
    """What a fresh process says of one call."""
    kind, script, deadline_s, codec = GROWTH[name]
    with h.hostile(script) as port:
        done = subprocess.run([sys.executable, str(Path(__file__).with_name("growth.py")), kind, str(port), str(deadline_s), codec],
                              capture_output=True, text=True, timeout=30, check=False)
    assert 0 == done.returncode, done.stderr
    return json.loads(done.stdout)


def test_memory_stays_bounded_in_a_fresh_process():
    """Endless, deep and compressed replies: at most 32 MiB more than before the call (peak resident set), and trouble in the end."""
    with ThreadPoolExecutor(2) as pool:
        found = dict(zip(GROWTH, pool.map(grow, GROWTH), strict=True))
    print("\n" + "\n".join(f"{n:28} {f['phase']:14} {f['total']:6.2f} s {f['grown'] / 1024:6.1f} MiB" for n, f in found.items()))
    assert {} == {n: f for n, f in found.items() if f["grown"] > MOST_KIB}
    assert {"decode limit"} == {f["phase"] for n, f in found.items() if "deep" in n}
    assert all(f["phase"] for n, f in found.items() if n != "tcp huge frame")
