"""Mistakes of wires with one address, of inner messages and of parts: name of the snapshot -> edits of the right root."""

from __future__ import annotations

from tests.contract.roots import Edit

PARTY, OPEN, PAY, SLIP, DESK = "banks/till/party.yaml", "banks/till/open.yaml", "banks/till/pay.yaml", "banks/till/slip.yaml", "units/desk/party.yaml"
PART = """\
id: till.slip
kind: part
title: 存单
fields: {No: {title: 编号, type: N(6)}}
rules:
  - {id: TILL-40, says: 编号不为零, holds: 'part.No != "000000"', accepts: {}, refuses: {part.No: "000000"}}
specimen: {No: "000001"}
"""
BOOKED = PART.replace("rules:\n", """effects: [{open: slip, key: [part.No]}]
rules:
  - {id: TILL-41, says: 编号没有用过, on: state, holds: 'not exists("slip", part.No)', accepts: {}, refuses: {given: {slip: [{key: ["000001"]}]}}}
""")
COLOUR = "  body.Colour: {title: 颜色, type: code(colour)}\n"
CODEC, TCP, TITLE = "  codec: json\n", "  codec: xml\n", "title: 存入\n"

BACK = """\
id: desk.back
title: 回送
operation: POST /v1/back
sends: desk
request:
  body.code: {title: 结果, type: N(4)}
specimen: {request: {body: {code: "0000"}}, reply: {status: "200", body: {code: "0000"}}}
"""

INNER: dict[str, tuple[Edit, ...]] = {
    "window-of-nothing": ((DESK, "wire:\n", "window_of: tlil\nwire:\n"),),
    "window-of-another-role": ((DESK, "wire:\n", "window_of: till\nwire:\n"),),
    "window-asking-both-ways": ((DESK, "wire:\n", "window_of: till\nwire:\n"), ("units/desk/back.yaml", None, BACK)),
    "wire-form-without-address": ((DESK, CODEC, "  codec: form\n"),),
    "wire-path-form": ((DESK, CODEC, f"{CODEC}  path: v1/rows\n  operation: body.code\n"),),
    "wire-soap-without-namespace": ((DESK, CODEC, "  codec: soap\n  path: /services/rows\n"),),
    "wire-path-without-operation": ((DESK, CODEC, f"{CODEC}  path: /v1/rows\n"),),
    "wire-path-over-tcp": ((PARTY, TCP, f"{TCP}  path: /v1/rows\n"),),
    "wire-soap-over-tcp": ((PARTY, TCP, "  codec: soap\n  namespace: http://a\n"),),
    "wire-seal-code-unknown": ((DESK, "window_s: 300}", 'window_s: 300, code: "401 4010"}'),),
    "nested-beside-routes": ((DESK, CODEC, f"{CODEC}  nested: [{{at: body.slip, root: Slip}}]\n"),),
    "nested-outer-behind-inner": ((PAY, TITLE, f"{TITLE}nested: [{{at: body.list.Row, root: Row}}, {{at: body.list, root: List}}]\n"),),
    "nested-without-fields": ((PAY, TITLE, f"{TITLE}nested: [{{at: body.Slip, root: Slip}}]\n"),),
    "part-without-fields": ((SLIP, None, PART.replace("fields: {No: {title: 编号, type: N(6)}}", "fields: {}")),),
    "part-unknown": ((SLIP, None, PART), (OPEN, COLOUR, f"{COLOUR}  body.Slip: {{part: slpi}}\n")),
    "part-books-in-a-reply": ((SLIP, None, BOOKED), (PAY, "reply:\n", "reply:\n  body.Slip: {part: slip}\n"),
                              (PAY, 'Left: "3.00"', 'Left: "3.00", Slip: {No: "000001"}')),
    "part-rule-about-history": ((SLIP, None, PART.replace("holds:", "on: history, holds:")), (OPEN, COLOUR, f"{COLOUR}  body.Slip: {{part: slip}}\n")),
    "part-rule-unknown": ((SLIP, None, PART), (OPEN, COLOUR, f"{COLOUR}  body.Slip: {{part: slip, without: [TILL-41]}}\n")),
}
