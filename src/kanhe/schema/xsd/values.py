"""Texts at and beyond the limits of simple types; found once for each type, however often it is used."""

from __future__ import annotations

from collections.abc import Iterator

from kanhe.schema.bank import Unmakeable
from kanhe.schema.choices import Seeded
from kanhe.schema.xsd.checks import DATATYPE, broken, fits
from kanhe.schema.xsd.limits import Limit, limits
from kanhe.schema.xsd.plan import Simple
from kanhe.schema.xsd.texts import Texts

_KEPT, _TRIES = 3, 40
Known = tuple[Limit, tuple[str, ...], bool]
"""(limit, texts, whether they are valid); no text where the limit cannot be reached, or not be broken alone."""


class Values:
    """The texts of one alphabet."""

    def __init__(self, texts: Texts) -> None:
        self._texts = texts
        self._known: dict[int, tuple[Simple, list[Known]]] = {}

    def of(self, simple: Simple) -> list[Known]:
        """Both sides of every limit of the type."""
        known = self._known.get(id(simple))
        if known is None:
            known = self._known[id(simple)] = simple, list(self._found(simple))
        return known[1]

    def _found(self, simple: Simple) -> Iterator[Known]:
        for limit in limits(simple):
            texts = self._some(simple, limit, limit.edge, valid=True) if limit.edge is not None else ()
            if limit.edge is not None and (texts or not limit.extra):
                yield limit, texts, True
            if limit.beyond is not None:
                yield limit, self._some(simple, limit, limit.beyond, valid=False), False

    def _some(self, simple: Simple, limit: Limit, wanted: Simple, *, valid: bool) -> tuple[str, ...]:
        try:
            make = self._texts.of(wanted)
        except Unmakeable:
            return ()
        found: dict[str, None] = {}
        for seed in range(_TRIES):
            text = make(Seeded(seed))
            if fits(simple, text) if valid else _alone(simple, limit, text):
                found[text] = None
                if len(found) == _KEPT:
                    break
        return tuple(found)


def _alone(simple: Simple, limit: Limit, text: str) -> bool:
    """Whether the text breaks the limit and no other one; what is no value of a built-in type, libxml2 knows better."""
    found = list(broken(simple, text))
    return found == [limit.broken] or (limit.broken == DATATYPE and not found)
