"""#305: who sends a voucher again is told that it was sent, and the voucher is taken back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from kanhe.simulate.behaviour import Command, Step
from simulators.treasury_vault import SENT, WRITTEN, found, keep
from simulators.world import World

NUMBER = 305
TITLE = "重复发送答“已发送”，却把待签收的凭证撤下了"
FAMILY = "treasury_voucher"
ROLE = "vault"
FINDS = ("TV-15", "TV-09", "TV-09A", "TV-15A")

Behaviour = Callable[[World, Command], Step]


def behave(name: str, behaviour: Behaviour) -> Behaviour:
    """The repeated sending takes it out of the box."""
    if name not in ("send",):
        return behaviour

    def taken_back(world: World, command: Command) -> Step:
        step, known = behaviour(world, command), found(world, command)
        if known is None or known.status != SENT:
            return step
        return replace(step, world=keep(world, replace(known, status=WRITTEN)))

    return taken_back
