"""Runs a plan: grows the tree of one valid message, decision by decision. Identity constraints are mended afterwards (`repair`)."""

from __future__ import annotations

from kanhe.errors import ContractError, Problem
from kanhe.schema.bank import Unmakeable
from kanhe.schema.choices import Choices, pick
from kanhe.schema.odds import odds
from kanhe.schema.profile import Profile
from kanhe.schema.xsd.costs import ENDLESS, element_cost, particle_cost, term_cost
from kanhe.schema.xsd.node import FOREIGN, NIL, TYPE, Node
from kanhe.schema.xsd.plan import Complex, Element, Group, Name, Particle, Plan, Simple, Wildcard
from kanhe.schema.xsd.texts import Maker, Texts
from kanhe.schema.xsd.walk import Needs, Route, Step, has_identities, needs

_TOP = 1  # depth of the content of the root, and of content that is grown apart
_SELDOM = 12  # one in so many nillable elements is nil; likewise for defaults, types of xsi:type and wildcard attributes


class Grower:
    """Grows trees of a plan."""

    def __init__(self, plan: Plan, texts: Texts, profile: Profile) -> None:
        self.plan, self.texts, self.profile = plan, texts, profile
        self._choices: Choices
        self.needs = needs(plan) if has_identities(plan) else Needs(frozenset(), frozenset())
        self._top = self.needs.particles
        self._left, self._absent = 0, 100 - profile.optional
        self._sequences: dict[int, tuple[tuple[Particle, ...], int, int, int]] = {}
        self._makers: dict[int, Maker] = {}
        self._endless: dict[int, bool] = {}
        self._branches: dict[int, tuple[tuple[Particle, ...], Particle]] = {}

    def tree(self, choices: Choices, route: Route = ()) -> Node:
        """One message. route: what must be there, from the root on."""
        self._choices, self._left = choices, self.profile.parts
        element = self.plan.elements[self.plan.root]
        return self._element(element, route[1:] if route else (), 0, route[0] if route else None)

    def children(self, choices: Choices, node: Node, forced: frozenset[Particle]) -> list[Node | str]:
        """Other content for a node, with the particles of its type in it that are asked for."""
        self._choices, self._left = choices, self.profile.parts
        found = self.plan.types[node.type]
        assert isinstance(found, Complex)
        out: list[Node | str] = []
        self._top = self.needs.particles | forced
        try:
            if found.content is not None:
                self._fill(found.content, out, (), 0, _TOP)
        finally:
            self._top = self.needs.particles
        return out

    def _needed(self, depth: int) -> frozenset[Particle]:
        """What must be there although its particle does not say so."""
        return self._top if depth == _TOP else self.needs.particles if depth < self.profile.depth else frozenset()

    def text_of(self, simple: Simple, choices: Choices) -> str:
        """A text of a simple type; raises ContractError, at the type's place, where there is none."""
        make = self._makers.get(id(simple))
        if make is None:
            try:
                make = self._makers[id(simple)] = self.texts.of(simple)  # the makers keep the type, so that its id stays its own
            except Unmakeable as error:
                raise ContractError([unmakeable(simple, error)]) from None
        return make(choices)

    def _element_part(self, term: Element, goal: Route, depth: int) -> Node:
        part = self._choices.part
        if part is None:
            return self._element(term, goal[1:], depth, goal[0] if goal else None)
        made: Node = part(lambda: self._element(term, goal[1:], depth, goal[0] if goal else None))
        return made

    def _element(self, declared: Element, rest: Route, depth: int, step: Step | None) -> Node:
        self._left -= 1
        element, number = declared, declared.type
        if step is not None:
            element, number = step.element, step.type
        elif len(declared.stands) > 1 or declared.abstract:
            element = self._standing(declared)
            number = element.type
        found = self.plan.types[number]
        if type(found) is Simple:
            if element.plain:
                text = self.text_of(found, self._choices)
                return Node(element, number, {}, [text] if text else [])
            node = Node(element, number, {}, [])
            if element.nillable and not rest and element.fixed is None and self._seldom():
                node.attributes[NIL] = "true"
            else:
                self._value(node, found)
            return node
        assert isinstance(found, Complex)
        if found.derived and step is None:
            number = self._derived(element, found, number)
            found = self.plan.types[number]
            assert isinstance(found, Complex)
        node = Node(element, number, {}, [])
        if number != element.type:
            node.attributes[TYPE] = ""  # the writer knows how to write the name
        if found.attributes or found.any_attribute is not None:
            self.attributes(node, found)
        if element.nillable and not rest and element.fixed is None and self._seldom():
            node.attributes[NIL] = "true"
        else:
            self._content(found, node, rest, depth + 1)
        return node

    def _standing(self, element: Element) -> Element:
        """The element itself, or one of its substitution group."""
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
            if attribute.required or (node.type, attribute.name) in self.needs.attributes or self._more():
                node.attributes[attribute.name] = attribute.fixed if attribute.fixed is not None else self.text_of(
                    attribute.type, self._choices)
        wildcard = found.any_attribute
        if wildcard is not None and self._seldom():
            self._foreign_attribute(node, wildcard)

    def _foreign_attribute(self, node: Node, wildcard: Wildcard) -> None:
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
        return self._left > 0 and self._choices.below(100) >= self._absent

    def _content(self, found: Complex, node: Node, rest: Route, depth: int) -> None:
        if found.simple is not None:
            self._value(node, found.simple)
            return
        if node.element.fixed is not None or (node.element.default is not None and not rest and self._seldom()):
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
        node.children.insert(place, self.texts.alphabet.text(self._choices, 1, 12))

    def _fill(self, particle: Particle, out: list[Node | str], route: Route, at: int, depth: int) -> None:
        """As many occurrences of a particle as are chosen; at: how far down the chain of the route's first step it stands."""
        count = particle.low
        if count != particle.high and self._left > 0 and self._choices.below(100) >= self._absent:
            count = self._more_than(particle, depth)
        if not count and (particle in self._needed(depth) or (route and self._leads(particle, route, at))):
            count = 1
        if count:
            self._occur(particle, count, out, route, at, depth)

    def _more_than(self, particle: Particle, depth: int) -> int:
        """How often something occurs that occurs more often than it must."""
        low, high = particle.low, particle.high
        if depth >= self.profile.depth or self._is_endless(particle):
            return low
        most = self.profile.repeat if high is None else min(high - low - 1, self.profile.repeat)
        return low + 1 + (self._choices.between(0, most) if most > 0 else 0)

    @staticmethod
    def _leads(particle: Particle, route: Route, at: int) -> bool:
        return at < len(route[0].chain) and route[0].chain[at] is particle

    def _occur(self, particle: Particle, count: int, out: list[Node | str], route: Route, at: int, depth: int) -> None:
        term, goal = particle.term, route if route and self._leads(particle, route, at) else ()
        for _ in range(count):
            if type(term) is Group:
                self._group(term, out, goal, at + 1, depth)
            else:
                if type(term) is Element:
                    node = self._element_part(term, goal, depth)
                else:
                    assert isinstance(term, Wildcard)
                    node = self._foreign(term, depth)
                node.particle = particle
                out.append(node)
            goal = ()

    def _is_endless(self, particle: Particle) -> bool:
        known = self._endless.get(id(particle))
        if known is None:
            known = self._endless[id(particle)] = term_cost(particle, self.plan.elements, self.plan.costs) >= ENDLESS
        return known

    def _group(self, group: Group, out: list[Node | str], route: Route, at: int, depth: int) -> None:
        if group.kind == "sequence":
            self._sequence(group, out, route, at, depth)
        elif group.kind == "choice":
            self._fill(self._branch(group, route, at, depth), out, route, at, depth)
        else:
            parts = list(group.parts)
            while parts:
                self._fill(parts.pop(self._choices.below(len(parts)) if self.profile.optional else 0), out, route, at, depth)

    def _sequence(self, group: Group, out: list[Node | str], route: Route, at: int, depth: int) -> None:
        """First whether any of the optional parts is there, then which: mostly none is, and one choice takes all of them away."""
        needed = self._top if depth == _TOP else self.needs.particles
        if route or (needed and not self._needed(depth).isdisjoint(group.parts)):
            for part in group.parts:
                self._fill(part, out, route, at, depth)
            return
        known = self._sequences.get(id(group))
        if known is None:
            required = tuple(part for part in group.parts if part.low)
            count = len(group.parts) - len(required)
            known = self._sequences[id(group)] = required, count, *odds(self.profile.optional / 100, count)
        required, count, none, each = known
        below, plain = self._choices.below, self._choices.part is None
        present = count and self._left > 0 and below(100) >= none
        for part in group.parts if present else required:
            if part.low:
                if plain and part.high == 1 and type(part.term) is Element:  # as _fill does it; here because most parts are such
                    node = self._element(part.term, (), depth, None)
                    node.particle = part
                    out.append(node)
                else:
                    self._fill(part, out, route, at, depth)
            elif self._left > 0 and below(100) >= each:
                more = self._more_than(part, depth)
                if more:
                    self._occur(part, more, out, (), 0, depth)

    def _branch(self, group: Group, route: Route, at: int, depth: int) -> Particle:
        if route and at < len(route[0].chain):
            return route[0].chain[at]
        needed = self._needed(depth)
        if needed and not needed.isdisjoint(group.parts):
            return next(part for part in reversed(group.parts) if part in needed)
        known = self._branches.get(id(group))
        if known is None:
            costs = [(particle_cost(part, self.plan.elements, self.plan.costs), part) for part in group.parts]
            usable = tuple(part for cost, part in costs if cost < ENDLESS)
            known = self._branches[id(group)] = usable, min(costs, key=lambda pair: pair[0])[1]
        usable, cheapest = known
        return pick(self._choices, usable) if self._left > 0 and depth < self.profile.depth else cheapest

    def _foreign(self, wildcard: Wildcard, depth: int) -> Node:
        """What a wildcard admits: a global element for a strict one, else an element that no schema knows."""
        if wildcard.process == "strict":
            usable = [self.plan.elements[n] for n in wildcard.elements
                      if element_cost(self.plan.elements[n], self.plan.elements, self.plan.costs) < ENDLESS]
            cheap = min(usable, key=lambda e: element_cost(e, self.plan.elements, self.plan.costs))
            return self._element(pick(self._choices, usable) if self._left > 0 else cheap, (), depth, None)
        self._left -= 1
        return foreign(wildcard, "1")


def foreign_space(wildcard: Wildcard) -> str:
    """A namespace that the wildcard admits and no schema knows, else one of those that it names."""
    return FOREIGN if wildcard.spaces is None or not wildcard.spaces else min(wildcard.spaces, key=lambda space: (space == "", space))


def foreign(wildcard: Wildcard, text: str) -> Node:
    """An element that no schema knows."""
    return Node(Element(name=Name(foreign_space(wildcard), "Foreign"), type=-1, at=wildcard.at), -1, {}, [text])


def unmakeable(simple: Simple, error: Unmakeable) -> Problem:
    """The located refusal of a type that has no value that we can make."""
    return Problem(simple.at, f"不能生成类型 {simple.name} 的值：{error}", "至少有一个满足全部限制的值",
                   "改正模式或限制；确有这样的值，请报告问题")
