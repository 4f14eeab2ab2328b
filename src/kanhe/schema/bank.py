"""Makers whose values are looked at: one that does not fit gives way to one that was found to fit beforehand."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from kanhe.schema.choices import Choices, Seeded, pick

T = TypeVar("T")
_TRIES, _KEPT, _SEEDS = 400, 12, 4


class Unmakeable(Exception):
    """No value of a type was found; says why."""


def checked(make: Callable[[Choices], T], fits: Callable[[T], bool], size: Callable[[T], Any]) -> Callable[[Choices], T]:
    """The maker, kept to what fits; raises Unmakeable where nothing was found. size: orders values, so that the simplest comes first."""
    seeds = [Seeded(seed) for seed in range(_SEEDS)]
    kept: list[T] = []
    for number in range(_TRIES):
        value = make(seeds[number % _SEEDS])
        if fits(value):
            kept.append(value)
            if len(kept) == _KEPT:
                break
    if not kept:
        raise Unmakeable("各项限制合在一起没有找到任何值")
    kept.sort(key=size)

    def kept_to(choices: Choices) -> T:
        value = make(choices)
        return value if fits(value) else pick(choices, kept)

    return kept_to
