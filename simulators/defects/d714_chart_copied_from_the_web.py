"""#714: names out of a wrong copy of the chart."""

from __future__ import annotations

from kanhe.simulate.behaviour import Command, Step
from simulators.defects.behaving import Behaviour, instead_of
from simulators.government_chart import NAMES
from simulators.world import World

NUMBER = 714
TITLE = "科目表照网上的错表，应收股利与应收利息、权益法调整与本期盈余等对调"
FAMILY = "government_ledger"
ROLE = "finance"
FINDS = ("GFR-23",)

# what the wrong copy calls them
WRONG = {"1215": "应收利息", "1216": "应收股利", "3201": "本期盈余", "3301": "权益法调整", "4601": "投资收益", "4602": "非同级财政拨款收入",
         "5401": "对附属单位补助费用", "5501": "上缴上级费用", "7101": "事业支出", "7201": "行政支出"}


def name_of(code: str) -> str:
    """The name of an account in that copy."""
    return WRONG.get(code) or NAMES[code]


@instead_of("accounts")
def behave(honest: Behaviour, world: World, command: Command) -> Step:
    """Call the accounts as that copy does."""
    return honest(world, command, name_of=name_of)
