"""#73: who retires, leaves or is deleted keeps the post."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from kanhe.simulate.behaviour import Command, Step
from simulators import personnel
from simulators.personnel_records import Person, keep, occupied, post
from simulators.world import World

NUMBER = 73
TITLE = "退休、调出、删除后不腾出编制"
FAMILY = "personnel"
ROLE = "bureau"
FINDS = ("PERS-04B",)

Behaviour = Callable[[World, Command], Step]


def behave(name: str, behaviour: Behaviour) -> Behaviour:
    """Posts are taken and never given back."""
    return partial(personnel.sync, keeping=keep_post) if name == "sync" else behaviour


def keep_post(world: World, person: Person) -> World:
    """The record is replaced, the post that it took stays taken."""
    earlier = world.find("person", person.person_id)
    after = keep(world, person)
    if earlier is None or not earlier.takes_post or person.takes_post:
        return after
    return after.put("occupied", *post(earlier), record=occupied(world, *post(earlier)))
