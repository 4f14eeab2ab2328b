"""#188: the state is told as it was when it was first asked for."""

from __future__ import annotations

from dataclasses import replace

from kanhe.model.formula import Value
from kanhe.simulate.behaviour import Command, Step
from simulators.defects.behaving import Behaviour, Hook, instead_of
from simulators.world import World

NUMBER = 188
TITLE = "付款状态查过一次就取缓存，以后不变"
FAMILY = "bank_direct"
ROLE = "bank"
FINDS = ("BD-05M", "BD-05P")


def start() -> Cache:
    """One cache for each simulator."""
    return Cache()


class Cache:
    """Payment by payment, what was told first."""

    def __init__(self) -> None:
        self._told: dict[Value, Value] = {}

    @property
    def behave(self) -> Hook:
        """The query out of the cache."""

        @instead_of("query_payment")
        def flawed(honest: Behaviour, world: World, command: Command) -> Step:
            step = honest(world, command)
            if "payment_state" not in step.values:
                return step
            state = self._told.setdefault(command.values["payment_no"], step.values["payment_state"])
            return replace(step, values={**step.values, "payment_state": state})

        return flawed
