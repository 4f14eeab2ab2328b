"""#44 (public SQL): the sex is taken from the last place of the identity number, cast to a number: an X ends in an error."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from kanhe.model.words import ReplyClass
from kanhe.simulate.behaviour import Command, Step
from simulators import personnel
from simulators.personnel_records import Person, keep
from simulators.world import World

NUMBER = 44
TITLE = "性别按身份证末位推算，末位是 X 时类型转换出错"
FAMILY = "personnel"
ROLE = "bureau"
FINDS = ("PERS-01D", "personnel.sync:accepts")

Behaviour = Callable[[World, Command], Step]


def behave(name: str, behaviour: Behaviour) -> Behaviour:
    """Odd last digit male, even female, X a crash."""
    if name != "sync":
        return behaviour

    def sync(world: World, command: Command) -> Step:
        cards = [row for row in command.rows if row["iden_type"] == "1"]
        if any(not str(row["iden_no"]).strip()[-1:].isdigit() for row in cards):
            return Step(world=world, outcome=ReplyClass.FAULT, text="ORA-01722: invalid number")
        return partial(personnel.sync, keeping=keep_guessed)(world, command)

    return sync


def keep_guessed(world: World, person: Person) -> World:
    """The record with the sex that the last digit says."""
    guessed = person if person.iden_type != "1" else replace(person, sex="1" if person.iden_no[-1] in "13579" else "2")
    return keep(world, guessed)
