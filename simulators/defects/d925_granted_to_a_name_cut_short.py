"""#925: the payee of a grant comes into the voucher through a column of 20 bytes."""

from __future__ import annotations

from dataclasses import replace

from kanhe.simulate.behaviour import Command, Step
from simulators.asked import text_of
from simulators.defects.behaving import Behaviour, instead_of
from simulators.world import World

NUMBER = 925
TITLE = "下达的实拨写成凭证时，收款人名称截到 20 字节"
FAMILY = "treasury_voucher"
ROLE = "member"
FINDS = ("TV-11R",)


@instead_of("appropriation_ordered")
def behave(honest: Behaviour, world: World, command: Command) -> Step:
    """Cut at whole characters."""
    name = text_of(command, "payee_name").encode("gbk")[:20].decode("gbk", "ignore")
    return honest(world, replace(command, values={**command.values, "payee_name": name}))
