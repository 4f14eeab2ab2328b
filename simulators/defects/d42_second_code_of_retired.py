"""#42 (public dictionary): 退休 has the codes 2 and 4; only 2 is taken for retired, so who has 4 is paid on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from kanhe.simulate.behaviour import Command, Step
from simulators.world import World

NUMBER = 42
TITLE = "“退休”有 2、4 两个代码，只把 2 当退休，4 仍发工资"
FAMILY = "personnel"
ROLE = "bureau"
FINDS = ("PERS-07A",)

Behaviour = Callable[[World, Command], Step]


def behave(name: str, behaviour: Behaviour) -> Behaviour:
    """The roster takes code 4 for working."""
    if name != "payroll":
        return behaviour

    def payroll(world: World, command: Command) -> Step:
        seen = world
        for person in world.all("person"):
            if person.person_status == "4":
                seen = seen.put("person", person.person_id, record=replace(person, person_status="1"))
        return replace(behaviour(seen, command), world=world)

    return payroll
