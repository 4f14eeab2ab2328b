"""What the personnel bureau keeps: one record per person, and what may follow upon what (PERS-02 … PERS-08).

A change is judged against the world as it was before its batch; only approved posts are counted as the batch goes on.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field, fields
from typing import Any

from kanhe.model.formula import Value
from simulators.world import World

YES, NO = "1", "2"
ID_CARD = "1"
WORKING = "1"
RETIRED = frozenset({"2", "3", "4"})  # the public dictionary has two codes for the one word 退休: 2 and 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """One person as last accepted; the names are the meanings of the contract's vocabulary."""

    person_id: str
    region: str
    fiscal_year: str
    person_name: str
    iden_type: str
    iden_no: str
    sex: str
    nation: str
    person_status: str
    position: str
    identity: str
    agency: str
    on_staff: str
    fund_mode: str
    unified_salary: str
    service_years: int
    person_state: str
    valid_from: str
    valid_to: str
    updated_at: str
    reduce_reason: str
    correct_reason: str
    deleted_mark: str
    row_version: int

    @property
    def document(self) -> tuple[str, str]:
        """What identifies the human being: kind and number of the identity document."""
        return self.iden_type, self.iden_no

    @property
    def deleted(self) -> bool:
        """1 is deleted, 2 is not."""
        return self.deleted_mark == YES

    @property
    def holds_document(self) -> bool:
        """Whether the person is on the staff of an agency, so that no other agency may have the same one."""
        return self.on_staff == YES and self.person_state == YES and not self.deleted

    @property
    def takes_post(self) -> bool:
        """Whether the person counts against the approved posts."""
        return self.holds_document and self.person_status == WORKING

    @property
    def establishment(self) -> str:
        """The type of the posts of which one is taken: civil servants and those treated as such have their own, others go by who pays."""
        return {"001": "1", "002": "2"}.get(self.identity) or {"1": "3", "2": "4", "3": "5"}[self.fund_mode]

    def paid_in(self, month: str) -> bool:
        """PERS-07: whoever was deleted is still paid in the month of the deletion, from the next on no more."""
        if self.unified_salary != YES or self.person_status != WORKING or self.person_state != YES:
            return False
        return self.valid_from[:6] <= month and (not self.deleted or self.updated_at[:6] >= month)


KEPT = tuple(one.name for one in fields(Person))


def person_of(row: Mapping[str, Value]) -> Person:
    """The record of a row: spaces around name and number are gone, the check letter is a capital (PERS-10)."""
    found: dict[str, Any] = {name: row[name] for name in KEPT}
    found["person_name"] = str(found["person_name"]).strip()
    found["iden_no"] = str(found["iden_no"]).strip().upper()
    return Person(**found)


@dataclass(frozen=True, slots=True, kw_only=True)
class Holder:
    """An identity document: who is on a staff with it, and on which days whom it left an agency with."""

    person_id: str = ""
    departures: tuple[tuple[str, str], ...] = ()  # (person_id, day)


def rank(status: str) -> int:
    """在职, then retired, then dead or struck off."""
    return 1 if status == WORKING else 2 if status in RETIRED else 3


def post(person: Person) -> tuple[str, str]:
    """The agency and the category whose approved posts the person takes one of."""
    return person.agency, person.identity


