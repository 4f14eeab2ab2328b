"""Run in a fresh process: call a server once and print the trouble's phase, the seconds and the growth of memory in KiB.

Arguments: tcp|http port deadline codec. The reply is decoded too, where one comes. Linux hands ru_maxrss of the parent down
through exec, which would hide the growth, so VmHWM is read where there is one.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from pathlib import Path


def peak() -> int:
    """The highest resident set of this process so far, in KiB."""
    try:
        status = Path("/proc/self/status").read_text()
        return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM"))
    except (OSError, StopIteration):
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def main() -> None:
    """One call; a fault of the client shows as a traceback."""
    kind, port, deadline_s, codec = sys.argv[1], int(sys.argv[2]), float(sys.argv[3]), sys.argv[4]
    from kanhe.errors import WireError
    from kanhe.model.contract import Framing
    from kanhe.model.exchange import Message
    from kanhe.transport.http import HttpClient
    from kanhe.transport.tcp import TcpClient
    from kanhe.wire.json import decode_json
    from kanhe.wire.xml import decode_xml

    decode_json(b'{"a":[1.5,"x"]}')
    decode_xml(b"<root><a>x</a></root>", "root", "UTF-8")
    client = TcpClient(host="127.0.0.1", port=port, framing=Framing(width=8, limit_bytes=8 << 20))
    HttpClient("http://127.0.0.1:1").call(Message(method="GET", target="/"), deadline_s=1)  # everything is imported now
    before, start = peak(), time.monotonic()
    if kind == "tcp":
        received = client.call(b"x", deadline_s=deadline_s)
    else:
        received = HttpClient(f"http://127.0.0.1:{port}").call(Message(method="POST", target="/x", body=b"{}"), deadline_s=deadline_s)
    spent, phase = time.monotonic() - start, received.trouble.phase if received.trouble else ""
    if received.reply is not None and codec != "none":
        try:
            decode_json(received.reply.body) if codec == "json" else decode_xml(received.reply.body, "root", "UTF-8")
        except WireError as error:
            phase = f"decode {error.layer}"
    grown = peak() - before
    print(json.dumps({"phase": phase, "seconds": spent, "total": time.monotonic() - start, "grown": grown}))


if __name__ == "__main__":
    main()
