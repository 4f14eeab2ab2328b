"""#75 (JDK, measured): a rare character that GBK lacks becomes a question mark without a word."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from kanhe.simulate.behaviour import Command, Step
from simulators import personnel
from simulators.personnel_records import Person, keep
from simulators.world import World

NUMBER = 75
TITLE = "生僻字（䶮）存成问号"
FAMILY = "personnel"
ROLE = "bureau"
FINDS = ("PERS-10A", "PERS-06F")

Behaviour = Callable[[World, Command], Step]


def behave(name: str, behaviour: Behaviour) -> Behaviour:
    """Names go through GBK."""
    return partial(personnel.sync, keeping=keep_gbk) if name == "sync" else behaviour


def keep_gbk(world: World, person: Person) -> World:
    """What String.getBytes("GBK") makes of the name."""
    letters = (sign if in_gbk(sign) else "?" for sign in person.person_name)
    return keep(world, replace(person, person_name="".join(letters)))


def in_gbk(sign: str) -> bool:
    """Whether GBK has the character."""
    try:
        sign.encode("gbk")
    except UnicodeEncodeError:
        return False
    return True
