"""A payment gateway that knows nothing of Kanhe: it validates by the schema file that it is given, and takes a message once.

`gateway.py --port 0 --schema FILE` prints `ready http://HOST:PORT`.
"""

from __future__ import annotations

import argparse
import hashlib
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Lock

from lxml import etree

SPACE = "urn:iso:std:iso:20022:tech:xsd:pain.001.001.03"
TAKEN, KNOWN, REFUSED = 202, 208, 422
SAFE = {"resolve_entities": False, "no_network": True}


class Desk:
    """What it has taken: message number -> digest of the payments."""

    def __init__(self, schema: str) -> None:
        self.schema = etree.XMLSchema(etree.parse(schema))
        self.taken: dict[str, bytes] = {}
        self.lock = Lock()

    def take(self, data: bytes) -> int:
        """The HTTP status."""
        try:
            message = etree.fromstring(data, etree.XMLParser(**SAFE))
        except etree.XMLSyntaxError:
            return REFUSED
        number = message.findtext(f".//{{{SPACE}}}GrpHdr/{{{SPACE}}}MsgId") or ""
        if not self.schema.validate(message):
            return REFUSED
        rest = [etree.tostring(one) for one in message.iter(f"{{{SPACE}}}PmtInf")]
        digest = hashlib.sha256(b"".join(rest)).digest()
        with self.lock:
            if number not in self.taken:
                self.taken[number] = digest
                return TAKEN
            return KNOWN if self.taken[number] == digest else REFUSED


def serve(desk: Desk, port: int) -> ThreadingHTTPServer:
    """The server, not yet running."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            self.send_response(desk.take(self.rfile.read(int(self.headers.get("content-length", "0")))))
            self.send_header("content-length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Quiet."""

    return ThreadingHTTPServer(("127.0.0.1", port), Handler)


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--schema", required=True)
    args = parser.parse_args()
    server = serve(Desk(args.schema), args.port)
    print(f"ready http://127.0.0.1:{server.server_address[1]}", flush=True)
    server.serve_forever()
