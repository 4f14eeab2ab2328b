"""#60: a batch number that was used before is good for any new content."""

from __future__ import annotations

from collections.abc import Callable

from kanhe.model.words import ReplyClass
from kanhe.simulate.behaviour import Command, Step
from simulators.world import World

NUMBER = 60
TITLE = "同一批次号换了内容照样入账"
FAMILY = "personnel"
ROLE = "bureau"
FINDS = ("PERS-06B",)

Behaviour = Callable[[World, Command], Step]


def behave(name: str, behaviour: Behaviour) -> Behaviour:
    """Forget the batch when its content is another one."""
    if name != "sync":
        return behaviour

    def sync(world: World, command: Command) -> Step:
        step = behaviour(world, command)
        if step.outcome is ReplyClass.REFUSED:
            step = behaviour(world.drop("batch", str(command.values["sync_batch"])), command)
        return step

    return sync
