"""#322: a quota may refer to a clearing voucher that is not there."""

from __future__ import annotations

from collections.abc import Callable

from kanhe.simulate.behaviour import Command, Step
from simulators.asked import text_of
from simulators.treasury_clearing import CLEARING
from simulators.treasury_vault import write
from simulators.world import World

NUMBER = 322
TITLE = "额度通知单指向的划款凭证不存在也收"
FAMILY = "treasury_voucher"
ROLE = "vault"
FINDS = ("TV-06",)

Behaviour = Callable[[World, Command], Step]


def behave(name: str, behaviour: Behaviour) -> Behaviour:
    """Written is written."""
    if name not in ("write_quota",):
        return behaviour

    def unlinked(world: World, command: Command) -> Step:
        known = world.find("voucher", CLEARING, text_of(command, "clear_no"))
        return behaviour(world, command) if known is not None else write(world, command)

    return unlinked
