"""Daily reports of the treasury, both sides: income by subject with the totals of the year (3401), and what is in stock (3402).

Written from the interface document (1.4 S3; SCB-31 … SCB-33, TR-04). What speaks against a report is a list of checks by name, so that one
of them may be forgotten by a planted defect.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from kanhe.model.formula import Value
from kanhe.model.words import ReplyClass
from kanhe.simulate.behaviour import Command, Send, Step
from simulators.asked import Granted, content_of, decimal_of, refuse, text_of
from simulators.world import World

UNLIKE, CHANGED = "1005", "1003"
TRIES = 3
CAPITAL, OTHER = "1030601", "10104"
ZERO = Decimal("0.00")
OWN_YEAR, LATE = "0", "1"


def after(day: str) -> str:
    """The day after a day (yyyyMMdd)."""
    return (datetime.strptime(day, "%Y%m%d") + timedelta(days=1)).strftime("%Y%m%d")


# ---- the treasury ------------------------------------------------------------------------------------------------------


def close_treasury_day(world: World, command: Command) -> Step:
    """The end of a day: income put down to the year before, if there is any, then the day's own, then the stock."""
    day = text_of(command, "income_day")
    profit, tax, late, paid = (decimal_of(command, name) for name in ("day_profit", "day_tax", "day_late", "day_paid"))
    last = world.find("closed")
    if (last is not None and after(last) != day) or day > command.now[:8]:
        return refuse(world, f"业务日应紧接 {last}")
    sends: list[Send] = []
    if late:
        world, send = _reported(world, day, LATE, {CAPITAL: late})
        sends.append(send)
    world, send = _reported(world, day, OWN_YEAR, {CAPITAL: profit, OTHER: tax})
    before: Decimal = world.find("in stock") or Decimal("9000.00")
    stock = before + profit + tax + late - paid
    values: dict[str, Value] = {"voucher_type": "3402", "daily_no": f"KC{day}", "income_day": day, "yesterday_balance": before,
                                "today_receipt": profit + tax + late, "today_pay": paid, "today_balance": stock}
    sends += [send, Send(operation="3402", values=values, key=day, attempts=TRIES)]
    return Step(world=world.put("closed", record=day).put("in stock", record=stock), sends=tuple(sends))


def _reported(world: World, day: str, trim: str, moved: Mapping[str, Decimal]) -> tuple[World, Send]:
    """One report of income: the subjects on which something moved, their totals those of the year that the report is of."""
    year, rows = str(int(day[:4]) - int(trim)), list[Mapping[str, Value]]()
    for subject, amount in moved.items():
        total: Decimal = (world.find("year to date", year, subject) or ZERO) + amount
        world = world.put("year to date", year, subject, record=total)
        if amount:
            rows.append({"income_subject": subject, "cur_income": amount, "sum_income": total})
    values: dict[str, Value] = {"voucher_type": "3401", "daily_no": f"SR{day}{trim}", "income_day": day, "trim_sign": trim,
                                "voucher_year": year, "all_count": len(rows), "all_amount": sum(moved.values(), ZERO)}
    return world, Send(operation="3401", values=values, rows=tuple(rows), key=day, attempts=TRIES)


# ---- the finance office ------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """A report of income before the world that it meets."""

    world: World
    command: Command

    @property
    def place(self) -> tuple[str, str]:
        """The day, and whether it is of the year before."""
        return text_of(self.command, "income_day"), text_of(self.command, "trim_sign")

    @property
    def year(self) -> str:
        """The business year."""
        return text_of(self.command, "voucher_year")


def _goes_on(report: Report) -> bool:
    """Totals of the year: the last one and today; a year begins at nothing where it or the one before is known."""
    if not {report.year, str(int(report.year) - 1)} & set(report.world.all("known year")):
        return True
    return all(decimal_of(row, "sum_income") == decimal_of(row, "cur_income")
               + (report.world.find("year to date", report.year, text_of(row, "income_subject")) or ZERO) for row in report.command.rows)


def _in_turn(report: Report) -> bool:
    last = report.world.find("last day")
    return report.world.find("income of", *report.place) is None and (last is None or after(last) == report.place[0])


def _as_received(report: Report) -> bool:
    told = sum((decimal_of(row, "cur_income") for row in report.command.rows if text_of(row, "income_subject").startswith("10306")), ZERO)
    return told == (report.world.find("receipts", *report.place) or ZERO)


CHECKS: dict[str, tuple[Callable[[Report], bool], str]] = {
    "sums": (_goes_on, "累计不等于上一张的累计加本日"),
    "turn": (_in_turn, "日报不是紧接着上一张的，或者这一天的已经收下"),
    "receipts": (_as_received, "10306 的本日收入与收缴回单不符"),
}


STOCK = ("income_day", "yesterday_balance", "today_receipt", "today_pay", "today_balance")


def _content(command: Command) -> tuple[object, ...]:
    """What a report says; that of the stock is known by its day, whatever its number."""
    return tuple(command.values[name] for name in STOCK) if command.operation == "3402" else content_of(command)


def _known(world: World, command: Command, key: str) -> Step | None:
    known: Granted | None = world.find("daily", command.operation, key)
    if known is None:
        return None
    if known.content == _content(command):
        return Step(world=world, outcome=ReplyClass.DUPLICATE)
    return refuse(world, "这张日报收过，内容不同", code=CHANGED)


def _kept(world: World, command: Command, key: str) -> Step:
    return Step(world=world.put("daily", command.operation, key, record=Granted(content=_content(command), values={})))


def take_income(world: World, command: Command, *, without: Collection[str] = ()) -> Step:
    """3401 comes in. without: checks that a defect forgets."""
    number = text_of(command, "daily_no")
    if "number" not in without and (known := _known(world, command, number)) is not None:
        return known
    report = Report(world=world, command=command)
    for name, (holds, reason) in CHECKS.items():
        if name not in without and not holds(report):
            return refuse(world, reason, code=UNLIKE)
    day, trim = report.place
    for row in command.rows:
        world = world.put("year to date", report.year, text_of(row, "income_subject"), record=decimal_of(row, "sum_income"))
    world = world.put("known year", report.year, record=report.year).put("income of", day, trim, record=decimal_of(command, "all_amount"))
    if trim == OWN_YEAR:
        world = world.put("last day", record=day)
    return _kept(world, command, number)


def take_stock(world: World, command: Command, *, without: Collection[str] = ()) -> Step:
    """3402 comes in. without: checks that a defect forgets."""
    day, last = text_of(command, "income_day"), world.find("last stock")
    if (known := _known(world, command, day)) is not None:
        return known
    begins = None if last is None else (after(last[0]), last[1])
    if "chain" not in without and begins not in (None, (day, decimal_of(command, "yesterday_balance"))):
        return refuse(world, "昨日库存不是上一张的本日库存，或日期不相接", code=UNLIKE)
    own: Decimal | None = world.find("income of", day, OWN_YEAR)
    if own is None or decimal_of(command, "today_receipt") != own + (world.find("income of", day, LATE) or ZERO):
        return refuse(world, "本日收入与收入日报不符", code=UNLIKE)
    return _kept(world.put("last stock", record=(day, decimal_of(command, "today_balance"))), command, day)


def receipts_known(world: World, command: Command) -> Step:
    """The office learns what the receipts of a day add up to until now; what it knew before counts no more."""
    place = (text_of(command, "income_day"), text_of(command, "trim_sign"))
    if world.find("income of", *place) is not None:
        return refuse(world, "这一天的日报已到")
    return Step(world=world.put("receipts", *place, record=decimal_of(command, "receipts_total")))
