"""Whether a peer was ever heard: one that only accepts connections (a front machine with nothing behind it, a gateway that does not know
us) is out of reach, and breaks no promise."""

from __future__ import annotations

from dataclasses import dataclass, replace

from kanhe.model.exchange import Case, Exchange

MOST_UNHEARD = 2  # so often a peer that was never heard is asked, then it counts as out of reach


@dataclass(slots=True)
class Hearing:
    """mute: why a peer that can be connected to was never heard, '' = it was, or nothing is known. unheard: how many requests it left
    without a byte; -1 once it was heard."""

    mute: str = ""
    unheard: int = 0

    def heard(self) -> None:
        """Something came from it."""
        self.mute, self.unheard = "", -1

    def after(self, exchange: Exchange, case: Case) -> Exchange:
        """The exchange as it is to be judged: where the peer is out of reach its trouble says so."""
        trouble = exchange.trouble
        if trouble is None or exchange.received.raw or self.unheard < 0:
            self.heard()
        elif trouble.sent and not trouble.unreached and not case.lose_reply:
            self.unheard += 1
            self.mute = f"连得上，但没有任何应答：{trouble.message}"
            if self.unheard >= MOST_UNHEARD:
                return replace(exchange, trouble=replace(trouble, message=self.mute, unreached=True))
        return exchange
