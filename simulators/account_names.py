"""The bank that is asked whether an account has a certain name (1.2 A5; ACCT-51 … ACCT-53).

A name is compared after its brackets, middle dots and spaces were folded, each by a fold of its own, so that one may be forgotten by a
planted defect; nothing else is folded but what is full-width in form.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from typing import Any

from kanhe.simulate.behaviour import Command, Step
from simulators.asked import refuse, text_of
from simulators.world import World

NORMAL, RENAMING, DORMANT, CLOSED = "NORMAL", "RENAMING", "DORMANT", "CLOSED"
DOTS = "•・‧･"


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """An account as the bank has it."""

    number: str
    bank: str
    name: str
    state: str


def _brackets(name: str) -> str:
    return name.replace("（", "(").replace("）", ")")


def _dots(name: str) -> str:
    for dot in DOTS:
        name = name.replace(dot, "·")
    return name


def _spaces(name: str) -> str:
    return "".join(sign for sign in name if not sign.isspace())


def _width(name: str) -> str:
    """Letters and digits in half width; brackets and dots have folds of their own."""
    return "".join(sign if sign in f"（）{DOTS}" else unicodedata.normalize("NFKC", sign) for sign in name)


FOLDS: dict[str, Callable[[str], str]] = {"width": _width, "brackets": _brackets, "dots": _dots, "spaces": _spaces}
Compare = Callable[[str, str], bool]


def folded(name: str, *, without: Collection[str] = ()) -> str:
    """A name as it is compared. without: folds that a defect forgets."""
    for title, fold in FOLDS.items():
        name = name if title in without else fold(name)
    return name


def same(left: str, right: str) -> bool:
    """Whether two names are one."""
    return folded(left) == folded(right)


def start(world: World, seeds: Mapping[str, Any]) -> World:
    """The world with the bank's own numbers and the accounts that the test bench was given."""
    for branch in seeds.get("branch", ()):
        world = world.put("branch", str(branch["key"][0]), record=True)
    for one in seeds.get("told", ()):
        number, told = str(one["key"][0]), one["fields"]
        record = Named(number=number, bank=str(told["bank"]), name=str(told["name"]), state=str(one["status"]))
        world = world.put("named", number, record=record)
    return world


def verdict(world: World, command: Command, *, comparing: Compare = same) -> str:
    """What is to be said of an account and a name."""
    found: Named | None = world.find("named", text_of(command, "account"))
    bank = text_of(command, "account_bank")
    if world.find("branch", bank) is None or (found is not None and found.state == RENAMING):
        return "UNKNOWN"
    if found is None or found.state == CLOSED or found.bank != bank:
        return "NOT_FOUND"
    if found.state == DORMANT:
        return "DORMANT"
    return "MATCH" if comparing(text_of(command, "account_name"), found.name) else "MISMATCH"


def verify_name(world: World, command: Command, *, comparing: Compare = same) -> Step:
    """The answer to one question. comparing: how two names are compared."""
    found = verdict(world, command, comparing=comparing)
    return Step(world=world, values={"account": text_of(command, "account"), "verify_result": found}, text="已核验")


def named_opens(world: World, command: Command) -> Step:
    """A new account at one of the bank's branches."""
    number, bank = text_of(command, "account"), text_of(command, "account_bank")
    if world.find("named", number) is not None or world.find("branch", bank) is None:
        return refuse(world, "账号用过，或行号不是本行的")
    record = Named(number=number, bank=bank, name=text_of(command, "account_name"), state=NORMAL)
    return Step(world=world.put("named", number, record=record))


def _turned(world: World, command: Command, *, before: str, **changes: str) -> Step:
    """An account in its next state, where it is in the one before."""
    found: Named | None = world.find("named", text_of(command, "account"))
    if found is None or found.state != before:
        return refuse(world, "账户状况不允许")
    return Step(world=world.put("named", found.number, record=replace(found, **changes)))


def rename_begins(world: World, command: Command) -> Step:
    """A new name was asked for at the counter; until it counts, nobody can say which one is right."""
    return _turned(world, command, before=NORMAL, state=RENAMING)


def rename_ends(world: World, command: Command) -> Step:
    """The new name counts."""
    return _turned(world, command, before=RENAMING, state=NORMAL, name=text_of(command, "account_name"))


def named_sleeps(world: World, command: Command) -> Step:
    """Nothing has moved for a year."""
    return _turned(world, command, before=NORMAL, state=DORMANT)


def named_closes(world: World, command: Command) -> Step:
    """The account is no more."""
    return _turned(world, command, before=NORMAL, state=CLOSED)
