"""#23 (WJ): the query for duplicates is put together as text, so a quote in the serial breaks it."""

from __future__ import annotations

from collections.abc import Callable

from kanhe.model.words import ReplyClass
from kanhe.simulate.behaviour import Command, Step
from simulators.world import World

NUMBER = 23
TITLE = "按流水号拼接 SQL，流水号含单引号时报系统错误"
FAMILY = "land_margin"
ROLE = "land"
FINDS = ("LAND-02C", "land_margin.G00001:accepts")

Behaviour = Callable[[World, Command], Step]


def behave(name: str, behaviour: Behaviour) -> Behaviour:
    """A quote in the serial ends the statement."""
    if name != "receipt":
        return behaviour

    def receipt(world: World, command: Command) -> Step:
        if "'" in str(command.values["bank_serial"]):
            return Step(world=world, outcome=ReplyClass.FAULT, text="ORA-00933: SQL 命令未正确结束")
        return behaviour(world, command)

    return receipt
