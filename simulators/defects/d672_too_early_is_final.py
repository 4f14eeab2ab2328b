"""#672: what comes too early is refused for good."""

from __future__ import annotations

from dataclasses import replace

from kanhe.simulate.behaviour import Command, Step
from simulators.account_filings import TOO_EARLY, UNKNOWN
from simulators.defects.behaving import Behaviour, instead_of
from simulators.world import World

NUMBER = 672
TITLE = "来早了的备案答没有账户，银行不再重报"
FAMILY = "account_filing"
ROLE = "finance"
FINDS = ("ACCT-25CD", "ACCT-25RD")
@instead_of("file_change", "file_revoke")
def behave(honest: Behaviour, world: World, command: Command) -> Step:
    """The account is not known, and that is that."""
    step = honest(world, command)
    return replace(step, code=UNKNOWN, text="没有这个账户") if step.code == TOO_EARLY else step
