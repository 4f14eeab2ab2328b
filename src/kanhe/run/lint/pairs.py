"""Executing the pair of every rule: `accepts` must hold, `refuses` must not.

A rule of party.yaml is compiled into every operation of the family; its pair is written for one of their specimens, so one operation
on which both halves work is enough.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from kanhe.books.books import Books
from kanhe.books.effects import rows_of
from kanhe.checks.all import CHECKS
from kanhe.contract.promises import explained
from kanhe.contract.reading import near
from kanhe.contract.rules import THING_KEYS
from kanhe.errors import Problem
from kanhe.model.contract import Contract, Example, Rule
from kanhe.model.document import MISSING, Document, copy, drop, get, put
from kanhe.model.exchange import Exchange
from kanhe.model.formula import Absent, Scene
from kanhe.run.lint.desk import Desk

HALVES = ("accepts", "refuses")


class Unfit(ValueError):
    """An example cannot be built; way and texts of the problem."""

    def __init__(self, way: tuple[str, ...], found: str, right: str = "", hint: str = "") -> None:
        self.way, self.found, self.right, self.hint = way, found, right, hint
        super().__init__(found)


def run_pairs(desk: Desk) -> None:
    """Every rule of every contract."""
    shared: dict[tuple[str, str], list[list[Problem]]] = defaultdict(list)
    for contract in desk.catalogue.contracts.values():
        for rule in contract.rules:
            if rule.on not in ("request", "reply", "state"):
                continue
            found = _rule(desk, contract, rule)
            if rule.at.file == contract.at.file:
                desk.problems += found
            else:
                shared[(rule.at.file, rule.id)].append(found)
    for answers in shared.values():
        if all(answers):
            desk.problems += answers[0]


def _rule(desk: Desk, contract: Contract, rule: Rule) -> list[Problem]:
    if rule.check and rule.check not in CHECKS:
        at = desk.places.inside(rule.at, "check")
        return [Problem(at, f"没有检查 {rule.check}", "、".join(sorted(CHECKS)), near(rule.check, CHECKS))]
    found: list[Problem] = []
    for half in HALVES:
        example = rule.accepts if half == "accepts" else rule.refuses
        if example is None:
            right = f"{half}: {{…}}，即{'守' if half == 'accepts' else '违'}此规则的一例"
            found.append(Problem(rule.at, f"规则 {rule.id} 没有 {half}", right, "改样例的哪些字段就写哪些，如 {request.body.字段: 值}"))
            continue
        try:
            answer, why = _answer(desk, contract, rule, example, half == "accepts")
        except Unfit as unfit:
            found.append(Problem(desk.places.inside(example.at, *unfit.way, key=True), unfit.found, unfit.right, unfit.hint))
            continue
        if answer is None and contract.id in desk.spoiled and why.startswith(("request", "reply", "row", "坏值")):
            continue
        found += _told(contract, rule, example, half, answer, why)
    return found


def _told(contract: Contract, rule: Rule, example: Example, half: str, answer: bool | None, why: str) -> list[Problem]:
    wanted = half == "accepts"
    if answer is wanted:
        return []
    where = f"（{contract.id}）" if rule.at.file != contract.at.file else ""
    if answer is None:
        return [Problem(example.at, f"规则 {rule.id}{where} 的 {half} 没有用到这条规则：缺 {why}", "例里给出规则要读的全部内容",
                        "在 given: 里写出账上的东西，或写 now:、request.…、reply.…")]
    return [Problem(example.at, f"规则 {rule.id}{where} 在 {half} 上{'成立' if answer else '不成立'}{'：' + why if why else ''}",
                    f"{'成立' if wanted else '不成立'}", "改例，或改规则的 holds")]


def _answer(desk: Desk, contract: Contract, rule: Rule, example: Example, wanted: bool) -> tuple[bool | None, str]:
    """What the rule says of the example, and why where that is not what is wanted."""
    scene = _scene(desk, contract, example)
    if rule.check:
        try:
            answer = desk.ask(rule, scene, [_earlier(contract, rule, one) for one in example.earlier])
        except (ArithmeticError, TypeError, ValueError) as error:
            raise Unfit((), f"检查 {rule.check} 不能执行：{error}", "with: 里给出检查要的参数") from None
        return answer, f"检查 {rule.check} 要的内容" if answer is None else ""
    assert rule.holds is not None
    rows = list(enumerate(rows_of(scene, rule.each))) if rule.each else [(0, None)]
    answer, why = None, rule.each or ""
    for index, row in rows:
        here = replace(scene, row=row, index=index)
        try:
            if not rule.holds(here):
                return False, explained(rule, here) if wanted else ""
            answer = True
        except Absent as absent:
            why = absent.path
    if answer and not wanted:
        why = explained(rule, replace(scene, row=rows[0][1]))
    return answer, why


def _scene(desk: Desk, contract: Contract, example: Example) -> Scene:
    request, reply = _patched(contract, example.patch)
    books = _books(desk, contract, example, {"request": request, "reply": reply})
    return desk.scene(contract, now=example.now, request=request, reply=reply or None, books=books)


def _earlier(contract: Contract, rule: Rule, patch: Mapping[str, Any]) -> Exchange:
    request, reply = _patched(contract, {k: v for k, v in patch.items() if k != "now"})
    return Exchange(contract=contract, inbound=rule.on == "request", request=request, reply=reply, at=str(patch.get("now", "")))


def _books(desk: Desk, contract: Contract, example: Example, message: Document) -> Books:
    kinds = desk.kinds(contract.party)
    for kind, items in example.given.items():
        if kind not in kinds:
            raise Unfit(("given", kind), f"账上没有 {kind} 这类东西", "、".join(sorted(kinds)), near(kind, kinds))
        wrong = wrong_thing({kind: items})
        if wrong:
            raise Unfit(("given", kind), wrong, '{key: ["…"], status: …, balance: "0.00", fields: {…}, entries: […]}')
    return Books.of(_named(example.given, message))


def _named(node: Any, message: Document) -> Any:
    """What is given, with `{as: request.…}` replaced by what the message has there."""
    if isinstance(node, Mapping):
        if set(node) == {"as"}:
            found = get(message, str(node["as"]))
            if found is MISSING:
                raise Unfit(("given",), f"样例里没有 {node['as']}", "request.… 或 reply.… 里有的路径")
            return copy(found)
        return {name: _named(child, message) for name, child in node.items()}
    return [_named(child, message) for child in node] if isinstance(node, (list, tuple)) else node


def wrong_thing(given: Mapping[str, Any]) -> str:
    """What keeps these things out of the books, '' where nothing does."""
    for kind, items in given.items():
        for item in items:
            if not isinstance(item, Mapping) or "key" not in item:
                return f"{kind} 没有 key"
            if item.keys() - set(THING_KEYS):
                return f"{kind} 里不认识的键 {min(item.keys() - set(THING_KEYS))}"
            try:
                Books.of({kind: [item]})
            except (ArithmeticError, ValueError, AttributeError):
                return f"{kind} 的金额、fields 或 entries 写法有误"
    return ""


def _patched(contract: Contract, patch: Mapping[str, Any]) -> tuple[Document, Document]:
    """Request and reply of the specimen with these paths changed; copies, because checks tell exchanges apart by their documents."""
    request, reply = copy(contract.specimen_request), copy(contract.specimen_reply)
    for key, node in patch.items():
        side, _, path = key.partition(".")
        known = {f.path for f in (contract.request if side == "request" else contract.reply)}
        general = re.sub(r"\.[0-9]+(?=\.|$)", "[]", path)
        if not any(p == general or p.startswith((f"{general}.", f"{general}[]")) for p in known):
            close = near(path, known)
            raise Unfit((key,), f"例改的 {key} 不是契约里的字段", f"{side}.字段路径，列表写序号，如 body.rows.0.字段", close)
        document = request if side == "request" else reply
        if node is None:
            drop(document, path)
            continue
        parent = path.rpartition(".")[0]
        if re.search(r"\.[0-9]+\.?", path) and get(document, parent) is MISSING:
            raise Unfit((key,), f"样例里没有 {parent}", "样例里有的行，从 0 数起", "整个列表一起写")
        try:
            put(document, path, copy(node))
        except (AttributeError, IndexError, TypeError, ValueError):
            raise Unfit((key,), f"例改不到 {key}", "样例里有的路径", "把上一级整个写出") from None
    return request, reply
