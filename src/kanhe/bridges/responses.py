"""`responses`: mounts a simulator in process, for code that speaks HTTP through `requests`.

Home of `responses`. No sockets and no time-outs: for unit tests of a client; the served simulator is the real thing.
"""

from __future__ import annotations

import re
from collections.abc import Callable

import responses
from requests import PreparedRequest

from kanhe.model.contract import Catalogue
from kanhe.model.exchange import Message

Answering = Callable[[Message], Message | None]


def mount(catalogue: Catalogue, family: str, answer: Answering, *, url: str, mock: responses.RequestsMock) -> None:
    """Answer every HTTP operation of the family below `url` with `answer` (e.g. `Simulator.answer`).

    A simulator that hangs up raises requests.ConnectionError in the caller, as a socket would.
    """
    for contract in catalogue.contracts.values():
        if contract.party.family == family and contract.route:
            pattern = re.sub(r"\{[^}]+\}", "[^/?]+", re.escape(contract.route).replace(r"\{", "{").replace(r"\}", "}"))
            mock.add_callback(contract.method, re.compile(f"{re.escape(url)}{pattern}(\\?.*)?$"),
                              callback=lambda request: _answered(request, answer, url), content_type=None)


def _answered(request: PreparedRequest, answer: Answering, url: str) -> tuple[int, dict[str, str], bytes]:
    body = request.body or b""
    message = Message(
        body=body if isinstance(body, bytes) else str(body).encode(), method=request.method or "",
        target=(request.url or "").removeprefix(url), headers=tuple((k, str(v)) for k, v in request.headers.items()))
    reply = answer(message)
    if reply is None:
        raise ConnectionError("模拟器没有应答就断开了连接")
    return reply.status, dict(reply.headers), reply.body
