"""Vouchers of budget units as the finance office collects them (1.7 G3; GFR-31 … GFR-37).

A period is its vouchers in the order of their numbers; turnovers are added up from them whenever somebody asks, so nothing is kept twice.
What speaks against a voucher is a list of checks by name, so that one of them may be forgotten by a planted defect.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace

from kanhe.model.formula import Value
from kanhe.model.words import ReplyClass
from kanhe.simulate.behaviour import Command, Step
from simulators.asked import NOT_FOUND, fen_of, once, refuse, remembered, text_of
from simulators.government_chart import usable
from simulators.ledger import yuan
from simulators.world import World

DEBIT = "1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line: the financial entry and, beside it, the budget entry of the same side; '' and 0 where there is none. Amounts in fen."""

    side: str
    account: str
    amount_fen: int
    budget: str
    budget_fen: int

    def opposite(self) -> Line:
        """The same line in red."""
        return replace(self, amount_fen=-self.amount_fen, budget_fen=-self.budget_fen)


@dataclass(frozen=True, slots=True, kw_only=True)
class Voucher:
    """What was posted under one number. sort: POSTED, RED (cancels another one), CANCELLED (by a red one)."""

    number: int
    lines: tuple[Line, ...]
    sort: str = "POSTED"


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """The vouchers of a set of accounts in one period, number by number."""

    vouchers: tuple[Voucher, ...] = ()
    closed: bool = False

    def debit_fen(self) -> tuple[int, int]:
        """What was debited in all: financial side, budget side."""
        lines = [line for one in self.vouchers for line in one.lines if line.side == DEBIT]
        return sum(line.amount_fen for line in lines), sum(line.budget_fen for line in lines)


Turnover = dict[str, list[int]]
"""account -> [debit fen, credit fen]"""


def turnover(vouchers: Iterable[Voucher]) -> Turnover:
    """What moved on each account, in the order in which they were first used; red lines lessen their own side."""
    found: Turnover = {}
    for line in (line for one in vouchers for line in one.lines):
        for account, fen in ((line.account, line.amount_fen), (line.budget, line.budget_fen)):
            if account:
                found.setdefault(account, [0, 0])[0 if line.side == DEBIT else 1] += fen
    return found


def period_of(world: World, command: Command) -> Period | None:
    """The period that a command names."""
    found: Period | None = world.find("period", text_of(command, "acct_set"), text_of(command, "acct_period"))
    return found


def lines_of(command: Command) -> tuple[Line, ...]:
    """The lines of a voucher."""
    return tuple(Line(side=text_of(row, "entry_side"), account=text_of(row, "gov_account"), amount_fen=fen_of(row, "entry_amount"),
                      budget=text_of(row, "budget_account"), budget_fen=fen_of(row, "budget_entry")) for row in command.rows)


@dataclass(frozen=True, slots=True, kw_only=True)
class Posting:
    """A voucher before it is posted: where it belongs, what it says, and what it would cancel."""

    world: World
    period: Period
    number: int
    lines: tuple[Line, ...]
    day: str
    adjusts: bool
    cancels: Voucher | None = None


def _open(one: Posting) -> bool:
    return one.adjusts or not one.period.closed


def _next(one: Posting) -> bool:
    return one.number == len(one.period.vouchers) + 1


def _codes(one: Posting) -> Iterable[str]:
    return (code for line in one.lines for code in (line.account, line.budget) if code)


def _usable(one: Posting) -> bool:
    return one.cancels is not None or all(usable(one.world, code, one.day) for code in _codes(one))


def _once(one: Posting) -> bool:
    return one.cancels is None or one.cancels.sort == "POSTED"


def _opposite(one: Posting) -> bool:
    return one.cancels is None or Counter(one.lines) == Counter(line.opposite() for line in one.cancels.lines)


CHECKS: dict[str, tuple[Callable[[Posting], bool], str]] = {
    "once": (_once, "凭证已冲销，或本身是红字凭证"), "opposite": (_opposite, "与被冲凭证不是逐行相反"), "open": (_open, "期间已结账"),
    "next": (_next, "凭证号不连续"), "usable": (_usable, "科目不在科目表或当日无效"),
}


def _post(world: World, command: Command, one: Posting, *, meaning: str, without: Collection[str]) -> Step:
    for name, (holds, reason) in CHECKS.items():
        if name not in without and not holds(one):
            return refuse(world, reason)
    key = text_of(command, "acct_set"), text_of(command, "acct_period")
    new = Voucher(number=one.number, lines=one.lines, sort="RED" if one.cancels else "POSTED")
    after = world.put("period", *key, record=replace(one.period, vouchers=(*one.period.vouchers, new)))
    return remembered(after, command, *key, str(one.number), values={meaning: one.number})


