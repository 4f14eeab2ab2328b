"""Yearly reports of budget units at the finance office (1.7 G1): told, sent back, told again in a new version, locked (GFR-10).

What a report says within itself (GFR-01 … GFR-09) is checked before it comes here.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace

from kanhe.simulate.behaviour import Command, Step
from simulators.asked import NOT_FOUND, fen_of, once, refuse, remembered, text_of
from simulators.ledger import yuan
from simulators.world import World


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """A unit's report of a year. before: assets and liabilities at the end of the year before; the other amounts are of the version
    that was taken last, all in fen."""

    before: tuple[int, int]
    state: str = "OPEN"
    version: int = 0
    assets_fen: int = 0
    net_fen: int = 0
    surplus_fen: int = 0


def key_of(command: Command) -> tuple[str, str]:
    """Agency and year."""
    return text_of(command, "report_agency"), text_of(command, "report_year")


def task_opens(world: World, command: Command) -> Step:
    """The office asks a unit for its report of a year, and knows how the year before ended."""
    if world.find("report", *key_of(command)) is not None:
        return refuse(world, "已下达过")
    new = Report(before=(fen_of(command, "former_assets"), fen_of(command, "former_liabilities")))
    return Step(world=world.put("report", *key_of(command), record=new))


def _judged(world: World, command: Command, state: str) -> Step:
    known: Report | None = world.find("report", *key_of(command))
    if known is None or known.state != "SUBMITTED":
        return refuse(world, "不是已报待审")
    return Step(world=world.put("report", *key_of(command), record=replace(known, state=state)))


def report_returned(world: World, command: Command) -> Step:
    """The office sends a report back."""
    return _judged(world, command, "RETURNED")


def report_accepted(world: World, command: Command) -> Step:
    """The office accepts a report, and nothing changes it from now on."""
    return _judged(world, command, "ACCEPTED")


def submit(world: World, command: Command, *, without: Collection[str] = ()) -> Step:
    """A version of a report. without: checks that a defect forgets."""
    key, version = key_of(command), int(text_of(command, "report_version"))
    if (answer := once(world, command, *key, str(version))) is not None:
        return answer
    known: Report | None = world.find("report", *key)
    if known is None:
        return refuse(world, "没有下达任务", code=NOT_FOUND)
    begun = fen_of(command, "assets_begin"), fen_of(command, "liabilities_begin")
    if known.state not in ("OPEN", "RETURNED") and "state" not in without:
        return refuse(world, "报表待审或已锁定")
    if version != known.version + 1 and "version" not in without:
        return refuse(world, "版本不对")
    if begun != known.before and not text_of(command, "restatement") and "before" not in without:
        return refuse(world, "年初数与上年年末数不符，没有说明")
    told = replace(known, state="SUBMITTED", version=version, assets_fen=fen_of(command, "assets_end"), net_fen=fen_of(command, "net_end"),
                   surplus_fen=fen_of(command, "year_surplus"))
    return remembered(world.put("report", *key, record=told), command, *key, str(version),
                      values={"report_agency": key[0], "report_version": version})


def report(world: World, command: Command) -> Step:
    """What was taken last, and how far it has got."""
    known: Report | None = world.find("report", *key_of(command))
    if known is None:
        return refuse(world, "没有下达任务", code=NOT_FOUND)
    return Step(world=world, values={
        "report_agency": key_of(command)[0], "report_state": known.state, "last_version": known.version,
        "assets_end": yuan(known.assets_fen), "net_end": yuan(known.net_fen), "year_surplus": yuan(known.surplus_fen)})
