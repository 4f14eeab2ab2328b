"""A bureau that makes its payroll out of wrong persons, while its own records stay right."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from kanhe.simulate.behaviour import Command, Step
from simulators.defects.behaving import Behaviour, Hook, instead_of
from simulators.personnel_records import Person
from simulators.world import World


def seeing(change: Callable[[Person], Person | None]) -> Hook:
    """The hook `behave` of a roster that takes every person for what `change` makes of it; None: for nobody."""

    @instead_of("payroll")
    def behave(honest: Behaviour, world: World, command: Command) -> Step:
        seen = world
        for person in world.all("person"):
            taken = change(person)
            seen = seen.drop("person", person.person_id) if taken is None else seen.put("person", person.person_id, record=taken)
        return replace(honest(seen, command), world=world)

    return behave
