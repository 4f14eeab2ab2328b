"""What a pattern says, as a tree; the same for the patterns of XSD and of JSON Schema."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kanhe.schema.pattern.chars import of
from kanhe.schema.pattern.classes import Class, exactly


@dataclass(frozen=True, slots=True)
class One:
    """One character of a class."""

    chars: Class


@dataclass(frozen=True, slots=True)
class Join:
    """The parts one after the other; none: the empty text."""

    parts: tuple[Tree, ...]


@dataclass(frozen=True, slots=True)
class Either:
    """One of the parts; none: nothing matches."""

    parts: tuple[Tree, ...]


@dataclass(frozen=True, slots=True)
class Times:
    """The part so many times; high None: no limit."""

    part: Tree
    low: int
    high: int | None


Tree = One | Join | Either | Times
EMPTY = Join(())


class BadPattern(ValueError):
    """A pattern that cannot be read, or that holds what is not supported: which part, and why in Chinese."""

    def __init__(self, part: str, why: str) -> None:
        self.part = part
        self.why = why
        super().__init__(f"{part}: {why}")


def literal(text: str) -> Tree:
    """Exactly this text."""
    return Join(tuple(One(exactly(of(c))) for c in text))


def classes(tree: Tree) -> Iterator[Class]:
    """Every class in a tree."""
    if isinstance(tree, One):
        yield tree.chars
    elif isinstance(tree, Times):
        yield from classes(tree.part)
    else:
        for part in tree.parts:
            yield from classes(part)
