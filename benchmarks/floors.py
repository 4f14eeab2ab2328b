"""The bare floors: an event loop that parses, validates with the XSD and gives a fixed reply; and a bare ASGI application.

They do nothing that could be left out, and they book nothing: what a Python server reaches at best.
"""

from __future__ import annotations

import asyncio
import socket
import sys
from pathlib import Path


def tcp_floor(xsd: str, reply: bytes) -> None:
    """Frames with 6 digits; lxml parse + XSD + fixed reply; prints `ready address=tcp://HOST:PORT`."""
    import uvloop
    from lxml import etree

    schema = etree.XMLSchema(etree.parse(xsd))
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    framed = b"%06d" % len(reply) + reply

    class Floor(asyncio.Protocol):
        def connection_made(self, transport):
            self.transport, self.buffer = transport, b""

        def data_received(self, data):
            self.buffer += data
            while len(self.buffer) >= 6 and len(self.buffer) >= (size := 6 + int(self.buffer[:6])):
                body, self.buffer = self.buffer[6:size], self.buffer[size:]
                if not schema.validate(etree.fromstring(body, parser)):
                    raise SystemExit(f"the schema does not know this message: {schema.error_log}")
                self.transport.write(framed)

    async def serve() -> None:
        server = await asyncio.get_running_loop().create_server(Floor, "127.0.0.1", 0)
        print(f"ready address=tcp://127.0.0.1:{server.sockets[0].getsockname()[1]}", flush=True)
        await server.serve_forever()

    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(serve())


def http_floor(reply: bytes) -> None:
    """uvicorn with httptools and uvloop and a bare ASGI application: it reads the body and gives a fixed reply."""
    import uvicorn

    headers = [(b"content-type", b"application/json"), (b"content-length", str(len(reply)).encode())]

    async def application(scope, receive, send) -> None:
        if scope["type"] != "http":
            return
        while (await receive()).get("more_body"):
            pass
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": reply})

    listener = socket.create_server(("127.0.0.1", 0))
    print(f"ready address=http://127.0.0.1:{listener.getsockname()[1]}", flush=True)
    config = uvicorn.Config(application, log_level="error", access_log=False, http="httptools", loop="uvloop")
    uvicorn.Server(config).run(sockets=[listener])


if __name__ == "__main__":
    if sys.argv[1] == "tcp":
        tcp_floor(sys.argv[2], Path(sys.argv[3]).read_bytes())
    else:
        http_floor(Path(sys.argv[2]).read_bytes())
