"""#765: the office that compares the treasury's report is told of the last payment of a day as if it were all."""

from __future__ import annotations

from kanhe.simulate.behaviour import Command, Step, Tell
from simulators.asked import fen_of, text_of
from simulators.capital_notices import came_in
from simulators.defects.telling import telling
from simulators.world import World

NUMBER = 765
TITLE = "核对日报的当日合计只是最后一张缴款书的金额"
FAMILY = "capital_income"
ROLE = "finance"
LINKAGE = "linkage.capital"
FINDS = ("SCB-60",)


def _last(_: World, command: Command, step: Step) -> tuple[Tell, ...]:
    return (came_in(text_of(command, "pay_book_entry"), fen_of(command, "pay_book_sum")),) if step.tells else ()


behave = telling("pay_income", _last)
