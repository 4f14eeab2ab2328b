"""Changing the bytes of a written file so that nothing but the change is wrong."""

from __future__ import annotations

from kanhe.model.file import FileContract
from kanhe.wire.sm import sm3_stream


def records(contract: FileContract, data: bytes) -> list[bytes]:
    """The records of a written file in order, each with its line end."""
    if contract.end:
        return [line + contract.end for line in data.split(contract.end)[:-1]]
    sizes = [r.size_bytes if r is not None else 0 for r in (contract.header, contract.trailer)]
    rows = data[sizes[0] : len(data) - sizes[1]]
    step = contract.row.size_bytes
    found = [data[: sizes[0]], *(rows[i : i + step] for i in range(0, len(rows), step)), data[len(data) - sizes[1] :]]
    return [one for one in found if one]


def resealed(contract: FileContract, before: list[bytes], after: list[bytes]) -> bytes:
    """The changed records as one file; the digest in the trailer is of what they are now."""
    if contract.digest is None:
        return b"".join(after)
    return b"".join([*after[:-1], after[-1].replace(_digest(contract, before), _digest(contract, after))])


def _digest(contract: FileContract, parts: list[bytes]) -> bytes:
    assert contract.digest is not None
    stream, first = sm3_stream(), contract.header is not None
    if first and "header" in contract.digest.over:
        stream.update(parts[0])
    if "row" in contract.digest.over:
        stream.update(b"".join(parts[first : -1 if contract.trailer is not None else None]))
    text = stream.hexdigest()
    return (text.upper() if contract.digest.case == "upper" else text).encode()


def last_row(contract: FileContract, parts: list[bytes]) -> int:
    """Where the last row is among the records; -1 where there is none."""
    place = len(parts) - 1 - (contract.trailer is not None)
    return place if place >= (contract.header is not None) else -1
