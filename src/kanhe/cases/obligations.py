"""The plan: which promises each operation owes, so that what was never tried can be told from what was kept."""

from __future__ import annotations

from collections.abc import Iterator

from kanhe.books.outcome import tells_faults_apart
from kanhe.contract.issued import creates, of_books
from kanhe.model.contract import Contract, Flow, Rule, Source
from kanhe.model.linkage import Linkage
from kanhe.model.verdict import Promise
from kanhe.model.words import Level
from kanhe.wire.seal.seals import is_sealed, seal_rule

BUILT_IN = {
    "accepts": "合规的请求应被接受，每个操作至少成功一次",
    "answers": "每个请求都应在时限内得到应答",
    "readable": "应答应能按契约的帧、字符集和报文语法读出",
    "outcome": "应答码应在契约的代码表中",
    "refuses": "违反约定的请求应答拒绝的业务码，不是系统错误",
    "layout": "应答版式应与契约相符",
    "echo": "应答应原样返回约定的请求字段",
    "form": "版式不符的请求应予拒绝，且不入账",
    "schema": "越过模式文件里任何一条约束的请求应予拒绝",
    "shows": "应答所见应与账相符",
    "idempotent": "重发的内容不变，应答按约定，且只入账一次",
    "batch": "批量报文应只拒绝违规的行",
    "derived": "合计类字段应等于明细之和",
    "moves": "状态只能按契约的迁移表变化",
    "seal": "签名不符的请求应予拒绝，且不入账",
    "replay": "重放的报文不得再次入账",
    "sent": "触发之后，对方应发出这一报文",
    "causes": "触发之后，对方应发出约定的报文",
    "due": "在办的业务应在约定的时间内有终态",
    "duty": "没有可读的应答时结果未知：只可查询或用原业务键重发，不得换新键重做",
    "together": "并发的请求应等同于某种先后次序的结果",
}

ASKED = ("request", "state")  # rules of these are about what is asked for
NOT_BINDING = ("refuses",)  # nothing is booked wrongly by a peer that says it was its own fault


def promises_of(contract: Contract, *, inbound: bool, kinds: frozenset[str]) -> list[Promise]:
    """Everything that the peer owes on this operation; inbound: the peer sends it, otherwise it answers it.

    kinds: things that can come to be at this peer; a state rule about any other thing says nothing here.
    """
    vacuous = {r.id for r in contract.rules if r.on == "state" and r.holds is not None and not r.holds.reads <= kinds}
    ids = dict.fromkeys(_stimulus(contract) if contract.kind == "stimulus" else _inbound(contract) if inbound else _called(contract))
    rules = {r.id: r for r in contract.rules}
    return [_promise(contract, promise, rules.get(promise)) for promise in ids if promise not in vacuous]


def promises_of_flow(flow: Flow, role: str) -> list[Promise]:
    """Everything of a flow that a side owes: all rules but those that name another's role."""
    return [
        Promise(contract=flow.id, id=r.id, says=r.says, level=r.level, clause=_clause(r.source), grade=r.source.grade.value)
        for r in flow.rules if r.params.get("role", role) == role
    ]


def promises_of_linkage(linkage: Linkage) -> list[Promise]:
    """Everything that lies between the systems of a house."""
    return [Promise(contract=linkage.id, id=c.id, says=c.says, level=c.level, clause=_clause(c.source), grade=c.source.grade.value)
            for c in linkage.rules]


def _called(contract: Contract) -> Iterator[str]:
    name, wire = contract.id, contract.party.wire
    yield from (f"{name}:accepts", f"{name}:answers", f"{name}:readable")
    if wire.framing is not None and wire.framing.rule:
        yield wire.framing.rule
    yield contract.outcomes.rule or f"{name}:outcome"
    if tells_faults_apart(contract.outcomes) and any(r.on in ASKED and r.level is Level.MUST and r.holds for r in contract.rules):
        yield f"{name}:refuses"
    yield from (f.rule for f in contract.reply if f.rule)
    yield f"{name}:layout"
    if contract.echo:
        yield contract.echo_rule or f"{name}:echo"
    yield f"{name}:form"
    if _shaped(contract):
        yield f"{name}:schema"
    yield from (f.rule for f in contract.request if f.rule)
    yield from (o.rule or f"{name}:shows" for o in contract.observes)
    yield from of_books(contract)
    if contract.batch is not None:
        yield contract.batch.rule or f"{name}:batch"
    yield from (f.rule or f"{name}:derived" for f in (*contract.reply, *contract.request) if f.derived is not None)
    if is_sealed(wire):
        yield seal_rule(wire, name)
    if wire.seal is not None and wire.seal.stamped:
        yield wire.seal.replay_rule or f"{name}:replay"
    if wire.seal is not None and wire.seal.genuine_rule:
        yield wire.seal.genuine_rule
    for rule in contract.rules:
        if rule.on in ("reply", "state") or (
            rule.on == "request" and rule.level is Level.MUST and rule.holds is not None and not rule.holds.reads
        ):
            yield rule.id  # a sender's promise about the shared books is not the receiver's to enforce, nor is what is only noted


def _shaped(contract: Contract) -> bool:
    """Whether a whole request body of the contract is a message of the schema beside it."""
    wire = contract.party.wire
    body = wire.named or "body" in contract.specimen_request
    return bool(contract.schema) and body and not contract.nested and wire.codec == ("xml" if contract.schema.endswith(".xsd") else "json")


def _inbound(contract: Contract) -> Iterator[str]:
    name, wire = contract.id, contract.party.wire
    yield f"{name}:sent"
    if contract.idempotency is not None and set(contract.idempotency.key) & creates(contract):
        yield contract.idempotency.duty or f"{name}:duty"
    yield from of_books(contract)
    if wire.framing is not None and wire.framing.rule:
        yield wire.framing.rule
    yield f"{name}:form"
    if is_sealed(wire):
        yield seal_rule(wire, name)
    yield from (f.rule for f in contract.request if f.rule)
    yield from (f.rule or f"{name}:derived" for f in contract.request if f.derived is not None)
    yield from (r.id for r in contract.rules if r.on in ("request", "state"))


def _stimulus(contract: Contract) -> Iterator[str]:
    if contract.causes:
        yield f"{contract.id}:causes"
    if contract.alone and contract.due_s:
        yield f"{contract.id}:due"


def _promise(contract: Contract, promise: str, rule: Rule | None) -> Promise:
    if rule is not None:
        return Promise(contract=contract.id, id=promise, says=rule.says, level=rule.level, clause=_clause(rule.source),
                       grade=rule.source.grade.value)
    built_in = promise.rpartition(":")[2]
    level = Level.SHOULD if built_in in NOT_BINDING else Level.MUST
    return Promise(contract=contract.id, id=promise, says=BUILT_IN.get(built_in, promise), level=level, clause=contract.source.clause,
                   grade=contract.source.grade.value)


def _clause(source: Source) -> str:
    return " ".join(part for part in (source.document, source.clause) if part)
