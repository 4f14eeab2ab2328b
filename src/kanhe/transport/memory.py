"""A link to a simulator in the same process: bytes go in and out, no socket is opened."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Protocol

from kanhe.errors import WireError
from kanhe.model.acts import Send
from kanhe.model.contract import Contract
from kanhe.model.exchange import Message, Received, Trouble
from kanhe.model.link import Answer, Gate, Misframed, Moved, Spoiled
from kanhe.wire.framing import Deframer, explain, frame, head_bytes


class Simulated(Protocol):
    """What a simulator offers; see simulate/simulator.py."""

    def answer(self, message: Message) -> Message | None:
        """The reply to one request, None = hang up."""

    def framed(self, message: Message) -> bytes:
        """The bytes of a TCP reply with its prefix."""

    def stimulate(self, contract: Contract, values: Mapping[str, object]) -> str:
        """Let an event happen."""

    def deliver(self, send: Callable[[Contract, Message], Message | None]) -> int:
        """Send what waits in the outbox."""

    def move_clock(self, to: str, deliver: Callable[[], object]) -> Moved:
        """Move its clock on."""


class MemoryLink:
    """See model.link.Link. Framed replies pass through a deframer, so that wrong prefixes are seen here too."""

    def __init__(self, simulator: Simulated) -> None:
        self.simulator = simulator
        self._answer: Answer | None = None
        self._misframed: Misframed | None = None

    def call(self, contract: Contract, message: Message, *, lose_reply: bool = False, gate: Gate | None = None) -> Received:
        """One request, one reply."""
        reply = self.simulator.answer(message)
        self._deliver()
        if lose_reply:
            return Received(trouble=Trouble(phase="reply", message="故意不读应答", sent=True))
        if reply is None:
            return Received(trouble=Trouble(phase="reply", message="对方没有应答就关闭了连接", sent=True))
        framing = contract.party.wire.framing
        if framing is None:
            return Received(reply=reply, raw=reply.body)
        return _through_frame(self.simulator.framed(reply), contract)

    def listen(self, answer: Answer, misframed: Misframed) -> None:
        """Answer the simulator's own requests with this function."""
        self._answer, self._misframed = answer, misframed

    def stimulate(self, contract: Contract, values: Mapping[str, object]) -> str:
        """Cause an event; what it sends is delivered before this returns."""
        reason = self.simulator.stimulate(contract, values)
        self._deliver()
        return reason

    def move_clock(self, to: str) -> Moved:
        """Move the simulator's clock on; what falls due is delivered before this returns."""
        return self.simulator.move_clock(to, self._deliver)

    def _deliver(self) -> None:
        answer = self._answer
        if answer is not None:
            self.simulator.deliver(lambda contract, message: self._take(answer, contract, message))

    def _take(self, answer: Answer, contract: Contract, message: Message) -> Message | None:
        if contract.party.wire.framing is not None:
            received = _through_frame(self.simulator.framed(message), contract)
            if received.reply is None:
                trouble = received.trouble
                assert trouble is not None and self._misframed is not None
                self._misframed(WireError(trouble.phase, trouble.message, offset=trouble.offset), received.raw)
                return None
        reply = answer(message)
        return _survives(reply, contract) if isinstance(reply, Spoiled) else reply

    def close(self) -> None:
        """Nothing to release."""


def _survives(spoiled: Spoiled, contract: Contract) -> Message | None:
    """What is left of a spoiled reply for a caller without sockets: the first whole frame. HTTP: nothing."""
    framing = contract.party.wire.framing
    if framing is None:
        return None
    data = frame(framing, spoiled.reply.body)
    acts = spoiled.acts(data, len(data) - len(spoiled.reply.body))
    sent = b"".join(act.data for act in acts if isinstance(act, Send))
    return _through_frame(sent, contract).reply


def _through_frame(data: bytes, contract: Contract) -> Received:
    framing = contract.party.wire.framing
    assert framing is not None
    deframer = Deframer(framing)
    try:
        found = deframer.feed(data)
        behind = deframer.pending if found else 0
        found = found or deframer.end()
        offset = len(data) - behind - sum(head_bytes(framing) + len(one) for one in found[1:])
        if found and offset == len(data):
            return Received(reply=Message(body=found[0]), raw=data)
        layer, message = "frame", "帧后面还有多余的字节" if found else "没有帧"
    except WireError as error:
        layer, message, offset = error.layer, error.message, error.offset
    hint = explain(framing, data, contract.party.wire.charset)
    return Received(raw=data, trouble=Trouble(phase=layer, message=f"{message}；{hint}" if hint else message, sent=True, offset=offset))
