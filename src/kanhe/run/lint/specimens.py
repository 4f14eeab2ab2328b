"""Judging every specimen by the contract's own promises: layout, constants, derived fields, echo, rules, and its encoding."""

from __future__ import annotations

import re

from kanhe.books.outcome import classify, code_of
from kanhe.contract.promises import Answer, of_reply, of_request
from kanhe.contract.reading import near
from kanhe.errors import Position, WireError
from kanhe.model.contract import Contract, Rule
from kanhe.model.formula import Scene
from kanhe.model.words import Level, ReplyClass
from kanhe.run.lint.desk import Desk, told_time
from kanhe.run.lint.pairs import wrong_thing
from kanhe.wire.codec import encode


def run_specimens(desk: Desk) -> None:
    """Every specimen, and the things that exist from the start."""
    for contract in desk.catalogue.contracts.values():
        if not contract.specimen_request and contract.request:
            desk.blame(contract.at, f"{contract.id} 没有样例", "specimen: {request: {…}, reply: {…}}", "写一笔真实可行的报文")
            continue
        _request(desk, contract)
        if contract.kind == "call":
            _reply(desk, contract)
    for party in desk.catalogue.parties.values():
        for kind in party.seeds:
            wrong = wrong_thing({kind: party.seeds[kind]})
            if wrong:
                desk.blame(desk.places.key(party.at.file, "seeds", kind), wrong, '{key: ["…"], status: …, balance: "0.00", fields: {…}}')


def _request(desk: Desk, contract: Contract) -> None:
    scene = desk.scene(contract, now=told_time(contract, "request"))
    for answer in of_request(contract, scene, lambda rule, here: _ask(desk, rule, here)):
        _tell(desk, contract, answer, "request")
    if contract.kind == "call":
        _encoded(desk, contract, reply=False)


def _reply(desk: Desk, contract: Contract) -> None:
    def at() -> Position:
        return desk.places.key(contract.at.file, "specimen", "reply")

    if not contract.specimen_reply and any(f.required for f in contract.reply):
        desk.blame(at(), f"{contract.id} 没有应答样例", "specimen: {request: {…}, reply: {…}}", "写成功应答")
        return
    seen = classify(contract.outcomes, contract.specimen_reply)
    granted = {ReplyClass.SUCCESS, *(seen for effect in contract.effects for seen in effect.when if seen is ReplyClass.PROCESSING)}
    if seen not in granted:  # what is never done at once shows what it is answered
        codes = [pattern for pattern, found in contract.outcomes.classes if found in granted]
        desk.blame(at(), f"应答样例的结果码 {code_of(contract.outcomes, contract.specimen_reply)} 不是成功", "、".join(codes))
    scene = desk.scene(contract, now=told_time(contract, "reply"), reply=contract.specimen_reply)
    for answer in of_reply(contract, scene, success=True, ask=lambda rule, here: _ask(desk, rule, here)):
        _tell(desk, contract, answer, "reply")
    _encoded(desk, contract, reply=True)


def _ask(desk: Desk, rule: Rule, scene: Scene) -> bool | None:
    return desk.ask(rule, scene) if scene.now else None  # a specimen that tells no time says nothing to a clock


def _place(desk: Desk, contract: Contract, side: str, where: str) -> Position:
    path = re.sub(r"\[([0-9]+)\]", r".\1", where).removeprefix(f"{side}.")
    way = path.split(".") if path and path != "报文" else []
    return desk.places.at(contract.at.file, "specimen", side, *way)


def _tell(desk: Desk, contract: Contract, answer: Answer, side: str) -> None:
    if answer.kept:
        return
    at = _place(desk, contract, side, answer.where)
    rule = next((r for r in contract.rules if r.id == answer.promise), None)
    named = f"（规则 {answer.promise}）" if rule is not None else ""
    found = f"{'请求' if side == 'request' else '应答'}样例：{answer.says}{named}：{answer.actual or '不成立'}"
    if answer.level is Level.MUST:
        desk.spoiled.add(contract.id)
    path = answer.where.removeprefix(f"{side}.")
    known = [f.path for f in (contract.request if side == "request" else contract.reply)]
    hint = near(path, known) if path and path not in known and "没有的字段" in answer.says else "改样例，或改字段的声明"
    tell = desk.blame if answer.level is Level.MUST else desk.note
    tell(at, found, answer.expected, hint)


def _encoded(desk: Desk, contract: Contract, *, reply: bool) -> None:
    if contract.id in desk.spoiled:
        return
    side = "reply" if reply else "request"
    try:
        encode(contract, contract.specimen_reply if reply else contract.specimen_request, reply=reply)
    except (WireError, TypeError, ValueError) as error:
        at = desk.places.at(contract.at.file, "specimen", side)
        desk.blame(at, f"样例写不成报文：{error}", f"能用 {contract.party.wire.charset} 写出的文本")
