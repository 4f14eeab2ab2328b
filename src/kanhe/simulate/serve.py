"""A simulator at work: it answers, takes events, and sends its own messages in the background.

Sockets belong to others: whoever opens the doors hands requests to `answer`, events to `stimulus`, and gives a `send`.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping
from typing import Any

from kanhe.model.contract import Contract
from kanhe.model.exchange import Message
from kanhe.simulate.simulator import Sender, Simulator


class Service:
    """One simulator with a thread that delivers what waits in its outbox; `close` ends the thread."""

    def __init__(self, simulator: Simulator, send: Sender) -> None:
        self.simulator = simulator
        self._send = send
        self._wake = threading.Event()
        self._ended = False
        self._thread = threading.Thread(target=self._deliveries, name="deliveries", daemon=True)
        self._thread.start()

    def answer(self, message: Message) -> Message | None:
        """The reply to one request; what the request makes the simulator send goes out after it."""
        reply = self.simulator.answer(message)
        if self.simulator.outbox:
            self._wake.set()
        return reply

    def stimulus(self, operation: str, values: Mapping[str, Any]) -> str:
        """Let an event happen and send what follows from it; '' when done, else the Chinese reason why not."""
        contract = self.simulator.stimulus(operation)
        if contract is None:
            return f"{self.simulator.role} 没有事件 {operation}"
        reason = self.simulator.stimulate(contract, values)
        self.simulator.deliver(self._send)
        return reason

    def health(self) -> Mapping[str, Any]:
        """Who this is and how much waits to be sent."""
        simulator = self.simulator
        return {"family": simulator.party.family, "role": simulator.role, "pending": len(simulator.outbox)}

    def close(self) -> None:
        """End the deliveries."""
        self._ended = True
        self._wake.set()
        self._thread.join(timeout=2)

    def _deliveries(self) -> None:
        while True:
            self._wake.wait()
            self._wake.clear()
            if self._ended:
                return
            self.simulator.deliver(self._send)


def nobody(contract: Contract, message: Message) -> Message | None:
    """The way to send for a simulator that was given no peer: nobody hears, nobody answers."""
    return None