@dataclass(slots=True)
class Posts:
    """Approved posts while one batch is judged: those taken before it and those that it takes."""

    world: World
    taken: dict[tuple[str, str], int] = field(default_factory=dict)

    def free_for(self, person: Person, earlier: Person | None) -> bool:
        """Whether a post is left for this person; one already held is not counted twice."""
        approved = self.world.find("quota", *post(person))
        if approved is None:
            return False
        own = earlier is not None and earlier.takes_post and post(earlier) == post(person)
        used = occupied(self.world, *post(person)) + self.taken.get(post(person), 0) - int(own)
        return bool(used + 1 <= approved)

    def take(self, person: Person) -> None:
        """One more is taken by an accepted row."""
        if person.takes_post:
            self.taken[post(person)] = self.taken.get(post(person), 0) + 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One row before the world it meets: the record it makes, and the one that it would replace."""

    world: World
    person: Person
    earlier: Person | None
    posts: Posts

    @property
    def holder(self) -> Holder:
        """Who is on a staff with the same identity document."""
        return self.world.find("holder", *self.person.document) or Holder()


Check = Callable[[Change], str]
"""'' where the change is in order, otherwise the Chinese reason why not."""


def _agency(change: Change) -> str:
    return "" if change.world.find("agency", change.person.agency) is not None else "单位代码没有登记"


def _deletes_somebody(change: Change) -> str:
    return "没有这个人，不能删除" if change.earlier is None and change.person.deleted else ""


def _not_deleted(change: Change) -> str:
    return "此人已删除，不再接受变更" if change.earlier is not None and change.earlier.deleted else ""


def _newer(change: Change) -> str:
    if change.earlier is None or change.person.row_version > change.earlier.row_version:
        return ""
    return f"版本 {change.person.row_version} 不大于已有的 {change.earlier.row_version}"


def _forward(change: Change) -> str:
    if change.earlier is None or change.person.correct_reason:
        return ""
    back = rank(change.person.person_status) < rank(change.earlier.person_status)
    return "人员状态倒退而没有更正原因" if back else ""


def _one_agency(change: Change) -> str:
    taken = change.holder.person_id not in ("", change.person.person_id)
    return "同一证件已在另一条在编记录上" if change.person.holds_document and taken else ""


def _in_after_out(change: Change) -> str:
    one = change.person
    early = any(one.valid_from[:8] < day for who, day in change.holder.departures if who != one.person_id)
    return "调入日期早于调出日期" if one.holds_document and early else ""


def _post_left(change: Change) -> str:
    one = change.person
    return "超出核定编制" if one.takes_post and not change.posts.free_for(one, change.earlier) else ""


CHECKS: dict[str, Check] = {
    "agency": _agency, "deletes somebody": _deletes_somebody, "not deleted": _not_deleted, "newer": _newer,
    "forward": _forward, "one agency": _one_agency, "in after out": _in_after_out, "post left": _post_left,
}


def judge(change: Change, *, without: Collection[str] = ()) -> str:
    """The first reason against the change, '' when it may be accepted. without: checks that a defect forgets."""
    reasons = (check(change) for name, check in CHECKS.items() if name not in without)
    return next((reason for reason in reasons if reason), "")


def keep(world: World, person: Person) -> World:
    """The world with this record in place of an earlier one, the document's holder and the taken posts with it."""
    earlier: Person | None = world.find("person", person.person_id)
    if earlier is not None and earlier.holds_document:
        world = _held(world, earlier.document, "")
    if earlier is not None and earlier.takes_post:
        world = _occupy(world, post(earlier), -1)
    world = world.put("person", person.person_id, record=person)
    if person.holds_document:
        world = _held(world, person.document, person.person_id)
    if person.takes_post:
        world = _occupy(world, post(person), +1)
    if person.person_state == NO and not person.deleted:
        holder: Holder = world.find("holder", *person.document) or Holder()
        left = (*holder.departures, (person.person_id, person.valid_to[:8]))
        world = world.put("holder", *person.document, record=Holder(person_id=holder.person_id, departures=left))
    return world


def _held(world: World, document: tuple[str, str], who: str) -> World:
    holder: Holder = world.find("holder", *document) or Holder()
    return world.put("holder", *document, record=Holder(person_id=who, departures=holder.departures))


def occupied(world: World, agency: str, identity: str) -> int:
    """How many approved posts are taken."""
    return int(world.find("occupied", agency, identity) or 0)


def _occupy(world: World, where: tuple[str, str], change: int) -> World:
    return world.put("occupied", *where, record=occupied(world, *where) + change)


def staff(world: World, agency: str, kind: str) -> int:
    """How many are in service at an agency on posts of a type."""
    shelf = world.things.get("person")
    people: Iterator[Person] = iter(shelf.values()) if shelf is not None else iter(())  # in no order: sorting takes longer than counting
    return sum(p.agency == agency and p.takes_post and p.establishment == kind for p in people)


def persons_in(world: World, region: str, fiscal_year: str) -> Iterator[Person]:
    """Everybody of a region and year, in order of person_id."""
    return (p for p in world.all("person") if p.region == region and p.fiscal_year == fiscal_year)
