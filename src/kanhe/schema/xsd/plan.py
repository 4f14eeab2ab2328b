"""What an XSD says, compiled: frozen values that hold no XML any more.

Types and global elements refer to each other in circles, so they stand in tables and are referred to by their number.
"""

from __future__ import annotations

from dataclasses import dataclass

from kanhe.errors import Position
from kanhe.schema.pattern.tree import Tree

XSD = "http://www.w3.org/2001/XMLSchema"
XML = "http://www.w3.org/XML/1998/namespace"
XSI = "http://www.w3.org/2001/XMLSchema-instance"


@dataclass(frozen=True, slots=True, order=True)
class Name:
    """A name in a namespace; '' is no namespace."""

    space: str
    local: str

    def __str__(self) -> str:
        return self.local


@dataclass(frozen=True, slots=True)
class Facet:
    """One effective facet: `maxLength`, `pattern` …, its value as written, and where it stands."""

    name: str
    value: str
    at: Position


@dataclass(frozen=True, slots=True)
class Bound:
    """One end of a range; `text` as written."""

    text: str
    inclusive: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Simple:
    """A simple type with all facets of its derivation merged. builtin: the built-in type that it comes from; '' for a union.

    patterns: all must match; absent: patterns that must not (never read from a schema, only used to step beyond one).
    values: the enumeration. digits and fraction count decimal digits; exact_digits and exact_fraction likewise, but exactly.
    """

    name: str
    builtin: str
    at: Position
    space: str = "collapse"  # preserve | replace | collapse
    facets: tuple[Facet, ...] = ()
    low_length: int = 0
    high_length: int | None = None
    patterns: tuple[Tree, ...] = ()
    absent: tuple[Tree, ...] = ()
    values: tuple[str, ...] | None = None
    low: Bound | None = None
    high: Bound | None = None
    digits: int | None = None
    fraction: int | None = None
    exact_digits: int | None = None
    exact_fraction: int | None = None
    item: Simple | None = None  # a list of these
    members: tuple[Simple, ...] = ()  # a union of these


@dataclass(frozen=True, slots=True)
class Wildcard:
    """A wildcard. spaces: the namespaces that it admits; None: every one but those of `barred`. process: strict | lax | skip.

    elements, attributes: the global declarations that a strict one admits.
    """

    spaces: frozenset[str] | None
    barred: frozenset[str]
    process: str
    at: Position
    elements: tuple[int, ...] = ()
    attributes: tuple[Name, ...] = ()

    def admits(self, space: str) -> bool:
        """Whether a name of the namespace may stand here."""
        return space not in self.barred if self.spaces is None else space in self.spaces


@dataclass(frozen=True, slots=True, kw_only=True)
class Attribute:
    """An attribute where it is used."""

    name: Name
    type: Simple
    required: bool
    at: Position
    default: str | None = None
    fixed: str | None = None


@dataclass(frozen=True, slots=True)
class Path:
    """A selector or field: alternatives; each: whether it starts at any depth, the child steps, and the attribute at the end.

    A step is a name, None for any element; a name whose local part is '*' is any name of that namespace.
    """

    ways: tuple[tuple[bool, tuple[Name | None, ...], Name | None], ...]
    text: str


@dataclass(frozen=True, slots=True)
class Identity:
    """key, unique or keyref; refer: the key that a keyref points at."""

    kind: str
    name: Name
    selector: Path
    fields: tuple[Path, ...]
    refer: Name | None
    at: Position


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Element:
    """An element declaration; it is equal to nothing but itself. type: number of its type.

    stands: numbers of the global elements that may stand for a reference to it (itself among them, unless abstract); empty for a local
    element, which stands for itself.
    """

    name: Name
    type: int
    at: Position
    nillable: bool = False
    abstract: bool = False
    default: str | None = None
    fixed: str | None = None
    identities: tuple[Identity, ...] = ()
    stands: tuple[int, ...] = ()
    blocked: frozenset[str] = frozenset()  # derivations that xsi:type may not use here
    plain: bool = True  # neither nillable nor with a default or fixed value


@dataclass(frozen=True, slots=True)
class Group:
    """sequence, choice or all."""

    kind: str
    parts: tuple[Particle, ...]
    at: Position


@dataclass(frozen=True, slots=True, eq=False)
class Particle:
    """How often something occurs; high None: without limit. Two particles are the same only when they are one."""

    low: int
    high: int | None
    term: Element | Group | Wildcard


@dataclass(frozen=True, slots=True, kw_only=True)
class Complex:
    """A complex type. simple: the type of its text, for simple content; content: its particle, None where it is empty."""

    name: Name | None
    at: Position
    attributes: tuple[Attribute, ...] = ()
    any_attribute: Wildcard | None = None
    simple: Simple | None = None
    content: Particle | None = None
    mixed: bool = False
    abstract: bool = False
    derived: tuple[tuple[int, frozenset[str]], ...] = ()  # types that xsi:type may name, with the derivations on the way


Type = Simple | Complex


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A compiled schema. root: number of the element that documents start with; file: the schema's file as people know it."""

    file: str
    root: int
    elements: tuple[Element, ...]
    types: tuple[Type, ...]
    named: dict[Name, int]
    globals: dict[Name, int]
    attributes: dict[Name, Attribute]  # global ones, for strict wildcards
    costs: tuple[int, ...]  # of each type: how many elements its smallest content has
