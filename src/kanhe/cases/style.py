"""Styles: the ways to fill a request, where more than one fits."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from kanhe.cases.memory import chains
from kanhe.model.contract import Contract
from kanhe.model.words import Kind


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """anchor: which record leads (0 = the best fitting). amount: known (by meaning), specimen, least. rows: how many at the
    most. lean: only keys come from memory. swap: the second of two fields with one meaning leads instead of the first. apart: what
    the message names besides the thing that leads is another one than that thing's own, e.g. the payee of a payment out of a hold."""

    anchor: int = 0
    amount: str = "known"
    rows: int = 2
    lean: bool = False
    swap: bool = False
    apart: bool = False
    optional: bool = True


STYLES: tuple[Style, ...] = (
    Style(), Style(rows=1), Style(amount="specimen"), Style(anchor=1), Style(swap=True), Style(amount="least"),
    Style(lean=True), Style(anchor=2), Style(anchor=1, amount="least"), Style(swap=True, amount="least"),
    Style(anchor=1, swap=True, amount="least"), Style(lean=True, amount="least", rows=1), Style(lean=True, anchor=1, rows=1),
    Style(rows=1, amount="specimen", anchor=1), Style(apart=True), Style(apart=True, amount="specimen"), Style(apart=True, amount="least"),
)


def styles_of(contract: Contract, *, apart: bool) -> Iterator[Style]:
    """The styles that may fill this contract's request in different ways, plainest first. apart: it names a second thing."""
    fields = contract.request
    singles = [f for f in fields if "[]" not in f.path and f.constant is None and f.derived is None]
    known = [f.means for f in singles if chains(f)]
    rows = any("[]" in f.path for f in fields)
    money = any(f.type.kind is Kind.MONEY for f in singles)
    order = len(known) > len(set(known)) or bool(contract.parts) or any(f.fresh is not None and not f.fresh.steady for f in singles)
    lean = any(chains(f) and f.role != "key" for f in fields)
    found: dict[Style, None] = {}
    for style in STYLES:
        if style.apart <= apart:
            found[replace(style, rows=style.rows if rows else 1, amount=style.amount if money else "known",
                          swap=style.swap and order, lean=style.lean and lean, anchor=style.anchor if known or rows else 0)] = None
    yield from found
