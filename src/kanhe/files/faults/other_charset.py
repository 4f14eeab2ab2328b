"""The file is in another charset than was agreed."""

from __future__ import annotations

from dataclasses import replace

from kanhe.files.awkward import free_columns
from kanhe.files.faults.fault import Draft, Spoiled, fault, once
from kanhe.files.faults.records import records, resealed
from kanhe.files.writing import write
from kanhe.wire.charset import codec_of

PLAIN, TEXT = "A", "南通市"


@fault("字符集与约定不同（UTF-8 与 GBK）", about="layout", parts=once(free_columns))
def other_charset(draft: Draft) -> Spoiled | None:
    """UTF-8 where one of the GB charsets was agreed, GB 18030 where UTF-8 was. The last row alone has more than ASCII, so that no row
    after it is misread, too."""
    contract, rows = draft.contract, list(draft.other.rows)
    columns = free_columns(contract)
    plain = [{**row, **{c.name: PLAIN for c in columns}} for row in rows[:-1]]
    sheet = replace(draft.other, rows=[*plain, *({**row, **{c.name: TEXT for c in columns}} for row in rows[-1:])])
    name, data = write(contract, sheet)
    other = "utf-8" if contract.charset.upper().startswith("GB") else "gb18030"
    before = records(contract, data)
    after = [line.decode(codec_of(contract.charset)).encode(other) for line in before]
    return Spoiled(name=name, data=resealed(contract, before, after), sheet=sheet)
