"""The promises that one message can keep or break by itself: layout, constants, derived fields, request and reply rules."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from kanhe.contract.layout import Layouter, compile_layout
from kanhe.contract.leaf import BadLeaf, reader
from kanhe.model.contract import Contract, Field, Rule
from kanhe.model.document import MISSING, get, spread
from kanhe.model.formula import Absent, Scene
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Compiled:
    """What is made once per contract: fast layouts and the readers of all leaves."""

    contract: Contract
    request: Layouter
    reply: Layouter
    readers: Mapping[str, Callable[[object], Any]]  # reply path with [] -> reader

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
        found = Compiled(
            contract=contract,
            request=compile_layout(contract.request, charset),
            reply=compile_layout(contract.reply, charset),
            readers={f.path: reader(f.type, charset) for f in contract.reply},
        )
        _COMPILED[id(contract)] = found
    return found


def of_request(contract: Contract, scene: Scene, ask: Asked | None = None) -> Iterator[Answer]:
    """Every promise about the request of the scene: layout, constants, derived, `request` rules."""
    yield from _layout(contract, scene, of="request", success=True)
    yield from _fixed(contract.request, scene.request, contract)
    yield from _derived(contract.request, scene, "request", contract)
    yield from _rules(contract, scene, "request", ask)


def of_reply(contract: Contract, scene: Scene, *, success: bool, ask: Asked | None = None) -> Iterator[Answer]:
    """Every promise about the reply of the scene: layout, constants, echo, derived, `reply` rules."""
    yield from _layout(contract, scene, of="reply", success=success)
    yield from _fixed(contract.reply, scene.reply, contract)
    yield from _echo(contract, scene)
    if success:
        yield from _derived(contract.reply, scene, "reply", contract)
    yield from _rules(contract, scene, "reply", ask)


def breaches(contract: Contract, scene: Scene, ask: Asked | None = None) -> list[Answer]:
    """The binding promises that the request breaks, in order, one per promise and row."""
    return [a for a in of_request(contract, scene, ask) if not a.kept and a.level is Level.MUST]


def _layout(contract: Contract, scene: Scene, *, of: str, success: bool) -> Iterator[Answer]:
    parts = compiled(contract)
    document = scene.request if of == "request" else scene.reply
    found = (parts.request if of == "request" else parts.reply)(document, success)
    if of == "reply":  # what was rightly echoed is the request's fault, not the reply's
        found = [b for b in found if b.kind != "type" or b.path not in contract.echo
                 or get(document, b.path) != get(scene.request, contract.echo[b.path])]
    default = f"{contract.id}:{'form' if of == 'request' else 'layout'}"
    fields = contract.request if of == "request" else contract.reply
    broken = {b.rule or default for b in found}
    for breach in found:
        yield Answer(promise=breach.rule or default, kept=False, says=_titled(breach.field, breach.path),
                     expected=breach.right, actual=breach.found, where=f"{of}.{breach.path}",
                     row=_row_of(contract, breach.path) if of == "request" else -1)
    for promise in {f.rule for f in fields if f.rule} | {default}:
        if promise not in broken:
            yield Answer(promise=promise, kept=True, says="版式相符")


def _titled(field: Field | None, path: str) -> str:
    return f"字段 {path}（{field.title}）不合约定" if field is not None else f"出现了契约没有的字段 {path}"


def _row_of(contract: Contract, path: str) -> int:
    """The batch row that a concrete path lies in, -1 where it lies in none."""
    if contract.batch is None or not path.startswith(f"{contract.batch.rows}."):
        return -1
    number = path[len(contract.batch.rows) + 1 :].split(".", 1)[0]
    return int(number) if number.isascii() and number.isdigit() else -1


def _fixed(fields: tuple[Field, ...], document: Any, contract: Contract) -> Iterator[Answer]:
    side, default = ("request", "form") if fields is contract.request else ("reply", "layout")
    for field in fields:
        if field.constant is None:
            continue
        for where, node in spread(document, field.path):
            yield Answer(promise=field.rule or f"{contract.id}:{default}", kept=str(node) == field.constant,
                         says=f"{field.title} 应为固定值", expected=field.constant, actual=str(node), where=f"{side}.{where}")


def _echo(contract: Contract, scene: Scene) -> Iterator[Answer]:
    promise = contract.echo_rule or f"{contract.id}:echo"
    for to, source in contract.echo.items():
        asked, told = get(scene.request, source), get(scene.reply, to)
        if asked is not MISSING:
            yield Answer(promise=promise, kept=told == asked, says=f"应答应原样返回请求的 {source}", where=f"reply.{to}",
                         expected=str(asked), actual="（缺）" if told is MISSING else str(told))


def _derived(fields: tuple[Field, ...], scene: Scene, side: str, contract: Contract) -> Iterator[Answer]:
    document = scene.request if side == "request" else scene.reply
    for field in fields:
        if field.derived is None or "[]" in field.path:
            continue
        node = get(document, field.path)
        if node is MISSING:
            continue
        try:
            expected = field.derived(scene)
            actual = reader(field.type, contract.party.wire.charset)(node)
        except (Absent, BadLeaf):
            continue
        yield Answer(promise=field.rule or f"{contract.id}:derived", kept=actual == expected, where=f"{side}.{field.path}",
                     says=f"{field.title} 应等于 {field.derived.text}", expected=str(expected), actual=str(actual))


def _rules(contract: Contract, scene: Scene, on: str, ask: Asked | None) -> Iterator[Answer]:
    for rule in contract.rules:
        if rule.on != on:
            continue
        if rule.check:
            kept = ask(rule, scene) if ask is not None else None
            if kept is not None:
                yield Answer(promise=rule.id, kept=kept, says=rule.says, level=rule.level)
        elif rule.holds is not None:
            yield from _rule(contract, rule, scene)


def _rule(contract: Contract, rule: Rule, scene: Scene) -> Iterator[Answer]:
    assert rule.holds is not None
    if not rule.each:
        try:
            kept = bool(rule.holds(scene))
        except Absent:
            return
        yield Answer(promise=rule.id, kept=kept, says=rule.says, level=rule.level, expected=rule.holds.text,
                     actual="" if kept else explained(rule, scene))
        return
    side, _, path = rule.each.partition(".")
    rows = get(scene.request if side == "request" else scene.reply, path)
    batched = contract.batch is not None and rule.each == f"request.{contract.batch.rows}"
    for index, row in enumerate(rows if isinstance(rows, list) else []):
        here = scene.at(row=row, index=index)
        try:
            kept = bool(rule.holds(here))
        except Absent:
            continue
        yield Answer(promise=rule.id, kept=kept, says=rule.says, level=rule.level, expected=rule.holds.text,
                     actual="" if kept else explained(rule, here), where=f"{rule.each}[{index}]", row=index if batched else -1)


def explained(rule: Rule, scene: Scene) -> str:
    """Why the rule does not hold, with both operands."""
    from kanhe.contract.expression import explain

    return explain(rule.holds, scene) if rule.holds is not None else ""
