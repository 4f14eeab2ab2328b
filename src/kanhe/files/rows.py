"""The rules that hold row by row, evaluated over typed columns; a row may look at the row before it or at the last one with its key."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import compress
from typing import Any

from kanhe.contract.expression import explain
from kanhe.files.chains import Chain
from kanhe.model.file import FileContract, FileRule
from kanhe.model.formula import Absent, Formula, Scene, Value
from kanhe.model.words import Kind

Blame = Callable[[FileRule, int, str], None]
"""Called as blame(rule, index of the row in the block, explanation)."""
Typed = Mapping[str, Sequence[Value]]
JOINED = "\x1f"  # between the parts of a key


def used_columns(contract: FileContract) -> set[str]:
    """The columns that row rules read."""
    return {c for r in contract.rules if r.on == "row" for f in _formulas(r) for c in _columns(f)}


def _formulas(rule: FileRule) -> list[Formula]:
    return [f for f in (rule.holds, rule.where, *rule.by, *rule.leaves) if f is not None]


def _columns(formula: Formula, parts: tuple[str, ...] = ("row.", "former.")) -> list[str]:
    return sorted({path.partition(".")[2] for path in formula.paths if path.startswith(parts)})


@dataclass(frozen=True, slots=True, kw_only=True)
class _Rule:
    """A rule ready to run: its columns, and the bare function behind its formula."""

    rule: FileRule
    columns: tuple[str, ...]
    holds: Callable[[Scene], Any]

    @classmethod
    def of(cls, rule: FileRule) -> _Rule:
        assert rule.holds is not None
        return cls(rule=rule, columns=tuple(_columns(rule.holds)), holds=getattr(rule.holds, "run", rule.holds))


@dataclass(slots=True, kw_only=True)
class _Group:
    """Rules that share one notion of the row before. before: what this file has left so far; kept: what earlier files left."""

    name: str
    rules: list[_Rule]
    by: tuple[Formula, ...]
    leaves: tuple[Formula, ...]
    before: Chain
    kept: Chain | None


class RowRules:
    """Runs the row rules of a contract over the rows of one file, block by block. chains: what earlier files left, by name."""

    def __init__(self, contract: FileContract, scene: Scene, chains: Mapping[str, Chain]) -> None:
        self.contract, self.scene = contract, scene
        mine = [_Rule.of(r) for r in contract.rules if r.on == "row" and r.holds is not None]
        looks = {r.rule.id: any(p.startswith("former.") for p in (r.rule.holds.paths if r.rule.holds else ())) for r in mine}
        self.plain = [r for r in mine if not looks[r.rule.id] and not r.rule.by]
        self.next = [r for r in mine if looks[r.rule.id] and not r.rule.by]
        self.groups = list(_grouped(contract, [r for r in mine if r.rule.by], chains))
        self.linked = sorted({c for r in self.next for c in r.columns})
        self.money = {c.name for c in contract.row.columns if c.field.type.kind in (Kind.MONEY, Kind.DECIMAL)}
        self.former: Mapping[str, Value] = {}
        self.tried: set[str] = set()

    def run(self, count: int, typed: Typed, blame: Blame) -> None:
        """Judge some rows in order, given as typed columns."""
        for one in self.plain:
            self._alone(one, self._chosen(one.rule, typed, count), _rows(typed, one.columns, count), blame)
        if self.next:
            self._following(count, typed, blame)
        for group in self.groups:
            self._chained(group, count, typed, blame)

    def left(self) -> dict[str, Chain]:
        """What the rows of this file leave behind in every chain."""
        return {group.name: group.before for group in self.groups}

    def _chosen(self, rule: FileRule, typed: Typed, count: int) -> list[bool] | None:
        """Which rows a rule is about; None for all. The same cells have the same answer, so each combination is asked once."""
        if rule.where is None:
            return None
        columns = _columns(rule.where)
        cells, answers = list(_rows(typed, columns, count)), dict[tuple[Value, ...], bool]()
        for one in set(cells):
            self.scene.names["row"] = dict(zip(columns, one, strict=True))
            try:
                answers[one] = bool(rule.where(self.scene))
            except Absent:
                answers[one] = False
        return [answers[one] for one in cells]

    def _alone(self, one: _Rule, chosen: list[bool] | None, rows: Iterable[tuple[Value, ...]], blame: Blame) -> None:
        """A rule that looks at nothing but the row. Where no amounts are read, the same cells come often and are asked once."""
        names, holds, scene, rows = self.scene.names, one.holds, self.scene, list(rows)
        about = rows if chosen is None else list(compress(rows, chosen))
        wrong = set[tuple[Value, ...]]()
        for cells in about if self.money.intersection(one.columns) else set(about):
            names["row"] = dict(zip(one.columns, cells, strict=True))
            try:
                if not holds(scene):
                    wrong.add(cells)
            except Absent:
                continue
            self.tried.add(one.rule.id)
        for index, cells in enumerate(rows if wrong else ()):
            if cells in wrong and (chosen is None or chosen[index]):
                names["row"] = dict(zip(one.columns, cells, strict=True))
                blame(one.rule, index, explain(one.rule.holds, scene))

    def _following(self, count: int, typed: Typed, blame: Blame) -> None:
        """Rules that look at the row before."""
        names = self.scene.names
        rules = [(one, self._chosen(one.rule, typed, count)) for one in self.next]
        for index, cells in enumerate(_rows(typed, self.linked, count)):
            names["row"] = row = dict(zip(self.linked, cells, strict=True))
            names["former"] = self.former
            for one, chosen in rules:
                if chosen is None or chosen[index]:
                    self._judge(one, index, blame)
            self.former = row

    def _chained(self, group: _Group, count: int, typed: Typed, blame: Blame) -> None:
        """Rules that look at the last row with the same key."""
        names, before, kept = self.scene.names, group.before, group.kept
        keys = self._keys(group.by, typed, count)
        leaves = self._keys(group.leaves, typed, count) if group.leaves else keys
        for chain in (before, kept) if kept is not None else (before,):
            chain.want({key for key in keys if key is not None})
        rules = [(one, self._chosen(one.rule, typed, count)) for one in group.rules]
        columns = sorted({c for one in group.rules for c in one.columns})
        rows, cuts = _rows(typed, columns, count), _rows(typed, before.columns, count)
        for index, (key, leave, cells, cut) in enumerate(zip(keys, leaves, rows, cuts, strict=True)):
            if key is None:
                continue
            asked = [one for one, chosen in rules if chosen is None or chosen[index]]
            if asked:
                names["former"] = before.get(key) or (kept.get(key) if kept is not None else {})
                names["row"] = dict(zip(columns, cells, strict=True))
                for one in asked:
                    self._judge(one, index, blame)
            before.put(leave or key, cut)
        before.settle()
        if kept is not None:
            kept.settle()

    def _keys(self, formulas: tuple[Formula, ...], typed: Typed, count: int) -> list[str | None]:
        """The key of every row, None where it has none."""
        parts = [self._values(f, typed, count) for f in formulas]
        if len(parts) == 1:
            return parts[0]
        return [None if None in cells else JOINED.join(map(str, cells)) for cells in zip(*parts, strict=True)]

    def _values(self, formula: Formula, typed: Typed, count: int) -> list[str | None]:
        columns = _columns(formula)
        if len(columns) == 1 and formula.text == f"row.{columns[0]}":
            return [value if value is None or isinstance(value, str) else str(value) for value in typed[columns[0]]]
        if not columns:  # the same for every row
            return [_or_none(formula, self.scene)] * count
        run, names, scene, found = getattr(formula, "run", formula), self.scene.names, self.scene, list[str | None]()
        for cells in _rows(typed, columns, count):
            names["row"] = dict(zip(columns, cells, strict=True))
            try:
                found.append(str(run(scene)))
            except Absent:
                found.append(None)
        return found

    def _judge(self, one: _Rule, index: int, blame: Blame) -> None:
        try:
            if not one.holds(self.scene):
                blame(one.rule, index, explain(one.rule.holds, self.scene))
        except Absent:
            return
        self.tried.add(one.rule.id)


def _or_none(formula: Formula, scene: Scene) -> str | None:
    try:
        return str(formula(scene))
    except Absent:
        return None


def _rows(typed: Typed, columns: Sequence[str], count: int) -> Iterable[tuple[Value, ...]]:
    return zip(*(typed[c] for c in columns), strict=True) if columns else [()] * count


def _grouped(contract: FileContract, rules: list[_Rule], chains: Mapping[str, Chain]) -> Iterable[_Group]:
    named: dict[str, list[_Rule]] = {}
    for one in rules:
        name = ",".join(f.text for f in one.rule.by) + ">" + ",".join(f.text for f in one.rule.leaves)
        named.setdefault(name, []).append(one)
    for name, mine in named.items():
        yield _Group(name=name, rules=mine, by=mine[0].rule.by, leaves=mine[0].rule.leaves, before=new_chain(contract, name),
                     kept=chains.get(name))


def new_chain(contract: FileContract, name: str) -> Chain:
    """An empty chain with the columns that the rules of that name ask of the row before."""
    mine = [r for r in contract.rules if r.by and name == ",".join(f.text for f in r.by) + ">" + ",".join(f.text for f in r.leaves)]
    asked = {c for r in mine if r.holds is not None for c in _columns(r.holds, ("former.",))}
    return Chain({c.name: c.field.type for c in contract.row.columns if c.name in asked}, contract.charset)
