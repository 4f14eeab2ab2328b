"""The rules that hold row by row, evaluated over typed rows; a row may look at the row before it or at the last one with its key."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, cast

from kanhe.contract.expression import explain
from kanhe.model.file import Cells, FileContract, FileRule
from kanhe.model.formula import Absent, Formula, Scene, Value
from kanhe.model.words import Kind

Blame = Callable[[FileRule, int, str], None]
"""Called as blame(rule, index of the row in the block, explanation)."""
Key = tuple[str, ...]


def used_columns(contract: FileContract) -> set[str]:
    """The columns that row rules read."""
    return {c for r in contract.rules if r.on == "row" for c in _columns(r)}


def _columns(rule: FileRule) -> list[str]:
    formulas = [f for f in (rule.holds, *rule.by, *rule.leaves) if f is not None]
    return sorted({path.partition(".")[2] for f in formulas for path in f.paths if path.startswith(("row.", "former."))})


@dataclass(slots=True)
class _Chain:
    """Rules that share one notion of the row before. before: key -> row; kept: what earlier files left."""

    name: str
    rules: list[FileRule]
    by: tuple[Formula, ...]
    leaves: tuple[Formula, ...]
    kept: Mapping[Key, Cells]
    before: dict[Key, Cells] = field(default_factory=dict)


class RowRules:
    """Runs the row rules of a contract over the rows of one file, block by block."""

    def __init__(self, contract: FileContract, scene: Scene, chains: Mapping[str, Mapping[Key, Cells]]) -> None:
        self.scene = scene
        mine = [r for r in contract.rules if r.on == "row" and r.holds is not None]
        looks = {r.id: any(p.startswith("former.") for p in (r.holds.paths if r.holds else ())) for r in mine}
        self.plain = [(r, _columns(r)) for r in mine if not looks[r.id] and not r.by]
        self.next = [r for r in mine if looks[r.id] and not r.by]
        self.chains = _chains([r for r in mine if r.by], chains)
        linked = {c for r in mine if r.by or looks[r.id] for c in _columns(r)}
        self.linked = [c.name for c in contract.row.columns if c.name in linked]
        self.money = {c.name for c in contract.row.columns if c.field.type.kind in (Kind.MONEY, Kind.DECIMAL)}
        self.former: Cells = {}
        self.tried: set[str] = set()

    def run(self, count: int, typed: Mapping[str, Sequence[Value]], blame: Blame) -> None:
        """Judge some rows in order, given as typed columns."""
        for rule, columns in self.plain:
            self._alone(rule, columns, zip(*(typed[c] for c in columns), strict=True) if columns else [()] * count, blame)
        if not self.next and not self.chains:
            return
        names = self.scene.names
        following = [(r, r.holds) for r in self.next]
        for index, cells in enumerate(zip(*(typed[c] for c in self.linked), strict=True)):
            row = names["row"] = dict(zip(self.linked, cells, strict=True))
            if following:
                names["former"] = self.former
                for rule, holds in following:
                    self._judge(rule, holds, index, blame)
                self.former = row
            for chain in self.chains:
                self._chained(chain, row, index, blame)

    def _alone(self, rule: FileRule, columns: Sequence[str], rows: Iterable[tuple[Value, ...]], blame: Blame) -> None:
        """A rule that looks at nothing but the row. Where no amounts are read, the same cells come often and are asked once."""
        names, holds, rows = self.scene.names, cast(Any, rule.holds), list(rows)
        asked: Iterable[tuple[Value, ...]] = rows if self.money.intersection(columns) else set(rows)
        wrong, scene = set[tuple[Value, ...]](), self.scene
        for cells in asked:
            names["row"] = dict(zip(columns, cells, strict=True))
            try:
                if not holds(scene):
                    wrong.add(cells)
            except Absent:
                continue
            self.tried.add(rule.id)
        for index, cells in enumerate(rows if wrong else ()):
            if cells in wrong:
                names["row"] = dict(zip(columns, cells, strict=True))
                blame(rule, index, explain(holds, scene))

    def left(self) -> dict[str, dict[Key, Cells]]:
        """What the rows of this file leave behind in every chain."""
        return {chain.name: chain.before for chain in self.chains}

    def _judge(self, rule: FileRule, holds: Any, index: int, blame: Blame) -> None:
        try:
            if not holds(self.scene):
                blame(rule, index, explain(holds, self.scene))
        except Absent:
            return
        self.tried.add(rule.id)

    def _chained(self, chain: _Chain, row: Cells, index: int, blame: Blame) -> None:
        try:
            key = _key(chain.by, self.scene)
        except Absent:
            return
        self.scene.names["former"] = chain.before.get(key) or chain.kept.get(key) or {}
        for rule in chain.rules:
            self._judge(rule, rule.holds, index, blame)
        try:
            chain.before[_key(chain.leaves, self.scene) if chain.leaves else key] = row
        except Absent:
            chain.before[key] = row


def _key(formulas: tuple[Formula, ...], scene: Scene) -> Key:
    return tuple(str(f(scene)) for f in formulas)


def _chains(rules: list[FileRule], kept: Mapping[str, Mapping[Key, Cells]]) -> list[_Chain]:
    found: dict[str, _Chain] = {}
    for rule in rules:
        name = ",".join(f.text for f in rule.by) + ">" + ",".join(f.text for f in rule.leaves)
        chain = found.setdefault(name, _Chain(name=name, rules=[], by=rule.by, leaves=rule.leaves, kept=kept.get(name, {})))
        chain.rules.append(rule)
    return list(found.values())
