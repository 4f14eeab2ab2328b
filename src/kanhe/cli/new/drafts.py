"""The texts of new contracts. An operation takes its envelope (fields, result codes, specimen) from the family's party.yaml and from an
operation that the family has already; what is its own is one field, to be replaced by the real ones."""

from __future__ import annotations

import argparse
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kanhe.cli.new.writing import scalar
from kanhe.model.contract import Contract, Field, Party
from kanhe.model.document import MISSING, get, put

TITLE = "备注（示例字段，改成真正的）"
SYSTEMS = {"LAND": "土地出让金管理", "ACCT": "单位账户管理", "PERS": "动态人员同步管理", "SCB": "国有资本经营预算编制",
           "DEP": "定期存款管理", "INV": "政府投资项目管理", "GFR": "政府财务报告编制"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What is to be written. sibling: an operation of the family, None in a new one; party: None where the family is new (`wire`)."""

    id: str
    title: str
    operation: str
    sender: str
    sibling: Contract | None
    party: Party | None
    wire: str
    envelope: frozenset[str] = frozenset()  # paths that party.yaml declares

    @property
    def name(self) -> str:
        """The file's name."""
        return self.id.rpartition(".")[2]

    @property
    def http(self) -> bool:
        """Whether a message is more than a body."""
        return not self.party.wire.named if self.party else self.wire == "http-json"


def party(args: argparse.Namespace, family: str) -> str:
    """party.yaml of a new family: two roles, a wire, an envelope, result codes."""
    system = args.system or "TEST"
    head = (f"family: {family}\ntitle: {scalar(args.family_title)}\nsystem: {scalar(system)}\n"
            f"system_title: {SYSTEMS.get(system, '待定')}\nroles: {{bureau: 财政, bank: 银行}}\n"
            "source: {document: 待补（写上接口文本的名称）, grade: M}\n")
    if args.kind == "file":
        return head
    return head + (TCP if args.wire == "tcp-xml" else HTTP)


def message(draft: Draft) -> tuple[str, Mapping[str, bytes]]:
    """(contract, {}): the bytes are made once it can be loaded."""
    operation = draft.operation or (f"POST /{draft.id.partition('.')[0]}/v1/{draft.name}" if draft.http else draft.name)
    own = _own(draft, operation)
    request, reply = _envelope(draft, operation, reply=False), _envelope(draft, operation, reply=True)
    for path in own:
        put(request, path, "1" if path.startswith("path.") else "示例")
    declared = [*_repeated(draft, operation, reply=False), *(f"  {path}: {_plain(path)}" for path in own)]
    replied = _repeated(draft, operation, reply=True)
    lines = [f"id: {draft.id}", f"title: {scalar(draft.title)}", f"operation: {scalar(operation)}", f"sends: {draft.sender}",
             "source: {grade: M}", "request:", *declared, *(["reply:", *replied] if replied else []),
             f"specimen:\n  request: {_flow(request)}\n  reply: {_flow(reply)}"]
    return "\n".join(lines) + "\n", {}


def event(draft: Draft) -> tuple[str, Mapping[str, bytes]]:
    """(contract, {}): an event goes over no wire."""
    return (f"id: {draft.id}\nkind: stimulus\ntitle: {scalar(draft.title)}\nat: {draft.sender}\nsource: {{grade: M}}\n"
            f"request:\n  note: {{title: {TITLE}, type: G(60)}}\nspecimen:\n  request: {{note: 示例}}\n"), {}


def file(draft: Draft) -> tuple[str, Mapping[str, bytes]]:
    """(contract, the specimen's bytes by name): header, rows, trailer that add up."""
    stem, name = draft.name.upper(), f"{draft.name.upper()}_20260105.txt"
    rows = "H|20260105|2\nD|0000000001|0.01|甲\nD|0000000002|9.99|乙\nT|2|10.00\n"
    return FILE.format(id=draft.id, title=scalar(draft.title), sender=draft.sender, stem=stem, name=name), {name: rows.encode("gbk")}


def _own(draft: Draft, operation: str) -> list[str]:
    """The paths that are the operation's own: those in its address, and one more."""
    if not draft.http:
        return [f"{_place(draft)}Note"]
    method, _, route = operation.partition(" ")
    return [*(f"path.{name}" for name in re.findall(r"\{([A-Za-z_]\w*)\}", route)), "query.note" if method == "GET" else "body.note"]


def _place(draft: Draft) -> str:
    """Where the family's operations have what is their own, with a dot behind it: `body.`."""
    if draft.sibling is None:
        return "body."
    own = [f.path.split(".")[0] for f in draft.sibling.request if f.path not in draft.envelope and "." in f.path]
    named = draft.sibling.party.wire.operation.partition(".")[0]
    return next((f"{first}." for first in own if first != named and not first.endswith("[]")), "body." if "." in
                draft.sibling.party.wire.operation else "")


def _plain(path: str) -> str:
    return f"{{title: {path.partition('.')[2]}, type: AN(32)}}" if path.startswith("path.") else f"{{title: {TITLE}, type: G(60)}}"


def _taken_over(draft: Draft, *, reply: bool) -> Iterator[Field]:
    """Fields of the sibling that every operation needs though the party does not declare them: the code, and what says the outcome."""
    if draft.sibling is not None:
        wire, outcomes = draft.sibling.party.wire, draft.sibling.outcomes
        for field in draft.sibling.reply if reply else draft.sibling.request:
            if field.path in outcomes.paths and field.path not in draft.envelope if reply else field.path == wire.operation:
                yield field


def _repeated(draft: Draft, operation: str, *, reply: bool) -> list[str]:
    """The declarations of those fields."""
    found = [f"  head.Code: {{title: 交易码, type: AN(32), constant: {scalar(operation)}}}"] if (
        draft.sibling is None and not draft.http and not reply) else []
    for field in _taken_over(draft, reply=reply):
        more = [f"title: {scalar(field.title)}", f"type: {scalar(field.type.text)}"]
        more += [f"means: {field.means}"] if field.means else []
        more += [f"constant: {scalar(operation)}"] if not reply else ["required: always"] if field.always else []
        found.append(f"  {field.path}: {{{', '.join(more)}}}")
    return found


def _envelope(draft: Draft, operation: str, *, reply: bool) -> dict[str, Any]:
    """The specimen without what is the operation's own."""
    document: dict[str, Any] = {}
    sibling = draft.sibling
    if sibling is None:
        for path, value in (HTTP_REPLY if draft.http else TCP_REPLY).items() if reply else ({} if draft.http else TCP_REQUEST).items():
            put(document, path, operation if value == "CODE" else value)
        return document
    source = sibling.specimen_reply if reply else sibling.specimen_request
    shared = [f for f in (sibling.reply if reply else sibling.request) if f.path in draft.envelope and "[]" not in f.path]
    for field in (*shared, *_taken_over(draft, reply=reply)):
        value = get(source, field.path)
        if value is not MISSING and not isinstance(value, dict | list):
            put(document, field.path, operation if value == sibling.operation else value)
    return document


def _flow(node: Any) -> str:
    if isinstance(node, dict):
        return "{" + ", ".join(f"{name}: {_flow(value)}" for name, value in node.items()) + "}"
    if isinstance(node, Sequence) and not isinstance(node, str):
        return "[" + ", ".join(map(_flow, node)) + "]"
    return json.dumps(str(node), ensure_ascii=False)


TCP_REQUEST = {"head.Code": "CODE", "head.Serial": "2026010500000001", "head.Date": "20260105"}
TCP_REPLY = {**TCP_REQUEST, "body.Result": "0000", "body.Message": "成功"}
HTTP_REPLY = {"status": "200", "body.code": "0000", "body.message": "成功"}
TCP = """\
wire:
  transport: tcp
  codec: xml
  charset: GBK
  root: root
  operation: head.Code
  framing: {encoding: ascii, width: 6, inclusive: no, pad: "0", limit_bytes: 999999}
  deadline_s: 5
request:
  head.Code: {title: 交易码, type: AN(32)}
  head.Serial: {title: 流水号, type: AN(32), means: serial}
  head.Date: {title: 日期, type: D8, means: send_date}
reply:
  head.Code: {title: 交易码, type: AN(32), required: always}
  head.Serial: {title: 流水号, type: AN(32), means: serial, required: always}
  head.Date: {title: 日期, type: D8, means: send_date, required: always}
  body.Result: {title: 结果码, type: N(4), means: status, required: always}
  body.Message: {title: 结果说明, type: G(0..200), means: message, required: no}
echo: {head.Code: head.Code, head.Serial: head.Serial}
outcomes:
  at: [body.Result]
  success: {"0000": 成功}
  refused: {"1001": 不合规，未处理}
  fault: {"9001": 系统错误}
"""
HTTP = """\
wire: {transport: http, codec: json, charset: UTF-8, deadline_s: 5}
reply:
  status: {title: HTTP 状态码, type: N(3), required: always}
  body.code: {title: 结果码, type: N(4), means: status, required: always}
  body.message: {title: 结果说明, type: G(1..500), means: message, required: always}
outcomes:
  at: [status, body.code]
  success: {"200 0000": 成功}
  refused: {"400 4000": 不合规，未处理}
  fault: {"500 5000": 系统错误}
"""
FILE = """\
id: {id}
kind: file
title: {title}
sends: {sender}
source: {{grade: M}}
layout: {{charset: GBK, shape: delimited, delimiter: "|", line_end: LF}}
name:
  pattern: "{stem}_{{date}}.txt"
  parts:
    date: {{title: 日期, type: D8, same_as: header.date}}
header:
  kind: {{title: 记录标志, type: one_of(H), constant: H}}
  date: {{title: 日期, type: D8}}
  count: {{title: 笔数, type: int, means: count}}
row:
  kind: {{title: 记录标志, type: one_of(D), constant: D}}
  serial: {{title: 流水号, type: N(10), means: serial}}
  amount: {{title: 金额（元）, type: Y(15.2), means: amount}}
  name: {{title: 户名, type: G(120), means: name}}
trailer:
  kind: {{title: 记录标志, type: one_of(T), constant: T}}
  count: {{title: 笔数, type: int, means: count}}
  amount: {{title: 金额合计, type: Y(15.2), means: amount}}
totals:
  count: {{of: count, into: [header.count, trailer.count]}}
  amount: {{of: sum, column: amount, into: [trailer.amount]}}
unique:
  - {{columns: [serial]}}
again: {{key: [name.date]}}
series: {{order: name.date}}
arrival: {{way: rename, mark: .tmp}}
specimen: {name}
"""
