"""#64: a deleted person is off the roster in the very month of the deletion."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from kanhe.simulate.behaviour import Command, Step
from simulators.world import World

NUMBER = 64
TITLE = "删除当月就不再发工资"
FAMILY = "personnel"
ROLE = "bureau"
FINDS = ("PERS-07A",)

Behaviour = Callable[[World, Command], Step]


def behave(name: str, behaviour: Behaviour) -> Behaviour:
    """The deleted are gone at once."""
    if name != "payroll":
        return behaviour

    def payroll(world: World, command: Command) -> Step:
        seen = world
        for person in world.all("person"):
            if person.deleted:
                seen = seen.drop("person", person.person_id)
        return replace(behaviour(seen, command), world=world)

    return payroll
