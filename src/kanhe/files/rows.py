"""The rules that hold row by row, evaluated over typed columns; a row may look at the row before it or at the last one with its key.

Theory of operation. A rule is asked about all rows of a block at once (asking.py). The rows for which it holds are done with; every
other one is judged alone, by the formula itself, which also tells why.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import compress
from operator import and_
from typing import cast

from kanhe.contract.columns import Column, Rows
from kanhe.contract.explain import explain
from kanhe.files.asking import Asked
from kanhe.files.chains import Chain, Cut
from kanhe.model.file import FileContract, FileRule
from kanhe.model.formula import Absent, Formula, Scene, Value

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
    """A rule ready to run. where: the text of the formula that says which rows it is about, '' for all."""

    rule: FileRule
    holds: Asked
    where: str

    @property
    def looks_back(self) -> bool:
        """Whether it reads a row before."""
        return any(part == "former" for part, _ in self.holds.reads)


@dataclass(slots=True, kw_only=True)
class _Group:
    """Rules that share one notion of the row before. before: what this file has left so far; kept: what earlier files left."""

    name: str
    rules: list[_Rule]
    by: list[Asked]
    leaves: list[Asked]
    before: Chain
    kept: Chain | None


class RowRules:
    """Runs the row rules of a contract over the rows of one file, block by block. chains: what earlier files left, by name."""

    def __init__(self, contract: FileContract, scene: Scene, chains: Mapping[str, Chain]) -> None:
        self.contract, self.scene = contract, scene
        rules = [r for r in contract.rules if r.on == "row" and r.holds is not None]
        mine = [_Rule(rule=r, holds=Asked.of(r.holds), where=r.where.text if r.where is not None else "") for r in rules if r.holds]
        self.wheres = {r.where.text: Asked.of(r.where) for r in rules if r.where is not None}
        self.plain = [r for r in mine if not r.looks_back and not r.rule.by]
        self.next = [r for r in mine if r.looks_back and not r.rule.by]
        self.groups = list(_grouped(contract, [r for r in mine if r.rule.by], chains))
        self.linked = sorted({name for r in self.next for part, name in r.holds.reads if part == "former"})
        self.former: Mapping[str, Value] = {}
        self.tried: set[str] = set()

    def run(self, count: int, typed: Typed, blame: Blame) -> None:
        """Judge some rows in order, given as typed columns."""
        rows = Rows(self.scene, count, typed, {})
        chosen = {text: where.answers(rows) for text, where in self.wheres.items()}
        for one in self.plain:
            self._judge([one], rows, chosen, blame)
        if self.next:
            before = {name: [self.former.get(name), *typed[name][:-1]] for name in self.linked}
            self._judge(self.next, Rows(self.scene, count, typed, before), chosen, blame)
            self.former = {name: typed[name][-1] for name in self.linked}
        for group in self.groups:
            self._chained(group, rows, typed, chosen, blame)

    def left(self) -> dict[str, Chain]:
        """What the rows of this file leave behind in every chain."""
        return {group.name: group.before for group in self.groups}

    def _chained(self, group: _Group, rows: Rows, typed: Typed, chosen: Mapping[str, Column], blame: Blame) -> None:
        """Rules that look at the last row with the same key."""
        before, kept = group.before, group.kept
        keys = _keys(group.by, rows)
        leaves = _keys(group.leaves, rows) if group.leaves else keys
        asked = _either([chosen[one.where] for one in group.rules if one.where], rows.count) if all(r.where for r in group.rules) else None
        wanted = {key for key in (keys if asked is None else compress(keys, asked)) if key is not None}
        for chain in (before, kept) if kept is not None else (before,):
            chain.want(wanted)
        cuts = zip(*(typed[c] for c in before.columns), strict=True) if before.columns else [()] * rows.count
        found = _formers(before, kept, keys, leaves, cuts)
        former = {name: [cut[i] if cut else None for cut in found] for i, name in enumerate(before.columns)}
        keyed = [key is not None for key in keys] if None in keys else None
        self._judge(group.rules, Rows(self.scene, rows.count, typed, former), chosen, blame, keyed=keyed)
        before.settle()
        if kept is not None:
            kept.settle()

    def _judge(
        self, rules: Sequence[_Rule], rows: Rows, chosen: Mapping[str, Column], blame: Blame, *, keyed: list[bool] | None = None
    ) -> None:
        """Ask some rules about the rows that they are about. keyed: which rows can be asked at all, None for all."""
        doubts: list[tuple[_Rule, set[int]]] = []
        for one in rules:
            about = chosen[one.where] if one.where else keyed
            if one.where and keyed is not None:
                about = list(map(and_, map(bool, chosen[one.where]), keyed))
            some = rows if about is None else rows.only(about)
            answers = one.holds.answers(some) if some.count else ()
            if any(answers):
                self.tried.add(one.rule.id)
            if not all(answers):
                places: Iterable[int] = range(rows.count) if about is None else compress(range(rows.count), about)
                doubts.append((one, {place for place, yes in zip(places, answers, strict=True) if not yes}))
        for index in sorted(set[int]().union(*(open_ for _, open_ in doubts))):
            for one, open_ in doubts:
                if index in open_:
                    self._alone(one, rows, index, blame)

    def _alone(self, one: _Rule, rows: Rows, index: int, blame: Blame) -> None:
        names = self.scene.names
        for part in ("row", "former"):
            names[part] = {name: rows.column(of, name)[index] for of, name in one.holds.reads if of == part}
        try:
            if not one.holds.one(self.scene):
                blame(one.rule, index, explain(one.holds.formula, self.scene))
        except Absent:
            return
        self.tried.add(one.rule.id)


def _formers(
    before: Chain, kept: Chain | None, keys: Sequence[str | None], leaves: Sequence[str | None], cuts: Iterable[Cut]
) -> list[Cut | None]:
    """For each row the last one with its key; each row is then the last one of the key that it leaves."""
    found, held = list[Cut | None](), before.at_hand
    if keys and leaves is keys and keys[0] is not None and keys.count(keys[0]) == len(keys):  # one key: each row follows the one before
        rows = list(cuts)
        last = held.get(keys[0])
        held[keys[0]] = rows[-1]
        return [last if last or kept is None else kept.find(keys[0]), *rows[:-1]]
    if kept is None and all(keys) and all(leaves):
        get, append = held.get, found.append
        for here, left, cut in zip(cast("Sequence[str]", keys), cast("Sequence[str]", leaves), cuts, strict=True):
            append(get(here))
            held[left] = cut
        return found
    for key, leave, cut in zip(keys, leaves, cuts, strict=True):
        if key is None:
            found.append(None)
            continue
        last = held.get(key)
        found.append(last if last or kept is None else kept.find(key))
        held[leave or key] = cut
    return found


def _either(columns: Sequence[Column], count: int) -> list[bool]:
    return list(map(any, zip(*columns, strict=True))) if len(columns) > 1 else list(map(bool, columns[0])) if columns else [True] * count


def _keys(formulas: Sequence[Asked], rows: Rows) -> Sequence[str | None]:
    """The key of every row, None where it has none."""
    parts = [formula.texts(rows) for formula in formulas]
    if len(parts) == 1:
        return parts[0]
    return [None if None in cells else JOINED.join(map(str, cells)) for cells in zip(*parts, strict=True)]


def _grouped(contract: FileContract, rules: list[_Rule], chains: Mapping[str, Chain]) -> Iterable[_Group]:
    named: dict[str, list[_Rule]] = {}
    for one in rules:
        named.setdefault(_chain_name(one.rule), []).append(one)
    for name, mine in named.items():
        rule = mine[0].rule
        yield _Group(name=name, rules=mine, by=list(map(Asked.of, rule.by)), leaves=list(map(Asked.of, rule.leaves)),
                     before=new_chain(contract, name), kept=chains.get(name))


def _chain_name(rule: FileRule) -> str:
    return ",".join(f.text for f in rule.by) + ">" + ",".join(f.text for f in rule.leaves)


def new_chain(contract: FileContract, name: str) -> Chain:
    """An empty chain with the columns that the rules of that name ask of the row before."""
    mine = [r for r in contract.rules if r.by and name == _chain_name(r)]
    asked = {c for r in mine if r.holds is not None for c in _columns(r.holds, ("former.",))}
    return Chain({c.name: c.field.type for c in contract.row.columns if c.name in asked}, contract.charset)
