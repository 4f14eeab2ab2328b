"""#79: a change of a deleted person is accepted."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from kanhe.simulate.behaviour import Command, Step
from simulators import personnel
from simulators.world import World

NUMBER = 79
TITLE = "已删除的人仍可变更"
FAMILY = "personnel"
ROLE = "bureau"
FINDS = ("PERS-07C",)

Behaviour = Callable[[World, Command], Step]


def behave(name: str, behaviour: Behaviour) -> Behaviour:
    """Forget the check."""
    return partial(personnel.sync, without={"not deleted"}) if name == "sync" else behaviour
