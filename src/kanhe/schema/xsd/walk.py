"""Ways through a plan: which elements can stand in a type's content, by which particles, as which type."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kanhe.schema.xsd.costs import ENDLESS
from kanhe.schema.xsd.plan import Complex, Element, Group, Name, Particle, Path, Plan, Wildcard


@dataclass(frozen=True, slots=True)
class Step:
    """One level of a way through a plan: the particles from the content of the parent down to the element, what stands there, its type."""

    chain: tuple[Particle, ...]
    element: Element
    type: int


Route = tuple[Step, ...]


def particles(top: Particle | None, before: tuple[Particle, ...] = ()) -> Iterator[tuple[Particle, ...]]:
    """Every particle of a content model, as the chain that leads to it."""
    if top is not None:
        chain = (*before, top)
        yield chain
        if isinstance(top.term, Group):
            for part in top.term.parts:
                yield from particles(part, chain)


def steps(plan: Plan, number: int) -> Iterator[Step]:
    """Every way from a type to an element below it; substitutes and types of xsi:type are ways of their own."""
    found = plan.types[number]
    if isinstance(found, Complex):
        for chain in particles(found.content):
            term = chain[-1].term
            if isinstance(term, Element):
                yield from (Step(chain, element, kind) for element, kind in variants(plan, term))


def variants(plan: Plan, declared: Element) -> Iterator[tuple[Element, int]]:
    """What may stand for a declared element, each with the types that it may have; only what can end."""
    for element in [plan.elements[n] for n in declared.stands] if declared.stands or declared.abstract else [declared]:
        found = plan.types[element.type]
        kinds = [] if isinstance(found, Complex) and found.abstract else [element.type]
        if isinstance(found, Complex):
            kinds += [n for n, ways in found.derived if not ways & element.blocked]
        yield from ((element, kind) for kind in kinds if plan.costs[kind] < ENDLESS)


def matches(step: Name | None, name: Name) -> bool:
    """Whether a name test of a restricted XPath holds."""
    return step is None or step == name or (step.local == "*" and step.space == name.space)


@dataclass(frozen=True, slots=True)
class Needs:
    """What must be there so that keys have their fields and key references a key: particles, and attributes of types."""

    particles: frozenset[Particle]
    attributes: frozenset[tuple[int, Name]]


def needs(plan: Plan) -> Needs:
    """The needs of all keys that the plan declares."""
    parts: set[Particle] = set()
    attributes: set[tuple[int, Name]] = set()
    for element in _declared(plan):
        for identity in element.identities:
            referred = any(other.refer == identity.name for e in _declared(plan) for other in e.identities)
            if identity.kind == "key" or referred:
                for number in _follow(plan, {element.type}, identity.selector, parts if referred else set(), attributes):
                    for field in identity.fields:
                        _follow(plan, {number}, field, parts, attributes)
    return Needs(frozenset(parts), frozenset(attributes))


def _declared(plan: Plan) -> Iterator[Element]:
    """Every element declaration of the plan."""
    yield from plan.elements
    for found in plan.types:
        if isinstance(found, Complex):
            for chain in particles(found.content):
                if isinstance(chain[-1].term, Element) and not chain[-1].term.stands:
                    yield chain[-1].term


def has_identities(plan: Plan) -> bool:
    """Whether any element declares a key, unique or keyref."""
    return any(element.identities for element in _declared(plan))


def _follow(plan: Plan, start: set[int], path: Path, parts: set[Particle], attributes: set[tuple[int, Name]]) -> set[int]:
    """The types that a path leads to from some types; what lies on the way is noted."""
    ends: set[int] = set()
    for deep, names, attribute in path.ways:
        here = _below(plan, start) if deep else start
        for name in names:
            there: set[int] = set()
            for number in here:
                for step in steps(plan, number):
                    if matches(name, step.element.name):
                        there.add(step.type)
                        if not deep:
                            parts.update(step.chain)
            here = there
        ends |= here
        for number in here:
            found = plan.types[number]
            if attribute is not None and isinstance(found, Complex):
                attributes.update((number, a.name) for a in found.attributes if matches(attribute, a.name))
    return ends


def ways(plan: Plan, number: int, path: Path) -> Iterator[Route]:
    """The ways from a type to what a selector or field finds below it; no way enters a type twice."""
    for deep, names, _ in path.ways:
        yield from _ways(plan, number, names, deep, frozenset((number,)))


def _ways(plan: Plan, number: int, names: tuple[Name | None, ...], deep: bool, above: frozenset[int]) -> Iterator[Route]:
    if not names:
        yield ()
        return
    for step in steps(plan, number):
        if matches(names[0], step.element.name):
            for rest in _ways(plan, step.type, names[1:], False, above | {step.type}):
                yield (step, *rest)
        if deep and step.type not in above:
            for rest in _ways(plan, step.type, names, True, above | {step.type}):
                yield (step, *rest)


def _below(plan: Plan, start: set[int]) -> set[int]:
    found, waiting = set(start), list(start)
    while waiting:
        for step in steps(plan, waiting.pop()):
            if step.type not in found:
                found.add(step.type)
                waiting.append(step.type)
    return found


def wildcards(found: Complex) -> Iterator[tuple[tuple[Particle, ...], Wildcard]]:
    """The wildcards of a content model."""
    for chain in particles(found.content):
        if isinstance(chain[-1].term, Wildcard):
            yield chain, chain[-1].term
