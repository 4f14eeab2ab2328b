"""#916: the office that approves hears of every report of a change, of those that were refused, too."""

from __future__ import annotations

from kanhe.simulate.behaviour import Command, Step, Tell
from simulators.account_filings import CHANGE, filed_at, told
from simulators.defects.telling import telling
from simulators.world import World

NUMBER = 916
TITLE = "变更备案被拒，审批系统照样改了户名、办结"
FAMILY = "account_filing"
ROLE = "finance"
LINKAGE = "linkage.account"
FINDS = ("ACCT-94",)


def _always(world: World, command: Command, step: Step) -> tuple[Tell, ...]:
    filed = filed_at(world, command)
    return step.tells or ((told(CHANGE, filed.file, command),) if filed is not None else ())


behave = telling("file_change", _always)
