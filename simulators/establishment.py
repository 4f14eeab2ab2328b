"""Approved posts at the personnel bureau: each approval counts from its day until the next one begins (1.3 P2; PERS-21 … PERS-23).

What speaks against an approval is a list of checks by name, so that one of them may be forgotten by a planted defect.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from typing import Any

from kanhe.model.formula import Value
from kanhe.model.words import ReplyClass
from kanhe.simulate.behaviour import Command, Step
from simulators.asked import CONFLICT, NOT_ALLOWED, NOT_FOUND
from simulators.world import World


@dataclass(frozen=True, slots=True, kw_only=True)
class Approval:
    """So many posts from this day on, by this document."""

    document: str
    effective: str
    heads: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Posts:
    """What was approved for an agency and a type, in order of the days, and how many are taken."""

    approvals: tuple[Approval, ...] = ()
    occupied: int = 0

    def on(self, day: str) -> Approval | None:
        """The approval that counts on a day."""
        return next((one for one in reversed(self.approvals) if one.effective <= day), None)


def units(world: World, seeds: Mapping[str, Any]) -> World:
    """The world with the agencies, the departments that they belong to, and the posts that were approved before."""
    for post in seeds.get("post", ()):
        approvals = tuple(Approval(document=str(e["id"]), effective=str(e["effective"]), heads=int(e["approved"])) for e in post["entries"])
        world = world.put("posts", *map(str, post["key"]), record=Posts(approvals=approvals))
    for unit in seeds.get("unit", ()):
        world = world.put("unit", *map(str, unit["key"]), record=str(unit["fields"]["parent"]))
    return world


def posts(world: World, agency: str, kind: str) -> Posts:
    """What is on file, nothing where nothing was approved."""
    found: Posts | None = world.find("posts", agency, kind)
    return found or Posts()


def says(command: Command, meaning: str) -> str:
    """A value of the request as text."""
    return str(command.values[meaning])


def _belongs(world: World, command: Command) -> bool:
    return all(world.find("unit", str(row["agency"])) == says(command, "est_parent") for row in command.rows)


def _later(world: World, command: Command) -> bool:
    known = (posts(world, str(row["agency"]), says(command, "est_type")).approvals for row in command.rows)
    return all(not before or says(command, "est_effective") > before[-1].effective for before in known)


CHECKS: dict[str, tuple[Callable[[World, Command], bool], str, str]] = {
    "belongs": (_belongs, "单位没有登记，或不属于这个主管部门", NOT_FOUND),
    "later": (_later, "生效日期不晚于上一次核定", NOT_ALLOWED),
}


def approve_posts(world: World, command: Command, *, without: Collection[str] = ()) -> Step:
    """A new approval for the agencies of a department; those with more people than posts are listed, and nobody is dismissed."""
    number, kind = says(command, "est_doc"), says(command, "est_type")
    content = (tuple(sorted(command.values.items())), *(tuple(sorted(row.items())) for row in command.rows))
    known = world.find("document", number)
    if known is not None and known != content and "number" not in without:
        return Step(world=world, outcome=ReplyClass.REFUSED, code=CONFLICT, text="文号已用于其他内容")
    if known is None or known != content:
        for name, (holds, reason, code) in CHECKS.items():
            if name not in without and not holds(world, command):
                return Step(world=world, outcome=ReplyClass.REFUSED, code=code, text=reason)
        world = world.put("document", number, record=content)
        for row in command.rows:
            before = posts(world, str(row["agency"]), kind)
            new = Approval(document=number, effective=says(command, "est_effective"), heads=int(str(row["quota"])))
            world = world.put("posts", str(row["agency"]), kind, record=replace(before, approvals=(*before.approvals, new)))
    return Step(world=world, values={"est_doc": number}, rows=tuple(warned(world, command)))


def warned(world: World, command: Command) -> list[Mapping[str, Value]]:
    """The agencies of an approval that have more people than it gives them posts."""
    found: list[Mapping[str, Value]] = []
    for row in command.rows:
        taken, heads = posts(world, str(row["agency"]), says(command, "est_type")).occupied, int(str(row["quota"]))
        if taken > heads:
            found.append({"agency": str(row["agency"]), "quota": heads, "occupied": taken})
    return found


def staff_changes(world: World, command: Command) -> Step:
    """People come and go, within what was last approved."""
    agency, kind, taken = says(command, "agency"), says(command, "est_type"), int(says(command, "occupied"))
    known = posts(world, agency, kind)
    if not known.approvals or known.approvals[-1].heads < taken >= known.occupied:
        return Step(world=world, outcome=ReplyClass.REFUSED, code=NOT_ALLOWED, text="没有核定，或超过核定编制")
    return Step(world=world.put("posts", agency, kind, record=replace(known, occupied=taken)))


def posts_of(world: World, command: Command) -> Step:
    """What counts on a day, and how many are taken."""
    agency = says(command, "agency")
    known = posts(world, agency, says(command, "est_type"))
    valid = known.on(says(command, "est_date"))
    if valid is None:
        return Step(world=world, outcome=ReplyClass.REFUSED, code=NOT_FOUND, text="该日没有核定")
    return Step(world=world, values={"agency": agency, "est_doc": valid.document, "quota": valid.heads, "occupied": known.occupied})
