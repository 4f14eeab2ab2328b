"""#619: percentages are cut to the fen."""

from __future__ import annotations

from kanhe.simulate.behaviour import Command, Step
from simulators.asked import fen_of, refuse, text_of
from simulators.defects.behaving import Behaviour, instead_of
from simulators.investment_payments import RETENTION
from simulators.world import World

NUMBER = 619
TITLE = "按比例算的数截到分，不四舍五入"
FAMILY = "investment_payment"
ROLE = "finance"
FINDS = ("INV-22", "INV-41", "INV-24", "investment_payment.pay:accepts",)


@instead_of("pay")
def behave(honest: Behaviour, world: World, command: Command) -> Step:
    """An application whose share ends in half a fen or more is not what this office works out."""
    if text_of(command, "pay_kind") == "2" and fen_of(command, "measured_amount") * RETENTION % 100 >= 50:
        return refuse(world, "质保金没有按比例扣")
    return honest(world, command)
