"""#63: the roster does not look at the mark of deletion, so the deleted are paid for ever."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from kanhe.simulate.behaviour import Command, Step
from simulators.world import World

NUMBER = 63
TITLE = "已删除的人以后各月仍在统发名册"
FAMILY = "personnel"
ROLE = "bureau"
FINDS = ("PERS-07A",)

Behaviour = Callable[[World, Command], Step]


def behave(name: str, behaviour: Behaviour) -> Behaviour:
    """Nobody was ever deleted."""
    if name != "payroll":
        return behaviour

    def payroll(world: World, command: Command) -> Step:
        seen = world
        for person in world.all("person"):
            if person.deleted:
                seen = seen.put("person", person.person_id, record=replace(person, deleted_mark="2"))
        return replace(behaviour(seen, command), world=world)

    return payroll
