"""#629: a correction downwards is refused: the column takes no negative amounts."""

from __future__ import annotations

from kanhe.simulate.behaviour import Command, Step
from simulators.asked import fen_of, refuse
from simulators.defects.behaving import Behaviour, instead_of
from simulators.world import World

NUMBER = 629
TITLE = "更正的差额是负数就退回"
FAMILY = "capital_income"
ROLE = "finance"
FINDS = ("capital_income.declare:accepts",)


@instead_of("declare")
def behave(honest: Behaviour, world: World, command: Command) -> Step:
    """Refuse what makes an amount smaller."""
    return refuse(world, "差额不能是负数") if fen_of(command, "capital_difference") < 0 else honest(world, command)
