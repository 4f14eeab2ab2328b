"""#74: as soon as one row is rejected, none is stored and all are listed."""

from __future__ import annotations

from collections.abc import Callable

from kanhe.simulate.behaviour import Command, Step
from simulators.world import World

NUMBER = 74
TITLE = "一行违规整批都拒绝"
FAMILY = "personnel"
ROLE = "bureau"
FINDS = ("PERS-11A",)

Behaviour = Callable[[World, Command], Step]


def behave(name: str, behaviour: Behaviour) -> Behaviour:
    """All or nothing."""
    if name != "sync":
        return behaviour

    def sync(world: World, command: Command) -> Step:
        step = behaviour(world, command)
        if not step.rows:
            return step
        rows = tuple(
            {"row_number": place, "person_id": row["person_id"], "message": "批内有违规行"}
            for place, row in enumerate(command.rows)
        )
        return Step(world=world, values={"accepted_count": 0}, rows=rows)

    return sync
