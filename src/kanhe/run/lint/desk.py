"""What every part of lint works with: the catalogue, places in its files, the registered checks, and the problems so far."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kanhe.checks.all import CHECKS
from kanhe.checks.log import Log
from kanhe.checks.registry import Question
from kanhe.contract.places import Places
from kanhe.errors import Position, Problem
from kanhe.model.contract import Catalogue, Contract, Party, Rule
from kanhe.model.document import MISSING, get
from kanhe.model.exchange import Exchange
from kanhe.model.formula import Scene


@dataclass(slots=True)
class Desk:
    """The work of one lint."""

    catalogue: Catalogue
    places: Places
    problems: list[Problem] = field(default_factory=list)
    spoiled: set[str] = field(default_factory=set)  # contracts whose specimen is wrong: what follows from that is not told again
    _kinds: dict[str, frozenset[str]] = field(default_factory=dict)

    @classmethod
    def of(cls, catalogue: Catalogue) -> Desk:
        """An empty desk for a catalogue."""
        return cls(catalogue, Places(Path(catalogue.root)))

    def blame(self, at: Position, found: str, right: str = "", hint: str = "") -> None:
        """Something is wrong."""
        self.problems.append(Problem(at, found, right, hint))

    def note(self, at: Position, found: str, right: str = "", hint: str = "") -> None:
        """Nothing is wrong, but somebody should know."""
        self.problems.append(Problem(at, found, right, hint, note=True))

    def ask(self, rule: Rule, scene: Scene, history: Sequence[Exchange] = ()) -> bool | None:
        """The answer of a rule's registered check; None where it does not apply or is not known."""
        check = CHECKS.get(rule.check)
        return check(Question(rule=rule, scene=scene, history=Log(tuple(history)))) if check is not None else None

    def kinds(self, party: Party) -> frozenset[str]:
        """Every sort of thing that the contracts of a family open, or that exists from the start."""
        found = self._kinds.get(party.family)
        if found is None:
            mine = [c for c in self.catalogue.contracts.values() if c.party.family in (party.family, party.window_of)]
            found = self._kinds[party.family] = frozenset(e.kind for c in mine for e in (*c.effects, *c.marks)) | frozenset(party.seeds)
        return found

    def scene(self, contract: Contract, *, now: str = "", **parts: Any) -> Scene:
        """A scene with the specimen of the contract, unless other documents are given."""
        documents = {"request": contract.specimen_request, "reply": contract.specimen_reply or None, **parts}
        return Scene(now=now, parameters=self.catalogue.parameters, **documents)


def told_time(contract: Contract, side: str) -> str:
    """The business time that the specimen itself tells on one side, '' where it tells none."""
    fields, document = ((contract.request, contract.specimen_request) if side == "request"
                        else (contract.reply, contract.specimen_reply))
    texts = {f.means: get(document, f.path) for f in fields if f.means.startswith("send_")}
    told = [texts.get(means) for means in ("send_moment", "send_date", "send_time")]
    return "".join(t for t in told if t is not MISSING and isinstance(t, str))[:14]
