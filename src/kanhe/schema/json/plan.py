"""What a JSON Schema says, compiled from its canonical form: frozen values that only refer to each other by name where they circle."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from kanhe.schema.pattern.tree import Tree


@dataclass(frozen=True, slots=True, eq=False)
class Values:
    """One of these values."""

    values: tuple[Any, ...]


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Text:
    """A string. absent: patterns that must not be found; apart: texts that it is not; barred: formats that it has not."""

    low: int
    high: int | None
    patterns: tuple[Tree, ...] = ()
    absent: tuple[Tree, ...] = ()
    formats: tuple[str, ...] = ()
    barred: tuple[str, ...] = ()
    apart: frozenset[str] = frozenset()
    said: Any = None  # the canonical schema, for whoever checks


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Number:
    """A number from low to high, where open_low and open_high exclude the ends; whole: an integer."""

    low: Decimal | None = None
    high: Decimal | None = None
    open_low: bool = False
    open_high: bool = False
    multiples: tuple[Decimal, ...] = ()
    apart: tuple[Decimal, ...] = ()  # what it is no multiple of
    whole: bool = False
    broken: bool = False  # no integer


@dataclass(frozen=True, slots=True, eq=False)
class Contains:
    """At least low of the items are of a kind."""

    node: Node
    low: int


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Items:
    """An array. distinct: no two items alike; alike: at least two alike; rest: what follows the first ones."""

    low: int
    high: int | None
    first: tuple[Node, ...] = ()
    rest: Node
    contains: tuple[Contains, ...] = ()
    distinct: bool = False
    alike: bool = False


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Members:
    """An object. others: what a property may be that neither `known` nor a pattern names; names: what names it may have."""

    low: int
    high: int | None
    required: tuple[str, ...] = ()
    known: dict[str, Node]
    patterns: tuple[tuple[Tree, Node], ...] = ()
    others: Node
    names: Node | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Choice:
    """One of the branches."""

    branches: tuple[Node, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Sifted:
    """Values of a node that a schema admits besides: what could not be merged."""

    node: Node
    said: Any


@dataclass(frozen=True, slots=True, eq=False)
class Named:
    """What a name of the plan stands for."""

    name: str


@dataclass(frozen=True, slots=True, eq=False)
class Anything:
    """Whatever."""


@dataclass(frozen=True, slots=True, eq=False)
class Nothing:
    """No value at all."""


Node = Values | Text | Number | Items | Members | Choice | Sifted | Named | Anything | Nothing


@dataclass(frozen=True, slots=True, eq=False)
class Plan:
    """A compiled schema: its root, and what names stand for."""

    root: Node
    named: dict[str, Node]
