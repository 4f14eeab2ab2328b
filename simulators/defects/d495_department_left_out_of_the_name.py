"""#495: the department is left out of the name of the account."""

from __future__ import annotations

from dataclasses import replace

from kanhe.simulate.behaviour import Command
from simulators.account_bureau import Application
from simulators.asked import text_of
from simulators.defects.filing import refiled
from simulators.world import World

NUMBER = 495
TITLE = "户名加内设部门的，备案的户名只有单位名称"
FAMILY = "account_approval"
ROLE = "bureau"
FINDS = ("ACCT-21A",)


def unit_alone(found: Application, before: World, command: Command) -> Application:
    """Nothing behind the name."""
    return replace(found, name=text_of(command, "agency_name"))


behave = refiled("apply_account", "application", "apply_no", unit_alone)
