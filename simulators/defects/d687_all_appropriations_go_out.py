"""#687: nothing is moved within the treasury."""

from __future__ import annotations

from typing import Any

from kanhe.simulate.behaviour import Command
from simulators.defects.filing import told
from simulators.world import World

NUMBER = 687
TITLE = "011 开头的账号也走拨付库外"
FAMILY = "land_appropriation"
ROLE = "treasury"
FINDS = ("LAND-62",)
def _outer(values: dict[str, Any], _: World, __: Command) -> dict[str, Any]:
    return {**values, "land_route": "OUTER"}


behave = told("appropriate", _outer)
