"""Mistakes of linkages: name of the snapshot -> edits of the right root."""

from __future__ import annotations

from tests.contract.roots import Edit

LINKAGE, EVENT = "linkages/door.yaml", "units/desk/known.yaml"
KNOWN = """\
id: desk.known
kind: stimulus
title: 钱箱那里开了户
at: desk
request:
  who: {title: 账号, type: N(1..6)}
  colour: {title: 颜色, type: N(1), required: no}
effects: [{open: person, key: [request.who], fields: {age: '"20"'}}]
specimen:
  request: {who: "2"}
"""
SENDING = KNOWN.replace("at: desk", 'at: unit\ncauses: ["POST /v1/rows/{year}"]')
ROWS = KNOWN.replace("effects:", """\
  rows[].no: {title: 行号, type: int(0..9)}
  rows[].amount: {title: 金额, type: Y(9.2), required: no}
effects:""").replace('{who: "2"}', '{who: "2", rows: [{no: "0"}]}')
RIGHT = """\
id: linkage.door
title: 钱箱与窗口
consequences:
  - id: DOOR-01
    says: 钱箱开的户窗口都知道
    after: till.open
    comes: desk.known
    values: {who: request.body.Acct}
"""


FILED = """\
id: linkage.door
title: 钱箱的流水
filed: +1d
listings:
  - id: DOOR-02
    says: 开的户当天的流水里有一行零
    after: till.open
    file: till.ledger
    key: {acct: request.body.Acct}
    amount: "0.00"
    values: {colour: request.body.Colour}
"""


def _filed(old: str = "", new: str = "") -> tuple[Edit, ...]:
    assert not old or old in FILED
    return ((LINKAGE, None, FILED.replace(old, new) if old else FILED),)


def _edits(old: str = "", new: str = "", *, event: str = KNOWN) -> tuple[Edit, ...]:
    assert not old or old in RIGHT
    return (EVENT, None, event), (LINKAGE, None, RIGHT.replace(old, new) if old else RIGHT)


def _rows(told: str, event: str = "") -> tuple[Edit, ...]:
    """What is paid in rows is told in rows."""
    one = RIGHT.replace("till.open", "till.pay").replace("{who: request.body.Acct}", f"{{who: request.body.Acct, {told}}}")
    return (EVENT, None, event or ROWS), (LINKAGE, None, one)


LINKS: dict[str, tuple[Edit, ...]] = {
    "linkage-after-unknown": _edits("till.open", "till.opne"),
    "linkage-comes-unknown": _edits("desk.known", "desk.know"),
    "linkage-comes-a-message": _edits("desk.known", "desk.send"),
    "linkage-in-one-family": _edits("comes: desk.known\n    values: {who: request.body.Acct}", "comes: till.noticed\n    values: {who: request.body.Acct}")
    + (("banks/till/noticed.yaml", None, KNOWN.replace("desk.known", "till.noticed").replace("at: desk", "at: bank")),),
    "linkage-field-unknown": _edits("{who: request.body.Acct}", "{who: request.body.Acct, color: '\"1\"'}"),
    "linkage-field-missing": _edits("{who: request.body.Acct}", "{colour: request.body.Colour}"),
    "linkage-formula-path": _edits("request.body.Acct", "request.body.Account"),
    "linkage-each-path": _edits("    comes: desk", "    each: list(r.Acct for r in request.body.Rows)\n    comes: desk"),
    "linkage-without-consequences": ((EVENT, None, KNOWN), (LINKAGE, None, RIGHT.partition("consequences:")[0])),
    "linkage-id-of-a-contract": _edits("linkage.door", "till.open"),
    "linkage-id-twice": (*_edits(), ("linkages/window.yaml", None, RIGHT)),
    "linkage-consequence-twice": ((EVENT, None, KNOWN), (LINKAGE, None, RIGHT + RIGHT.partition("consequences:\n")[2])),
    "linkage-rows-missing": _edits(event=ROWS),
    "linkage-rows-field-alone": _rows('"rows[].no": request.body.Acct'),
    "linkage-rows-list-unknown": _rows('"row[]": {rows: request.body.list.Row, columns: {no: index()}}'),
    "linkage-rows-without-columns": _rows('"rows[]": {rows: request.body.list.Row}'),
    "linkage-rows-key-unknown": _rows('"rows[]": {each: request.body.list.Row, columns: {no: index()}}'),
    "linkage-rows-column-unknown": _rows('"rows[]": {rows: request.body.list.Row, columns: {no: index(), amout: row.Amt}}'),
    "linkage-rows-column-missing": _rows('"rows[]": {rows: request.body.list.Row, columns: {amount: row.Amt}}'),
    "linkage-rows-formula-path": _rows('"rows[]": {rows: request.body.list.Row, columns: {no: row.Amount}}'),
    "linkage-rows-of-a-field": _rows('"rows[]": {rows: request.body.list.Row, columns: {no: index()}}, colour: {rows: request.body.list.Row}'),
    "linkage-rows-reply-before-message": _rows('"rows[]": {rows: request.body.list.Row, columns: {no: reply.body.Left}}',
                                               event=ROWS.replace("at: desk", 'at: unit\ncauses: ["POST /v1/rows/{year}"]')),
    "linkage-reply-before-message": _edits("request.body.Acct", "reply.body.Result", event=SENDING),
    "linkage-key-unknown": _edits("after:", "when:"),
    "linkage-unused-unknown": _edits("consequences:", "unused: [desk.knwon]\nconsequences:"),
    "listing-file-unknown": _filed("till.ledger", "till.leger"),
    "listing-key-empty": _filed("key: {acct: request.body.Acct}", "key: {}"),
    "listing-key-column": _filed("{acct:", "{act:"),
    "listing-key-path": _filed("{acct: request.body.Acct}", "{acct: request.body.Account}"),
    "listing-without-amount": _filed('    amount: "0.00"\n'),
    "listing-column-unknown": _filed("{colour:", "{color:"),
    "listing-word-unknown": _filed("amount:", "amout:"),
    "listing-filed": _filed("+1d", "tomorrow"),
    "listing-without-filed": _filed("filed: +1d\n"),
    "listing-twice": _filed("listings:\n", FILED.partition("filed: +1d\n")[2]),
    "listing-of-what-cannot-be-matched": (*_filed(), ("banks/till/ledger.yaml", 'matching: {key: [acct], amount: amt, status: colour, minus: {colour: "2"}}\n', "")),
    "linkage-passes": _edits("consequences:", "passes: 7 days\nconsequences:"),
    "linkage-starts": _edits("consequences:", "starts: 2026-06-31\nconsequences:"),
}
