"""#22 (GT): a receipt is known by sub-account *and* serial, so the same serial for another account is booked again."""

from __future__ import annotations

from collections.abc import Callable

from kanhe.model.words import ReplyClass
from kanhe.simulate.behaviour import Command, Step
from simulators.world import World

NUMBER = 22
TITLE = "以“子账号+流水号”判重，同一流水号换个子账号又记一笔"
FAMILY = "land_margin"
ROLE = "land"
FINDS = ("LAND-02",)

Behaviour = Callable[[World, Command], Step]


def behave(name: str, behaviour: Behaviour) -> Behaviour:
    """Look the serial up in its own sub-account only."""
    if name != "receipt":
        return behaviour

    def receipt(world: World, command: Command) -> Step:
        serial, number = str(command.values["bank_serial"]), str(command.values["sub_account"])
        known = world.find("serial", serial)
        if known is None or known.sub_account == number:
            return behaviour(world, command)
        here = world.find(f"deposit {number}", serial)
        asked = world.drop("serial", serial) if here is None else world.put("serial", serial, record=here)
        step = behaviour(asked, command)
        if step.outcome is ReplyClass.SUCCESS:
            return step
        return Step(world=world, outcome=step.outcome, text=step.text)

    return receipt
