"""What the engine needs to know of a compiled expression; the language itself lives in contract/expression.py."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Protocol

Value = str | int | Decimal | bool | None
"""One typed leaf. Money is Decimal yuan."""

Row = Mapping[str, Value]

Node = object
"""A document or a part of it: dict, list or leaf, as decoded from the wire (see model/document.py)."""


class Nameless(str):
    """The name of a thing that only a reply could have told, and that reply is not there: unlike any text of a message."""

    __slots__ = ()


class Shelf(Protocol):
    """The shared books as a formula sees them. `kind` names a sort of thing, `key` its parts in order."""

    def exists(self, kind: str, key: tuple[str, ...]) -> bool:
        """Whether the thing was opened and not closed."""

    def status(self, kind: str, key: tuple[str, ...]) -> str:
        """The present status; raises Absent when there is no such thing."""

    def balance(self, kind: str, key: tuple[str, ...]) -> Decimal:
        """The balance in yuan; raises Absent when there is no such thing or nobody has seen it yet."""

    def held(self, kind: str, key: tuple[str, ...]) -> Decimal:
        """The amount on hold in yuan."""

    def field(self, kind: str, key: tuple[str, ...], name: str) -> Value:
        """One field; raises Absent when it is not known."""

    def entries(self, kind: str, key: tuple[str, ...]) -> Sequence[Row]:
        """The entries in order of booking; empty for an unknown thing."""

    def things(self, kind: str) -> Sequence[Row]:
        """All open things of the kind: their fields, plus `status`, `balance` and `key` (parts joined by '|')."""


@dataclass(slots=True)
class Scene:
    """What a formula is evaluated in. Made once per evaluation, never shared between threads."""

    request: Node = None
    reply: Node = None
    books: Shelf | None = None
    row: Node = None
    index: int = 0
    now: str = ""  # yyyyMMddHHmmss, the business clock
    parameters: Mapping[str, Value] = field(default_factory=dict)
    draw: Any = None  # only for `fresh`: a source of choices
    steps: int = 0  # spent so far, see contract/expression.py
    names: dict[str, Any] = field(default_factory=dict)  # rows of comprehension variables
    former: Node = None  # flows only: the earlier document of the same thing
    granted: bool = False  # the reply grants what was asked: a list that it leaves out has no rows

    def at(self, *, row: Node = None, index: int = 0, books: Shelf | None = None) -> Scene:
        """The same message, clock and choices at one row of it (or in other books), with nothing spent yet."""
        return Scene(request=self.request, reply=self.reply, books=self.books if books is None else books, row=row, index=index,
                     now=self.now, parameters=self.parameters, draw=self.draw, names=self.names, former=self.former, granted=self.granted)


class Absent(LookupError):
    """A formula asked for something that is not there; the rule then does not apply. `path` says what."""

    @property
    def path(self) -> str:
        """What is not there."""
        return str(self.args[0])


class Formula(Protocol):
    """A compiled expression. Pure, bounded, exact on decimals; raises Absent for what is not there."""

    @property
    def text(self) -> str:
        """The expression as the contract has it."""

    @property
    def reads(self) -> frozenset[str]:
        """Kinds of things in the books that it looks at."""

    @property
    def keys(self) -> frozenset[tuple[str, tuple[str, ...]]]:
        """Things in the books that the request names: the kind, and the request's path of each part of the key."""

    @property
    def paths(self) -> frozenset[str]:
        """Document paths that it reads, e.g. `request.body.InAmount`, `request.body.list.Entity[].InAcct`."""

    @property
    def steady(self) -> bool:
        """Whether the value depends on the books alone: no document, no clock, no draw."""

    @property
    def parts(self) -> Sequence[Callable[[Scene], object]]:
        """What `and` joins, in order; empty where nothing is joined."""

    def __call__(self, scene: Scene) -> object:
        """Evaluate; the result is a Value or, for lists, a Sequence."""
