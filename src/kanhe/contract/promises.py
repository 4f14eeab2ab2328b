"""The promises that one message can keep or break by itself: layout, constants, derived fields, request and reply rules."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from kanhe.contract.layout import Breach, Layouter, compile_layout
from kanhe.contract.leaf import BadLeaf, Reader, reader
from kanhe.model.contract import Contract, Field, Rule
from kanhe.model.document import MISSING, get, spread
from kanhe.model.formula import Absent, Formula, Scene
from kanhe.model.words import Level

Asked = Callable[[Rule, Scene], bool | None]
"""A named Python check: True kept, False broken, None does not apply."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What one message says about one promise. row: batch row number, -1 for the whole message."""

    promise: str
    kept: bool
    says: str
    level: Level = Level.MUST
    expected: str = ""
    actual: str = ""
    where: str = ""
    row: int = -1


@lru_cache(maxsize=4096)
def kept(promise: str) -> Answer:
    """The answer of a promise that was kept: there is nothing more to say, so one object says it every time."""
    return Answer(promise=promise, kept=True, says="")


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """What one side of a contract promises by itself. default: the promise of a field that names none; right: what a right layout
    keeps; repeated: of what is derived that which only repeats a field of the request; rules: those that speak of this side."""

    name: str
    layout: Layouter
    default: str
    right: tuple[Answer, ...]
    fixed: tuple[Field, ...]
    derived: tuple[tuple[Field, Reader], ...]
    repeated: tuple[tuple[Field, Reader], ...]
    rules: tuple[Rule, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Compiled:
    """What is made once per contract: both sides, and the readers of all leaves of the reply."""

    contract: Contract
    request: Side
    reply: Side
    readers: Mapping[str, Reader]  # reply path with [] -> reader

    def read(self, path: str, node: object) -> Any:
        """The typed value of a reply leaf; an unreadable one stays as it is, the layout tells of it."""
        read = self.readers.get(path)
        if read is None:
            return node
        try:
            return read(node)
        except BadLeaf:
            return node


_COMPILED: dict[int, Compiled] = {}


def compiled(contract: Contract) -> Compiled:
    """The compiled form, made at first use and kept with the contract."""
    found = _COMPILED.get(id(contract))
    if found is None or found.contract is not contract:
        charset = contract.party.wire.charset
        found = Compiled(contract=contract, request=_side(contract, "request"), reply=_side(contract, "reply"),
                         readers={f.path: reader(f.type, charset) for f in contract.reply})
        _COMPILED[id(contract)] = found
    return found


def _side(contract: Contract, name: str) -> Side:
    fields, charset = contract.request if name == "request" else contract.reply, contract.party.wire.charset
    default = f"{contract.id}:{'form' if name == 'request' else 'layout'}"
    derived = tuple((f, reader(f.type, charset)) for f in fields if f.derived is not None and "[]" not in f.path)
    return Side(
        name=name, layout=compile_layout(fields, charset), default=default,
        right=tuple(kept(promise) for promise in dict.fromkeys([*(f.rule for f in fields if f.rule), default])),
        fixed=tuple(f for f in fields if f.constant is not None),
        derived=derived, repeated=tuple((f, read) for f, read in derived if f.derived is not None and _repeats(f.derived)),
        rules=tuple(r for r in contract.rules if r.on == name),
    )


def of_request(contract: Contract, scene: Scene, ask: Asked | None = None) -> list[Answer]:
    """Every promise about the request of the scene: layout, constants, derived, `request` rules."""
    side = compiled(contract).request
    found = side.layout(scene.request, True)
    answers = list(_layout(contract, side, found) if found else side.right)
    if side.fixed:
        answers += _fixed(side, scene.request)
    if side.derived:
        answers += _derived(contract, side, side.derived, scene)
    if side.rules:
        answers += _rules(contract, side, scene, ask)
    return answers


def of_reply(contract: Contract, scene: Scene, *, success: bool, taken: bool = False, ask: Asked | None = None) -> list[Answer]:
    """Every promise about the reply of the scene: layout, constants, echo, derived, `reply` rules.

    taken: the request was taken in, the end is open: whatever the reply then repeats of the request, it repeats rightly.
    """
    side = compiled(contract).reply
    scene.granted = success
    found = [b for b in side.layout(scene.reply, success) if not _echoed(contract, scene, b)]
    answers = list(_layout(contract, side, found) if found else side.right)
    answers += _echo(contract, scene, success=success)
    if side.fixed:
        answers += _fixed(side, scene.reply)
    if side.derived and success:
        answers += _derived(contract, side, side.derived, scene)
    elif side.repeated and taken:
        answers += _derived(contract, side, [one for one in side.repeated if get(scene.reply, one[0].path) != ""], scene)
    if side.rules:
        answers += _rules(contract, side, scene, ask)
    return answers


def _echoed(contract: Contract, scene: Scene, breach: Breach) -> bool:
    """Whether what is wrong is the request's fault: it was rightly echoed, or there was nothing to echo."""
    source = contract.echo.get(breach.path)
    if source is None:
        return False
    asked = get(scene.request, source)
    return asked is MISSING or (breach.kind == "type" and get(scene.reply, breach.path) == asked)


def breaches(contract: Contract, scene: Scene, ask: Asked | None = None) -> list[Answer]:
    """The binding promises that the request breaks, in order, one per promise and row."""
    return [a for a in of_request(contract, scene, ask) if not a.kept and a.level is Level.MUST]


def _layout(contract: Contract, side: Side, found: Sequence[Breach]) -> Iterator[Answer]:
    broken = {b.rule or side.default for b in found}
    for breach in found:
        yield Answer(promise=breach.rule or side.default, kept=False, says=_titled(breach.field, breach.path),
                     expected=breach.right, actual=breach.found, where=f"{side.name}.{breach.path}",
                     row=_row_of(contract, breach.path) if side.name == "request" else -1)
    yield from (answer for answer in side.right if answer.promise not in broken)


def _titled(field: Field | None, path: str) -> str:
    return f"字段 {path}（{field.title}）不合约定" if field is not None else f"出现了契约没有的字段 {path}"


def _row_of(contract: Contract, path: str) -> int:
    """The batch row that a concrete path lies in, -1 where it lies in none."""
    if contract.batch is None or not path.startswith(f"{contract.batch.rows}."):
        return -1
    number = path[len(contract.batch.rows) + 1 :].split(".", 1)[0]
    return int(number) if number.isascii() and number.isdigit() else -1


def _fixed(side: Side, document: Any) -> Iterator[Answer]:
    for field in side.fixed:
        promise = field.rule or side.default
        for where, node in spread(document, field.path):
            if str(node) == field.constant:
                yield kept(promise)
            else:
                yield Answer(promise=promise, kept=False, says=f"{field.title} 应为固定值", expected=field.constant or "",
                             actual=str(node), where=f"{side.name}.{where}")


def _echo(contract: Contract, scene: Scene, *, success: bool) -> Iterator[Answer]:
    """A refusal that leaves a field out has nothing to echo there, unless the field belongs into every reply."""
    promise = contract.echo_rule or f"{contract.id}:echo"
    for to, source in contract.echo.items():
        asked, told = get(scene.request, source), get(scene.reply, to)
        if asked is MISSING or (told is MISSING and not success and not any(f.path == to and f.always for f in contract.reply)):
            continue
        if told == asked:
            yield kept(promise)
        else:
            yield Answer(promise=promise, kept=False, says=f"应答应原样返回请求的 {source}", where=f"reply.{to}",
                         expected=str(asked), actual="（缺）" if told is MISSING else str(told))


def _repeats(formula: Formula) -> bool:
    return {formula.text} == formula.paths and formula.text.startswith("request.")


def _derived(contract: Contract, side: Side, fields: Sequence[tuple[Field, Reader]], scene: Scene) -> Iterator[Answer]:
    for field, read in fields:
        node = get(scene.request if side.name == "request" else scene.reply, field.path)
        if node is MISSING or field.derived is None:
            continue
        try:
            expected = field.derived(scene)
            actual = read(node)
        except (Absent, BadLeaf):
            continue
        yield Answer(promise=field.rule or f"{contract.id}:derived", kept=actual == expected, where=f"{side.name}.{field.path}",
                     says=f"{field.title} 应等于 {field.derived.text}", expected=str(expected), actual=str(actual))


def _rules(contract: Contract, side: Side, scene: Scene, ask: Asked | None) -> Iterator[Answer]:
    for rule in side.rules:
        if rule.check:
            answer = ask(rule, scene) if ask is not None else None
            if answer is not None:
                yield kept(rule.id) if answer else Answer(promise=rule.id, kept=False, says=rule.says, level=rule.level)
        elif rule.holds is not None:
            yield from _rule(contract, rule, scene)


def _rule(contract: Contract, rule: Rule, scene: Scene) -> Iterator[Answer]:
    assert rule.holds is not None
    if not rule.each:
        try:
            answer = bool(rule.holds(scene))
        except Absent:
            return
        yield kept(rule.id) if answer else _broken(rule, scene)
        return
    side, _, path = rule.each.partition(".")
    rows = get(scene.request if side == "request" else scene.reply, path)
    batched = contract.batch is not None and rule.each == f"request.{contract.batch.rows}"
    for index, row in enumerate(rows if isinstance(rows, list) else []):
        here = scene.at(row=row, index=index)
        try:
            answer = bool(rule.holds(here))
        except Absent:
            continue
        yield kept(rule.id) if answer else replace(_broken(rule, here), where=f"{rule.each}[{index}]", row=index if batched else -1)


def _broken(rule: Rule, scene: Scene) -> Answer:
    assert rule.holds is not None
    return Answer(promise=rule.id, kept=False, says=rule.says, level=rule.level, expected=rule.holds.text, actual=explained(rule, scene))


def explained(rule: Rule, scene: Scene) -> str:
    """Why the rule does not hold, with both operands."""
    from kanhe.contract.explain import explain

    return explain(rule.holds, scene) if rule.holds is not None else ""
