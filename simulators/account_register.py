"""The bank that keeps the register of zero-balance accounts (1.2 A3; ACCT-31 … ACCT-33).

The register is nothing but the lists that came, in order; what counts on a day is read off by playing them up to that day: a whole list
replaces everything, a partial one changes what it names. What speaks against a list is a table of checks by name, so that one of them
may be forgotten by a planted defect.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

from kanhe.model.words import ReplyClass
from kanhe.simulate.behaviour import Command, Step
from simulators.asked import refuse, text_of
from simulators.world import World

WHOLE, ACTIVE = "1", "1"
BAD, UNLIKE, UNKNOWN = "1002", "1003", "1004"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One row of a list."""

    account: str
    agency: str
    fund: str
    active: bool
    list: str

    @property
    def seat(self) -> tuple[str, str]:
        """What only one active account may have."""
        return self.agency, self.fund


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """A list as it was loaded."""

    day: str
    whole: bool
    rows: tuple[Entry, ...]


Register = Mapping[str, Entry]
"""account -> its last row; what is not active was told so, or is not there"""
Load = Callable[[Register, Listing], Register]


def loaded(before: Register, listing: Listing) -> Register:
    """The register after a list. Whoever is not in a whole list is no longer active."""
    kept = {} if listing.whole else dict(before)
    return {**kept, **{row.account: row for row in listing.rows}}


def listings(world: World, dept: str) -> tuple[Listing, ...]:
    """The lists of a department that came, in order."""
    found: tuple[Listing, ...] | None = world.find("listings", dept)
    return found or ()


def on(world: World, dept: str, day: str) -> Register:
    """The register of a department on a day: each list keeps what it came to."""
    found: Register = {}
    for number, listing in enumerate(listings(world, dept)):
        if listing.day <= day:
            found = world.find("register", dept, str(number))
    return found


def dept_of(world: World, account: str) -> str | None:
    """The department in whose lists an account is, None where it never was in one."""
    found: str | None = world.find("ever listed", account)
    return found


def active(register: Register, account: str) -> bool:
    """Whether an account may pay."""
    return account in register and register[account].active


def _seat_free(before: Register, listing: Listing) -> bool:
    seats = [row.seat for row in loaded(before, listing).values() if row.active]
    return len(seats) == len(set(seats))


Check = Callable[[Register, Listing], bool]
CHECKS: dict[str, tuple[Check, str]] = {
    "seat": (_seat_free, "同一单位同一资金性质已有正常的账户"),
}


def listing_of(command: Command) -> Listing:
    """The list that a message brings."""
    rows = tuple(Entry(account=text_of(row, "account"), agency=text_of(row, "agency"), fund=text_of(row, "fund_type"),
                       active=text_of(row, "register_status") == ACTIVE, list=text_of(command, "register_no")) for row in command.rows)
    return Listing(day=text_of(command, "register_date"), whole=text_of(command, "register_flag") == WHOLE, rows=rows)


def said(command: Command) -> tuple[object, ...]:
    """What makes a resend the same: all but the number of the message."""
    return (*sorted((k, v) for k, v in command.values.items() if k != "serial"), *(tuple(sorted(row.items())) for row in command.rows))


def load_register(world: World, command: Command, *, without: Collection[str] = (), load: Load = loaded) -> Step:
    """5951: a list is loaded once. without: checks that a defect forgets; load: what a list comes to."""
    number = text_of(command, "register_no")
    known = world.find("list", number)
    if known is not None:
        if known == said(command) or "number" in without:
            return Step(world=world, outcome=ReplyClass.DUPLICATE)
        return refuse(world, "凭证号已用于另一张清册", code=UNLIKE)
    dept, listing = text_of(command, "register_dept"), listing_of(command)
    lists = listings(world, dept)
    if "order" not in without and (listing.day > command.now[:8] or (lists and listing.day < lists[-1].day)):
        return refuse(world, "清册日期晚于今天，或早于上一张清册", code=BAD)
    if "owner" not in without and any(world.find("owner", row.account) not in (None, row.seat) for row in listing.rows):
        return refuse(world, "账户归别的单位或资金性质", code=BAD)
    before: Register = world.find("register", dept, str(len(lists) - 1)) if lists else {}
    for name, (holds, reason) in CHECKS.items():
        if name not in without and not holds(before, listing):
            return refuse(world, reason, code=BAD)
    after = load(before, listing)
    world = world.put("list", number, record=said(command)).put("register", dept, str(len(lists)), record=after)
    for row in listing.rows:
        if row.active:
            world = world.put("ever listed", row.account, record=dept).put("owner", row.account, record=row.seat)
    world = world.put("listings", dept, record=(*lists, listing))
    return Step(world=world, values={"active_count": sum(row.active for row in after.values())})


def register_asked(world: World, command: Command) -> Step:
    """CXQC01: what an account is on a day."""
    account = text_of(command, "account")
    dept = dept_of(world, account)
    if dept is None:
        return refuse(world, "清册里没有这个账户", code=UNKNOWN)
    status = "1" if active(on(world, dept, text_of(command, "register_asked")), account) else "0"
    return Step(world=world, values={"account": account, "register_status": status})


def voucher_day(command: Command) -> str:
    """The day of the voucher, whose register counts."""
    return text_of(command, "voucher_date")


def voucher_checked(world: World, command: Command, *, without: Collection[str] = (), day: Callable[[Command], str] = voucher_day) -> Step:
    """A voucher may be paid from an account that is active on its day. without: checks that a defect forgets; day: whose register."""
    account = text_of(command, "account")
    register = on(world, dept_of(world, account) or "", day(command))
    if not active(register, account) and not ("active" in without and account in register):
        return refuse(world, "付款账户不在当日的清册里", code=UNKNOWN)
    if "seat" not in without and register[account].seat != (text_of(command, "agency"), text_of(command, "fund_type")):
        return refuse(world, "付款账户不是这个单位、这个资金性质的", code=BAD)
    return Step(world=world, values={"register_no": register[account].list})
