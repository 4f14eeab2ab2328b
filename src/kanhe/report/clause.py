"""Where a promise is written: the rule in its contract file, and the lines around it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from kanhe.errors import Position
from kanhe.model.contract import Catalogue
from kanhe.model.verdict import Promise
from kanhe.report.labels import interface_of

AROUND = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """A place in a contract file. name: as people read it, `banks/…/G00003.yaml:12`."""

    name: str
    path: Path
    line: int

    @property
    def url(self) -> str:
        """The file, for whoever has it where the run was."""
        return f"{self.path.resolve().as_uri()}#L{self.line}"

    def excerpt(self) -> str:
        """The lines around the place, numbered, the one meant marked; '' where the file is gone."""
        try:
            lines = self.path.read_text(encoding="utf-8").splitlines()
        except (OSError, UnicodeDecodeError):
            return ""
        shown = range(max(1, self.line - AROUND // 2), min(len(lines), self.line + AROUND) + 1)
        return "\n".join(f"{'>' if n == self.line else ' '} {n:>4} | {lines[n - 1]}" for n in shown)


def clause_of(catalogue: Catalogue, promise: Promise) -> Clause | None:
    """The place of the promise's own rule, else of its contract or flow; None where neither is known."""
    owner = interface_of(catalogue, promise.contract) or catalogue.flows.get(promise.contract) or catalogue.linkages.get(promise.contract)
    if owner is None:
        return None
    at: Position = next((r.at for r in owner.rules if r.id == promise.id and r.at.file), owner.at)
    return Clause(name=f"{at.file}:{at.line}", path=Path(catalogue.root, at.file), line=max(1, at.line)) if at.file else None
