"""A port that is held is nobody else's until the listener takes it."""

from __future__ import annotations

import socket

import pytest

from kanhe.model.exchange import Message
from kanhe.transport.http import HttpClient
from kanhe.transport.listen import serve_http
from kanhe.transport.live import held_port


def test_nobody_else_gets_a_held_port_and_the_listener_does():
    """Neither by number nor by chance; who connects before is refused, who connects afterwards is answered."""
    held, port = held_port()
    with socket.socket() as other, pytest.raises(OSError, match="in use"):
        other.bind(("127.0.0.1", port))
    with socket.socket() as early, pytest.raises(ConnectionRefusedError):
        early.connect(("127.0.0.1", port))
    listener = serve_http("127.0.0.1", port, lambda m: Message(status=200, body=m.body), held=held)
    try:
        assert ("127.0.0.1", port) == listener.address
        received = HttpClient(f"http://127.0.0.1:{port}").call(Message(method="POST", target="/", body=b"x"), deadline_s=5)
        assert received.reply is not None and b"x" == received.reply.body
    finally:
        listener.close()
        held.close()
