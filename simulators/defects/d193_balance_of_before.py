"""#193: the balance is told as it was when it was first asked for."""

from __future__ import annotations

from dataclasses import replace

from kanhe.model.formula import Value
from kanhe.simulate.behaviour import Command, Step
from simulators.defects.behaving import Behaviour, Hook, instead_of
from simulators.world import World

NUMBER = 193
TITLE = "余额取第一次查询时的缓存，之后的收付不计"
FAMILY = "bank_direct"
ROLE = "bank"
FINDS = ("BD-07A",)


def start() -> Cache:
    """One cache for each simulator."""
    return Cache()


class Cache:
    """Account by account, what was told first."""

    def __init__(self) -> None:
        self._told: dict[Value, dict[str, Value]] = {}

    @property
    def behave(self) -> Hook:
        """The balance out of the cache."""

        @instead_of("query_balance")
        def flawed(honest: Behaviour, world: World, command: Command) -> Step:
            step = honest(world, command)
            return replace(step, values=self._told.setdefault(command.values["account"], dict(step.values))) if step.values else step

        return flawed
