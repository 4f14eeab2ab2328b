"""Double-entry ledger in integer fen: money only moves, nothing makes or loses it.

Theory of operation: an account is a text; its balance is the sum of what moved in minus what moved out. Money that
enters or leaves the simulated bank moves from or to an account whose name starts with `outside`; only those may be
negative. Every movement is one posting with a serial (1, 2, 3 …) and a voucher (the business key that caused it).
The ledger is frozen: `move` returns a new one, so a fork of the world costs nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

from immutables import Map

OUTSIDE = "outside"


@dataclass(frozen=True, slots=True, kw_only=True)
class Posting:
    """One movement of money: `amount_fen` (> 0) left `source` and reached `target` at `at` (yyyyMMddHHmmss)."""

    serial: int
    voucher: str
    source: str
    target: str
    amount_fen: int
    at: str = ""


class Overdrawn(ValueError):
    """A movement would leave an inner account below zero; nothing was booked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ledger:
    """Balances in fen by account, and every posting by serial."""

    balances: Map[str, int] = field(default_factory=Map)
    postings: Map[int, Posting] = field(default_factory=Map)

    def balance(self, account: str) -> int:
        """The balance in fen; 0 for an account that never moved."""
        return self.balances.get(account, 0)

    def move(self, amount_fen: int, *, source: str, target: str, voucher: str, at: str = "") -> Ledger:
        """Book one movement; raises Overdrawn, and ValueError for what is no movement at all."""
        if amount_fen <= 0 or source == target or not voucher:
            raise ValueError(f"no posting: {amount_fen} fen {source} -> {target} voucher {voucher!r}")
        left = self.balance(source) - amount_fen
        if left < 0 and not source.startswith(OUTSIDE):
            raise Overdrawn(f"{source}: {self.balance(source)} fen - {amount_fen} fen")
        serial = len(self.postings) + 1
        posting = Posting(
            serial=serial, voucher=voucher, source=source, target=target, amount_fen=amount_fen, at=at
        )
        balances = self.balances.set(source, left).set(target, self.balance(target) + amount_fen)
        return Ledger(balances=balances, postings=self.postings.set(serial, posting))


def faults(ledger: Ledger) -> list[str]:
    """What is wrong with the books: sum not zero, inner accounts below zero, balances that no postings explain."""
    found = []
    if total := sum(ledger.balances.values()):
        found.append(f"sum of all balances is {total} fen")
    found.extend(
        f"{account} is {fen} fen"
        for account, fen in ledger.balances.items()
        if fen < 0 and not account.startswith(OUTSIDE)
    )
    replayed: dict[str, int] = {}
    for serial in range(1, len(ledger.postings) + 1):
        posting = ledger.postings.get(serial)
        if posting is None or not posting.voucher:
            found.append(f"posting {serial} is missing or has no voucher")
            continue
        replayed[posting.source] = replayed.get(posting.source, 0) - posting.amount_fen
        replayed[posting.target] = replayed.get(posting.target, 0) + posting.amount_fen
    found.extend(
        f"{account}: postings give {replayed.get(account, 0)} fen, balance is {fen} fen"
        for account, fen in ledger.balances.items()
        if replayed.get(account, 0) != fen
    )
    return found


def fen(yuan: Decimal) -> int:
    """Yuan to fen, exact; raises ValueError for a fraction of a fen."""
    scaled = yuan * 100
    whole = int(scaled)
    if whole != scaled:
        raise ValueError(f"{yuan} is not a whole number of fen")
    return whole


def yuan(amount_fen: int) -> Decimal:
    """Fen to yuan with two decimals."""
    return Decimal(amount_fen).scaleb(-2)
