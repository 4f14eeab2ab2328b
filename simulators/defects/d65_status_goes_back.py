"""#65: a retired person may be put back to work without a reason."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from kanhe.simulate.behaviour import Command, Step
from simulators import personnel
from simulators.world import World

NUMBER = 65
TITLE = "人员状态由退休退回在职而不要更正原因"
FAMILY = "personnel"
ROLE = "bureau"
FINDS = ("PERS-08",)

Behaviour = Callable[[World, Command], Step]


def behave(name: str, behaviour: Behaviour) -> Behaviour:
    """Forget the check."""
    return partial(personnel.sync, without={"forward"}) if name == "sync" else behaviour
