"""Where messages are made to measure: a tree that leads along a route, an edit at its end, the identity constraints mended."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from kanhe.errors import Position
from kanhe.schema.choices import Choices
from kanhe.schema.profile import Profile
from kanhe.schema.xsd.grower import Grower
from kanhe.schema.xsd.mend import Mender, Unmendable
from kanhe.schema.xsd.node import Node
from kanhe.schema.xsd.plan import Identity, Particle, Plan
from kanhe.schema.xsd.slots import Place
from kanhe.schema.xsd.texts import Texts
from kanhe.schema.xsd.walk import Route, Step


class Vacuous(Exception):
    """There is no message for an obligation; says why."""


Pin = tuple[Place, ...]
"""The places whose values an edit has set, and which must stay."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A tree under work: the nodes from the root to the end of the route."""

    trail: tuple[Node, ...]
    choices: Choices

    @property
    def root(self) -> Node:
        """The root."""
        return self.trail[0]

    @property
    def node(self) -> Node:
        """The end of the route."""
        return self.trail[-1]

    @property
    def parent(self) -> Node:
        """What the end of the route stands in."""
        return self.trail[-2]


Edit = Callable[["Workshop", Piece], Pin]
"""Changes a tree at the end of its route; raises Vacuous where it cannot."""
Owed = tuple[str, str, bool, Position, tuple[Edit, ...]]
"""(what is added to the path, constraint, whether it is valid, place in the schema, edits of which the first that serves is taken)."""


class Workshop:
    """One plan with what is needed to make messages of it."""

    def __init__(self, plan: Plan, texts: Texts, profile: Profile) -> None:
        self.plan = plan
        self.grower = Grower(plan, texts, profile)
        self.mender = Mender(plan, self.grower)

    def grown(self, choices: Choices, route: Route, base: Node | None = None) -> Piece:
        """A tree with the route in it. base: a tree that is used up for it; what the route lacks there is grown in its place."""
        trail = [self.grower.tree(choices, route) if base is None else base]
        for step in route[1:]:
            found = _below(trail[-1], step)
            if found is None and base is not None:
                trail[-1].children = self._with(choices, trail[-1], step)
                found = _below(trail[-1], step)
            if found is None:
                raise Vacuous("走不到这里")
            trail.append(found)
        return Piece(tuple(trail), choices)

    def _with(self, choices: Choices, node: Node, step: Step) -> list[Node | str]:
        """The node's content with one more step in it: grown anew, then what was there takes its old place. It all stays, unless it
        stands where a choice now goes another way."""
        kept: dict[Particle, list[Node | str]] = {}
        for child in node.children:
            if isinstance(child, Node) and child.particle is not None:
                kept.setdefault(child.particle, []).append(child)
        for forced in ((*step.chain, *kept), step.chain):
            found, left = list[Node | str](), dict(kept)
            for child in self.grower.children(choices, node, frozenset(forced)):
                old = left.pop(child.particle, None) if isinstance(child, Node) and child.particle is not None else None
                found += old or [child]
            if not left:
                break
        return found

    def made(self, choices: Choices, route: Route, edit: Edit, *, broken: Identity | None = None, base: Node | None = None) -> Node:
        """The tree after the edit; broken: the identity constraint that it breaks, while all others are mended around it. base: see
        `grown`."""
        piece = self.grown(choices, route, base)
        if self.mender.needed and broken is not None:
            self._mended(piece, (), None)
        pin = edit(self, piece)
        if self.mender.needed:
            self._mended(piece, pin, broken)
        return piece.root

    def _mended(self, piece: Piece, pin: Pin, broken: Identity | None) -> None:
        try:
            self.mender.mend(piece.root, piece.choices, pin, skip=broken)
        except Unmendable as error:
            raise Vacuous(f"唯一性或引用约束 {error} 无法同时满足") from None


def _below(node: Node, step: Step) -> Node | None:
    return next((child for child in node.children if isinstance(child, Node) and child.particle is step.chain[-1]
                 and child.element is step.element), None)
