"""#682: an account that was never reported is told as open."""

from __future__ import annotations

from dataclasses import replace

from kanhe.model.words import ReplyClass
from kanhe.simulate.behaviour import Command, Step
from simulators.defects.behaving import Behaviour, instead_of
from simulators.world import World

NUMBER = 682
TITLE = "没有备案过的账户答正常"
FAMILY = "account_filing"
ROLE = "finance"
FINDS = ("ACCT-28N",)
@instead_of("filing_asked")
def behave(honest: Behaviour, world: World, command: Command) -> Step:
    """Nothing speaks against it."""
    step = honest(world, command)
    if step.outcome is not ReplyClass.REFUSED:
        return step
    values = {"account_name": "某单位", "filed_status": "1", "filed_decision": "PF0"}
    return replace(step, outcome=ReplyClass.SUCCESS, code="", values=values)
