"""One contract prepared for answering: everything that can be looked up once is looked up here."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from re import Pattern

from kanhe.contract.layout import Layouter, compile_layout
from kanhe.contract.leaf import reader
from kanhe.model.contract import Contract, Field, Rule
from kanhe.model.formula import Value
from kanhe.model.words import Kind, Level, ReplyClass

Parts = tuple[str, ...]
Group = tuple[Parts, tuple[tuple[str, str, Callable[[object], Value] | None], ...]]
"""Leaves that share a parent: where it is, and for each its name, its meaning and its reader (None: taken as it is)."""
Whole = tuple[Parts, str]
"""A part as one value: where it is, and its meaning."""

_PLAIN = (Kind.TEXT, Kind.DIGITS, Kind.DATE, Kind.TIME, Kind.MOMENT)
_AS_IS = (Kind.TEXT, Kind.DIGITS, Kind.TIME, Kind.CODE)
_FILLER = str.maketrans({"*": "0", "?": "0"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaf:
    """A field with its path cut into parts (relative to the row for fields of the repeated part), and what its type says about texts.

    plain: the typed value is the text itself. as_is: a typed value that is text is written as it is. wanted: a whole message has it.
    """

    field: Field
    parts: Parts
    read: Callable[[object], Value]
    path: str
    plain: bool
    as_is: bool
    wanted: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """The single leaves of a document in order, and its repeated part: where the list is and the leaves of a row."""

    leaves: tuple[Leaf, ...]
    parts: tuple[tuple[Parts, tuple[Leaf, ...]], ...] = ()  # the same, neighbours below one parent together
    groups: tuple[Group, ...] = ()
    list_at: Parts = ()
    row: tuple[Leaf, ...] = ()
    row_groups: tuple[Group, ...] = ()
    bare: bool = False  # the rows are texts, not parts with leaves
    wholes: tuple[Whole, ...] = ()  # parts that a behaviour knows as one value, of the message and of a row
    row_wholes: tuple[Whole, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A contract, its two shapes, the literal texts of each reply class, its request rules and its route."""

    contract: Contract
    request: Shape
    reply: Shape
    codes: Mapping[ReplyClass, str]
    echo: tuple[tuple[str, Parts], ...]  # reply path, where in the request
    explains: Leaf | None  # the reply field that means `message`
    layout: Layouter
    fixed: tuple[Leaf, ...]
    derived: tuple[Leaf, ...]
    request_rules: tuple[Rule, ...]
    row_rules: tuple[Rule, ...]
    route: Pattern[str] | None = None
    told: dict[tuple[ReplyClass, str], tuple[str, ...]] = field(default_factory=dict, compare=False, repr=False)  # see `code`

    def code(self, outcome: ReplyClass, literal: str = "") -> tuple[str, ...]:
        """The texts to put at the outcome paths, in order; an undeclared class falls back to fault, then refused."""
        known = self.told.get((outcome, literal))
        if known is None:
            known = self.told[outcome, literal] = self._code(outcome, literal)
        return known

    def _code(self, outcome: ReplyClass, literal: str) -> tuple[str, ...]:
        order: tuple[ReplyClass, ...] = (outcome, ReplyClass.REFUSED, ReplyClass.FAULT, ReplyClass.SUCCESS)
        if outcome is ReplyClass.DUPLICATE:
            order = (outcome, ReplyClass.SUCCESS)
        text = literal or next((self.codes[c] for c in order if c in self.codes), "")
        paths = self.contract.outcomes.paths
        return tuple(text.split(" ", len(paths) - 1)) if paths else ()


