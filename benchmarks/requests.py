"""Requests for the load: legal messages of the real families, made from the specimens of their contracts."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from benchmarks.load import BETWEEN, MARK
from kanhe.contract.functions import add_days, years
from kanhe.contract.load import load
from kanhe.model.contract import Contract
from kanhe.model.document import Document, copy, put
from kanhe.model.exchange import Message
from kanhe.simulate.wall import wall_clock
from kanhe.wire.codec import encode
from kanhe.wire.framing import frame
from kanhe.wire.seal.keys import TEST_KEYS
from kanhe.wire.seal.seals import sign

NUMBER = MARK.decode()


def opening(root: Path) -> tuple[bytes, bytes]:
    """A template of G00003 (framed) for another bid each time, and the body of a reply to it."""
    contract = load(root).contracts["land_margin.G00003"]
    document = stamped(contract, wall_clock())
    put(document, "head.SeqNo", NUMBER)
    put(document, "body.InstSeq", NUMBER)
    framing = contract.party.wire.framing
    assert framing is not None
    return frame(framing, encode(contract, document, reply=False).body), encode(contract, contract.specimen_reply, reply=True).body


def stamped(contract: Contract, now: str) -> Document:
    """The specimen request of a land contract, sent now."""
    document: Document = copy(contract.specimen_request)
    put(document, "head.TransDate", now[:8])
    put(document, "head.TransTime", now[8:14])
    if "MatuDay" in document["body"]:
        put(document, "body.MatuDay", add_days(now, 7))
    return document


def unseal(root: Path) -> None:
    """Take the seal out of the personnel family of a copied root."""
    path = root / "units/personnel/party.yaml"
    head, _, rest = path.read_text(encoding="utf-8").partition("  seal:\n")
    text = head + rest[rest.index("  deadline_s:") :]
    kept = (line for line in text.splitlines(keepends=True) if "SIG-01" not in line and "REP-01" not in line)
    path.write_text("".join(kept), encoding="utf-8")


def syncs(root: Path, *, sealed: bool, batches: int) -> tuple[list[bytes], bytes]:
    """HTTP requests that report one new person each, and the body of a reply: one template, or sealed ones in several batches."""
    contract = load(root).contracts["personnel.sync"]
    document, now = copy(contract.specimen_request), wall_clock()
    del document["body"]["persons"][1:]
    for path, value in {
        "batch_no": NUMBER, "persons.0.per_id": NUMBER, "persons.0.iden_type_code": "2", "persons.0.iden_no": f"E{NUMBER}",
        "persons.0.is_auth": "2", "persons.0.update_time": f"{now}000", "persons.0.gap_years": 0,
        "persons.0.serv_len": years(document["body"]["persons"][0]["work_init_date"], now),
    }.items():
        put(document, f"body.{path}", value)
    reply = encode(contract, contract.specimen_reply, reply=True).body
    bare = encode(contract, document, reply=False)
    if not sealed:
        return [_http(bare)], reply
    seal = contract.party.wire.seal
    assert seal is not None

    def one(number: int) -> bytes:
        message = replace(bare, body=bare.body.replace(MARK, b"%012d" % number))
        return _http(sign(seal, TEST_KEYS, message, timestamp=now, nonce=f"{number:032d}"))

    most = 5000
    return [BETWEEN.join(one(number) for number in range(batch * most, (batch + 1) * most)) for batch in range(batches)], reply


def _http(message: Message) -> bytes:
    head = [f"{message.method} {message.target} HTTP/1.1", "host: 127.0.0.1", f"content-length: {len(message.body)}"]
    head += [f"{name}: {value}" for name, value in message.headers]
    return "\r\n".join(head).encode() + b"\r\n\r\n" + message.body
