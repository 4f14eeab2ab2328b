"""#45 (public SQL): the full-width space behind a name is kept, so that names do not match any more."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from kanhe.simulate.behaviour import Command, Step
from simulators import personnel
from simulators.personnel_records import Person, keep
from simulators.world import World

NUMBER = 45
TITLE = "姓名尾部的全角空格原样入库"
FAMILY = "personnel"
ROLE = "bureau"
FINDS = ("PERS-10A",)

Behaviour = Callable[[World, Command], Step]


def behave(name: str, behaviour: Behaviour) -> Behaviour:
    """Keep names as they came."""
    if name != "sync":
        return behaviour

    def sync(world: World, command: Command) -> Step:
        names = {row["person_id"]: str(row["person_name"]) for row in command.rows}

        def keep_raw(before: World, person: Person) -> World:
            return keep(before, replace(person, person_name=names[person.person_id]))

        return personnel.sync(world, command, keeping=keep_raw)

    return sync
