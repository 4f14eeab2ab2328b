"""What whoever hands files over owes: every rule of the contract, and what is built in where no rule names it."""

from __future__ import annotations

from collections.abc import Iterator

from kanhe.files.findings import SAYS, built_in
from kanhe.model.file import FileContract
from kanhe.model.verdict import Promise


def promises_of_file(contract: FileContract) -> list[Promise]:
    """Every promise of a file contract once, the rules first."""
    found = [Promise(contract=contract.id, id=r.id, says=r.says, level=r.level, grade=r.source.grade.value,
                     clause=" ".join(part for part in (r.source.document, r.source.clause) if part)) for r in contract.rules]
    ruled = {promise.id for promise in found}
    return found + [Promise(contract=contract.id, id=promise, says=SAYS.get(promise.rpartition(":")[2], promise),
                            clause=contract.source.clause, grade=contract.source.grade.value)
                    for promise in dict.fromkeys(_built_in(contract)) if promise not in ruled]


def _built_in(contract: FileContract) -> Iterator[str]:
    yield built_in(contract, "layout", contract.layout_rule)
    yield from (c.field.rule for r in contract.records for c in r.columns if c.field.rule)
    yield built_in(contract, "name", contract.name.rule)
    yield from (built_in(contract, "totals", t.rule) for t in contract.totals if t.into)
    if contract.digest is not None:
        yield built_in(contract, "digest", contract.digest.rule)
    yield from (built_in(contract, "unique", u.rule) for u in contract.unique)
    if contract.again:
        yield built_in(contract, "again", contract.again_rule)
    if contract.series.order:
        yield built_in(contract, "complete", contract.series.complete)
    if contract.arrival.rule:
        yield contract.arrival.rule