def compile_plan(contract: Contract) -> Plan:
    """Prepare one contract."""
    batch = f"request.{contract.batch.rows}" if contract.batch else None
    on_request = [r for r in contract.rules if r.on == "request" and r.holds is not None and r.level is Level.MUST]
    charset = contract.party.wire.charset
    reply = _shape(contract, "reply", contract.batch.rejected if contract.batch else "")
    request = _shape(contract, "request", contract.batch.rows if contract.batch else "")
    return Plan(
        contract=contract,
        request=request,
        reply=reply,
        layout=compile_layout(contract.request, charset),
        fixed=tuple(leaf for leaf in request.leaves if leaf.field.constant is not None),
        derived=tuple(leaf for leaf in request.leaves if leaf.field.derived is not None),
        codes=_literals(contract),
        echo=tuple((to, tuple(source.split("."))) for to, source in contract.echo.items()),
        explains=next((leaf for leaf in reply.leaves if leaf.field.means == "message"), None),
        request_rules=tuple(r for r in on_request if not (batch and r.each == batch)),
        row_rules=tuple(r for r in on_request if batch and r.each == batch),
        route=_route(contract.route),
    )


def _shape(contract: Contract, side: str, rows: str) -> Shape:
    fields, charset = contract.request if side == "request" else contract.reply, contract.party.wire.charset
    lists = [f.path.partition("[]")[0] for f in fields if "[]" in f.path]
    at = rows.removesuffix("[]") if rows else (lists[0] if lists else "")
    prefix = f"{at}[]."
    inside = [f for f in fields if at and f.path.startswith(prefix)]
    leaves = tuple(_leaf(f, f.path, charset) for f in fields if "[]" not in f.path)
    row = tuple(
        _leaf(f, f.path.removeprefix(prefix), charset) for f in inside if "[]" not in f.path.removeprefix(prefix)
    )
    wholes = [(place.at, place.means) for place in contract.parts if place.side == side and place.means]
    single = tuple((tuple(path.split(".")), means) for path, means in wholes if "[]" not in path)
    in_row = tuple((tuple(path.removeprefix(prefix).split(".")), means) for path, means in wholes if at and path.startswith(prefix))
    return Shape(
        leaves=leaves,
        parts=tuple((parent, tuple(below)) for parent, below in itertools.groupby(leaves, lambda leaf: leaf.parts[:-1])),
        groups=_groups(leaves) + _taken_whole(single),
        list_at=tuple(at.split(".")) if at else (),
        row=row,
        row_groups=_groups(row) + _taken_whole(in_row),
        bare=bool(at) and not inside,
        wholes=single,
        row_wholes=in_row,
    )


def _taken_whole(wholes: tuple[Whole, ...]) -> tuple[Group, ...]:
    return tuple((parts[:-1], ((parts[-1], means, None),)) for parts, means in wholes)


def _groups(leaves: tuple[Leaf, ...]) -> tuple[Group, ...]:
    found: dict[Parts, list[tuple[str, str, Callable[[object], Value] | None]]] = {}
    for leaf in leaves:
        if leaf.field.means:
            member = (leaf.parts[-1], leaf.field.means, None if leaf.plain else leaf.read)
            found.setdefault(leaf.parts[:-1], []).append(member)
    return tuple((parent, tuple(members)) for parent, members in found.items())


def _leaf(field: Field, path: str, charset: str) -> Leaf:
    kind = field.type.kind
    return Leaf(field=field, parts=tuple(path.split(".")), read=reader(field.type, charset), path=field.path, plain=kind in _PLAIN,
                as_is=kind in _AS_IS, wanted=bool(field.derived or field.fresh or field.required))


def _literals(contract: Contract) -> dict[ReplyClass, str]:
    """The first literal text of each class; where a class has only patterns, the first with its signs filled."""
    found: dict[ReplyClass, str] = {}
    for pattern, outcome in contract.outcomes.classes:
        if not set(pattern) & set("*?["):
            found.setdefault(outcome, pattern)
    for pattern, outcome in contract.outcomes.classes:
        found.setdefault(outcome, pattern.translate(_FILLER))
    return found


def _route(route: str) -> Pattern[str] | None:
    if not route:
        return None
    parts = re.split(r"\{[^}]*\}", route)
    return re.compile("[^/]+".join(re.escape(part) for part in parts))
