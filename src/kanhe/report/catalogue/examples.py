"""The two halves of a rule's pair in words: the specimen, and what is changed in it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from kanhe.model.contract import Example
from kanhe.model.file import FileExample


def told(example: Example | FileExample) -> list[str]:
    """One line per change; `样例原样` where nothing is changed."""
    lines = [*_changes(example.patch)]
    for kind, things in example.given.items():
        lines += [f"账上有 {kind} {_thing(thing)}" for thing in things]
    for number, before in enumerate(example.earlier, 1):
        shown = "，".join([*_changes({k: v for k, v in before.items() if k != "now"}),
                          *([f"时间 {before['now']}"] if "now" in before else [])])
        lines.append(f"此前第 {number} 笔：{shown or '样例原样'}")
    if example.now:
        lines.append(f"业务时间 {example.now}")
    return lines or ["样例原样"]


def _changes(patch: Mapping[str, Any]) -> Iterator[str]:
    for path, value in patch.items():
        yield f"{path} 去掉" if value is None else f"{path} = {_leaf(value)}"


def _leaf(value: Any) -> str:
    if isinstance(value, Mapping):
        return "{" + "，".join(f"{k}: {_leaf(v)}" for k, v in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + "，".join(map(_leaf, value)) + "]"
    return "（空）" if value == "" else str(value)


def _thing(thing: Mapping[str, Any]) -> str:
    names = {"status": "状态", "balance": "余额", "held": "冻结"}
    more = [f"{names.get(k, k)} {_leaf(v)}" for k, v in thing.items() if k in names]
    more += [f"{k} = {_leaf(v)}" for k, v in (thing.get("fields") or {}).items()]
    more += [f"明细 {_leaf(e)}" for e in thing.get("entries") or ()]
    return "、".join(str(k) for k in thing.get("key") or ()) + (f"（{'，'.join(more)}）" if more else "")
