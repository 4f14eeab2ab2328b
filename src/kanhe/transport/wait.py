"""Losing a reply on purpose: the peer gets the whole request, we leave without reading a byte."""

from __future__ import annotations

import socket
import struct

from kanhe.transport.deadline import Deadline

PATIENCE_S = 1.0


def hang_up_unread(connection: socket.socket, deadline: Deadline) -> None:
    """Wait until the peer has answered or closed (so it has acted), then reset the connection.

    A reset (linger 0) is what a dead line looks like; a peer that never answers is left after PATIENCE_S.
    """
    try:
        connection.settimeout(min(PATIENCE_S, deadline.left()))
        connection.recv(1, socket.MSG_PEEK)  # select() would fail for a descriptor beyond 1023
    except (TimeoutError, OSError):
        pass
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    connection.close()
