"""What an honest peer answers, as far as the books know: the class of the right reply, and which promise decides it.

Order: idempotency (a known key is answered before anything else is looked at), then `state` rules in file order, then
the legality of declared moves. Data breaches (layout, `request` rules) are the caller's business: see checks/request.py.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from kanhe.books.books import Accepted, Books
from kanhe.books.effects import row_done, rows_of
from kanhe.model.contract import Contract, Rule
from kanhe.model.document import MISSING, get
from kanhe.model.formula import Absent, Scene
from kanhe.model.words import ReplyClass

Content = tuple[tuple[str, Any], ...]
UNGRANTED = frozenset({ReplyClass.REFUSED, ReplyClass.FAULT})


@dataclass(frozen=True, slots=True, kw_only=True)
class Expectation:
    """The classes that are right. promise: the id that decides ('' = nothing speaks against success).

    rejected: batch rows that an honest peer rejects, with the rule that each breaks. doubtful rows may go either way.
    earlier: what was accepted under the same key before.
    """

    classes: frozenset[ReplyClass]
    promise: str = ""
    says: str = ""
    rejected: Mapping[int, str] = field(default_factory=dict)
    doubtful: frozenset[int] = frozenset()
    earlier: Accepted | None = None
    changed: bool = False
    beside: str = ""  # the promise about moves, where it speaks against the request, too

    @property
    def success(self) -> bool:
        """Whether success for the first time is the one right answer."""
        return ReplyClass.SUCCESS in self.classes and self.earlier is None and len(self.firm) == 1

    @property
    def firm(self) -> frozenset[ReplyClass]:
        """The right classes without `processing`, which only postpones the answer."""
        return self.classes - {ReplyClass.PROCESSING}


def expect(contract: Contract, books: Books, scene: Scene, *, broken: Collection[int] = ()) -> Expectation:
    """The right answer to the request of the scene in these books (scene.books is ignored). broken: rows of the batch that break a data
    promise and do nothing."""
    here = Scene(request=scene.request, books=books, now=scene.now, parameters=scene.parameters)
    key = key_of(contract, here.request, here.now)
    earlier = books.accepted.get(key) if key is not None else None
    if earlier is not None and contract.idempotency is not None:
        return _known_key(contract, here, earlier)
    rejected: dict[int, str] = {}
    doubtful: set[int] = set()
    in_turn: list[Rule] = []
    for rule in contract.rules:
        if rule.on != "state" or rule.holds is None:
            continue
        if contract.batch is not None and rule.each == f"request.{contract.batch.rows}":
            if contract.batch.in_turn:
                in_turn.append(rule)
            else:
                _sort_rows(rule, here, rejected, doubtful)
            continue
        kept = _holds(rule, here)
        if kept is False and rule.level == "must":
            beside = f"{contract.id}:moves" if _illegal_move(contract, here) else ""
            return Expectation(classes=_either(rule.otherwise), promise=rule.id, says=rule.says, beside=beside)
        if kept is not True:  # the books do not know, or the rule does not bind: either answer is right
            return Expectation(classes=frozenset({ReplyClass.SUCCESS, rule.otherwise, ReplyClass.PROCESSING}))
    illegal = _illegal_move(contract, here)
    if illegal:
        return Expectation(classes=_either(ReplyClass.REFUSED), promise=f"{contract.id}:moves", says=illegal)
    if in_turn:
        _sort_in_turn(contract, in_turn, books, here, broken, rejected, doubtful)
    return Expectation(classes=_success(contract), rejected=rejected, doubtful=frozenset(doubtful))


def speaks_against(contract: Contract, books: Books, scene: Scene, promise: str) -> bool:
    """Whether this one state promise does not hold for the request, whatever else may be wrong with it."""
    here = Scene(request=scene.request, books=books, now=scene.now, parameters=scene.parameters)
    if promise == f"{contract.id}:moves":
        return bool(_illegal_move(contract, here))
    rule = next((r for r in contract.rules if r.id == promise and r.on == "state" and r.holds is not None), None)
    return rule is None or _holds(rule, here) is False


def key_of(contract: Contract, request: Any, now: str) -> tuple[str, ...] | None:
    """The idempotency key of a request with contract and scope in front, None where there is none."""
    rule = contract.idempotency
    if rule is None:
        return None
    parts = [get(request, path) for path in rule.key]
    if any(part is MISSING or part is None for part in parts):
        return None
    scope = {"day": now[:8], "year": now[:4]}.get(rule.scope, "")
    return (contract.id, scope, *(str(part) for part in parts))


def content_of(contract: Contract, request: Any) -> Content:
    """What makes two requests under one key the same: declared paths, else every leaf that is not volatile."""
    rule = contract.idempotency
    if rule is not None and rule.content:
        return tuple((path, _frozen(get(request, path.removesuffix("[]")))) for path in rule.content)
    volatile = {f.path for f in contract.request if f.role in ("time", "serial", "signature")}
    leaves = {f.path.split("[]")[0] for f in contract.request} - volatile
    return tuple((path, _frozen(get(request, path))) for path in sorted(leaves))


def _known_key(contract: Contract, scene: Scene, earlier: Accepted) -> Expectation:
    rule = contract.idempotency
    assert rule is not None
    if earlier.unsure:
        return Expectation(classes=frozenset({ReplyClass.SUCCESS, rule.same, ReplyClass.PROCESSING}) | _either(rule.changed))
    promise = rule.rule or f"{contract.id}:idempotent"
    if content_of(contract, scene.request) == earlier.content:
        return Expectation(classes=frozenset({rule.same}), promise=promise, earlier=earlier,
                           says="同一业务键、同一内容的重发，应按约定的重复应答处理")
    return Expectation(classes=_either(rule.changed), promise=promise, earlier=earlier, changed=True,
                       says="同一业务键、不同内容的重发，应予拒绝")


def _either(wanted: ReplyClass) -> frozenset[ReplyClass]:
    """A refusal may be told as a fault of the request by peers that know only one of the two classes."""
    return UNGRANTED if wanted is ReplyClass.REFUSED else frozenset({wanted})


def _success(contract: Contract) -> frozenset[ReplyClass]:
    declared = {found for _, found in contract.outcomes.classes}
    return frozenset({ReplyClass.SUCCESS} | ({ReplyClass.PROCESSING} & declared))


def _holds(rule: Rule, scene: Scene) -> bool | None:
    """True, False, or None where the books do not know; an `each` rule holds when it holds for every row."""
    assert rule.holds is not None
    if not rule.each:
        return _ask(rule, scene)
    answers = [_ask(rule, scene.at(row=row, index=i)) for i, row in enumerate(rows_of(scene, rule.each))]
    if False in answers:
        return False
    return None if None in answers else True


def _ask(rule: Rule, scene: Scene) -> bool | None:
    """The rule's answer. Absent because the request left something out: the rule does not apply (True)."""
    assert rule.holds is not None
    try:
        return bool(rule.holds(scene))
    except Absent as absent:
        return True if absent.path.startswith(("request", "row")) else None


