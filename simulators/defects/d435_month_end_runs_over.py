"""#435: a day that the month lacks runs over into the next one."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from kanhe.simulate.behaviour import Command, Step
from simulators.defects.behaving import Behaviour, instead_of
from simulators.deposit_terms import day_of
from simulators.world import World

NUMBER = 435
TITLE = "没有这一天的月份，到期日滚到下月（8 月 31 日加六个月成 3 月 3 日）"
FAMILY = "time_deposit"
ROLE = "bank"
FINDS = ("DEP-11B",)


@instead_of("certificate")
def behave(honest: Behaviour, world: World, command: Command) -> Step:
    """Days are counted on from the first of the month."""
    step = honest(world, command)
    since, due = str(step.values.get("value_date", "")), str(step.values.get("maturity_date", ""))
    if not since or due[6:] == since[6:]:
        return step
    end = day_of(due[:6] + "01") + timedelta(days=int(since[6:]) - 1)
    return replace(step, values={**step.values, "maturity_date": f"{end:%Y%m%d}"})
