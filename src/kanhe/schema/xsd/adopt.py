"""A valid message read back into a tree, so that an edit can be made in a message that a peer would grant."""

from __future__ import annotations

from typing import Any

from kanhe.schema.xsd.node import NIL, TYPE, Node
from kanhe.schema.xsd.plan import XSI, Complex, Name, Plan
from kanhe.schema.xsd.walk import Step, steps
from kanhe.schema.xsd.workshop import Vacuous


def adopted(plan: Plan, message: Any) -> Node:
    """The tree of a valid message, given as its root element; raises Vacuous for what a wildcard let in."""
    root = plan.elements[plan.root]
    if _name(message.tag) != root.name:
        raise Vacuous(f"报文不以 {root.name} 开头")
    return _read(plan, message, Step((), root, root.type))


def _read(plan: Plan, one: Any, step: Step) -> Node:
    node = Node(step.element, step.type, {_name(name): value for name, value in one.attrib.items()}, [],
                step.chain[-1] if step.chain else None)
    if TYPE in node.attributes:
        node.attributes[TYPE] = ""  # the writer knows how to write the name
    known = plan.types[step.type]
    if not isinstance(known, Complex) or known.simple is not None or NIL in node.attributes:
        node.children = [one.text] if one.text else []
        return node
    ways = list(steps(plan, step.type))
    place = 0
    for text, child in ((one.text, None), *((child.tail, child) for child in one)):
        if child is not None:
            place, found = _next(ways, place, child)
            node.children.append(_read(plan, child, found))
        if text and known.mixed:
            node.children.append(text)
    return node


def _next(ways: list[Step], place: int, child: Any) -> tuple[int, Step]:
    """The step that a child is an occurrence of: of several with its name, the first that is not behind us."""
    name, typed = _name(child.tag), child.get(f"{{{XSI}}}type")
    fits = [number for number, step in enumerate(ways) if step.element.name == name and (step.type != step.element.type) == bool(typed)]
    if not fits:
        raise Vacuous(f"{name} 由通配符放行，或另有类型")
    chosen = next((number for number in fits if number >= place), fits[0])
    return chosen, ways[chosen]


def _name(tag: Any) -> Name:
    """`{namespace}local` as lxml gives it."""
    if not isinstance(tag, str):
        raise Vacuous("报文里有注释或处理指令")
    space, _, local = tag.removeprefix("{").rpartition("}")
    return Name(space, local)
