"""Edits of the content of an element: order, branches, repeated groups, wildcards, text and elements where none belong."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import replace

from kanhe.errors import Position
from kanhe.schema.xsd.child_edits import MOST, copied, inside
from kanhe.schema.xsd.grower import foreign
from kanhe.schema.xsd.node import FOREIGN, Node
from kanhe.schema.xsd.plan import Complex, Element, Group, Name, Particle, Wildcard
from kanhe.schema.xsd.walk import particles, wildcards
from kanhe.schema.xsd.workshop import Edit, Owed, Piece, Pin, Vacuous, Workshop

_PROBE = Wildcard(None, frozenset(), "skip", Position())
Chain = tuple[Particle, ...]


def of_content(found: Complex) -> Iterator[Owed]:
    """What a complex type's content obliges to."""
    if found.simple is not None:
        yield "", "simple content", False, found.at, (_with_child,)
        return
    if not found.mixed:
        yield "", "element content" if found.content is not None else "empty content", False, found.at, (_with_text,)
    known = list(wildcards(found))
    if not any(wildcard.process != "strict" for _, wildcard in known):
        yield "", "content", False, found.at, (_with_child,)
    for chain in particles(found.content):
        if isinstance(chain[-1].term, Group):
            yield from _of_group(chain, chain[-1].term)
    for chain, wildcard in known:
        yield from _of_wildcard(chain, wildcard)


def _with_text(work: Workshop, piece: Piece) -> Pin:
    piece.node.children.append("文")
    return ()


def _with_child(work: Workshop, piece: Piece) -> Pin:
    piece.node.children.append(_unknown(piece.node.element.name.space))
    return ()


def _unknown(space: str) -> Node:
    node = foreign(_PROBE, "1")
    node.element = replace(node.element, name=Name(space, "Unknown"))
    return node


def _of_group(chain: Chain, group: Group) -> Iterator[Owed]:
    particle, at = chain[-1], group.at
    named = [(part, first_of(part)) for part in group.parts]
    if group.kind == "all":
        yield "", "all, in another order", True, at, (_reversed,)
    if group.kind == "sequence":
        repeated = any(part.high != 1 for part in chain)
        for (one, a), (other, b) in itertools.pairwise(named):
            if a and b and a.name != b.name and not repeated:
                yield "", f"sequence, {a.name} before {b.name}", False, at, (_swapped(chain, one, other),)
    if group.kind == "choice":
        if particle.high == 1 and all(part.high == 1 for part in chain):
            for (one, a), (other, b) in itertools.pairwise(named):
                if a and b:
                    yield "", f"choice, {a.name} and {b.name}", False, at, (_both(chain, one, other),)
        if particle.low and all(part.low for part in group.parts):
            yield "", f"choice, minOccurs={particle.low}", False, at, (_repeated(chain, particle.low - 1),)
    if particle.high is not None and 1 < particle.high <= MOST:
        yield "", f"{group.kind}, maxOccurs={particle.high}", True, at, (_repeated(chain, particle.high),)
        yield "", f"{group.kind}, maxOccurs={particle.high}", False, at, (_repeated(chain, particle.high + 1),)
    if particle.low > 1 and group.kind != "choice":
        yield "", f"{group.kind}, minOccurs={particle.low}", False, at, (_repeated(chain, particle.low - 1),)


def first_of(part: Particle) -> Element | None:
    """The first element that a particle speaks of."""
    return next((chain[-1].term for chain in particles(part) if isinstance(chain[-1].term, Element)), None)


def _ways(part: Particle) -> Chain:
    """The particles down to the first element."""
    return next((chain for chain in particles(part) if isinstance(chain[-1].term, Element)), (part,))


def _reversed(work: Workshop, piece: Piece) -> Pin:
    piece.node.children.reverse()
    return ()


def _grown(work: Workshop, piece: Piece, forced: Sequence[Particle]) -> list[Node | str]:
    return work.grower.children(piece.choices, piece.node, frozenset(forced))


def _of(children: Sequence[Node | str], parts: frozenset[Particle]) -> list[Node]:
    return [child for child in children if isinstance(child, Node) and child.particle in parts]


def _swapped(chain: Chain, one: Particle, other: Particle) -> Edit:
    """What comes second stands before what comes first."""

    def edit(work: Workshop, piece: Piece) -> Pin:
        children = _grown(work, piece, (*chain, *_ways(one), *_ways(other)))
        firsts, seconds = _of(children, inside(one)), _of(children, inside(other))
        if not firsts or not seconds:
            raise Vacuous("两者不能同时出现")
        moved = seconds[0]
        children.remove(moved)
        children.insert(children.index(firsts[0]), moved)
        piece.node.children = children
        return ()

    return edit


def _both(chain: Chain, one: Particle, other: Particle) -> Edit:
    """Beside the elements of one branch, those of another."""

    def edit(work: Workshop, piece: Piece) -> Pin:
        children = _grown(work, piece, (*chain, *_ways(one)))
        added = _of(_grown(work, piece, (*chain, *_ways(other))), inside(other))
        mine = _of(children, inside(one))
        if not mine or not added:
            raise Vacuous("分支走不到")
        place = children.index(mine[-1]) + 1
        children[place:place] = added
        piece.node.children = children
        return ()

    return edit


def _repeated(chain: Chain, count: int) -> Edit:
    """The group so many times, by taking away or doubling what one of its occurrences consists of."""

    def edit(work: Workshop, piece: Piece) -> Pin:
        children = _grown(work, piece, (*chain, *_ways(chain[-1])))
        there = _of(children, inside(chain[-1]))
        occurrences = max(chain[-1].low, 1)
        unit = there[: len(there) // occurrences]
        if not unit:
            raise Vacuous("组里没有元素")
        place = children.index(there[0])
        children = [child for child in children if not any(child is node for node in there)]
        children[place:place] = [copied(node) for _ in range(count) for node in unit]
        piece.node.children = children
        return ()

    return edit


def _of_wildcard(chain: Chain, wildcard: Wildcard) -> Iterator[Owed]:
    yield "", "any", True, wildcard.at, (_present(chain),)
    barred = wildcard.barred or (frozenset((FOREIGN,)) if wildcard.spaces is not None else frozenset())
    if barred:
        yield "", "any, namespace", False, wildcard.at, (_foreign(chain, max(barred)),)
    if wildcard.process == "strict":
        yield "", "any, processContents=strict", False, wildcard.at, (_foreign(chain, min(wildcard.spaces or (FOREIGN,))),)


def _present(chain: Chain) -> Edit:
    def edit(work: Workshop, piece: Piece) -> Pin:
        piece.node.children = _grown(work, piece, chain)
        return ()

    return edit


def _foreign(chain: Chain, space: str) -> Edit:
    """What the wildcard stands for is of another namespace, or unknown."""

    def edit(work: Workshop, piece: Piece) -> Pin:
        piece.node.children = _grown(work, piece, chain)
        there = _of(piece.node.children, frozenset(chain[-1:]))
        if not there:
            raise Vacuous("走不到通配符")
        piece.node.children[piece.node.children.index(there[0])] = _unknown(space)
        return ()

    return edit
