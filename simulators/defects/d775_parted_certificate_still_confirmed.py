"""#775: a certificate that was exchanged for a smaller one counts at year's end beside its successor."""

from __future__ import annotations

from kanhe.simulate.behaviour import Command, Step, Tell
from simulators.asked import text_of
from simulators.defects.telling import telling
from simulators.world import World

NUMBER = 775
TITLE = "部提以后老证实书没有销，询证时新老都算"
FAMILY = "time_deposit"
ROLE = "bank"
LINKAGE = "linkage.deposit"
FINDS = ("DEP-61",)


def _kept(_: World, command: Command, step: Step) -> tuple[Tell, ...]:
    parted = text_of(command, "withdrawal_kind") == "PARTIAL"
    return tuple(tell for tell in step.tells if not parted or tell.event != "bank_confirm.withdrawn")


behave = telling("withdraw", _kept)
