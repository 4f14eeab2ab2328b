"""#69: an older version that comes late overwrites the newer one."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from kanhe.simulate.behaviour import Command, Step
from simulators import personnel
from simulators.world import World

NUMBER = 69
TITLE = "迟到的旧版本盖掉新版本"
FAMILY = "personnel"
ROLE = "bureau"
FINDS = ("PERS-06A",)

Behaviour = Callable[[World, Command], Step]


def behave(name: str, behaviour: Behaviour) -> Behaviour:
    """Forget the check."""
    return partial(personnel.sync, without={"newer"}) if name == "sync" else behaviour
