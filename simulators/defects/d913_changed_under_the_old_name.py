"""#913: the office to which banks report is told of a change with the name that the account has now."""

from __future__ import annotations

from dataclasses import replace

from kanhe.simulate.behaviour import Command, Step, Tell
from simulators.asked import text_of
from simulators.defects.telling import telling
from simulators.world import World

NUMBER = 913
TITLE = "变更批复传给备案系统的是旧户名，银行按新户名备案被拒"
FAMILY = "account_approval"
ROLE = "bureau"
LINKAGE = "linkage.account"
FINDS = ("ACCT-92",)


def _old(world: World, command: Command, step: Step) -> tuple[Tell, ...]:
    asked = world.find("application", text_of(command, "apply_no"))
    file = world.find("file", asked.file) if asked is not None else None
    if file is None:
        return step.tells
    return tuple(replace(tell, values={**tell.values, "account_name": file.name}) if "account_name" in tell.values else tell
                 for tell in step.tells)


behave = telling("bureau_settles", _old)
