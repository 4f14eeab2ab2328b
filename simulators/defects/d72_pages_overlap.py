"""#72: every page but the first begins one row too early, so one person is listed twice and one never."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from kanhe.simulate.behaviour import Command, Step
from simulators.personnel import PAGE
from simulators.world import World

NUMBER = 72
TITLE = "第二页起每页从上一页末行开始，漏人又重人"
FAMILY = "personnel"
ROLE = "bureau"
FINDS = ("PERS-06F",)

Behaviour = Callable[[World, Command], Step]


def behave(name: str, behaviour: Behaviour) -> Behaviour:
    """Pages that overlap by one."""
    if name != "persons":
        return behaviour

    def persons(world: World, command: Command) -> Step:
        page = int(str(command.values["page"]))
        step = behaviour(world, command)
        if page == 1:
            return step
        before = behaviour(world, replace(command, values={**command.values, "page": page - 1}))
        return replace(step, rows=(*before.rows[-1:], *step.rows)[:PAGE])

    return persons
