"""What whoever hands over files makes of what others tell it, in place of the honest way."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from kanhe.model.formula import Value
from simulators.world import World

Told = Callable[[World, Mapping[str, Value], str], World]
Collected = Callable[[Told, World, Mapping[str, Value], str], World]
"""(the honest function, world, values, now) -> the world after it."""


def collecting(wrong: Collected, told: str = "told_income") -> Callable[[str, Any], Any]:
    """The `behave` hook of a defect that takes in what is told so. told: the function that takes it in."""
    return lambda name, honest: partial(wrong, honest) if name == told else honest
