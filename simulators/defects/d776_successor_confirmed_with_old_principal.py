"""#776: the certificate that is left of a withdrawal counts at year's end with what was taken out, too."""

from __future__ import annotations

from dataclasses import replace

from kanhe.simulate.behaviour import Command, Step, Tell
from simulators.asked import decimal_of
from simulators.defects.telling import telling
from simulators.world import World

NUMBER = 776
TITLE = "部提换来的新证实书，询证时按支取前的本金算"
FAMILY = "time_deposit"
ROLE = "bank"
LINKAGE = "linkage.deposit"
FINDS = ("DEP-62", "DEP-61")  # the office tells a total alone: what was taken out is still in it, whichever certificate it is put to


def _whole(_: World, command: Command, step: Step) -> tuple[Tell, ...]:
    return tuple(_more(command, tell) if tell.event == "bank_confirm.deposits" else tell for tell in step.tells)


def _more(command: Command, tell: Tell) -> Tell:
    principal = decimal_of(tell.values, "principal") + decimal_of(command, "amount")
    return replace(tell, values={**tell.values, "principal": principal})


behave = telling("withdraw", _whole)
