"""Runs a plan: grows the tree of one valid message, decision by decision. Identity constraints are mended afterwards (`repair`)."""

from __future__ import annotations

from dataclasses import dataclass

from kanhe.errors import ContractError, Problem
from kanhe.schema.choices import Choices, pick
from kanhe.schema.profile import Profile
from kanhe.schema.xsd.costs import ENDLESS, element_cost, particle_cost, term_cost
from kanhe.schema.xsd.node import FOREIGN, NIL, TYPE, Node
from kanhe.schema.xsd.plan import Any, Complex, Element, Group, Name, Particle, Plan, Simple
from kanhe.schema.xsd.texts import Texts, Unmakeable

_SELDOM = 12  # one in so many nillable elements is nil; likewise for defaults, types of xsi:type and wildcard attributes


@dataclass(frozen=True, slots=True)
class Step:
    """One level of a way through a plan: the particles from the content of the parent down to the element, what stands there, its type."""

    chain: tuple[Particle, ...]
    element: Element
    type: int


Route = tuple[Step, ...]


class Grower:
    """Grows trees of a plan."""

    def __init__(self, plan: Plan, texts: Texts, profile: Profile) -> None:
        self.plan, self.texts, self.profile = plan, texts, profile
        self._choices: Choices
        self._left = 0
        self._endless: dict[int, bool] = {}
        self._branches: dict[int, tuple[tuple[Particle, ...], Particle]] = {}

    def tree(self, choices: Choices, route: Route = ()) -> Node:
        """One message. route: what must be there, from the root on."""
        self._choices, self._left = choices, self.profile.parts
        element = self.plan.elements[self.plan.root]
        return self._element(element, route[1:] if route else (), 0, route[0] if route else None)

    def content(self, choices: Choices, node: Node, route: Route) -> None:
        """Grow the content of a node anew, with the first step of the route in it."""
        self._choices, self._left = choices, self.profile.parts
        found = self.plan.types[node.type]
        assert isinstance(found, Complex)
        node.children = []
        self._content(found, node, route, 1)

    def text_of(self, simple: Simple, choices: Choices) -> str:
        """A text of a simple type; raises ContractError, at the type's place, where there is none."""
        try:
            return self.texts.of(simple)(choices)
        except Unmakeable as error:
            raise ContractError([unmakeable(simple, error)]) from None

    def _element(self, declared: Element, rest: Route, depth: int, step: Step | None) -> Node:
        self._left -= 1
        element = step.element if step is not None else self._standing(declared)
        number = step.type if step is not None else element.type
        found = self.plan.types[number]
        if step is None and isinstance(found, Complex) and found.derived:
            number = self._derived(element, found, number)
            found = self.plan.types[number]
        node = Node(element, number)
        if number != element.type and isinstance(found, Complex) and found.name is not None:
            node.attributes[TYPE] = ""  # the writer knows how to write the name
        if isinstance(found, Simple):
            if element.nillable and not rest and element.fixed is None and self._seldom():
                node.attributes[NIL] = "true"
            else:
                self._value(node, found)
            return node
        self.attributes(node, found)
        if element.nillable and not rest and element.fixed is None and self._seldom():
            node.attributes[NIL] = "true"
        else:
            self._content(found, node, rest, depth + 1)
        return node

    def _standing(self, element: Element) -> Element:
        """The element itself, or one of its substitution group."""
        if len(element.stands) < 2 and not element.abstract:
            return element
        plan = self.plan
        usable = [plan.elements[n] for n in element.stands if plan.costs[plan.elements[n].type] < ENDLESS]
        if self._left <= 0:
            return min(usable, key=lambda e: plan.costs[e.type])
        return pick(self._choices, usable)

    def _derived(self, element: Element, found: Complex, number: int) -> int:
        """The declared type, or one derived from it that xsi:type names."""
        usable = [n for n, ways in found.derived if self.plan.costs[n] < ENDLESS and not ways & element.blocked]
        if found.abstract:
            return pick(self._choices, usable) if self._left > 0 else min(usable, key=lambda n: self.plan.costs[n])
        return pick(self._choices, usable) if usable and self._left > 0 and self._seldom() else number

    def _seldom(self) -> bool:
        return self.profile.optional > 0 and self._choices.below(_SELDOM) == _SELDOM - 1

    def _value(self, node: Node, simple: Simple) -> None:
        element = node.element
        if element.fixed is not None:
            text = element.fixed
        elif element.default is not None and self._seldom():
            text = ""
        else:
            text = self.text_of(simple, self._choices)
        if text:
            node.children.append(text)

    def attributes(self, node: Node, found: Complex) -> None:
        """Give the node its attributes: all that are required, and some of the others."""
        for attribute in found.attributes:
            if attribute.required or self._more():
                node.attributes[attribute.name] = attribute.fixed if attribute.fixed is not None else self.text_of(
                    attribute.type, self._choices)
        wildcard = found.any_attribute
        if wildcard is not None and self._seldom():
            self._foreign_attribute(node, wildcard)

    def _foreign_attribute(self, node: Node, wildcard: Any) -> None:
        if wildcard.process == "strict":
            names = [name for name in wildcard.attributes if name not in node.attributes]
            if names:
                known = self.plan.attributes[pick(self._choices, names)]
                node.attributes[known.name] = known.fixed if known.fixed is not None else self.text_of(known.type, self._choices)
            return
        space = foreign_space(wildcard)
        if space:
            node.attributes[Name(space, "foreign")] = "1"

    def _more(self) -> bool:
        return self._left > 0 and self._choices.below(100) >= 100 - self.profile.optional

    def _content(self, found: Complex, node: Node, rest: Route, depth: int) -> None:
        if found.simple is not None:
            self._value(node, found.simple)
            return
        if node.element.fixed is not None or node.element.default is not None and not rest and self._seldom():
            node.children += [node.element.fixed] if node.element.fixed else []
            return
        if found.content is not None:
            self._fill(found.content, node.children, rest, 0, depth)
        if found.mixed:
            self._mix(node)

    def _mix(self, node: Node) -> None:
        """Texts between the children of mixed content."""
        if not self._more():
            return
        place = self._choices.below(len(node.children) + 1)
        node.children.insert(place, self.texts.alphabet.text(self._choices, self._choices.between(1, 12)))

    def _fill(self, particle: Particle, out: list[Node | str], route: Route, at: int, depth: int) -> None:
        """The occurrences of a particle; at: how far down the chain of the route's first step it stands."""
        wanted = bool(route) and at < len(route[0].chain) and route[0].chain[at] is particle
        term = particle.term
        for number in range(self._count(particle, wanted, depth)):
            goal = route if wanted and number == 0 else ()
            if isinstance(term, Element):
                out.append(self._element(term, goal[1:], depth, goal[0] if goal else None))
            elif isinstance(term, Group):
                self._group(term, out, goal, at + 1, depth)
            else:
                out.append(self._foreign(term, goal[0] if goal else None, depth))

    def _count(self, particle: Particle, wanted: bool, depth: int) -> int:
        low, high = particle.low, particle.high
        count = low
        if high != low and self._left > 0 and depth < self.profile.depth and self._more() and not self._is_endless(particle):
            most = self.profile.repeat if high is None else min(high - low - 1, self.profile.repeat)
            count = low + 1 + (self._choices.between(0, most) if most > 0 else 0)
        return count or int(wanted)

    def _is_endless(self, particle: Particle) -> bool:
        known = self._endless.get(id(particle))
        if known is None:
            known = self._endless[id(particle)] = term_cost(particle, self.plan.elements, self.plan.costs) >= ENDLESS
        return known

    def _group(self, group: Group, out: list[Node | str], route: Route, at: int, depth: int) -> None:
        if group.kind == "sequence":
            for part in group.parts:
                self._fill(part, out, route, at, depth)
        elif group.kind == "choice":
            self._fill(self._branch(group, route, at, depth), out, route, at, depth)
        else:
            parts = list(group.parts)
            while parts:
                self._fill(parts.pop(self._choices.below(len(parts)) if self.profile.optional else 0), out, route, at, depth)

    def _branch(self, group: Group, route: Route, at: int, depth: int) -> Particle:
        if route and at < len(route[0].chain):
            return route[0].chain[at]
        known = self._branches.get(id(group))
        if known is None:
            costs = [(particle_cost(part, self.plan.elements, self.plan.costs), part) for part in group.parts]
            usable = tuple(part for cost, part in costs if cost < ENDLESS)
            known = self._branches[id(group)] = usable, min(costs, key=lambda pair: pair[0])[1]
        usable, cheapest = known
        return pick(self._choices, usable) if self._left > 0 and depth < self.profile.depth else cheapest

    def _foreign(self, wildcard: Any, step: Step | None, depth: int) -> Node:
        """What a wildcard admits: a global element for a strict one, else an element that no schema knows."""
        if wildcard.process == "strict":
            usable = [self.plan.elements[n] for n in wildcard.elements
                      if element_cost(self.plan.elements[n], self.plan.elements, self.plan.costs) < ENDLESS]
            cheap = min(usable, key=lambda e: element_cost(e, self.plan.elements, self.plan.costs))
            return self._element(pick(self._choices, usable) if self._left > 0 else cheap, (), depth, step)
        self._left -= 1
        return foreign(wildcard, "1")


def foreign_space(wildcard: Any) -> str:
    """A namespace that the wildcard admits and no schema knows, else one of those that it names."""
    return FOREIGN if wildcard.spaces is None or not wildcard.spaces else min(wildcard.spaces, key=lambda space: (space == "", space))


def foreign(wildcard: Any, text: str) -> Node:
    """An element that no schema knows."""
    return Node(Element(name=Name(foreign_space(wildcard), "Foreign"), type=-1, at=wildcard.at), -1, {}, [text])


def unmakeable(simple: Simple, error: Unmakeable) -> Problem:
    """The located refusal of a type that has no value that we can make."""
    return Problem(simple.at, f"不能生成类型 {simple.name} 的值：{error}", "至少有一个满足全部限制的值", "改正模式或限制；确有这样的值，请报告问题")
