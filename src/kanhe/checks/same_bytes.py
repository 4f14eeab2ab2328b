"""`same_bytes`: an inner message comes back byte for byte as it was handed in. with: written, shown, key.

written: where a request carries the inner message; shown: where replies show it; key: the child by which it is known again. Whoever
parses a message and writes it anew says the same and yet breaks every signature over it (TV-10).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kanhe.books.books import Books
from kanhe.books.outcome import classify
from kanhe.errors import WireError
from kanhe.model.contract import Rule
from kanhe.model.document import MISSING, get, spread
from kanhe.model.exchange import Exchange
from kanhe.model.inner import Inner
from kanhe.model.words import ReplyClass
from kanhe.wire.codec import decode
from kanhe.wire.seal.seals import bare


def same_bytes(rule: Rule, history: Sequence[Exchange], _: Sequence[Books]) -> Iterator[tuple[bool, str, str]]:
    """(kept, expected, actual) for every inner message that a reply shows and that was handed in earlier in this story."""
    written, shown, key = (str(rule.params[name]) for name in ("written", "shown", "key"))
    known: dict[object, bytes] = {}
    for exchange in history:
        if exchange.inbound or exchange.reply is None:
            continue
        if classify(exchange.contract.outcomes, exchange.reply) is ReplyClass.SUCCESS:
            inner = _sent(exchange, written)
            if inner is not None:
                known[get(inner, key)] = inner.raw
        for where, node in spread(exchange.reply, shown):
            before = known.get(get(node, key)) if isinstance(node, Inner) else None
            if before is not None:
                yield node.raw == before, f"与写入时相同的 {len(before)} 字节", _told(before, node.raw, where)


def _sent(exchange: Exchange, path: str) -> Inner | None:
    """The inner message of a request of ours, with the bytes in which it went out."""
    if exchange.sent is None or not any(one.at == path for one in exchange.contract.nested):
        return None
    try:
        node = get(decode(exchange.contract, bare(exchange.contract.party.wire, exchange.sent), reply=False), path)
    except WireError:
        return None
    return node if node is not MISSING and isinstance(node, Inner) else None


def _told(before: bytes, after: bytes, where: str) -> str:
    if before == after:
        return "相同"
    at = next((i for i, (a, b) in enumerate(zip(before, after, strict=False)) if a != b), min(len(before), len(after)))
    return f"{where} 有 {len(after)} 字节，从第 {at} 字节起不同：{after[at : at + 24]!r}，写入的是 {before[at : at + 24]!r}"
