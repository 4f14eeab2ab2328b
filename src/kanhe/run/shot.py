"""What became of one planted defect."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Shot:
    """One defect and what became of it. rules: promises that were found broken, in order. named: the defect's own rule is among them."""

    defect: str
    title: str
    wanted: tuple[str, ...]
    rules: tuple[str, ...]
    seconds: float

    @property
    def named(self) -> bool:
        """Whether a rule that the defect says it breaks was found broken."""
        return bool(set(self.wanted) & set(self.rules))
