"""An accepted connection that carries frames."""

from __future__ import annotations

from collections.abc import Callable

from kanhe.errors import WireError
from kanhe.model.contract import Framing
from kanhe.model.exchange import Message
from kanhe.model.link import Answer, Misframed, Spoiled
from kanhe.transport.connection import Connection, Owner
from kanhe.wire.framing import Deframer, frame

Framed = Callable[[Message], bytes]


class FramedConnection(Connection):
    """Answers every frame, in order. The read deadline runs from the last complete frame."""

    def __init__(
        self, owner: Owner, framing: Framing, answer: Answer, framed: Framed, misframed: Misframed | None, read_s: float
    ) -> None:
        super().__init__(owner, read_s)
        self._deframer, self._framing = Deframer(framing), framing
        self._answer, self._framed, self._misframed = answer, framed, misframed

    def data_received(self, data: bytes) -> None:
        """Answer the frames that are complete now; bytes that are no frame are told and close the connection."""
        if self._ended:
            return
        try:
            bodies = self._deframer.feed(data)
        except WireError:
            bodies = []
        self._take(bodies)
        if self._deframer.broken is not None:
            self._ended = True
        self.work()
        if self._deframer.broken is not None:
            self._tell(self._deframer.broken)

    def _take(self, bodies: list[bytes]) -> None:
        """Whole frames came; each is acknowledged at once where the wire knows receipts."""
        if not bodies:
            return
        self.touch()
        self.waiting.extend(bodies)
        if self._framing.receipt:
            self.transport.write(frame(self._framing, self._framing.receipt) * len(bodies))

    def serve(self, request: bytes) -> None:
        """Answer one frame; None hangs up."""
        reply = self._answer(Message(body=request))
        if reply is None:
            self.waiting.clear()
            self.transport.close()
        elif isinstance(reply, Spoiled):
            data = self._framed(reply.reply)
            self.perform(reply.acts(data, len(data) - len(reply.reply.body)))
        else:
            self.transport.write(self._framed(reply))
            if self._framing.encoding == "close":
                self.transport.close()

    def eof_received(self) -> bool:
        """The peer sends no more; an incomplete frame is told, a message that ends with the stream is answered."""
        if self._framing.encoding == "close" and not self._ended:
            try:
                self._take(self._deframer.end())
            except WireError as error:
                self._ended = True
                self._tell(error)
            self.work()
        self._tell_unfinished()
        return super().eof_received()

    def late(self) -> None:
        """The read deadline passed; an incomplete frame is told."""
        self._tell_unfinished()
        super().late()

    def _tell_unfinished(self) -> None:
        if self._ended:
            return
        try:
            self._deframer.finish()
        except WireError as error:
            self._tell(error)

    def _tell(self, error: WireError) -> None:
        if self._misframed is not None:
            self._misframed(error, self._deframer.rest)
