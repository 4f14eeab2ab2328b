"""#78: the approved number of posts is not looked at."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from kanhe.simulate.behaviour import Command, Step
from simulators import personnel
from simulators.world import World

NUMBER = 78
TITLE = "超出核定编制照收"
FAMILY = "personnel"
ROLE = "bureau"
FINDS = ("PERS-04",)

Behaviour = Callable[[World, Command], Step]


def behave(name: str, behaviour: Behaviour) -> Behaviour:
    """Forget the check."""
    return partial(personnel.sync, without={"post left"}) if name == "sync" else behaviour
