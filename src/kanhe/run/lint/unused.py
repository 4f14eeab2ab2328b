"""Notes on what was declared and is used by nothing: words, code lists, parameters."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from kanhe.contract.load import RESERVED_WORDS
from kanhe.model.contract import Catalogue, Contract, Field
from kanhe.model.file import FileContract
from kanhe.run.lint.desk import Desk

_CALLS = re.compile(r"""\b(known|name_of|parameter)\(\s*["']([^"']+)["']""")
_CODES = re.compile(r"code\((.+)\)", re.DOTALL)


def run_unused(desk: Desk) -> None:
    """One note for each."""
    catalogue, places = desk.catalogue, desk.places
    contracts = list(catalogue.contracts.values())
    fields = [f for c in contracts for f in (*c.request, *c.reply)] + [f for c in catalogue.files.values() for f in _of_file(c)]
    means = {f.means for f in fields} | {place.means for c in contracts for place in c.parts} | RESERVED_WORDS
    calls = {found for text in _formulas(catalogue) for found in _CALLS.findall(text)}
    codes = {m[1] for f in fields if (m := _CODES.fullmatch(f.type.text))}
    codes |= {name for function, name in calls if function != "parameter"}
    words = places.node("vocabulary.yaml") if (places.root / "vocabulary.yaml").is_file() else None
    for word in (words.pairs or {}) if words is not None else ():
        if word not in means:
            desk.note(places.key("vocabulary.yaml", word), f"词 {word} 没有字段用到", hint="用它，或删去")
    for path in sorted((places.root / "codelists").glob("*.yaml")):
        if path.stem not in codes:
            desk.note(places.at(f"codelists/{path.name}"), f"代码表 {path.stem} 没有字段或表达式用到", hint="用它，或删去")
    parameters = {name for function, name in calls if function == "parameter"}
    for name in catalogue.parameters:
        if name not in parameters:
            desk.note(places.key("parameters.yaml", name), f"参数 {name} 没有表达式用到", hint="用它，或删去")


def _formulas(catalogue: Catalogue) -> Iterator[str]:
    """The text of every expression."""
    for contract in catalogue.contracts.values():
        for formula in _of_contract(contract):
            text = getattr(formula, "text", "")
            if text:
                yield text
    for contract in catalogue.files.values():
        yield from (getattr(f, "text", "") for r in contract.rules for f in (r.holds, *r.by, *r.leaves))
    for flow in catalogue.flows.values():
        yield from (getattr(v, "text", "") for r in flow.rules for v in r.params.values())
    for linkage in catalogue.linkages.values():
        yield from (f.text for c in linkage.rules for f in c.formulas)


def _of_file(contract: FileContract) -> Iterator[Field]:
    """Every column and every part of the name."""
    yield from (c.field for r in contract.records for c in r.columns)
    yield from (p.field for p in contract.name.parts)


def _of_contract(contract: Contract) -> Iterable[object]:
    for field in (*contract.request, *contract.reply):
        yield from (field.fresh, field.derived)
    for effect in (*contract.effects, *contract.marks):
        yield from (*effect.key, effect.amount, effect.where, *effect.fields.values())
    for seen in contract.observes:
        yield from (seen.value, seen.rows, *seen.columns.values())
    yield from (rule.holds for rule in contract.rules)
