"""A number that was taken comes once more with other rows."""

from __future__ import annotations

from kanhe.files.faults.fault import Draft, Spoiled, fault, once


@fault("同一批次号，内容换了", about="again", after=True, parts=once(lambda contract: contract.again))
def changed_again(draft: Draft) -> Spoiled | None:
    """A whole and valid file; a correction has a number of its own."""
    name, data = draft.written()
    return Spoiled(name=name, data=data, sheet=draft.other)
