"""Reading `plans:`, `magic:` and `receipts:` of a party."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kanhe.contract.hours import time_of_day
from kanhe.contract.places import Places
from kanhe.contract.reading import Reading, near
from kanhe.contract.yaml import Node
from kanhe.model.contract import Contract
from kanhe.model.plan import Choreography, OutcomePlan, Plans, PlanStep, Wish
from kanhe.model.words import ReplyClass

PLAN_KEYS = ("title", "of", "answer", "code", "text", "then", "receipts")
STEP_KEYS = ("do", "after", "at", "with")
RECEIPT_KEYS = ("times", "early", "lost", "retry")
_SPAN = re.compile(r"[0-9]{1,6}(s|m|h|d|wd)", re.ASCII)


def read_plans(reading: Reading, node: Node) -> Plans:
    """All plans of party.yaml; every mistake is noted."""
    found = {name: _plan(reading, name, item) for name, item in reading.mapping(node.get("plans"), "plans").items()}
    magic: list[tuple[str, str, str]] = []
    for meaning, patterns in reading.mapping(node.get("magic"), "magic").items():
        for pattern, plan in reading.mapping(patterns, f"magic.{meaning}").items():
            magic.append((meaning, pattern, reading.word(plan, "预案", found, at=patterns.at)))
    return Plans(by_name=found, magic=tuple(m for m in magic if m[2] in found), receipts=_receipts(reading, node.get("receipts")))


def _plan(reading: Reading, name: str, node: Node) -> OutcomePlan:
    reading.known(node, PLAN_KEYS, f"预案 {name}")
    answer = reading.word(node.get("answer"), "answer", [c.value for c in ReplyClass], "success")
    return OutcomePlan(
        name=name, title=reading.text(node.get("title"), f"预案 {name} 的 title", node.at), of=reading.text(node.get("of"), "of", node.at),
        wish=Wish(answer=ReplyClass(answer), code=reading.text(node.get("code"), "code", default=""),
                  text=reading.text(node.get("text"), "text", default="")),
        steps=tuple(_step(reading, item) for item in reading.items(node.get("then"), "then")),
        receipts=_receipts(reading, node.get("receipts")), position=node.at)


def _step(reading: Reading, node: Node) -> PlanStep:
    reading.known(node, STEP_KEYS, "预案的一步")
    return PlanStep(
        do=reading.text(node.get("do"), "do", node.at), after=_span(reading, node.get("after"), "after"),
        at=time_of_day(reading, node.get("at"), "at", ""),
        given={k: reading.text(v, f"with.{k}") for k, v in reading.mapping(node.get("with"), "with").items()})


def _receipts(reading: Reading, node: Node | None) -> dict[str, Choreography]:
    return {operation: _choreography(reading, item) for operation, item in reading.mapping(node, "receipts").items()}


def _choreography(reading: Reading, node: Node) -> Choreography:
    reading.known(node, RECEIPT_KEYS, "receipts")
    times = tuple(_span(reading, item, "times") for item in reading.items(node.get("times"), "times"))
    return Choreography(
        times=times or ("0s",), early=reading.flag(node.get("early"), "early", default=False),
        lost=reading.flag(node.get("lost"), "lost", default=False),
        retry=tuple(_span(reading, item, "retry") for item in reading.items(node.get("retry"), "retry")))


def _span(reading: Reading, node: Node | None, name: str) -> str:
    text = reading.text(node, name, default="0s")
    if node is not None and not _SPAN.fullmatch(text):
        reading.blame(node.at, f"{name} 写作 {text}", "30s、2m、1h、1d 或 1wd（工作日）")
        return "0s"
    return text


def check_plans(reading: Reading, contracts: Sequence[Contract], places: Places) -> None:
    """Plans, magic values and receipts name what the family has."""
    plans, file = contracts[0].party.plans, contracts[0].party.at.file
    operations = {c.operation for c in contracts if c.kind == "call"}
    events = {c.operation for c in contracts if c.kind == "stimulus"}
    meanings = {f.means for c in contracts for f in c.request if f.means}
    for plan in plans.by_name.values():
        if plan.of not in operations:
            reading.blame(plan.position, f"预案 {plan.name} 的 of 写作 {plan.of}", "、".join(sorted(operations)), near(plan.of, operations))
        for step in plan.steps:
            if step.do not in events:
                reading.blame(plan.position, f"预案 {plan.name} 的一步 do 写作 {step.do}", "、".join(sorted(events)), near(step.do, events))
    told = [("plans", plan.name, "receipts", operation) for plan in plans.by_name.values() for operation in plan.receipts]
    for *way, operation in (*told, *(("receipts", operation) for operation in plans.receipts)):
        if operation not in operations:
            at = places.at(file, *way, operation)
            reading.blame(at, f"receipts 里的 {operation} 不是操作", "、".join(sorted(operations)), near(operation, operations))
    for meaning in dict.fromkeys(meaning for meaning, _, _ in plans.magic):
        if meaning not in meanings:
            at = places.at(file, "magic", meaning)
            reading.blame(at, f"magic 里的 {meaning} 不是请求字段的含义", "某个请求字段的 means", near(meaning, meanings))
