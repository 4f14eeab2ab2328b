"""#50: is_deleted is 2 for 'not deleted'; a truthiness test takes everybody for deleted."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from kanhe.simulate.behaviour import Command, Step
from simulators.world import World

NUMBER = 50
TITLE = "删除标志按真假值判断，2（未删除）也当成已删除"
FAMILY = "personnel"
ROLE = "bureau"
FINDS = ("PERS-07A",)

Behaviour = Callable[[World, Command], Step]


def behave(name: str, behaviour: Behaviour) -> Behaviour:
    """The roster believes that everybody was deleted at the last change."""
    if name != "payroll":
        return behaviour

    def payroll(world: World, command: Command) -> Step:
        seen = world
        for person in world.all("person"):
            if person.deleted_mark:
                seen = seen.put("person", person.person_id, record=replace(person, deleted_mark="1"))
        return replace(behaviour(seen, command), world=world)

    return payroll
