"""What happened at a simulated party, in order: who, what, how much, how it was taken, and what moved in the ledger.

The same seed and the same calls give the same lines, byte for byte: nothing here knows the real clock, and how an event was caused
(a plan, a magic value, a nudge) is not written down. Notes beyond the bound are forgotten, and the reader is told how many.
"""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from itertools import islice
from typing import Any

from kanhe.model.contract import Contract
from kanhe.model.formula import Value

MOST_NOTES = 50_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Marks:
    """By which meanings a reader knows a message again: the business key, and the first amount."""

    keys: tuple[str, ...] = ()
    money: str = ""

    def of(self, values: Mapping[str, Value]) -> tuple[str, str]:
        """(key, amount in yuan) as texts; '' where there is none."""
        key = next((str(values[name]) for name in self.keys if values.get(name) is not None), "")
        amount = values.get(self.money)
        return key, "" if amount is None else str(amount)


def marks_of(contract: Contract) -> Marks:
    """The marks of an operation: its idempotency key, else its fields that are keys."""
    named = contract.idempotency.key if contract.idempotency is not None else ()
    mine = [f for f in contract.request if f.means and "[]" not in f.path]
    keys = [f.means for f in mine if f.path in named] + [f.means for f in mine if f.role == "key"]
    return Marks(keys=tuple(dict.fromkeys(keys)), money=next((f.means for f in mine if f.role == "money"), ""))

Movements = tuple[tuple[str, int], ...]
"""(account of the ledger, fen that came in; negative: went out)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """kind: in (a request came and was answered), event, out (a message of its own and what became of it), clock.

    said: outcome class, or '' for clock; text: Chinese; amount: yuan as text.
    """

    number: int
    at: str
    kind: str
    operation: str = ""
    key: str = ""
    amount: str = ""
    said: str = ""
    text: str = ""
    moved: Movements = ()


_FIELDS = tuple(f.name for f in fields(Note))


class Journal:
    """Notes, oldest first. Append under the simulator's lock; reading takes a copy."""

    def __init__(self, most: int = MOST_NOTES) -> None:
        self._notes: deque[tuple[Any, ...]] = deque(maxlen=most)  # fields of Note in order; made into one when somebody reads
        self._number = 0

    @property
    def last(self) -> int:
        """The number of the newest note, 0 before the first."""
        return self._number

    @property
    def forgotten(self) -> int:
        """How many notes are no longer here."""
        return self._number - len(self._notes)

    def note(
        self, at: str, kind: str, operation: str = "", *, key: str = "", amount: str = "", said: str = "", text: str = "",
        moved: Movements = (),
    ) -> None:
        """Write one note."""
        self._number += 1
        self._notes.append((self._number, at, kind, operation, key, amount, said, text, moved))

    def after(self, number: int, most: int = 1000) -> list[Note]:
        """At most so many notes behind the one with this number."""
        return [Note(**dict(zip(_FIELDS, row, strict=True))) for row in islice((r for r in tuple(self._notes) if r[0] > number), most)]

    def lines(self) -> Iterator[str]:
        """Every note as one line of JSON."""
        for row in tuple(self._notes):
            yield json.dumps(dict(zip(_FIELDS, row, strict=True)), ensure_ascii=False, separators=(",", ":"))
