"""#61: a row that is reported as rejected is stored all the same."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from kanhe.simulate.behaviour import Command, Step
from simulators.personnel_records import keep, person_of
from simulators.world import World

NUMBER = 61
TITLE = "列入拒绝清单的行照样入账"
FAMILY = "personnel"
ROLE = "bureau"
FINDS = ("PERS-06E", "PERS-06F", "PERS-08B", "PERS-12B")

Behaviour = Callable[[World, Command], Step]


def behave(name: str, behaviour: Behaviour) -> Behaviour:
    """Store what was rejected, too."""
    if name != "sync":
        return behaviour

    def sync(world: World, command: Command) -> Step:
        step = behaviour(world, command)
        places = [row["row_number"] for row in step.rows]
        after = step.world
        for place in places:
            if isinstance(place, int):
                after = keep(after, person_of(command.rows[place]))
        return replace(step, world=after)

    return sync
