"""Field tables: name on the wire, Chinese name, what may stand there and how long, whether it must; and the code tables they refer to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from html import escape

from kanhe.model.contract import Contract, Field, FieldType
from kanhe.model.file import Column, FileContract, Record
from kanhe.model.meaning import Meaning
from kanhe.report.catalogue.types import SHORT_LIST, code_table, needed, size, told
from kanhe.report.page_table import cell, table

HEAD = ("字段", "名称", "内容", "长度", "必填")
PARTS = {"header": "头记录", "row": "明细记录", "trailer": "尾记录"}


def of_message(contract: Contract, vocabulary: Mapping[str, Meaning]) -> Iterator[str]:
    """Request and reply; an event has only what it is caused with."""
    sides = [("请求" if contract.kind == "call" else "事件的内容", contract.request, False), ("应答", contract.reply, True)]
    for title, fields, reply in sides:
        if fields:
            rows = (_row(f, vocabulary, contract.party.wire.charset, needed(f, reply=reply)) for f in fields)
            yield f"<h5>{title}</h5>{table(HEAD, rows, kind='fields')}"


def of_file(contract: FileContract, vocabulary: Mapping[str, Meaning]) -> Iterator[str]:
    """The parts of the name, then record by record, in order of columns."""
    names = (_row(p.field, vocabulary, contract.charset, f"与 {p.same_as} 相同" if p.same_as else "必填") for p in contract.name.parts)
    yield f"<h5>文件名 {escape(contract.name.pattern)}</h5>{table(HEAD, names, kind='fields')}"
    for record in contract.records:
        yield f"<h5>{PARTS[record.part]}{_bytes(record)}</h5>{table(HEAD, _columns(record, contract, vocabulary), kind='fields')}"


def _bytes(record: Record) -> str:
    return f"（{record.size_bytes} 字节，不含换行）" if record.size_bytes else ""


def _columns(record: Record, contract: FileContract, vocabulary: Mapping[str, Meaning]) -> Iterator[Sequence[str]]:
    place = 1
    for column in record.columns:
        wide = f"第 {place}~{place + column.width - 1} 字节，{_filled(column)}" if column.width else ""
        yield _row(column.field, vocabulary, contract.charset, "必填" if column.field.required else "可空", wide)
        place += column.width


def _filled(column: Column) -> str:
    pad = "空格" if column.pad == " " else column.pad
    return (f"左补 {pad}" if column.align == "right" else f"右补 {pad}") + ("，带符号" if column.sign else "")


def _row(field: Field, vocabulary: Mapping[str, Meaning], charset: str, must: str, wide: str = "") -> Sequence[str]:
    meaning = vocabulary.get(field.means)
    name = escape(field.title)
    if meaning and meaning.title not in field.title:
        name += f'<br><span class="small">{escape(meaning.title)}</span>'
    length = escape(wide or size(field.type, charset))
    return [cell(f"<code>{_breaking(field.path)}</code>"), cell(name), cell(_content(field)), cell(length), cell(must)]


def _breaking(path: str) -> str:
    """A path that may be broken behind its dots."""
    return escape(path).replace(".", ".<wbr>")


def _content(field: Field) -> str:
    kind = field.type
    if field.constant is not None:
        return f"固定 <code>{escape(field.constant)}</code>"
    text = escape(told(kind))
    if name := code_table(kind):
        return f'{text}，见 <a href="#codes-{escape(name)}">{escape(name)}</a>'
    if kind.codes:
        text = "、".join(f"<code>{escape(code)}</code>{escape(f' {title}' if title and title != code else '')}"
                         for code, title in list(kind.codes.items())[:SHORT_LIST]) + (" 等" if len(kind.codes) > SHORT_LIST else "")
    if field.derived is not None:
        text += f'<br><span class="small">由发送方算出：{escape(field.derived.text)}</span>'
    return text + (f'<br><span class="small">违反即违反 {escape(field.rule)}</span>' if field.rule else "")


def code_tables(items: Iterable[Contract | FileContract]) -> Iterator[str]:
    """Every code list that a field refers to, once, with the fields that use it."""
    lists: dict[str, FieldType] = {}
    used: dict[str, dict[str, None]] = {}
    for item in items:
        for field in every_field(item):
            if name := code_table(field.type):
                lists[name] = field.type
                used.setdefault(name, {})[field.title] = None
    for name, kind in sorted(lists.items()):
        codes = "".join(f"<li><code>{escape(code)}</code> {escape(title)}</li>" for code, title in kind.codes.items())
        yield (f'<h4 id="codes-{escape(name)}">{escape(name)}（{len(kind.codes)} 个代码）</h4>'
               f'<p class="small">用于：{escape("、".join(used[name]))}</p><ul class="codes">{codes}</ul>')


def every_field(item: Contract | FileContract) -> Iterator[Field]:
    """Fields of both sides, or columns and name parts."""
    if isinstance(item, Contract):
        yield from (*item.request, *item.reply)
    else:
        yield from (p.field for p in item.name.parts)
        yield from (c.field for r in item.records for c in r.columns)

