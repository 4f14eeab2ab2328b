"""A small family over TCP that tests can load: a till that opens accounts, takes money and shows it."""

from __future__ import annotations

from pathlib import Path

from kanhe.contract.load import load
from kanhe.model.contract import Catalogue

PARTY = """
family: till
title: 钱箱
system: TEST
system_title: 测试
roles: {shop: 商户, bank: 银行}
source: {document: 测试规范, grade: M}
wire:
  transport: tcp
  codec: xml
  charset: GBK
  root: root
  operation: head.Code
  framing: {encoding: ascii, width: 6, inclusive: no, pad: "0", limit_bytes: 999999}
  deadline_s: 2
types:
  money: {type: Y(13.2)}
request:
  head.Code: {title: 交易码, type: AN(20)}
  head.Seq: {title: 流水, type: N(1..20), means: serial}
  head.Date: {title: 日期, type: D8, means: send_date}
reply:
  head.Code: {title: 交易码, type: AN(20), required: always}
  head.Seq: {title: 流水, type: N(1..20), means: serial, required: always}
  head.Date: {title: 日期, type: D8, means: send_date, required: always}
  body.Result: {title: 结果, type: AN(2), required: always}
  body.Word: {title: 说明, type: G(20), means: message, required: no}
echo: {head.Seq: head.Seq, head.Code: head.Code}
outcomes:
  at: [body.Result]
  success: {"00": 成功}
  duplicate: {"01": 重复}
  refused: {"09": 拒绝}
  fault: {"99": 系统错误}
"""

WORDS = """
message: {title: 说明, role: text}
serial: {title: 流水号, role: serial}
send_date: {title: 日期, role: time}
name: {title: 户名, role: party}
account: {title: 账号, role: key}
amount: {title: 金额, role: money}
balance: {title: 余额, role: money}
business_no: {title: 业务号, role: key}
"""

OPEN = """
id: till.OPEN
title: 开户
operation: OPEN
sends: shop
source: {clause: OPEN}
owner: 测试组
request:
  body.Name: {title: 户名, type: G(60), means: name}
reply:
  body.Acct: {title: 账号, type: N(12), means: account}
idempotency: {key: [body.Name], scope: forever, same: duplicate, changed: refused, repeats: [body.Acct]}
effects:
  - {open: account, key: [reply.body.Acct], status: OPEN, balance: "0.00", fields: {name: request.body.Name}}
specimen:
  request: {head: {Code: OPEN, Seq: "1", Date: "20260105"}, body: {Name: 甲}}
  reply: {head: {Code: OPEN, Seq: "1", Date: "20260105"}, body: {Result: "00", Acct: "000000000001"}}
"""

PAY = """
id: till.PAY
title: 存入
operation: PAY
sends: shop
source: {clause: PAY}
owner: 测试组
request:
  body.Acct: {title: 账号, type: N(12), means: account}
  body.Amt: {title: 金额, type: money, means: amount}
  body.No: {title: 业务号, type: AN(20), means: business_no, fresh: unique(8)}
reply: {}
idempotency: {key: [body.No], scope: forever, same: duplicate, changed: refused}
effects:
  - {credit: account, key: [request.body.Acct], amount: request.body.Amt}
  - {append: account, key: [request.body.Acct], fields: {no: request.body.No, amount: request.body.Amt}}
rules:
  - id: TILL-1
    says: 账号必须存在
    level: must
    source: {clause: TILL-1, grade: M}
    on: state
    holds: exists("account", request.body.Acct)
    else: refused
    accepts: {given: {account: [{key: ["000000000001"], status: OPEN, balance: "0.00"}]}}
    refuses: {request.body.Acct: "000000000002"}
  - id: TILL-2
    says: 金额必须大于零
    level: must
    source: {clause: TILL-2, grade: M}
    on: request
    holds: request.body.Amt > 0
    accepts: {request.body.Amt: "0.01"}
    refuses: {request.body.Amt: "0.00"}
specimen:
  request: {head: {Code: PAY, Seq: "2", Date: "20260105"}, body: {Acct: "000000000001", Amt: "5.00", No: A1}}
  reply: {head: {Code: PAY, Seq: "2", Date: "20260105"}, body: {Result: "00"}}
"""

SHOW = """
id: till.SHOW
title: 查询
operation: SHOW
sends: shop
source: {clause: SHOW}
owner: 测试组
request:
  body.Acct: {title: 账号, type: N(12), means: account}
reply:
  body.Bal: {title: 余额, type: money, means: balance}
  body.list.Entity[].No: {title: 业务号, type: AN(20), means: business_no}
  body.list.Entity[].Amt: {title: 金额, type: money, means: amount}
observes:
  - {at: body.Bal, is: 'balance("account", request.body.Acct)'}
  - at: "body.list.Entity[]"
    rows: entries("account", request.body.Acct)
    columns: {No: row.no, Amt: row.amount}
    ordered: no
rules:
  - id: TILL-3
    says: 账号必须存在
    level: must
    source: {clause: TILL-3, grade: M}
    on: state
    holds: exists("account", request.body.Acct)
    else: refused
    accepts: {given: {account: [{key: ["000000000001"], status: OPEN, balance: "0.00"}]}}
    refuses: {request.body.Acct: "000000000002"}
specimen:
  request: {head: {Code: SHOW, Seq: "3", Date: "20260105"}, body: {Acct: "000000000001"}}
  reply: {head: {Code: SHOW, Seq: "3", Date: "20260105"}, body: {Result: "00", Bal: "0.00", list: {Entity: []}}}
"""


def toy(root: Path) -> Catalogue:
    """The loaded family `till`, written under this folder first."""
    home = root / "till"
    home.mkdir()
    (root / "vocabulary.yaml").write_text(WORDS.lstrip(), "utf-8")
    for name, text in {"party": PARTY, "OPEN": OPEN, "PAY": PAY, "SHOW": SHOW}.items():
        (home / f"{name}.yaml").write_text(text.lstrip(), "utf-8")
    return load(root)
