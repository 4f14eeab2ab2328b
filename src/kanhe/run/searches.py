"""What a session has learned while it looked for ways, besides the ways themselves."""

from __future__ import annotations

from dataclasses import dataclass, field

from kanhe.model.contract import Contract

Mark = tuple[str, str]  # contract id, and what about it is the goal; '' = that it succeeds


@dataclass(slots=True, kw_only=True)
class Searches:
    """failed: how often none was found, near and in all the books. meanwhile: what is only reached while something is under way. decided:
    by which end at our own side it becomes possible, None where by none."""

    failed: dict[tuple[str, str, bool], int] = field(default_factory=dict)
    meanwhile: set[Mark] = field(default_factory=set)
    decided: dict[Mark, Contract | None] = field(default_factory=dict)
