"""#881: a fee source that is refused is noticed to the bank all the same."""

from __future__ import annotations

from kanhe.model.words import ReplyClass
from kanhe.simulate.behaviour import Command, Step, Tell
from simulators.asked import fen_of, text_of
from simulators.defects.telling import telling
from simulators.land_fees import Code, due
from simulators.world import World

NUMBER = 881
TITLE = "费源拒绝了，银行却收到它的缴款通知"
FAMILY = "land_fee"
ROLE = "finance"
LINKAGE = "linkage.land"
FINDS = ("LAND-90",)


def _anyway(_: World, command: Command, step: Step) -> tuple[Tell, ...]:
    if step.outcome is not ReplyClass.REFUSED:
        return step.tells
    codes = (Code(code=text_of(row, "pay_code"), fee="", number=0, due=text_of(row, "due_date"), amount=fen_of(row, "installment_amount"),
                  version=0) for row in command.rows)
    return tuple(due(command, code) for code in codes)


behave = telling("push_fee", _anyway)
