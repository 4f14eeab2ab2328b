"""Messages that the end of the stream ends: a peer has the whole request even where nobody waits for its answer."""

from __future__ import annotations

import socket
import time

from kanhe.model.contract import Framing
from kanhe.transport.tcp import TcpClient
from tests.transport.hostile import hostile

CLOSING = Framing(encoding="close", width=0)


def test_a_request_whose_answer_is_lost_has_come_whole_before_the_line_dies() -> None:
    """The peer sees the end of the request at once and answers; nobody reads that, and nothing waits for its patience to run out."""
    heard: list[bytes] = []

    def answers(connection: socket.socket) -> None:
        whole = b""
        while data := connection.recv(100):
            whole += data
        heard.append(whole)
        connection.sendall(b"done")

    with hostile(answers) as port:
        client = TcpClient(host="127.0.0.1", port=port, framing=CLOSING)
        start = time.monotonic()
        lost = client.call(b"pay " * 100, deadline_s=5, lose_reply=True)
        took = time.monotonic() - start
        kept = client.call(b"pay", deadline_s=5)
    assert [b"pay " * 100, b"pay"] == heard
    assert lost.reply is None and lost.trouble is not None and lost.trouble.sent and took < 0.9
    assert kept.reply is not None and b"done" == kept.reply.body
