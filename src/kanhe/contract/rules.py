"""Reading rules with their pairs, effects and observations."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from kanhe.contract.lookup import Layout
from kanhe.contract.reading import Reading, near
from kanhe.contract.yaml import Node
from kanhe.model.contract import Effect, Example, Observation, Rule, Source
from kanhe.model.formula import Formula
from kanhe.model.inner import PartPlace
from kanhe.model.words import ReplyClass

RULE_KEYS = ("id", "says", "level", "source", "on", "holds", "check", "with", "each", "else", "code", "accepts", "refuses", "declared")
DECLARED = ("framing", "layout", "echo", "outcome", "idempotency", "observation", "batch", "seal", "replay", "genuine", "derived", "duty")
THING_KEYS = ("key", "status", "balance", "held", "blind", "fields", "entries")  # of `given` and `seeds`
EXAMPLE_KEYS = ("given", "earlier", "now")
CLASSES = tuple(c.value for c in ReplyClass)
ON = ("request", "reply", "state", "history")
VERBS = ("open", "close", "debit", "credit", "hold", "release", "append", "set", "move")
EFFECT_KEYS = (*VERBS, "key", "amount", "status", "balance", "from", "to", "fields", "each", "where", "when")
OBSERVATION_KEYS = ("at", "is", "rows", "columns", "ordered", "when", "rule")


def read_rule(reading: Reading, node: Node, layout: Layout, source: Source, place: PartPlace | None = None) -> Rule | None:
    """One entry of `rules:`; None where it is not a mapping. place: the rule is of a part that lies there, and is about that side."""
    if node.pairs is None:
        reading.blame(node.at, f"规则是{node.kind}", "{id: …, says: …, on: …, holds: …}")
        return None
    reading.known(node, RULE_KEYS, "规则")
    name = reading.text(node.get("id"), "规则的 id", node.at)
    base = Rule(id=name, says=reading.text(node.get("says"), f"规则 {name} 的 says", node.at), on="declared",
                level=reading.level(node.get("level")), source=reading.source(node.get("source"), source), at=node.at)
    if node.get("declared") is not None:
        reading.word(node.get("declared"), "declared", DECLARED)
        return base
    on = _side_of(reading, node, place) if place is not None else reading.word(node.get("on"), f"规则 {name} 的 on", ON, at=node.at)
    each = _rows(reading, node, layout, place)
    here = within(layout, place, each)
    holds, check = reading.formula(node.get("holds"), here), reading.text(node.get("check"), "check", default="")
    if (node.get("holds") is None) == (not check):
        reading.blame(node.at, f"规则 {name} 要有 holds 或 check，恰好一个", "holds: 表达式")
    otherwise = reading.word(node.get("else"), "else", CLASSES, "refused")
    return replace(
        base, on=on, holds=holds, check=check, each=each, otherwise=ReplyClass(otherwise),
        code=reading.text(node.get("code"), "code", default=""),
        params={k: v.plain_data() for k, v in reading.mapping(node.get("with"), "with").items()},
        accepts=_example(reading, node.get("accepts"), place), refuses=_example(reading, node.get("refuses"), place),
    )


def _side_of(reading: Reading, node: Node, place: PartPlace) -> str:
    """What a rule of a part is about: the side where it lies, or, said with `on: state`, the books before a request."""
    if node.get("on") is None:
        return place.side
    on = reading.word(node.get("on"), "部件规则的 on", ("state",))
    if place.side != "request" or "[]" in place.at:
        reading.blame((node.get("on") or node).at, f"部件 {place.part} 的规则 on: state 用在了{place.side}.{place.at}",
                      "on: state 的部件放在请求里，不放在列表里")
    return on


def _rows(reading: Reading, node: Node, layout: Layout, place: PartPlace | None) -> str:
    """The list that `each` names; `part.…` of a part lies where the part does, and a part in a list has that list."""
    told = node.get("each")
    each = reading.text(told, "each", default="")
    if place is not None and each.startswith("part."):
        each = f"{place.side}.{place.at}.{each.removeprefix('part.')}"
    _list_path(reading, told, each, layout)
    return each or (_around(place) if place is not None else "")


def within(layout: Layout, place: PartPlace | None, each: str = "") -> Layout:
    """What a formula may speak of in a part that lies there, in each row of a list; without a part in an operation."""
    here = replace(layout, row=each) if each else layout
    if place is None:
        return here
    around = _around(place)
    return replace(here, part=f"row.{place.at.rpartition('[].')[2]}" if around and each == around else f"{place.side}.{place.at}")


def _around(place: PartPlace) -> str:
    """The list whose rows hold the part, '' where it lies in none."""
    head, mark, _ = place.at.rpartition("[].")
    return f"{place.side}.{head}" if mark else ""


def _list_path(reading: Reading, node: Node | None, each: str, layout: Layout) -> None:
    if node is None or node.text is None:
        return
    side, _, path = each.partition(".")
    types = layout.request if side == "request" else layout.reply
    if not any(p.startswith(f"{path}[]") for p in types):
        lists = sorted({f"{s}.{p.split('[]')[0]}" for s, ts in (("request", layout.request), ("reply", layout.reply))
                        for p in ts if "[]" in p})
        reading.blame(node.at, f"没有列表 {each}", "、".join(lists) or "这个操作没有列表", near(each, lists))


def _example(reading: Reading, node: Node | None, place: PartPlace | None = None) -> Example | None:
    if node is None:
        return None
    patch: dict[str, Any] = {}
    given: dict[str, tuple[Any, ...]] = {}
    earlier: list[Mapping[str, Any]] = []
    now = ""
    for key, value in reading.mapping(node, "例").items():
        if key == "given":
            given = read_given(reading, value)
        elif key == "now":
            now = reading.text(value, "now")
        elif key == "earlier":
            earlier = [_message(reading, item) for item in reading.items(value, "earlier")]
        elif key.partition(".")[0] in ("request", "reply"):
            patch[key] = value.plain_data()
        elif place is not None and key.startswith("part."):
            patch[f"{place.side}.{place.at.replace('[]', '.0')}.{key.removeprefix('part.')}"] = value.plain_data()
        else:
            reading.blame(node.keys[key], f"例里不认识的键 {key}", "request.… reply.… given earlier now", near(key, EXAMPLE_KEYS))
    return Example(patch=patch, given=given, earlier=tuple(earlier), now=now, at=node.at)


def read_given(reading: Reading, node: Node) -> dict[str, tuple[Any, ...]]:
    """`given:` of an example: the things in the books, by kind."""
    return {k: tuple(i.plain_data() for i in reading.items(v, "given")) for k, v in reading.mapping(node, "given").items()}


def _message(reading: Reading, node: Node) -> Mapping[str, Any]:
    """An earlier message: a patch of the specimen, and its time."""
    pairs = reading.mapping(node, "earlier")
    for key in pairs:
        if key != "now" and key.partition(".")[0] not in ("request", "reply"):
            reading.blame(node.keys[key], f"earlier 里不认识的键 {key}", "request.… reply.… now", near(key, ("now",)))
    return {key: value.plain_data() for key, value in pairs.items()}


def read_effects(reading: Reading, nodes: Sequence[Node], layout: Layout, place: PartPlace | None = None) -> tuple[Effect, ...]:
    """`effects:` of an operation, or of a part that lies in place."""
    return tuple(e for e in (_effect(reading, n, layout, place) for n in nodes) if e is not None)


def _effect(reading: Reading, node: Node, layout: Layout, place: PartPlace | None) -> Effect | None:
    verbs = [v for v in VERBS if v in (node.pairs or {})]
    if len(verbs) != 1:
        reading.blame(node.at, f"效果有 {len(verbs)} 个动词", "、".join(VERBS) + " 之一")
        return None
    reading.known(node, EFFECT_KEYS, "效果")
    verb, each = verbs[0], _rows(reading, node, layout, place)
    here = within(layout, place, each)
    money = verb in ("debit", "credit", "hold", "release")
    if money and node.get("amount") is None:
        reading.blame(node.at, f"{verb} 没有 amount", "amount: 表达式")
    if node.get("key") is None:
        reading.blame(node.at, f"{verb} 没有 key", "key: [表达式, …]")
    if verb == "move" and node.get("to") is None:
        reading.blame(node.at, "move 没有 to", "to: 状态")
    amount = reading.formula(node.get("amount" if money else "balance"), here)
    return Effect(
        verb=verb, kind=reading.text(node.get(verb), verb, node.at),
        key=tuple(f for f in (reading.formula(k, here) for k in _list(node.get("key"))) if f is not None), amount=amount,
        status=reading.text(node.get("to" if verb == "move" else "status"), "status", default=""),
        source=reading.texts(node.get("from"), "from"), fields=_formulas(reading, node.get("fields"), here), each=each,
        where=reading.formula(node.get("where"), here), when=_classes(reading, node), at=node.at,
    )


def _list(node: Node | None) -> list[Node]:
    if node is None:
        return []
    return node.items if node.items is not None else [node]


def _formulas(reading: Reading, node: Node | None, layout: Layout) -> dict[str, Formula]:
    found = {name: reading.formula(value, layout) for name, value in reading.mapping(node, "fields").items()}
    return {name: formula for name, formula in found.items() if formula is not None}


def read_observations(reading: Reading, nodes: Sequence[Node], layout: Layout) -> tuple[Observation, ...]:
    """`observes:`."""
    found = []
    for node in nodes:
        reading.known(node, OBSERVATION_KEYS, "观察")
        path = reading.text(node.get("at"), "观察的 at", node.at)
        if path not in layout.reply and not any(p.startswith((f"{path.removesuffix('[]')}[].", f"{path}.")) for p in layout.reply):
            reading.blame((node.get("at") or node).at, f"应答里没有 {path}", "应答的字段路径，列表写作 路径[]", near(path, layout.reply))
        if (node.get("is") is None) == (node.get("rows") is None):
            reading.blame(node.at, "观察要有 is 或 rows，恰好一个", "is: 表达式")
        columns = _formulas(reading, node.get("columns"), replace(layout, book_row=True, row=""))
        for column in columns:
            place = f"{path.removesuffix('[]')}[].{column}"  # a leaf, or a whole part
            if place not in layout.reply and not any(p.startswith(f"{place}.") for p in layout.reply):
                reading.blame((node.get("columns") or node).keys[column], f"应答的 {path} 里没有列 {column}", "应答里声明的列")
        found.append(Observation(
            path=path, value=reading.formula(node.get("is"), layout), rows=reading.formula(node.get("rows"), layout),
            columns=columns, ordered=reading.flag(node.get("ordered"), "ordered", default=False),
            when=_classes(reading, node), rule=reading.text(node.get("rule"), "rule", default=""),
            at=node.at))
    return tuple(found)


def _classes(reading: Reading, node: Node) -> tuple[ReplyClass, ...]:
    """`when:`, the classes of replies; success where nothing is said."""
    when, known = reading.texts(node.get("when"), "when") or ("success",), CLASSES
    for number, word in enumerate(when):
        if word not in known:
            listed = node.get("when") or node
            at = listed.items[number].at if listed.items else listed.at
            reading.blame(at, f"when 写作 {word}", "、".join(known), near(word, known))
    return tuple(ReplyClass(w) for w in when if w in known)
