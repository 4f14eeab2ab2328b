"""An accepted connection that carries HTTP/1.1 requests. Home of httptools."""

from __future__ import annotations

import httptools

from kanhe.model.exchange import Message
from kanhe.model.link import Answer, Spoiled
from kanhe.transport.connection import Connection, Owner

LIMIT_HEAD = 64 * 1024
_REASONS = {400: "Bad Request", 413: "Content Too Large", 431: "Request Header Fields Too Large"}


class _TooLarge(Exception):
    """A request went beyond a cap; the status says which."""

    def __init__(self, status: int) -> None:
        self.status = status
        super().__init__(status)


class HttpConnection(Connection):
    """Answers requests in order, pipelined ones too, with keep-alive; what is too large or no HTTP is refused and closes."""

    def __init__(self, owner: Owner, answer: Answer, limit_bytes: int, read_s: float) -> None:
        super().__init__(owner, read_s)
        self._answer, self._limit = answer, limit_bytes
        self._parser = httptools.HttpRequestParser(self)
        self._refusal = self._fed = 0
        self.on_message_begin()

    def on_message_begin(self) -> None:
        """A request starts."""
        self._target, self._body, self._size = bytearray(), bytearray(), 0
        self._headers: list[tuple[str, str]] = []
        self._in_head, self._expects = True, False

    def on_url(self, url: bytes) -> None:
        """A piece of the target."""
        self._target += url

    def on_header(self, name: bytes, value: bytes) -> None:
        """One header, or one trailer."""
        key = name.decode("latin-1").lower()
        self._headers.append((key, value.decode("latin-1")))
        self._count(len(name) + len(value) + 32)
        if key == "content-length" and self._in_head and int(value) > self._limit:
            raise _TooLarge(413)
        if key == "expect" and value.lower() == b"100-continue":
            self._expects = True

    def _count(self, size: int) -> None:
        self._size += size
        if self._size > LIMIT_HEAD:
            raise _TooLarge(431)

    def on_headers_complete(self) -> None:
        """A peer that waits for leave to send the body gets it."""
        self._in_head = False
        if self._expects and not self.waiting:
            self.transport.write(b"HTTP/1.1 100 Continue\r\n\r\n")

    def on_body(self, body: bytes) -> None:
        """A piece of the body."""
        self._body += body
        if len(self._body) > self._limit:
            raise _TooLarge(413)

    def on_message_complete(self) -> None:
        """The request is whole; answered after the parser has returned, so that a fault in an answer is not taken for bad HTTP."""
        message = Message(method=self._parser.get_method().decode("ascii"), target=self._target.decode("latin-1"),
                          headers=tuple(self._headers), body=bytes(self._body))
        self.waiting.append((message, self._parser.should_keep_alive()))
        self._fed, self._body = 0, bytearray()

    def data_received(self, data: bytes) -> None:
        """Feed the parser, then answer what is complete."""
        if self._ended:
            return
        self._fed += len(data)
        before = len(self.waiting)
        self._parse(data)
        if len(self.waiting) > before:
            self.touch()
        elif not self._refusal and self._fed > (LIMIT_HEAD if self._in_head else 8 * self._limit + LIMIT_HEAD):
            self._refuse(431 if self._in_head else 413)  # what the parser holds back, or swallows, counts too
        self.work()

    def _parse(self, data: bytes) -> None:
        try:
            self._parser.feed_data(data)
        except httptools.HttpParserUpgrade as error:  # offered, as some clients always do; we stay with HTTP/1.1
            self._parser = httptools.HttpRequestParser(self)
            rest = data[error.args[0] :]
            if rest:
                self._parse(rest)
        except httptools.HttpParserError as error:
            cause = error.__cause__ or error.__context__
            self._refuse(cause.status if isinstance(cause, _TooLarge) else 400)

    def _refuse(self, status: int) -> None:
        self._refusal, self._ended = status, True

    def last_words(self) -> None:
        """Say what was refused, if anything."""
        if self._refusal:
            line = f"HTTP/1.1 {self._refusal} {_REASONS[self._refusal]}"
            self.transport.write(f"{line}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n".encode())

    def serve(self, request: tuple[Message, bool]) -> None:
        """Answer one request; None hangs up."""
        message, keep_alive = request
        reply = self._answer(message)
        if isinstance(reply, Spoiled):
            data = response(reply.reply, keep_alive=keep_alive)
            self.perform(reply.acts(data, len(data) - len(reply.reply.body)))
            return
        if reply is not None:
            self.transport.write(response(reply, keep_alive=keep_alive))
        if reply is None or not keep_alive:
            self.waiting.clear()
            self.transport.close()


def response(reply: Message, *, keep_alive: bool = True) -> bytes:
    """The bytes of a reply. Raises ValueError for a header that would end its line."""
    head = [f"HTTP/1.1 {reply.status} {'OK' if reply.status < 400 else 'Error'}"]
    head += [f"{k}: {v}" for k, v in reply.headers if k.lower() not in ("content-length", "connection", "transfer-encoding")]
    head.append(f"content-length: {len(reply.body)}" if keep_alive else f"content-length: {len(reply.body)}\r\nconnection: close")
    text = "\r\n".join(head)
    if text.count("\r") + text.count("\n") != 2 * (len(head) - keep_alive):
        raise ValueError("应答头里有换行")
    return text.encode("latin-1") + b"\r\n\r\n" + reply.body
