"""The specimens as they go over the wire: framed, in the contract's charset; for a file its bytes from contracts/ or fixtures/."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from kanhe.errors import KanheError
from kanhe.model.contract import Catalogue, Contract
from kanhe.model.file import FileContract
from kanhe.report.wire_text import Side, as_text
from kanhe.run.lint.files import specimen_path
from kanhe.wire.codec import encode
from kanhe.wire.framing import frame


def shown(contract: Contract) -> Iterator[tuple[Side, str]]:
    """(side, its text) of request and reply; a stimulus goes over no wire. Signatures are made when a message is sent, and are not here."""
    if contract.kind != "call":
        return
    wire = contract.party.wire
    for title, document, reply in (("请求", contract.specimen_request, False), ("应答", contract.specimen_reply, True)):
        try:
            message = encode(contract, document, reply=reply)
            raw = frame(wire.framing, message.body) if wire.framing else message.body
        except (KanheError, TypeError, ValueError):
            continue  # lint says why
        side = Side(title=title, message=message, raw=raw)
        yield side, raw.decode(wire.carrier, "backslashreplace") if wire.framing else as_text(side, wire.carrier)


def file_specimen(catalogue: Catalogue, contract: FileContract) -> bytes | None:
    """The bytes of a file contract's specimen, None where they cannot be read."""
    path = specimen_path(Path(catalogue.root), contract)
    try:
        return path.read_bytes() if path else None
    except OSError:
        return None
