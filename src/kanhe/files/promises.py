"""What whoever hands files over owes: every rule of the contract, and what is built in where no rule names it; and what a receiver owes."""

from __future__ import annotations

from collections.abc import Iterator

from kanhe.files.faults.all import fitting
from kanhe.files.faults.fault import DUTY_TEXTS
from kanhe.files.findings import SAYS, built_in
from kanhe.model.file import FileContract
from kanhe.model.verdict import Promise
from kanhe.model.words import Level


def promises_of_file(contract: FileContract) -> list[Promise]:
    """Every promise of a file contract once, the rules first."""
    found = [Promise(contract=contract.id, id=r.id, says=r.says, level=r.level, grade=r.source.grade.value,
                     clause=" ".join(part for part in (r.source.document, r.source.clause) if part)) for r in contract.rules]
    ruled = {promise.id for promise in found}
    return found + [Promise(contract=contract.id, id=promise, says=SAYS.get(promise.rpartition(":")[2], promise),
                            clause=contract.source.clause, grade=contract.source.grade.value)
                    for promise in dict.fromkeys(_built_in(contract)) if promise not in ruled]


TAKEN = "taken"


def promises_of_receiver(contract: FileContract) -> list[Promise]:
    """That right files are booked, and of every promise that a spoiled file can break what is owed where it is broken."""
    source = contract.source
    found = [Promise(contract=contract.id, id=f"{contract.id}:{TAKEN}", says="按约定送到的文件逐行入账，每行一次，金额不差",
                     clause=source.clause, grade=source.grade.value)]
    known = {promise.id: promise for promise in promises_of_file(contract)}
    for one in fitting(contract):
        if one.promise not in {p.id for p in found}:
            says = known[one.promise].says if one.promise in known else SAYS[one.fault.about]
            level = known[one.promise].level if one.promise in known else Level.MUST
            found.append(Promise(contract=contract.id, id=one.promise, says=f"{says}；收方：{DUTY_TEXTS[one.fault.duty]}", level=level,
                                 clause=source.clause, grade=source.grade.value))
    return found


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
