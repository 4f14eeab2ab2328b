"""Every obligation of a plan, with how to make its message: the routes through the plan, and what each element and attribute owes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kanhe.schema.obligation import Obligation
from kanhe.schema.xsd import attribute_edits, child_edits, content_edits, identity_edits, value_edits
from kanhe.schema.xsd.plan import Complex, Identity, Name, Path, Plan, Simple
from kanhe.schema.xsd.values import Values
from kanhe.schema.xsd.walk import Route, Step, steps, ways
from kanhe.schema.xsd.workshop import Edit, Owed


@dataclass(frozen=True, slots=True)
class Case:
    """An obligation and the edits that may make its message, at the end of a route. broken: see Workshop.made."""

    obligation: Obligation
    route: Route
    edits: tuple[Edit, ...]
    broken: Identity | None = None


def cases(plan: Plan, values: Values) -> Iterator[Case]:
    """All of them, in the order of the schema. A type that contains itself is entered once."""
    for route, path in routes(plan):
        for added, constraint, valid, at, edits in _owed(plan, values, route):
            yield Case(Obligation(f"{path}{added}", constraint, valid, at), route, edits)
        for identity in route[-1].element.identities:
            yield from _identity_cases(plan, identity, route, path)


def routes(plan: Plan) -> Iterator[tuple[Route, str]]:
    """Every way from the root to an element, with its path."""
    root = plan.elements[plan.root]
    memo: dict[int, list[Step]] = {}
    for number in dict.fromkeys(n for n in ([root.type, *_derived(plan, root.type)])):
        found = plan.types[number]
        if isinstance(found, Complex) and found.abstract:
            continue
        step = Step((), root, number)
        yield from _routes(plan, (step,), f"/{_shown(plan, step)}", memo)


def _derived(plan: Plan, number: int) -> list[int]:
    found = plan.types[number]
    return [n for n, ways in found.derived if not ways & plan.elements[plan.root].blocked] if isinstance(found, Complex) else []


def _routes(plan: Plan, route: Route, path: str, memo: dict[int, list[Step]]) -> Iterator[tuple[Route, str]]:
    yield route, path
    number = route[-1].type
    if route[-1].element.fixed is not None or any(step.type == number for step in route[:-1]):
        return
    if number not in memo:
        memo[number] = list(steps(plan, number))
    for step in memo[number]:
        yield from _routes(plan, (*route, step), f"{path}/{_shown(plan, step)}", memo)


def _shown(plan: Plan, step: Step) -> str:
    """The element's name, with its type where xsi:type names one."""
    found = plan.types[step.type]
    named = step.type != step.element.type and isinstance(found, Complex) and found.name is not None
    return f"{step.element.name}({found.name})" if named else str(step.element.name)


def _owed(plan: Plan, values: Values, route: Route) -> Iterator[Owed]:
    step = route[-1]
    element, found = step.element, plan.types[step.type]
    if len(route) > 1:
        yield from child_edits.of_child(step)
    if any(s.type == step.type for s in route[:-1]):
        return  # it has been looked at one level above
    simple = found if isinstance(found, Simple) else found.simple
    if simple is not None and element.fixed is None:
        yield from value_edits.of_value(element, simple, values)
    yield from value_edits.of_element(element, simple)
    if isinstance(found, Complex):
        for attribute in found.attributes:
            yield from attribute_edits.of_attribute(attribute, values)
        yield from attribute_edits.of_type(found)
        if element.fixed is None:
            yield from content_edits.of_content(found)
    else:
        yield "", "attributes", False, element.at, (attribute_edits.add(Name("", "unknown"), "1"),)
    yield from child_edits.of_type(plan, step)


def _identity_cases(plan: Plan, identity: Identity, route: Route, path: str) -> Iterator[Case]:
    """What a key, unique or keyref obliges to, at each kind of element that its selector finds."""
    scope = len(route) - 1
    for way in ways(plan, route[-1].type, identity.selector):
        inner = f"{path}{''.join(f'/{_shown(plan, step)}' for step in way)}"
        found = (*route, *way)
        selected = len(found) - 1
        to_field = next((way for field in identity.fields for way in ways(plan, found[-1].type, field) if way), ())
        edit = identity_edits.dangling if identity.kind == "keyref" else identity_edits.twice
        yield Case(Obligation(inner, f"{identity.kind}={identity.name}", False, identity.at), (*found, *to_field),
                   (edit(identity, scope, selected),), identity)
        if identity.kind == "key" and any(_may_lack(plan, found[-1].type, field) for field in identity.fields):
            yield Case(Obligation(inner, f"key={identity.name}, field", False, identity.at), found,
                       (identity_edits.fieldless(identity, scope, selected),), identity)


def _may_lack(plan: Plan, number: int, field: Path) -> bool:
    """Whether the type of a selected element allows the field to be absent."""
    if any(step.chain[-1].low == 0 for way in ways(plan, number, field) for step in way):
        return True
    found = plan.types[number]
    names = [attribute for _, steps_to, attribute in field.ways if attribute is not None and not steps_to]
    return isinstance(found, Complex) and any(a.name in names and not a.required for a in found.attributes)
