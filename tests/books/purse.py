"""A family of four operations that tests of the books can load, and an honest peer of it that is nothing but a dict of fen."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kanhe.books.outcome import classify
from kanhe.books.steps import Fact
from kanhe.contract.load import load
from kanhe.contract.promises import compiled
from kanhe.model.contract import Catalogue, Contract

NOW = "20260105101500"
WORDS = """
account: {title: 账号, role: key}
payee: {title: 收款账号, role: key}
amount: {title: 金额, role: money}
ref: {title: 业务号, role: key}
"""
PARTY = """
family: purse
title: 钱包
system: TEST
system_title: 测试
roles: {shop: 商户, bank: 银行}
source: {document: 测试, grade: M}
wire: {transport: http, codec: json, charset: UTF-8}
reply:
  status: {title: 状态码, type: N(3), required: always}
  body.code: {title: 代码, type: AN(4), required: always}
outcomes:
  at: [body.code]
  success: {OK: 成功}
  duplicate: {DUP: 重复}
  refused: {NO: 拒绝}
  processing: {WAIT: 处理中}
  fault: {OOPS: 系统错误}
seeds: {account: [{key: [A], status: OPEN, balance: "100.00"}, {key: [B], status: OPEN, balance: "0.00"}]}
"""
PAY = """
id: purse.pay
title: 转账
operation: POST /pay
sends: shop
request:
  body.ref: {title: 业务号, type: AN(20), means: ref}
  body.from: {title: 付款账号, type: AN(10), means: account}
  body.to: {title: 收款账号, type: AN(10), means: payee}
  body.amount: {title: 金额, type: Y(9.2), means: amount}
reply:
  body.left: {title: 余额, type: Y(9.2), required: no}
idempotency:
  {key: [body.ref], scope: day, same: duplicate, changed: refused, content: [body.from, body.to, body.amount], repeats: [body.left]}
effects:
  - {debit: account, key: ['request.body["from"]'], amount: request.body.amount}
  - {credit: account, key: [request.body.to], amount: request.body.amount}
  - {append: account, key: ['request.body["from"]'], fields: {ref: request.body.ref, amount: request.body.amount}}
observes:
  - {at: body.left, is: 'balance("account", request.body["from"])'}
rules:
  - id: PURSE-1
    says: 余额够付
    on: state
    holds: balance("account", request.body["from"]) >= request.body.amount
    accepts: {given: {account: [{key: [A], balance: "1.00"}, {key: [B], balance: "0.00"}]}}
    refuses: {given: {account: [{key: [A], balance: "0.99"}, {key: [B], balance: "0.00"}]}}
specimen:
  request: {body: {ref: R1, from: A, to: B, amount: "1.00"}}
  reply: {status: "200", body: {code: OK, left: "99.00"}}
"""
BALANCE = """
id: purse.balance
title: 查余额
operation: GET /accounts/{id}
sends: shop
request:
  path.id: {title: 账号, type: AN(10), means: account}
reply:
  body.balance: {title: 余额, type: Y(±9.2), required: no}
observes:
  - {at: body.balance, is: 'balance("account", request.path.id)'}
specimen:
  request: {path: {id: A}}
  reply: {status: "200", body: {code: OK, balance: "100.00"}}
"""
LISTING = """
id: purse.list
title: 明细
operation: GET /accounts/{id}/list
sends: shop
request:
  path.id: {title: 账号, type: AN(10), means: account}
reply:
  body.rows[].ref: {title: 业务号, type: AN(20), means: ref}
  body.rows[].amount: {title: 金额, type: Y(9.2), means: amount}
observes:
  - {at: "body.rows[]", rows: 'entries("account", request.path.id)', columns: {ref: row.ref, amount: row.amount}, ordered: yes}
specimen:
  request: {path: {id: A}}
  reply: {status: "200", body: {code: OK, rows: []}}
"""


def purse(place: Path) -> Catalogue:
    """The loaded family."""
    folder = place / "purse"
    folder.mkdir(parents=True)
    (place / "vocabulary.yaml").write_text(WORDS, "utf-8")
    for name, text in (("party", PARTY), ("pay", PAY), ("balance", BALANCE), ("list", LISTING)):
        (folder / f"{name}.yaml").write_text(text, "utf-8")
    return load(place)


@dataclass
class Bank:
    """An honest bank in fen: knows nothing of contracts or books."""

    fen: dict[str, int] = field(default_factory=lambda: {"A": 10000, "B": 0})
    done: dict[str, tuple[Any, Any]] = field(default_factory=dict)
    rows: list[tuple[str, str, str]] = field(default_factory=list)

    def pay(self, ref: str, source: str, to: str, fen: int) -> dict[str, Any]:
        """One payment, once per reference."""
        content = (source, to, fen)
        if ref in self.done:
            first, reply = self.done[ref]
            return {**reply, "code": "DUP"} if first == content else {"code": "NO"}
        if self.fen[source] < fen:
            return {"code": "NO"}
        self.fen[source] -= fen
        self.fen[to] += fen
        reply = {"code": "OK", "left": money(self.fen[source])}
        self.done[ref] = content, reply
        self.rows.append((source, ref, money(fen)))
        return reply

    def listed(self, account: str) -> list[dict[str, str]]:
        """What left an account."""
        return [{"ref": ref, "amount": amount} for source, ref, amount in self.rows if source == account]


def money(fen: int) -> str:
    """Fen as yuan text, without arithmetic in yuan."""
    return f"{fen // 100}.{fen % 100:02d}"


def paying(ref: str, source: str, to: str, fen: int) -> dict[str, Any]:
    """The request of a payment."""
    return {"body": {"ref": ref, "from": source, "to": to, "amount": money(fen)}}


def fact(contract: Contract, request: dict[str, Any], body: dict[str, Any] | None, now: str = NOW) -> Fact:
    """The certain part of one exchange; body None: the reply was lost."""
    reply = None if body is None else {"status": "200", "body": body}
    seen = classify(contract.outcomes, reply) if reply else None
    return Fact(contract=contract, request=request, reply=reply, seen=seen, now=now)


def reader(contract: Contract) -> Any:
    """How the contract's reply leaves are read."""
    return compiled(contract).read
