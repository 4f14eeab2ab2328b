"""A department that reports the progress of its units' projects month by month (1.6 I6; INV-51 … INV-53); in integer fen.

A fen is the sixth decimal of ten thousand yuan, so nothing is ever rounded but what is shown. A report is due about the last day of a
month.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from kanhe.model.formula import Value
from kanhe.simulate.filing import Chance, Filing
from simulators.ledger import yuan
from simulators.world import World

DEPT, HUNDREDTH = "601", 10_000  # fen in a hundredth of ten thousand yuan
NAMES = ("南通市某片区道路改造工程", "南通市某小学新建工程", "珅昞路泵站（二期）", "崇川区喆玥河综合整治", "旸镕堃科创园·配套道路")


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """One project, in fen. month, year, total: what has been done; paid: what has been paid of it."""

    agency: str
    code: str
    name: str
    month: int = 0
    year: int = 0
    total: int = 0
    paid: int = 0


def busy_progress(world: World, day: str, chance: Chance, volume: int) -> World:
    """A month of business up to its last day: so many times something was done on a project, old or new, and a part of it paid."""
    for one in list(world.all("progress")):
        world = world.put("progress", one.code, record=replace(one, month=0, year=0 if day[4:6] == "01" else one.year))
    for _ in range(volume):
        world, one = _project(world, day, chance)
        done = chance.choice((chance.randint(1, 9_999), chance.randint(10_000, 10**8), chance.randint(10**8, 10**11)))
        paid = one.paid + chance.randint(0, one.total + done - one.paid)
        record = replace(one, month=one.month + done, year=one.year + done, total=one.total + done, paid=paid)
        world = world.put("progress", one.code, record=record)
    return world


def _project(world: World, day: str, chance: Chance) -> tuple[World, Progress]:
    known = list(world.all("progress"))
    if known and chance.random() < 0.6:
        return world, chance.choice(known)
    world, order = world.count("project")
    code = f"{day[:4]}-320600-48-01-{order:06d}"
    return world, Progress(agency=f"{DEPT}{chance.randint(1, 4):03d}", code=code, name=chance.choice(NAMES))


def shown(fen: int) -> Value:
    """An amount in yuan that is a whole number of hundredths of ten thousand, half upwards."""
    return yuan((fen + HUNDREDTH // 2) // HUNDREDTH * HUNDREDTH)


def progress(world: World, day: str) -> tuple[Filing, ...]:
    """The month's report: every project, by unit."""
    projects: Iterable[Progress] = sorted(world.all("progress"), key=lambda one: (one.agency, one.code))
    rows: list[dict[str, Value]] = [{
        "agency": one.agency, "project_code": one.code, "project_name": one.name, "month_done": yuan(one.month),
        "year_done": yuan(one.year), "total_done": yuan(one.total), "total_paid": yuan(one.paid)} for one in projects]
    sums = {"month_shown": shown(sum(one.month for one in projects)), "total_shown": shown(sum(one.total for one in projects))}
    return (Filing(values={"register_dept": DEPT, "progress_day": day, **sums}, rows=rows),)
