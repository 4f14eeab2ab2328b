"""Two rows of a file are the same in the columns in which rows differ."""

from __future__ import annotations

from dataclasses import replace

from kanhe.files.faults.fault import Draft, Spoiled, fault
from kanhe.files.writing import write
from kanhe.model.file import FileContract


def _alone(contract: FileContract) -> list[str]:
    """Those that no other rule reads: with one of them nothing else would break."""
    read = {path.partition(".")[2] for rule in contract.rules for f in (rule.holds, rule.where, *rule.by, *rule.leaves) if f is not None
            for path in f.paths if path.startswith(("row.", "former."))}
    return [",".join(u.columns) for u in contract.unique if not read & set(u.columns)]


@fault("两行用了同一个号", about="unique", parts=_alone)
def repeated_row(draft: Draft) -> Spoiled | None:
    """The last row has what the first one has; totals and digest are of the rows as they are."""
    rows, columns = list(draft.other.rows), draft.part.split(",")
    if len(rows) < 2:
        return None
    sheet = replace(draft.other, rows=[*rows[:-1], {**rows[-1], **{c: rows[0].get(c) for c in columns}}])
    name, data = write(draft.contract, sheet)
    return Spoiled(name=name, data=data, sheet=sheet)
