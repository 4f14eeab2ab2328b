"""#907: only the last payment of a clearing reaches the statement."""

from __future__ import annotations

from kanhe.simulate.behaviour import Command, Step, Tell
from simulators.defects.telling import telling
from simulators.world import World

NUMBER = 907
TITLE = "一张划款凭证有几笔支付的，对账单里只有最后一笔"
FAMILY = "treasury_receipt"
ROLE = "vault"
LINKAGE = "linkage.recon"
FINDS = ("TREA-96",)


def _last(_: World, command: Command, step: Step) -> tuple[Tell, ...]:
    told = [tell for tell in step.tells if tell.event == "treasury_recon.paid_known"]
    return tuple(tell for tell in step.tells if tell not in told[:-1])


behave = telling("take_receipt", _last)
