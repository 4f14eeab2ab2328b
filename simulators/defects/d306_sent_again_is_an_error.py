"""#306: a repeated sending is refused instead of being told that it was done (document #32 the other way round)."""

from __future__ import annotations

from collections.abc import Callable

from kanhe.simulate.behaviour import Command, Step
from simulators.treasury_vault import NOT_NOW, WRITTEN, found, refuse
from simulators.world import World

NUMBER = 306
TITLE = "重复发送当作错误拒绝，不答“已发送”"
FAMILY = "treasury_voucher"
ROLE = "vault"
FINDS = ("TV-08",)

Behaviour = Callable[[World, Command], Step]


def behave(name: str, behaviour: Behaviour) -> Behaviour:
    """Another code for what was done already."""
    if name not in ("send",):
        return behaviour

    def refused(world: World, command: Command) -> Step:
        known = found(world, command)
        return behaviour(world, command) if known is None or known.status == WRITTEN else refuse(world, "发送失败", code=NOT_NOW)

    return refused
