"""#456: the rest after a partial withdrawal begins anew."""

from __future__ import annotations

from dataclasses import replace

from kanhe.simulate.behaviour import Command, Step
from simulators.asked import text_of
from simulators.defects.behaving import Behaviour, instead_of
from simulators.defects.deposit import is_new
from simulators.deposit_terms import Certificate
from simulators.world import World

NUMBER = 456
TITLE = "部提留下的部分改从部提日起息"
FAMILY = "time_deposit"
ROLE = "bank"
FINDS = ("DEP-32C", "DEP-11B",)


@instead_of("withdraw")
def behave(honest: Behaviour, world: World, command: Command) -> Step:
    """The value date of the new certificate is today."""
    first = is_new(world, command)
    step = honest(world, command)
    new: Certificate | None = step.world.find("certificate", str(step.values.get("certificate", "")))
    if not first or new is None or text_of(command, "withdrawal_kind") != "PARTIAL":
        return step
    return replace(step, world=step.world.put("certificate", new.number, record=replace(new, since=command.now[:8])))
