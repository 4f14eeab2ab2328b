"""#459: a certificate that is lost, frozen or pledged is paid."""

from __future__ import annotations

from dataclasses import replace

from kanhe.simulate.behaviour import Command, Step
from simulators.asked import text_of
from simulators.defects.behaving import Behaviour, instead_of
from simulators.deposit_terms import Certificate
from simulators.world import World

NUMBER = 459
TITLE = "挂失、冻结、质押的证实书照付"
FAMILY = "time_deposit"
ROLE = "bank"
FINDS = ("DEP-39",)


@instead_of("withdraw")
def behave(honest: Behaviour, world: World, command: Command) -> Step:
    """Blocked is taken for active."""
    old: Certificate | None = world.find("certificate", text_of(command, "certificate"))
    if old is None or old.status not in ("LOST", "FROZEN", "PLEDGED"):
        return honest(world, command)
    return honest(world.put("certificate", old.number, record=replace(old, status="ACTIVE")), command)
