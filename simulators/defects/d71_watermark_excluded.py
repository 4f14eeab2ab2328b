"""#71: the watermark itself is left out, so rows with an equal time of change are lost."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from kanhe.simulate.behaviour import Command, Step
from simulators.world import World

NUMBER = 71
TITLE = "水位不含边界，变更时间等于水位的行丢失"
FAMILY = "personnel"
ROLE = "bureau"
FINDS = ("PERS-03B", "PERS-06F")

Behaviour = Callable[[World, Command], Step]


def behave(name: str, behaviour: Behaviour) -> Behaviour:
    """Only what is later than the watermark."""
    if name != "persons":
        return behaviour

    def persons(world: World, command: Command) -> Step:
        since = command.values.get("since")
        seen = world
        for person in world.all("person"):
            if person.updated_at == since:
                seen = seen.drop("person", person.person_id)
        return replace(behaviour(seen, command), world=world)

    return persons
