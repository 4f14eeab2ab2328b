"""#76: one identity document may be on the staff of two agencies at once."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from kanhe.simulate.behaviour import Command, Step
from simulators import personnel
from simulators.world import World

NUMBER = 76
TITLE = "同一证件可在两个单位同时在编"
FAMILY = "personnel"
ROLE = "bureau"
FINDS = ("PERS-02",)

Behaviour = Callable[[World, Command], Step]


def behave(name: str, behaviour: Behaviour) -> Behaviour:
    """Forget the check."""
    return partial(personnel.sync, without={"one agency"}) if name == "sync" else behaviour
