"""What a schema obliges its reader to: to accept what lies at the edge of each constraint, to refuse what lies just beyond.

An obligation is a value that a report can count: how many exist, how many were sent, how many were answered as they must be.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from kanhe.errors import Position


@dataclass(frozen=True, slots=True, order=True)
class Obligation:
    """path: where in a message, as names from the root (`/Document/…/@Ccy`, `/items/0`). constraint: which one, as `maxLength=35`.

    valid: whether the message lies at the edge and must be accepted, or just beyond and must be refused. at: the place in the schema.
    """

    path: str
    constraint: str
    valid: bool
    at: Position

    def __str__(self) -> str:
        return f"{self.path} {self.constraint}（{'边界上，应接受' if self.valid else '越界，应拒绝'}）"


@dataclass(frozen=True, slots=True)
class Sent:
    """An obligation with its message; None where none exists: the constraint cannot be reached, or not be broken alone."""

    obligation: Obligation
    message: bytes | None


@dataclass(frozen=True, slots=True)
class Coverage:
    """exist: obligations of the schema. sent: those with a message. kept: those answered as they must be.

    lax: what was accepted although it must be refused. strict: what was refused although it must be accepted.
    """

    exist: int
    sent: int
    kept: int
    lax: tuple[Obligation, ...]
    strict: tuple[Obligation, ...]

    def __str__(self) -> str:
        return f"约束义务 {self.exist} 项，发送 {self.sent} 项，如约 {self.kept} 项，误收 {len(self.lax)} 项，误拒 {len(self.strict)} 项"


def cover(messages: Iterable[Sent], accepts: Callable[[bytes], bool]) -> Coverage:
    """Send every message to a peer that accepts or refuses, and count."""
    exist = sent = 0
    lax, strict = [], []
    for one in messages:
        exist += 1
        if one.message is None:
            continue
        sent += 1
        accepted = accepts(one.message)
        if accepted and not one.obligation.valid:
            lax.append(one.obligation)
        if not accepted and one.obligation.valid:
            strict.append(one.obligation)
    return Coverage(exist, sent, sent - len(lax) - len(strict), tuple(lax), tuple(strict))