def open_set(world: World, command: Command) -> Step:
    """A unit sets up its accounts: a period begins, once."""
    key = text_of(command, "acct_set"), text_of(command, "acct_period")
    if world.find("period", *key) is not None:
        return refuse(world, "期间已经开立")
    return Step(world=world.put("period", *key, record=Period()))


def voucher(world: World, command: Command, *, without: Collection[str] = ()) -> Step:
    """A voucher under the next number of its period. without: checks that a defect forgets."""
    period, number = text_of(command, "acct_period"), int(text_of(command, "gov_voucher"))
    if (answer := once(world, command, text_of(command, "acct_set"), period, str(number))) is not None:
        return answer
    known = period_of(world, command)
    if known is None:
        return refuse(world, "期间没有开立", code=NOT_FOUND)
    one = Posting(world=world, period=known, number=number, lines=lines_of(command),
                  day=text_of(command, "voucher_date"), adjusts=text_of(command, "adjust_mark") == "1")
    return _post(world, command, one, meaning="gov_voucher", without=without)


def red(world: World, command: Command, *, without: Collection[str] = ()) -> Step:
    """A red voucher: it cancels exactly one of its period, line by line, and takes a number of its own."""
    key, number = (text_of(command, "acct_set"), text_of(command, "acct_period")), int(text_of(command, "red_voucher"))
    if (answer := once(world, command, *key, str(number))) is not None:
        return answer
    wanted, known = int(text_of(command, "gov_voucher")), period_of(world, command)
    old = next((one for one in known.vouchers if one.number == wanted), None) if known else None
    if old is None or known is None:
        return refuse(world, "没有这张凭证", code=NOT_FOUND)
    one = Posting(world=world, period=known, number=number, lines=lines_of(command), day=text_of(command, "voucher_date"),
                  adjusts=text_of(command, "adjust_mark") == "1", cancels=old)
    if (fen_of(command, "dr_amount"), fen_of(command, "dr_budget")) != _told(one.lines) and "opposite" not in without:
        return refuse(world, "借方合计与各行不符")
    step = _post(world, command, one, meaning="red_voucher", without=without)
    after: Period = step.world.find("period", *key)
    if step.outcome is not ReplyClass.SUCCESS:
        return step
    marked = tuple(replace(v, sort="CANCELLED") if v.number == wanted else v for v in after.vouchers)
    return replace(step, world=step.world.put("period", *key, record=replace(after, vouchers=marked)))


def _told(lines: Iterable[Line]) -> tuple[int, int]:
    return Period(vouchers=(Voucher(number=0, lines=tuple(lines)),)).debit_fen()


def close(world: World, command: Command, *, without: Collection[str] = ()) -> Step:
    """The period is closed if the unit counts and adds up what the office has."""
    key = text_of(command, "acct_set"), text_of(command, "acct_period")
    if (answer := once(world, command, *key)) is not None:
        return answer
    known = period_of(world, command)
    if known is None:
        return refuse(world, "期间没有开立", code=NOT_FOUND)
    told = int(text_of(command, "count")), (fen_of(command, "dr_amount"), fen_of(command, "dr_budget"))
    if told != (len(known.vouchers), known.debit_fen()) and "sums" not in without:
        return refuse(world, "张数或合计与归集的凭证不符")
    after = world.put("period", *key, record=replace(known, closed=True))
    return remembered(after, command, *key, values={"acct_period": key[1], "period_state": "CLOSED"})


def balances(world: World, command: Command, *, adding: Callable[[Iterable[Voucher]], Turnover] = turnover) -> Step:
    """The turnovers of a period, added up from its vouchers. adding: how that is done."""
    known = period_of(world, command)
    if known is None:
        return refuse(world, "期间没有开立", code=NOT_FOUND)
    found = adding(known.vouchers)
    cash = sum(debit - credit for code, (debit, credit) in found.items() if code.startswith("8001"))
    carried = sum(credit - debit for code, (debit, credit) in found.items() if code[0] in "678" and not code.startswith("8001"))
    rows: tuple[Mapping[str, Value], ...] = tuple(
        {"gov_account": code, "dr_amount": yuan(debit), "cr_amount": yuan(credit)} for code, (debit, credit) in found.items())
    return Step(world=world, rows=rows, values={
        "acct_period": text_of(command, "acct_period"), "period_state": "CLOSED" if known.closed else "OPEN", "count": len(known.vouchers),
        "budget_cash": yuan(cash), "budget_carried": yuan(carried)})
