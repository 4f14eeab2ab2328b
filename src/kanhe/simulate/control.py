"""The side door of a simulator: cause events, ask for health. HTTP on loopback, one small JSON body at a time.

    POST /stimulus/<operation>  {"amount": "100.00", …}  ->  {"done": true} or {"done": false, "reason": "…"}
    GET  /health                                         ->  {"family": …, "role": …, "pending": 0}
    GET  /clock                                          ->  {"now": …, "accounting_date": …, …}
    POST /clock     {"to": "next-cutoff"}                ->  {"done": true, "now": …, "happened": […]}
    POST /nudge     {"key": …, "step": …, "code": …}     ->  {"done": true} or {"done": false, "reason": "…"}
    GET  /journal   ?after=N                             ->  {"notes": […], "forgotten": 0}

A request with an Origin header comes from a web page and is refused: no page may move a simulated bank.
"""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Callable, Mapping
from decimal import Decimal
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl

LIMIT_BYTES = 1024 * 1024
READ_S = 5.0

Stimulate = Callable[[str, Mapping[str, Any]], str]
Health = Callable[[], Mapping[str, Any]]
Say = Callable[[Mapping[str, Any]], Mapping[str, Any]]
"""A further door: the body of a POST or the query of a GET goes in, the answer comes out; `{"done": False, "reason": …}` where not."""


class ControlDoor:
    """An HTTP listener on 127.0.0.1 that hands events to `stimulate(operation, values)`; '' means done. more: "GET /clock" -> door."""

    def __init__(self, stimulate: Stimulate, health: Health, *, port: int = 0, more: Mapping[str, Say] | None = None) -> None:
        handler = type("Handler", (_Handler,), {
            "stimulate": staticmethod(stimulate), "health": staticmethod(health), "more": dict(more or {})})
        self._server = ThreadingHTTPServer(("127.0.0.1", port), handler)
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.1}, daemon=True)
        self._thread.start()

    @property
    def address(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def close(self) -> None:
        """Stop listening and end the thread."""
        self._server.shutdown()
        self._server.server_close()
        self._thread.join(timeout=2)


class _Handler(BaseHTTPRequestHandler):
    stimulate: Stimulate
    health: Health
    more: Mapping[str, Say]
    timeout = READ_S

    def do_GET(self) -> None:
        path, _, query = self.path.partition("?")
        door = self.more.get(f"GET {path}")
        if door is not None:
            self._say(200, door(dict(parse_qsl(query, max_num_fields=20))))
        elif self.path != "/health":
            self._say(404, {"reason": "没有这个地址"})
        else:
            self._say(200, self.health())

    def do_POST(self) -> None:
        operation = re.fullmatch(r"/stimulus/([A-Za-z0-9._-]{1,80})", self.path)
        door = self.more.get(f"POST {self.path}")
        if operation is None and door is None:
            self._say(404, {"done": False, "reason": "没有这个地址"})
        elif self.headers.get("Origin"):
            self._say(403, {"done": False, "reason": "不接受网页发来的请求"})
        else:
            values = self._values()
            if isinstance(values, str):
                self._say(400, {"done": False, "reason": values})
                return
            if door is not None:
                self._say(200, door(values))
                return
            assert operation is not None
            reason = self.stimulate(operation.group(1), values)
            self._say(200, {"done": True} if not reason else {"done": False, "reason": reason})

    def _values(self) -> dict[str, Any] | str:
        size = self.headers.get("Content-Length", "0")
        if not re.fullmatch(r"[0-9]{1,7}", size) or int(size) > LIMIT_BYTES:
            return "请求体过大或长度不明"
        body = self.rfile.read(int(size)) or b"{}"
        try:
            values = json.loads(body.decode("utf-8"), parse_float=Decimal)
        except (ValueError, RecursionError):
            return "请求体不是 JSON"
        return values if isinstance(values, dict) else "请求体应为 JSON 对象"

    def _say(self, status: int, document: Mapping[str, Any]) -> None:
        body = json.dumps(document, ensure_ascii=False).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing: standard output carries the ready line only."""
