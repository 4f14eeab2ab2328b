"""What the messages so far have brought to light, by meaning: the thread on which sequences are strung."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from kanhe.contract.leaf import BadLeaf, Reader, reader
from kanhe.model.contract import Contract, Field
from kanhe.model.document import MISSING, get, spread
from kanhe.model.formula import Value

Record = Mapping[str, Value]
"""meaning -> typed value, all from one message (or one row of it together with the message around it)."""

NEVER = frozenset({"message", "send_date", "send_time", "send_moment", "serial"})
MOST = 200
MOST_ROWS = 10  # of one list: the last ones
ROLES = frozenset({"key", "money", "party", "time", "code", "status"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Memory:
    """Records, newest last. Frozen: imagining a sequence never disturbs the real one."""

    records: tuple[Record, ...] = field(default=())

    def add(self, contract: Contract, request: Any, reply: Any) -> Memory:
        """This memory with what one successful exchange showed. What a mere query shows stays behind what was done."""
        found = tuple(_records(contract, request, reply))
        if not found:
            return self
        asked = contract.kind == "call" and not contract.effects
        return Memory(records=((found + self.records) if asked else (self.records + found))[-MOST:])

    def about(self, record: Record) -> Memory:
        """This memory with the record's values instead of what was remembered last of the same meanings."""
        *before, last = self.records or ({},)
        return Memory(records=(*before, {**last, **record})) if record else self

    def with_record(self, record: Record) -> Memory:
        """This memory with one record more."""
        return Memory(records=(*self.records, record))


def chains(one: Field) -> bool:
    """Whether the field is filled from memory by its meaning."""
    return bool(one.means) and one.means not in NEVER and one.role in ROLES


Chained = tuple[str, bool, str, Reader]
_CHAINED: dict[int, tuple[Contract, tuple[tuple[Chained, ...], tuple[Chained, ...]]]] = {}


def _chained(contract: Contract) -> tuple[tuple[Chained, ...], tuple[Chained, ...]]:
    """path, whether it repeats, meaning and reader of the fields that are remembered, of request and reply; made once per contract."""
    known = _CHAINED.get(id(contract))
    if known is None or known[0] is not contract:
        charset = contract.party.wire.charset
        request, reply = (tuple((f.path, "[]" in f.path, f.means, reader(f.type, charset)) for f in fields if chains(f))
                          for fields in (contract.request, contract.reply))
        known = _CHAINED[id(contract)] = contract, (request, reply)
    return known[1]


def _records(contract: Contract, request: Any, reply: Any) -> Iterator[Record]:
    whole: dict[str, Value] = {}
    rows: dict[str, dict[str, Value]] = {}
    others: list[tuple[str, Value]] = []  # a second field of the same meaning, e.g. the payee beside the payer
    for fields, document in zip(_chained(contract), (request, reply), strict=True):
        for path, repeats, means, read in fields:
            for where, node in list(spread(document, path))[-MOST_ROWS:] if repeats else ((path, get(document, path)),):
                if node is MISSING:
                    continue
                try:
                    value = read(node)
                except BadLeaf:
                    continue
                if value is None or value == "":
                    continue
                if repeats:
                    place = where.rsplit(".", 1)[0]
                    rows.setdefault(f"{id(fields)}{place}", {})[means] = value
                elif means in whole and whole[means] != value:
                    others.append((means, value))
                else:
                    whole[means] = value
    for row in rows.values():
        yield {**whole, **row}
    for means, value in others:
        yield {means: value}
    if whole:
        yield whole
