"""#455: the rest after a partial withdrawal earns the demand rate."""

from __future__ import annotations

from dataclasses import replace

from simulators.defects.deposit import successor
from simulators.deposit_terms import DEMAND, Certificate

NUMBER = 455
TITLE = "部提留下的部分降成活期利率"
FAMILY = "time_deposit"
ROLE = "bank"
FINDS = ("DEP-32B",)


def lowered(old: Certificate, new: Certificate) -> Certificate:
    """The demand rate."""
    return replace(new, rate=DEMAND)


behave = successor(lowered, "PARTIAL")
