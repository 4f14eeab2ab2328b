"""Runs a plan: grows one value, decision by decision. What the plan could not merge is asked of jsonschema-rs at the end."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from kanhe.schema.bank import Unmakeable
from kanhe.schema.choices import Choices, pick
from kanhe.schema.json import numbers, texts
from kanhe.schema.json.costs import ENDLESS, Costs
from kanhe.schema.json.judge import compile_judge
from kanhe.schema.json.plan import Anything, Choice, Items, Members, Named, Node, Nothing, Number, Plan, Sifted, Text, Values
from kanhe.schema.odds import odds
from kanhe.schema.pattern.language import Language
from kanhe.schema.pattern.tree import BadPattern
from kanhe.schema.profile import Profile

_SIMPLE: tuple[Any, ...] = (None, True, 0, "", "文", Decimal("1.5"), [], {}, [None], {"a": "b"})
_NAMES = ("extra", "备注", "x-extra", "EXTRA", "a", "0", "名 称", "toString", "a.b", "$ref", "__proto__")
_TRIES = 25
_SELDOM = 12  # one in so many objects that allow it has a property that the schema does not name


class Grower:
    """Grows values of a plan in one charset."""

    def __init__(self, plan: Plan, charset: str, profile: Profile) -> None:
        self.plan, self.charset, self.profile = plan, charset, profile
        self._costs = Costs(plan)
        self._makers: dict[Node, Callable[[Choices], Any]] = {}
        self._fits: dict[Node, Callable[[Any], bool]] = {}
        self._choices: Choices
        self._left = 0

    def value(self, choices: Choices) -> Any:
        """One value; raises Unmakeable where none was found. It is valid but for what only the whole schema can tell."""
        self._choices, self._left = choices, self.profile.parts
        if self._costs.of(self.plan.root) >= ENDLESS:
            raise Unmakeable("每个值都要包含自身，没有尽头")
        return self._value(self.plan.root, 0)

    def _value(self, node: Node, depth: int) -> Any:
        self._left -= 1
        if isinstance(node, Values):
            return pick(self._choices, node.values)
        if isinstance(node, (Text, Number)):
            return self.maker(node)(self._choices)
        if isinstance(node, Members):
            return self._members(node, depth)
        if isinstance(node, Items):
            return self._items(node, depth)
        if isinstance(node, Choice):
            return self._value(self._branch(node, depth), depth)
        if isinstance(node, Named):
            return self._value(self.plan.named[node.name], depth)
        if isinstance(node, Sifted):
            return self._sifted(node, depth)
        if isinstance(node, Anything):
            return pick(self._choices, _SIMPLE)
        raise Unmakeable("没有任何值满足这一部分")

    def _part(self, node: Node, depth: int) -> Any:
        part = self._choices.part
        return self._value(node, depth) if part is None else part(lambda: self._value(node, depth))

    def maker(self, node: Text | Number) -> Callable[[Choices], Any]:
        """The maker of a leaf, built once; raises Unmakeable or BadPattern."""
        found = self._makers.get(node)
        if found is None:
            found = self._makers[node] = texts.maker(node, self.charset) if isinstance(node, Text) else numbers.maker(node)
        return found

    def _branch(self, node: Choice, depth: int) -> Node:
        usable = [branch for branch in node.branches if self._costs.of(branch) < ENDLESS]
        if self._left <= 0 or depth >= self.profile.depth:
            return min(usable, key=self._costs.of)
        return pick(self._choices, usable)

    def _sifted(self, node: Sifted, depth: int) -> Any:
        fits = self._fits.get(node)
        if fits is None:
            fits = self._fits[node] = compile_judge(node.said).fits
        for _ in range(_TRIES):
            found = self._value(node.node, depth)
            if fits(found):
                return found
        raise Unmakeable("不能合并的条件（not、oneOf、allOf）合在一起没有找到任何值")

    def _more(self, low: int, high: int | None) -> int:
        """How many there are of what may repeat."""
        if self._left <= 0 or self._choices.below(100) < 100 - self.profile.optional:
            return low
        most = low + 1 + self.profile.repeat
        return self._choices.between(low, most if high is None else min(high, max(most, low)))

    def _items(self, node: Items, depth: int) -> list[Any]:
        endless = self._costs.of(node.rest) >= ENDLESS
        wanted = [one.node for one in node.contains for _ in range(one.low)]
        room = len(node.first) if node.high is None else max(0, node.high - len(wanted))
        low = max(node.low, len(wanted) + (min(len(node.first), room) if wanted else 0), 2 if node.alike else 0)
        high = low if depth >= self.profile.depth else node.high
        if endless:
            high = min(len(node.first), len(node.first) if high is None else high)
        count = self._more(low, high) if high is None or high > low else low
        found: list[Any] = []
        for place in range(count):
            kind = node.first[place] if place < len(node.first) else node.rest
            if count - place <= len(wanted):
                kind = wanted[count - place - 1]
            item = self._apart(kind, found, depth) if node.distinct else self._part(kind, depth + 1)
            found.append(item)
        if node.alike and len(found) > 1:
            found[-1] = found[0]
        return found

    def _apart(self, kind: Node, others: list[Any], depth: int) -> Any:
        """An item that is like none of the others."""
        seen = {likeness(other) for other in others}
        for _ in range(_TRIES):
            item = self._value(kind, depth + 1)
            if likeness(item) not in seen:
                return item
        raise Unmakeable("数组元素要互不相同，而不同的值不够多")

    def _members(self, node: Members, depth: int) -> dict[str, Any]:
        """Each optional property is chosen just before its value, so that both go together when a document shrinks."""
        optional = [name for name, value in node.known.items() if name not in node.required and self._costs.of(value) < ENDLESS]
        none, each = odds(self.profile.optional / 100, len(optional))
        below, room = self._choices.below, len(optional) if node.high is None else node.high - len(node.required)
        some = optional and self._left > 0 and depth < self.profile.depth and below(100) >= none
        found: dict[str, Any] = {}
        for name, kind in node.known.items():
            if name in node.required:
                found[name] = self._value(kind, depth + 1)
            elif some and room > 0 and self._left > 0 and below(100) >= each and name in optional:
                found[name] = self._part(kind, depth + 1)
                room -= 1
        for name in node.required:
            if name not in node.known:
                found[name] = self._value(self._kind(node, name), depth + 1)
        for name in optional:
            if len(found) < node.low and name not in found:
                found[name] = self._value(node.known[name], depth + 1)
        while len(found) < node.low:
            self._extra(node, found, depth)
        if some and (node.high is None or len(found) < node.high) and below(_SELDOM) == _SELDOM - 1:
            self._extra(node, found, depth, must=False)
        return found

    def _kind(self, node: Members, name: str) -> Node:
        """What a property is that the schema does not name."""
        applying = [kind for tree, kind in node.patterns if Language([tree], [], texts.plain()).matches(name)]
        if len(applying) > 1:
            raise Unmakeable(f"属性 {name} 同时符合几个 patternProperties")
        return applying[0] if applying else node.others

    def _extra(self, node: Members, found: dict[str, Any], depth: int, *, must: bool = True) -> None:
        """One more property, by a name that none has yet."""
        for number in range(_TRIES):
            name = self._name(node, number)
            if name not in found and name not in node.known and self._costs.of(self._kind(node, name)) < ENDLESS:
                found[name] = self._value(self._kind(node, name), depth + 1)
                return
        if must:
            raise Unmakeable("没有足够多的属性名")

    def _name(self, node: Members, number: int) -> str:
        if node.names is not None:
            return str(self._value(node.names, 0))
        if node.patterns and (isinstance(node.others, Nothing) or self._choices.below(2)):
            tree, _ = pick(self._choices, node.patterns)
            try:
                return Language([tree], [], texts.plain(), high=40).text(self._choices)
            except BadPattern as error:
                raise Unmakeable(f"模式{error.why}") from None
        return pick(self._choices, _NAMES) if number < len(_NAMES) else f"extra{number}"


def likeness(value: Any) -> Any:
    """What JSON Schema compares values by: 1 and 1.0 are alike, 1 and true are not."""
    if isinstance(value, bool) or value is None:
        return repr(value)
    if isinstance(value, (int, Decimal)):
        return Decimal(value).normalize()
    if isinstance(value, list):
        return tuple(likeness(item) for item in value)
    if isinstance(value, dict):
        return frozenset((name, likeness(item)) for name, item in value.items())
    return (value,)
