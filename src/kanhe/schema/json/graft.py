"""A made value put into a value that a peer would grant: there it takes the place that it is about, and nothing else changes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from kanhe.schema.json.judge import Pointer


def grafts(base: Any, made: Any, way: Pointer) -> Iterator[Any]:
    """The base with what the made value has at the end of the way, closest to the base first; last the made value itself."""
    for depth in range(len(way), -1, -1):
        if depth < len(way) or isinstance(made, dict | list):
            yield _put(base, made, way[:depth], kept=True)
        yield _put(base, made, way[:depth], kept=False)


def _put(base: Any, made: Any, way: Pointer, *, kept: bool) -> Any:
    """kept: members of an object at the end of the way that both have stay as they are in the base."""
    if not way:
        if kept and isinstance(base, dict) and isinstance(made, dict):
            return {name: base.get(name, value) for name, value in made.items()}
        return made
    step, rest = way[0], way[1:]
    if isinstance(base, dict) and isinstance(made, dict):
        if step not in made:
            return {name: value for name, value in base.items() if name != step}
        return {**base, step: _put(base.get(step), made[step], rest, kept=kept)}
    if isinstance(base, list) and isinstance(made, list) and step.isdigit() and int(step) < len(made):
        at = int(step)
        there = base[at] if at < len(base) else None
        return [*base[:at], _put(there, made[at], rest, kept=kept), *base[at + 1 :]]
    return made
