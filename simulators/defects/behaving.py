"""Hooks out of functions, for defects that do something else where the honest party has a behaviour."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from kanhe.simulate.behaviour import Step

Behaviour = Callable[..., Step]
Hook = Callable[[str, Any], Any]


def instead_of(*names: str) -> Callable[[Behaviour], Hook]:
    """A hook `behave` out of `flawed(honest, *arguments) -> Step`, called wherever a behaviour of one of these names would be;
    the arguments are those of the honest one: (world, command), or of `reply_came` (world, sent, reply, values)."""

    def hook_of(flawed: Behaviour) -> Hook:
        return lambda name, honest: partial(flawed, honest) if name in names else honest

    return hook_of
