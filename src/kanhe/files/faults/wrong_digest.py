"""The trailer's digest is one of nothing at all."""

from __future__ import annotations

from dataclasses import replace

from kanhe.files.faults.fault import Draft, Spoiled, fault, once
from kanhe.files.writing import write
from kanhe.wire.sm import sm3_stream


@fault("摘要与内容不符", about="digest", parts=once(lambda contract: contract.digest is not None))
def wrong_digest(draft: Draft) -> Spoiled | None:
    """SM3 of no bytes, as of a file that was opened and not read."""
    digest = draft.contract.digest
    assert digest is not None
    text = sm3_stream().hexdigest()
    column = digest.into.partition(".")[2]
    sheet = replace(draft.other, trailer={**draft.other.trailer, column: text.upper() if digest.case == "upper" else text})
    name, data = write(draft.contract, sheet)
    return Spoiled(name=name, data=data, sheet=sheet)
