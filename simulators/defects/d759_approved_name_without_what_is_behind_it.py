"""#759: the office to which banks report is told of an approved account under the unit's name, without the department or the purpose."""

from __future__ import annotations

from dataclasses import replace

from kanhe.simulate.behaviour import Command, Step, Tell
from simulators.account_bureau import Agency
from simulators.asked import text_of
from simulators.defects.telling import telling
from simulators.world import World

NUMBER = 759
TITLE = "批复传给备案系统的户名只有单位名称，没有内设部门或资金性质"
FAMILY = "account_approval"
ROLE = "bureau"
LINKAGE = "linkage.account"
FINDS = ("ACCT-60",)


def _short(_: World, command: Command, step: Step) -> tuple[Tell, ...]:
    file = step.world.find("file", text_of(command, "apply_no"))
    agency: Agency | None = step.world.find("agency", file.agency) if file is not None else None
    return tuple(replace(tell, values={**tell.values, "account_name": agency.name}) for tell in step.tells if agency is not None)


behave = telling("bureau_approves", _short)
