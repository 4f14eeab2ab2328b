"""Layout and `request` rules, as a receiver keeps watch over them before it looks at its own state."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from kanhe.contract.leaf import BadLeaf
from kanhe.model.contract import Rule
from kanhe.model.document import Document
from kanhe.model.formula import Absent, Scene
from kanhe.simulate.commands import node_at, rows_at
from kanhe.simulate.plan import Plan


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """Why a request is refused before it reaches the state. layer: layout, rule or seal; promise: rule id or ''."""

    layer: str
    promise: str
    says: str


def breach(
    plan: Plan,
    request: Document,
    scene: Scene,
    *,
    skip: Collection[str] = (),
    rejected: dict[int, str] | None = None,
) -> Refusal | None:
    """The reason to refuse the whole request; None if there is none.

    rejected: bad rows of a batch are put here, with the reason, instead of refusing the whole.
    """
    bad_rows: dict[int, str] = {} if rejected is None else rejected
    refusal = _layout(plan, request, skip, bad_rows) or _calculated(plan, request, scene, skip)
    if refusal:
        return refusal
    for rule in plan.request_rules:
        if rule.id not in skip and (_broken_in(rule, scene) if rule.each else not _holds(rule, scene)):
            return Refusal(layer="rule", promise=rule.id, says=rule.says)
    rows = rows_at(request, plan.request.list_at) if plan.row_rules else []
    for number, row in enumerate(rows):
        here = scene.at(row=row, index=number)
        for rule in plan.row_rules:
            if rule.id not in skip and not _holds(rule, here):
                bad_rows.setdefault(number, rule.says)
                break
    return None


def _layout(plan: Plan, request: Document, skip: Collection[str], bad_rows: dict[int, str]) -> Refusal | None:
    if "layout" in skip:
        return None
    rows = f"{plan.contract.batch.rows}." if plan.contract.batch else ""
    for found in plan.layout(request, True):
        if found.rule in skip:
            continue
        title = found.field.title if found.field else "未知字段"
        says = f"{title} {found.path}: {found.found}，应为 {found.right}"
        number = found.path.removeprefix(rows).partition(".")[0] if rows and found.path.startswith(rows) else ""
        if not (number.isascii() and number.isdigit()):
            return Refusal(layer="layout", promise=found.rule, says=says)
        bad_rows.setdefault(int(number), says)
    return None


def _calculated(plan: Plan, request: Document, scene: Scene, skip: Collection[str]) -> Refusal | None:
    """A constant or a derived field that has another value than the contract gives it."""
    for leaf in plan.fixed:
        node = node_at(request, leaf.parts)
        if node is not None and node != leaf.field.constant and str(node) != leaf.field.constant and leaf.field.rule not in skip:
            says = f"{leaf.field.title} 应为固定值 {leaf.field.constant}"
            return Refusal(layer="layout", promise=leaf.field.rule, says=says)
    for leaf in plan.derived:
        node = node_at(request, leaf.parts)
        if node is None or leaf.field.derived is None or leaf.field.rule in skip:
            continue
        try:
            kept = leaf.read(node) == leaf.field.derived(scene)
        except (Absent, BadLeaf):
            continue
        if not kept:
            says = f"{leaf.field.title} 应等于 {leaf.field.derived.text}"
            return Refusal(layer="rule", promise=leaf.field.rule, says=says)
    return None


def _broken_in(rule: Rule, scene: Scene) -> bool:
    """Whether some row breaks the rule."""
    side, _, path = rule.each.partition(".")
    rows = rows_at(scene.request if side == "request" else None, tuple(path.removesuffix("[]").split(".")))
    return not all(_holds(rule, scene.at(row=row, index=n)) for n, row in enumerate(rows))


def _holds(rule: Rule, scene: Scene) -> bool:
    assert rule.holds is not None
    scene.steps = 0
    try:
        return bool(rule.holds(scene))
    except Absent:
        return True
