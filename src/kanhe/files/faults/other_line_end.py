"""Lines end with CRLF where LF was agreed, or the other way round."""

from __future__ import annotations

from kanhe.files.faults.fault import Draft, Spoiled, fault, once
from kanhe.files.faults.records import records, resealed


@fault("行结束符与约定不同（LF 与 CRLF）", about="layout", parts=once(lambda contract: contract.end))
def other_line_end(draft: Draft) -> Spoiled | None:
    """As after a transfer as text; the digest is of the bytes as they now are."""
    name, data = draft.written()
    end = draft.contract.end
    before = records(draft.contract, data)
    after = [line.removesuffix(end) + (b"\n" if end == b"\r\n" else b"\r\n") for line in before]
    return Spoiled(name=name, data=resealed(draft.contract, before, after), sheet=draft.other)
