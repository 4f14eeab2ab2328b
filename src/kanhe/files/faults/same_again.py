"""A file that was taken comes once more."""

from __future__ import annotations

from kanhe.files.faults.fault import Draft, Duty, Spoiled, fault, once
from kanhe.files.writing import write


@fault("同一份再送一次", about="again", duty=Duty.ONCE, after=True, parts=once(lambda contract: contract.again))
def same_again(draft: Draft) -> Spoiled | None:
    """Byte for byte, as after a lost confirmation."""
    name, data = write(draft.contract, draft.right)
    return Spoiled(name=name, data=data, sheet=draft.right)