def _sort_rows(rule: Rule, scene: Scene, rejected: dict[int, str], doubtful: set[int]) -> None:
    """A row that one promise speaks against is rejected, whether or not the books can answer the others."""
    for index, row in enumerate(rows_of(scene, rule.each)):
        if index in rejected:
            continue
        answer = _ask(rule, scene.at(row=row, index=index))
        if answer is False:
            rejected[index] = rule.id
            doubtful.discard(index)
        elif answer is None:
            doubtful.add(index)


def _sort_in_turn(
    contract: Contract, rules: Sequence[Rule], books: Books, scene: Scene, broken: Collection[int], rejected: dict[int, str],
    doubtful: set[int],
) -> None:
    """The same where a row sees what those before it did. Behind a row that may go either way nothing is certain."""
    for index, row in enumerate(rows_of(scene, rules[0].each)):
        if index in broken:
            continue
        here = scene.at(row=row, index=index, books=books)
        answers = [(rule.id, _ask(rule, here)) for rule in rules]
        against = next((promise for promise, answer in answers if answer is False), "")
        if doubtful or (not against and any(answer is None for _, answer in answers)):
            doubtful.add(index)
        elif against:
            rejected[index] = against
        else:
            books = row_done(contract, books, scene, index)


def _illegal_move(contract: Contract, scene: Scene) -> str:
    """A Chinese sentence when a declared `move` starts from a status that it may not start from."""
    for effect in contract.effects:
        if effect.verb != "move" or not effect.source:
            continue
        for index, row in enumerate(rows_of(scene, effect.each)) if effect.each.startswith("request") else [(0, None)]:
            if effect.each.startswith("reply"):
                continue
            here = scene.at(row=row, index=index)
            try:
                if effect.where is not None and not effect.where(here):
                    continue
                key = tuple(str(part(here)) for part in effect.key)
                status = here.books.status(effect.kind, key) if here.books else ""
            except Absent:
                continue
            if status not in effect.source:
                return f"{effect.kind} {'|'.join(key)} 处于 {status}，不能转为 {effect.status}"
    return ""


def _frozen(node: Any) -> Any:
    if isinstance(node, dict):
        return tuple(sorted((k, _frozen(v)) for k, v in node.items()))
    if isinstance(node, list):
        return tuple(_frozen(v) for v in node)
    return None if node is MISSING else node
