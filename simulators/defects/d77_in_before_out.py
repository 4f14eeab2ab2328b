"""#77: somebody may be in at the next agency before being out at the last."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from kanhe.simulate.behaviour import Command, Step
from simulators import personnel
from simulators.world import World

NUMBER = 77
TITLE = "调入日期早于调出日期也照收"
FAMILY = "personnel"
ROLE = "bureau"
FINDS = ("PERS-03A",)

Behaviour = Callable[[World, Command], Step]


def behave(name: str, behaviour: Behaviour) -> Behaviour:
    """Forget the check."""
    return partial(personnel.sync, without={"in after out"}) if name == "sync" else behaviour
