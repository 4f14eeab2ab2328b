"""The server has acted; a gateway in between answers in its place."""

from __future__ import annotations

from kanhe.model.acts import Act, Close, Send
from kanhe.transport.faults.fault import Duty, Shot, fault

PAGE = b"<html><body><h1>502 Bad Gateway</h1></body></html>"


@fault("已入账，网关答 502", duty=Duty.SAME_KEY)
def gateway_error(shot: Shot) -> tuple[Act, ...]:
    """An HTTP error page over HTTP; over a frame the page comes bare, as a proxy in front of the port would send it."""
    head = b"HTTP/1.1 502 Bad Gateway\r\ncontent-type: text/html\r\nconnection: close\r\ncontent-length: %d\r\n\r\n" % len(PAGE)
    return (Send(PAGE if shot.framing else head + PAGE), Close())
