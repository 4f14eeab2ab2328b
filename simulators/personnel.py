"""The personnel families: the behaviours of the bureau, and of the bank that pays wages (`wage_orders`, `wage_results`), by the names
that the contracts use.

Written from the interface document (P1, PERS-01 … PERS-11), not from the contracts' effects: it is the second opinion.
Rows that break a layout or a data rule never come here; the engine has rejected them before.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any

from kanhe.model.formula import Value
from kanhe.model.words import ReplyClass
from kanhe.simulate.behaviour import Command, Step, Tell
from simulators import establishment, wage_bank
from simulators.establishment import approve_posts, posts_of, staff_changes
from simulators.personnel_records import Change, Person, Posts, judge, keep, occupied, person_of, persons_in, staff
from simulators.social import book_payroll, check_deductions
from simulators.wage_bank import open_payer
from simulators.wage_orders import pay_wages, repay_wage
from simulators.wage_results import (
    bounce_wage,
    paid_person,
    run_other_cards,
    run_own_cards,
    wage_account,
    wage_bounces,
    wage_results,
)
from simulators.world import World, moved

__all__ = [
    "approve_posts", "book_payroll", "bounce_wage", "check_deductions", "headcount", "moved", "open_payer", "paid_person",
    "pay_wages", "payroll", "person", "persons", "posts_of", "repay_wage", "run_other_cards", "run_own_cards", "staff_changes",
    "start", "sync", "wage_account", "wage_bounces", "wage_results",
]

PAGE = 100
Keep = Callable[[World, Person], World]
NATIONS = (
    "汉", "蒙古", "回", "藏", "维吾尔", "苗", "彝", "壮", "布依", "朝鲜", "满", "侗", "瑶", "白",
    "土家", "哈尼", "哈萨克", "傣", "黎", "傈僳", "佤", "畲", "高山", "拉祜", "水", "东乡", "纳西", "景颇",
    "柯尔克孜", "土", "达斡尔", "仫佬", "羌", "布朗", "撒拉", "毛南", "仡佬", "锡伯", "阿昌", "普米", "塔吉克", "怒",
    "乌孜别克", "俄罗斯", "鄂温克", "德昂", "保安", "裕固", "京", "塔塔尔", "独龙", "鄂伦春", "赫哲", "门巴", "珞巴", "基诺",
)
POSITIONS = {
    "011": "正厅级", "012": "副厅级", "021": "正处级", "022": "副处级", "023": "正科级", "024": "副科级", "025": "科员",
    "026": "办事员", "031": "专业技术", "041": "工勤", "099": "其他",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """A batch that was answered: its rows as they came, how many were accepted, and which were not."""

    content: tuple[Any, ...]
    accepted: int
    rejected: tuple[Mapping[str, Value], ...]


def start(role: str, seeds: Mapping[str, Any], now: str) -> World:
    """A fresh world with the registered agencies and their approved posts; of a bank that pays wages, see `wage_bank`."""
    if role == "bank":
        return wage_bank.start(role, seeds, now)
    world = establishment.units(World(role=role), seeds)
    for agency in seeds.get("agency", ()):
        world = world.put("agency", *map(str, agency["key"]), record=str(agency["fields"]["name"]))
    for quota in seeds.get("quota", ()):
        world = world.put("quota", *map(str, quota["key"]), record=int(quota["fields"]["approved"]))
    return world


def sync(world: World, command: Command, *, without: Collection[str] = (), keeping: Keep = keep) -> Step:
    """A batch of changes: each row stands alone; a batch number is good for one content.

    without: checks that a defect forgets; keeping: how an accepted row is stored.
    """
    number = str(command.values["sync_batch"])
    content = content_of(command)
    known: Batch | None = world.find("batch", number)
    if known is not None:
        if known.content != content:
            return Step(world=world, outcome=ReplyClass.REFUSED, code="409 4090", text="同一批次号已用于其他内容")
        return _answer(world, known)
    after, rejected, posts, changed = world, list[Mapping[str, Value]](), Posts(world), dict[tuple[str, str], None]()
    for place, row in enumerate(command.rows):
        one = person_of(row)
        change = Change(world=world, person=one, earlier=world.find("person", one.person_id), posts=posts)
        reason = judge(change, without=without)
        if reason:
            rejected.append({"row_number": place, "person_id": one.person_id, "message": reason})
            continue
        posts.take(one)
        changed |= {(p.agency, p.establishment): None for p in (change.earlier, one) if p is not None and p.takes_post}
        after = keeping(after, one)
    done = Batch(content=content, accepted=len(command.rows) - len(rejected), rejected=tuple(rejected))
    return _answer(after.put("batch", number, record=done), done, tells=tuple(counted(after, *where) for where in changed))


def counted(world: World, agency: str, kind: str) -> Tell:
    """What the office of posts learns: how many of an agency are in service now on posts of a type."""
    return Tell(event="establishment.staff_changes", values={"agency": agency, "est_type": kind, "occupied": staff(world, agency, kind)})


def content_of(command: Command) -> tuple[Any, ...]:
    """What makes a resend the same: every row, those too that are out of order."""
    return (*(tuple(sorted(row.items())) for row in command.rows), *command.refused.items())


def _answer(world: World, batch: Batch, *, tells: tuple[Tell, ...] = ()) -> Step:
    return Step(world=world, values={"accepted_count": batch.accepted}, rows=batch.rejected, tells=tells)


def person(world: World, command: Command) -> Step:
    """One person by number."""
    found: Person | None = world.find("person", str(command.values["person_id"]))
    if found is None:
        return Step(world=world, outcome=ReplyClass.REFUSED, code="404 4040", text="没有这个人")
    names = {"nation_name": nation_name(found.nation), "position_name": POSITIONS[found.position]}
    return Step(world=world, values={**shown(found), **names})


def nation_name(code: str) -> str:
    """The name behind a three-digit code, counted in the order of the standard."""
    return f"{NATIONS[int(code) - 1]}族"


def shown(one: Person) -> dict[str, Value]:
    """A record as a reply shows it."""
    return {name: getattr(one, name) for name in Person.__dataclass_fields__ if name != "correct_reason"}


def persons(world: World, command: Command) -> Step:
    """Changes from the watermark on, the watermark itself included; without one, everybody."""
    since = str(command.values.get("since") or "")
    found = [p for p in _asked(world, command) if p.updated_at >= since]
    page = int(str(command.values["page"]))
    rows = tuple(shown(p) for p in found[(page - 1) * PAGE : page * PAGE])
    return Step(world=world, values={"count": len(found)}, rows=rows)


def payroll(world: World, command: Command) -> Step:
    """Who is paid by the treasury in a month."""
    month = str(command.values["salary_month"])
    rows = tuple(shown(p) for p in _asked(world, command) if p.paid_in(month))
    return Step(world=world, values={"count": len(rows)}, rows=rows)


def _asked(world: World, command: Command) -> list[Person]:
    return list(persons_in(world, str(command.values["region"]), str(command.values["fiscal_year"])))


def headcount(world: World, command: Command) -> Step:
    """Approved and taken posts of an agency and a category."""
    agency, identity = str(command.values["agency"]), str(command.values["identity"])
    approved = world.find("quota", agency, identity)
    if approved is None:
        return Step(world=world, outcome=ReplyClass.REFUSED, code="404 4040", text="没有这个单位或类别的核定编制")
    return Step(world=world, values={"quota": approved, "occupied": occupied(world, agency, identity)})
