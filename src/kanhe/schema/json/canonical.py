"""From the canonical form of a schema to a plan."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from kanhe.schema.json.judge import Canonical, canonicalized, met, views
from kanhe.schema.json.plan import (
    Anything,
    Choice,
    Contains,
    Items,
    Members,
    Named,
    Node,
    Nothing,
    Number,
    Plan,
    Sifted,
    Text,
    Values,
)
from kanhe.schema.pattern.ecma import parse
from kanhe.schema.pattern.tree import Tree

ANYTHING, NOTHING = Anything(), Nothing()
_TYPES: dict[str, Node] = {
    "null": Values((None,)), "boolean": Values((True, False)), "integer": Number(whole=True), "number": Number(),
    "string": Text(low=0, high=None), "array": Items(low=0, high=None, rest=ANYTHING),
    "object": Members(low=0, high=None, known={}, others=ANYTHING),
}


class Unmodelled(ValueError):
    """A part of a schema that the canonical form keeps as it is written; says where, as a JSON pointer, and why."""

    def __init__(self, pointer: str, why: str) -> None:
        self.pointer = pointer
        self.why = why
        super().__init__(f"{pointer}: {why}")


def plan_of(schema: Any) -> Plan:
    """The plan of a schema; raises ValueError for what is wrong or not supported, Unmodelled and BadPattern among them."""
    form = canonicalized(schema)
    root = _node(form)
    return Plan(root, {"#": root, **{uri: _node(target) for uri, target in form.definitions().items()}})


def _node(form: Canonical) -> Node:
    view = form.view()
    match view:
        case views.TrueView():
            return ANYTHING
        case views.FalseView():
            return NOTHING
        case views.MultiTypeView(types):
            return _choice([_TYPES[name] for name in types])
        case views.TypedGroupView(_, body):
            return Sifted(_node(body), form.to_json_schema())
        case views.ConstView(value):
            return Values((value,))
        case views.EnumView(values):
            return Values(tuple(values))
        case views.ReferenceView(uri):
            return Named(uri)
        case views.AnyOfView(branches):
            return _choice([_node(branch) for branch in branches])
        case views.OneOfView(branches):
            return Sifted(_choice([_node(branch) for branch in branches]), form.to_json_schema())
        case views.AllOfView(branches):
            return Sifted(_node(branches[0]), form.to_json_schema())
        case views.NotView():
            return Sifted(ANYTHING, form.to_json_schema())
        case views.RawView(_, reason, pointer):
            raise Unmodelled(pointer or "", reason.value)
    return _typed(form, view)


def _choice(branches: list[Node]) -> Node:
    usable = [branch for branch in branches if not isinstance(branch, Nothing)]
    return usable[0] if len(usable) == 1 else Choice(tuple(usable)) if usable else NOTHING


def _typed(form: Canonical, view: Any) -> Node:
    if isinstance(view, views.StringView):
        return Text(low=view.min_length or 0, high=view.max_length, patterns=_trees(view.patterns), absent=_trees(view.excluded_patterns),
                    formats=tuple(view.formats), barred=tuple(view.excluded_formats), apart=frozenset(view.excluded),
                    said=form.to_json_schema())
    if isinstance(view, views.IntegerView):
        return Number(low=_decimal(view.minimum), high=_decimal(view.maximum), multiples=_decimals(view.multiple_of),
                      apart=_decimals(view.not_multiple_of), whole=True)
    if isinstance(view, views.NumberView):
        return Number(low=_decimal(view.minimum), high=_decimal(view.maximum), open_low=view.exclusive_minimum,
                      open_high=view.exclusive_maximum, multiples=_decimals(view.multiple_of), apart=_decimals(view.not_multiple_of),
                      broken=view.excludes_integers)
    if isinstance(view, views.ArrayView):
        return _items(view)
    return _members(form, view)


def _trees(patterns: list[str]) -> tuple[Tree, ...]:
    return tuple(parse(pattern) for pattern in patterns)


def _decimal(number: Any) -> Decimal | None:
    return None if number is None else Decimal(str(number))


def _decimals(numbers: list[Any]) -> tuple[Decimal, ...]:
    return tuple(Decimal(str(number)) for number in numbers)


def _items(view: Any) -> Node:
    rest = view.items
    contains = []
    for one in view.contains:
        both = one.schema if rest is None else met(one.schema, rest)
        contains.append(Contains(_node(both if both is not None else one.schema), 1 if one.min_contains is None else one.min_contains))
    return Items(low=view.min_items or 0, high=view.max_items, first=tuple(_node(item) for item in view.prefix_items),
                 rest=ANYTHING if rest is None else _node(rest), contains=tuple(contains),
                 distinct=view.distinctness is views.Distinctness.ALL_DISTINCT, alike=view.distinctness is views.Distinctness.SOME_REPEATED)


def _members(form: Canonical, view: Any) -> Node:
    found = Members(
        low=view.min_properties or 0, high=view.max_properties, required=tuple(view.required),
        known={name: _node(value) for name, value in view.properties.items()},
        patterns=tuple((parse(pattern), _node(value)) for pattern, value in view.pattern_properties.items()),
        others=ANYTHING if view.additional_properties is None else _node(view.additional_properties),
        names=None if view.property_names is None else _node(view.property_names))
    return Sifted(found, form.to_json_schema()) if view.violations else found
