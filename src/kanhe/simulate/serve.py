"""A simulator at work: it answers, takes events, and sends its own messages in the background.

Sockets belong to others: whoever opens the doors hands requests to `answer`, events to `stimulus`, and gives a `send`.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from kanhe.model.contract import Contract
from kanhe.model.exchange import Message
from kanhe.simulate.control import Say
from kanhe.simulate.nudge import nudge
from kanhe.simulate.outgoing import Sender
from kanhe.simulate.simulator import Simulator

TICK_S = 0.5


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
        """The reply to one request; what the request makes the simulator send goes out after it, unless a plan wants it earlier."""
        reply = self.simulator.answer(message)
        if self.simulator.outbox:
            if any(item.early for item in self.simulator.outbox):
                self.simulator.deliver(self._send)
            self._wake.set()
        elif self.simulator.life.ticks:
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

    def doors(self) -> dict[str, Say]:
        """What else the control door offers: the clock, the next step of one business, and what happened so far."""
        return {"GET /clock": self._clock, "POST /clock": self._advance, "POST /nudge": self._nudge, "GET /journal": self._journal}

    def _clock(self, _: Mapping[str, Any]) -> Mapping[str, Any]:
        party = self.simulator.party
        return {"who": party.roles[self.simulator.role], **self.simulator.life.told()}

    def _advance(self, body: Mapping[str, Any]) -> Mapping[str, Any]:
        life = self.simulator.life
        before = life.journal.last
        moved = self.simulator.move_clock(str(body.get("to", "")), lambda: self.simulator.deliver(self._send))
        if moved.reason:
            return {"done": False, "reason": moved.reason}
        return {"done": True, **self._clock({}), "happened": [asdict(note) for note in life.journal.after(before)]}

    def _nudge(self, body: Mapping[str, Any]) -> Mapping[str, Any]:
        before = self.simulator.life.journal.last
        reason = nudge(self.simulator, str(body.get("key", "")), str(body.get("step", "")), str(body.get("code", "")))
        self.simulator.deliver(self._send)
        happened = [asdict(note) for note in self.simulator.life.journal.after(before)]
        return {"done": False, "reason": reason} if reason else {"done": True, "happened": happened}

    def _journal(self, query: Mapping[str, Any]) -> Mapping[str, Any]:
        after = str(query.get("after", "0"))
        journal = self.simulator.life.journal
        number = int(after) if after.isascii() and after.isdigit() and len(after) < 12 else 0
        return {"notes": [asdict(note) for note in journal.after(number)], "forgotten": journal.forgotten}

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
        life = self.simulator.life
        while True:
            self._wake.wait(TICK_S if life.ticks else None)  # a clock that goes on by itself: look for what has become due
            self._wake.clear()
            if self._ended:
                return
            with life.lock:
                life.run_due(life.clock())
            self.simulator.deliver(self._send)


def nobody(contract: Contract, message: Message) -> Message | None:
    """The way to send for a simulator that was given no peer: nobody hears, nobody answers."""
    return None
