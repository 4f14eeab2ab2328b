"""How many elements the smallest content of each type has; what can never end costs ENDLESS."""

from __future__ import annotations

from collections.abc import Sequence

from kanhe.schema.xsd.plan import Complex, Element, Particle, Type, Wildcard

ENDLESS = 1 << 40


def costs_of(elements: Sequence[Element], types: Sequence[Type]) -> tuple[int, ...]:
    """The smallest number of elements below an element of each type, itself among them; by repeated relaxation."""
    costs = [ENDLESS if isinstance(found, Complex) else 1 for found in types]
    changed = True
    while changed:
        changed = False
        for number, found in enumerate(types):
            if isinstance(found, Complex):
                cost = _cost(found, elements, costs)
                if cost < costs[number]:
                    costs[number], changed = cost, True
    return tuple(costs)


def _cost(found: Complex, elements: Sequence[Element], costs: Sequence[int]) -> int:
    if found.abstract:
        return min((costs[number] for number, _ in found.derived), default=ENDLESS)
    return 1 + (0 if found.content is None else particle_cost(found.content, elements, costs))


def particle_cost(particle: Particle, elements: Sequence[Element], costs: Sequence[int]) -> int:
    """The cost of a particle at its fewest."""
    return min(particle.low * term_cost(particle, elements, costs), ENDLESS) if particle.low else 0


def term_cost(particle: Particle, elements: Sequence[Element], costs: Sequence[int]) -> int:
    """The cost of one occurrence."""
    term = particle.term
    if isinstance(term, Element):
        return element_cost(term, elements, costs)
    if isinstance(term, Wildcard):
        return min((element_cost(elements[n], elements, costs) for n in term.elements), default=ENDLESS) if term.process == "strict" else 1
    parts = [particle_cost(part, elements, costs) for part in term.parts]
    return min(min(parts, default=ENDLESS) if term.kind == "choice" else sum(parts), ENDLESS)


def element_cost(element: Element, elements: Sequence[Element], costs: Sequence[int]) -> int:
    """The cost of one element, by the cheapest that may stand for it."""
    if not element.stands:
        return ENDLESS if element.abstract else costs[element.type]
    return min(costs[elements[number].type] for number in element.stands)
