"""The framing table of section 2.1 by hand: bytes as another program would write them, without a line of Kanhe."""

from __future__ import annotations

import base64
import re
import socket
import struct
from dataclasses import dataclass
from urllib.parse import quote

CHARSET = {"cnaps132": "UTF-8"}
HEAD = (b"{H:02313306000019XX0001011306000008XX000120260105093000XMLhvps.111.001.01     00000000000000000001                    3U         "
        b"}\r\n")
SOAP = ('<?xml version="1.0" encoding="UTF-8"?><S:Envelope xmlns:S="http://schemas.xmlsoap.org/soap/envelope/"><S:Header/><S:Body>'
        '<m:{0} xmlns:m="http://echo"><{1} xmlns:x="http://www.w3.org/2001/XMLSchema-instance" x:type="base64Binary">{2}</{1}></m:{0}>'
        "</S:Body></S:Envelope>")


def xml(fields: str, charset: str, *, declared: str = "") -> bytes:
    """A message with these elements."""
    return f'<?xml version="1.0" encoding="{declared or charset}"?><root>{fields}</root>'.encode(charset)


@dataclass(frozen=True)
class Profile:
    """One row of the table: how an inner XML message becomes the bytes of a request or a reply. length: another declared length."""

    name: str

    @property
    def charset(self) -> str:
        """Of the inner message."""
        return CHARSET.get(self.name, "GBK")

    @property
    def http(self) -> bool:
        """Whether it goes over HTTP."""
        return self.name in ("form", "soap")

    def request(self, seq: str = "A0001", name: str = "南通市财政局", charset: str = "", declared: str = "", bom: bytes = b"") -> bytes:
        """The inner message of a request."""
        code = "" if self.name == "soap" else "<Code>ECHO</Code>"
        text = f"{code}<Seq>{seq}</Seq><Name>{name}</Name>"
        return bom + xml(text, charset or self.charset, declared=declared or self.charset)

    def reply(self, seq: str = "A0001", charset: str = "", declared: str = "", bom: bytes = b"") -> bytes:
        """The inner message of a reply."""
        text = f"<Seq>{seq}</Seq><Result>00</Result><Name>南通市财政局</Name>"
        return bom + xml(text, charset or self.charset, declared=declared or self.charset)

    def head(self, body: bytes, *, reply: bool, length: object = None) -> bytes:
        """What stands before the payload; length: what it says instead of the truth (a number is added)."""
        said = len(body) + length if isinstance(length, int) else len(body) if length is None else length
        if self.name == "len4":
            return f"{said:0>4}".encode()
        if self.name == "len6":
            return f"{said:0>6}".encode()
        if self.name == "abc7":
            return b"0" + f"{said:<6}".encode()
        if self.name == "cnaps132":
            if isinstance(length, int):
                return HEAD[:-1] if length < 0 else HEAD[:40] + b" " + HEAD[40:]
            return HEAD if length is None else HEAD.replace(b"XML", str(said).encode())
        kind = "application/x-www-form-urlencoded" if self.name == "form" else "text/xml; charset=UTF-8"
        start = "HTTP/1.1 200 OK" if reply else f"POST {'/servlet' if self.name == 'form' else '/services/Echo'} HTTP/1.1\r\nHost: x"
        return f"{start}\r\nContent-Type: {kind}\r\nContent-Length: {said}\r\n\r\n".encode()

    def payload(self, inner: bytes, *, reply: bool) -> bytes:
        """The inner message as the carrier carries it."""
        text = base64.b64encode(inner).decode()
        if self.name == "form":
            return b"reqData=" + quote(text, safe="").encode()
        if self.name == "soap":
            return SOAP.format("echoResponse" if reply else "echo", "out" if reply else "voucher", text).encode()
        return inner

    def sent(self, inner: bytes, *, reply: bool = False) -> bytes:
        """All bytes of one message."""
        payload = self.payload(inner, reply=reply)
        return self.head(payload, reply=reply) + payload

    def split(self, data: bytes) -> tuple[bytes, bytes]:
        """Head and payload of one right message."""
        at = {"len4": 4, "len6": 6, "abc7": 7, "cnaps132": 132}.get(self.name) or data.index(b"\r\n\r\n") + 4
        return data[:at], data[at:]

    def inner(self, data: bytes) -> bytes:
        """The inner message of the bytes of one reply."""
        _, payload = self.split(data)
        if self.name == "form":
            from urllib.parse import unquote_to_bytes

            return base64.b64decode(unquote_to_bytes(payload.partition(b"=")[2]))
        return base64.b64decode(re.findall(rb"<out>(.*)</out>", payload)[0]) if self.name == "soap" else payload


PROFILES = [Profile(name) for name in ("len4", "len6", "abc7", "cnaps132", "form", "soap")]


def receive(connection: socket.socket, profile: Profile) -> bytes:
    """One whole reply off a socket, read as its length says; what acknowledges or only beats is passed over. b'' at the end."""
    def exactly(count: int) -> bytes:
        data = b""
        while len(data) < count:
            piece = connection.recv(count - len(data))
            if not piece:
                return b""
            data += piece
        return data

    if profile.name == "cnaps132":
        data = b""
        while piece := connection.recv(65536):
            data += piece
        return data
    if profile.http:
        head = b""
        while not head.endswith(b"\r\n\r\n"):
            piece = connection.recv(1)
            if not piece:
                return b""
            head += piece
        return head + exactly(int(re.findall(rb"(?i)content-length: *([0-9]+)", head)[0]))
    size = {"len4": 4, "len6": 6, "abc7": 7}[profile.name]
    while head := exactly(size):
        body = exactly(int(head[1:] if profile.name == "abc7" else head))
        if body not in (b"", b"ACK"):
            return head + body
    return b""


def reset(connection: socket.socket) -> None:
    """Close with RST."""
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    connection.close()
