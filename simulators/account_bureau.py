"""The bureau that approves the accounts of budget units: applications, decisions, the file of each account, mergers of units.

An account is known by its file, the number of the application that asked for it; its money lies in `file:<number>`, as the bank's
statements tell it. Rules: ACCT-01 … ACCT-07. What is asked for is in
`account_orders`, what happens there in `account_events`. Working days are counted with the official list.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from kanhe.contract.calendar import working_day
from kanhe.contract.functions import add_days
from kanhe.model.formula import Value
from kanhe.simulate.behaviour import Command, Step
from simulators.asked import NOT_FOUND, refuse, text_of
from simulators.ledger import OUTSIDE, yuan
from simulators.world import World

LEGACY = f"{OUTSIDE}:legacy"
OPEN, CHANGE, CLOSE, EXTEND = "1", "2", "3", "4"
BASIC, ZERO = "1", "0"
TEMPORARY = ("3", "4")
DAYS_TO_OPEN, MONTHS_AT_MOST = 15, 24
FOREVER = "99991231"
PROPERTIES = {
    "01": "基本建设资金", "02": "更新改造资金", "03": "财政预算外资金", "04": "粮棉油收购资金", "05": "证券交易结算资金",
    "06": "期货交易保证金", "07": "信托基金", "08": "金融机构存放同业资金", "09": "政策性房地产开发资金", "10": "单位银行卡备用金",
    "11": "住房基金", "12": "社会保障基金", "13": "收入汇缴资金和业务支出资金",
    "14": "党团工会设在单位的组织机构经费", "16": "其他需要专项管理和使用的资金",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Agency:
    """A budget unit."""

    code: str
    name: str
    uscc: str
    merged: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """An account from the application to the end. busy: the application that is under way about it; unsettled: payments."""

    number: str
    agency: str
    uscc: str
    nature: str
    bank: str
    state: str = "SUBMITTED"
    account: str = ""
    name: str = ""
    opened: str = ""
    valid: str = ""
    open_by: str = FOREVER
    busy: str = ""
    unsettled: int = 0

    def over(self, today: str) -> bool:
        """Whether nothing can come of it any more."""
        return self.state in ("REJECTED", "CLOSED") or self.void(today)

    def void(self, today: str) -> bool:
        """Whether the decision was not used in time."""
        return self.state == "APPROVED" and today > self.open_by


@dataclass(frozen=True, slots=True, kw_only=True)
class Application:
    """What was asked for, and what became of it."""

    number: str
    kind: str
    file: str
    accepted: str
    content: tuple[Any, ...]
    name: str
    valid: str
    state: str = "SUBMITTED"
    decision: str = ""
    decided: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Merger:
    """A merger that was done: what it said and how much went over."""

    content: tuple[Any, ...]
    values: Mapping[str, Value]


def start(world: World, seeds: Mapping[str, Any]) -> World:
    """The world with the registered units."""
    for agency in seeds.get("agency", ()):
        code, told = str(agency["key"][0]), agency["fields"]
        world = world.put("agency", code, record=Agency(code=code, name=str(told["name"]), uscc=str(told["uscc"])))
    return world


def plain(name: str) -> str:
    """A name as it is compared: half-width, without spaces."""
    return "".join(chr(ord(c) - 0xFEE0) if "！" <= c <= "～" else c for c in "".join(name.split()))


def purse(number: str) -> str:
    """The ledger account of a file."""
    return f"file:{number}"


def balance(world: World, number: str) -> int:
    """What lies on the account of a file, in fen."""
    return world.ledger.balance(purse(number))


def last_day_to_open(decided: str, *, days: int = DAYS_TO_OPEN) -> str:
    """The last day on which a decision can be used: so many working days after its own day."""
    day = decided
    while days:
        day = add_days(day, 1)
        days -= working_day(day)
    return day


# ---- queries -----------------------------------------------------------------------------------------------------


def application(world: World, command: Command) -> Step:
    """What became of an application."""
    found: Application | None = world.find("application", text_of(command, "apply_no"))
    if found is None:
        return refuse(world, "没有这份申请", code=NOT_FOUND)
    file: File = world.find("file", found.file)
    opening = found.kind == OPEN and found.decided
    void = opening and found.state == "APPROVED" and file.void(command.now[:8])
    return Step(world=world, values={
        "apply_no": found.number, "accept_no": found.accepted, "apply_type": found.kind, "apply_state": "EXPIRED" if void else found.state,
        "decision_no": found.decision, "decision_date": found.decided, "open_by": file.open_by if opening else ""})


def account_file(world: World, command: Command) -> Step:
    """The file of an account."""
    found: File | None = world.find("file", text_of(command, "account_file"))
    if found is None:
        return refuse(world, "没有这个账户档案", code=NOT_FOUND)
    state = "EXPIRED" if found.void(command.now[:8]) else found.state
    return Step(world=world, values={
        "account_file": found.number, "account_state": state, "agency": found.agency, "uscc": found.uscc,
        "account_nature": found.nature, "account": found.account, "account_name": found.name, "account_bank": found.bank,
        "open_date": found.opened, "valid_until": found.valid, "balance": yuan(balance(world, found.number)),
        "unsettled_count": found.unsettled})
