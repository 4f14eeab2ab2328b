"""Things that a lost reply would have named: they are there, and may go on living, before anybody knows what they are called.

A peer that gives a payment its number in the reply, and whose reply was lost, may book that payment a moment later and list it. So the
thing is kept under a name that no real one can be, and called by its own as soon as a repeated reply tells it.
"""

from __future__ import annotations

from dataclasses import replace

from kanhe.books.books import PLACE, Books, Chain, Key, Thing
from kanhe.model.formula import Nameless, Row, Value


def name_for(mark: str, key: str, index: int) -> Key:
    """The name until then: the same for all effects of one message that speak of the same thing."""
    return (Nameless(f"{mark}|{key}#{index}"),)


def is_nameless(value: object) -> bool:
    """Whether a value stands for a name that is not known yet."""
    return isinstance(value, Nameless)


def christened(books: Books, kind: str, name: Key, key: Key) -> Books:
    """The books with the thing, and whatever speaks of it, under its own name; as they are where there is no such thing."""
    shelf = books.kinds.get(kind)
    if shelf is None or name not in shelf or len(key) != 1:
        return books
    shelf = shelf.delete(name).set(key, shelf[name])
    touched = (books.touched - {(kind, name)}) | {(kind, key)}
    books = replace(books, kinds=books.kinds.set(kind, shelf), touched=touched)
    for other, where in touched:
        told = books.kinds[other].get(where) if other in books.kinds else None
        if told is not None and told.chain is not None:
            books = books.keep(other, where, replace(told, chain=_renamed(told.chain, name[0], key[0])))
    return books


def _renamed(chain: Chain, name: str, key: str) -> Chain:
    rows = chain.rows()
    changed = [_called(row, name, key) for row in rows]
    if all(new is old for new, old in zip(changed, rows, strict=True)):
        return chain
    found: Chain | None = None
    for row in changed:
        found = Chain(found, row, found.size + 1 if found else 1)
    assert found is not None
    return found


def _called(row: Row, name: str, key: str) -> Row:
    new: dict[str, Value] = {k: key for k, v in row.items() if v == name}
    return row.update(new) if new else row  # type: ignore[attr-defined]


def forgotten(books: Books) -> Books:
    """The books without things that never got a name; how many there are of their kinds is unsure from then on."""
    lost = [(kind, key) for kind, key in books.touched if len(key) == 1 and is_nameless(key[0])]
    if not lost:
        return books
    kinds = books.kinds
    for kind, key in lost:
        if kind in kinds and key in kinds[kind]:
            kinds = kinds.set(kind, kinds[kind].delete(key))
    return replace(books, kinds=kinds, touched=books.touched - set(lost)).doubt(lost)


def blank(thing: Thing) -> Thing:
    """The thing marked as one of which not all is known."""
    return replace(thing, fields=thing.fields.set(PLACE, ""))


def is_blank(thing: Thing) -> bool:
    """Whether not all of the thing is known yet."""
    return PLACE in thing.fields
