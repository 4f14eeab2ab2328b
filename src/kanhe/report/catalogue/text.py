"""The catalogue on a terminal of 80 columns: signs that GBK has, no line wider."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kanhe.model.linkage import Following, Linkage, Listing
from kanhe.model.reconcile import Reconciliation
from kanhe.report.catalogue.shelf import KINDS, LEVELS, AnyRule, Family, Interface, System, counted
from kanhe.report.words import fit, visible, width, wrap

COLUMNS = 80


def lines(
    found: Sequence[System], linked: Sequence[Linkage], reconciled: Sequence[Reconciliation], *, brief: bool = False
) -> Iterator[str]:
    """Line by line. brief: without the rules."""
    for system in found:
        yield from wrap(f"{system.id}  {system.title}", COLUMNS, "  ")
        for family in system.families:
            yield from _family(family, brief)
    for linkage in linked:
        yield from wrap(f"联动  {linkage.id}  {linkage.title}", COLUMNS, "  ")
        for one in linkage.rules if not brief else ():
            yield from _rules([one])
            shown = one.file.id if isinstance(one, Listing) else one.comes.id
            yield from wrap(f"        {one.after.id} → {shown}", COLUMNS, "          ")
    for side in reconciled:
        yield from wrap(f"对账  {side.id}  {side.title}（{side.source.grade.value} 级）", COLUMNS, "  ")
    families = [f for s in found for f in s.families]
    interfaces = [i for f in families for i in f.interfaces]
    rules = [*(r for f in families for r in f.rules), *(c for one in linked for c in one.rules)]
    kinds = "、".join(f"{name} {number}" for kind, name in KINDS.items() if (number := sum(i.kind == kind for i in interfaces)))
    yield from wrap(f"共 {len(found)} 个系统、{len(families)} 个契约族、{len(interfaces)} 个接口（{kinds}）、"
                    f"{len(rules)} 条约定（{counted(rules)}）", COLUMNS)


def _family(family: Family, brief: bool) -> Iterator[str]:
    party = family.party
    roles = "，".join(f"{role} {title}" for role, title in party.roles.items())
    yield from wrap(f"  {party.family}  {party.title}（{roles}）", COLUMNS, "    ")
    if not brief:
        yield from _rules(family.shared)
    column = min(24, max((width(i.short) for i in family.interfaces), default=0))
    ways = min(24, max((width(_way(i)) for i in family.interfaces), default=0))
    for interface in family.interfaces:
        yield from _interface(interface, column, ways, brief)
    for flow in family.flows:
        yield from wrap(f"    流程 {flow.id.rpartition('.')[2]}  {flow.title}", COLUMNS, "      ")
        if not brief:
            yield from _rules(flow.rules)


def _way(interface: Interface) -> str:
    item = interface.item
    return f"{item.sender}→{item.receiver}" if interface.kind != "stimulus" else f"在 {item.sender}"


def _interface(interface: Interface, column: int, ways: int, brief: bool) -> Iterator[str]:
    head = f"    {fit(interface.short, column)} {KINDS[interface.kind]} {fit(_way(interface), ways)} "
    yield from wrap(visible(f"{head}{interface.item.title}"), COLUMNS, " " * width(head))
    if brief:
        yield from wrap(f"{' ' * (column + 5)}约定 {counted(interface.rules)}", COLUMNS, " " * (column + 5))
    else:
        yield from _rules(interface.rules)


def _rules(rules: Sequence[AnyRule | Following]) -> Iterator[str]:
    for rule in rules:
        head = f"      {fit(rule.id, 10)} {LEVELS[rule.level]} {rule.source.grade.value} "
        yield from wrap(visible(f"{head}{rule.says}"), COLUMNS, " " * width(head))
