"""What a unit asks of the bureau of accounts: one application, and one merger, for each number (ACCT-01 … ACCT-07).

What speaks against an application is a list of checks by name, so that one of them may be forgotten by a planted defect.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace

from kanhe.contract.functions import add_months
from kanhe.model.formula import Value
from kanhe.simulate.behaviour import Command, Step
from simulators.account_bureau import (
    BASIC,
    CLOSE,
    EXTEND,
    MONTHS_AT_MOST,
    OPEN,
    PROPERTIES,
    TEMPORARY,
    ZERO,
    Agency,
    Application,
    File,
    Merger,
    balance,
    plain,
    purse,
)
from simulators.asked import CONFLICT, NOT_FOUND, content_of, refuse, text_of
from simulators.ledger import yuan
from simulators.world import World

# ---- applications ------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """An application before the world it meets; file is None for a new account."""

    command: Command
    world: World
    agency: Agency
    file: File | None

    def says(self, meaning: str) -> str:
        """A value of the request as text."""
        return text_of(self.command, meaning)

    def alike(self) -> list[File]:
        """The unit's files of the same nature that are not over."""
        nature, today = self.says("account_nature"), self.command.now[:8]
        return [f for f in self.world.all("file") if f.agency == self.agency.code and f.nature == nature and not f.over(today)]


def _kept(asked: Asked, allowed: Callable[[File], bool]) -> bool:
    """Whether there is no file yet, or it is allowed."""
    return asked.file is None or allowed(asked.file)


def _extendable(asked: Asked, file: File) -> bool:
    until = asked.says("valid_until")
    return file.nature in TEMPORARY and file.valid < until <= add_months(file.opened, MONTHS_AT_MOST)


CHECKS: dict[str, tuple[Callable[[Asked], bool], str]] = {
    "merged": (lambda a: not a.agency.merged, "单位已撤并"),
    "name": (lambda a: plain(a.says("agency_name")) == plain(a.agency.name), "单位名称与登记的不符"),
    "basic": (lambda a: a.file is not None or a.says("account_nature") != BASIC or not a.alike(), "单位已有基本存款账户"),
    "zero": (lambda a: a.file is not None or a.says("account_nature") != ZERO or not a.alike(), "单位已有零余额账户"),
    "state": (lambda a: _kept(a, lambda f: f.state == "ACTIVE" or (f.state, a.says("apply_type")) == ("DORMANT", CLOSE)), "账户状态不允许"),
    "busy": (lambda a: _kept(a, lambda f: not f.busy), "账户有在办的事项"),
    "bank": (lambda a: _kept(a, lambda f: f.bank == a.says("account_bank")), "换开户行要撤销后重新开户"),
    "unsettled": (lambda a: _kept(a, lambda f: a.says("apply_type") != CLOSE or not f.unsettled), "账户还有未了结的支付"),
    "balance": (lambda a: _kept(a, lambda f: a.says("apply_type") != CLOSE or not balance(a.world, f.number)), "账户还有余额"),
    "term": (lambda a: _kept(a, lambda f: a.says("apply_type") != EXTEND or _extendable(a, f)), "不能延期或超过最长期限"),
}


def apply_account(world: World, command: Command, *, without: Collection[str] = ()) -> Step:
    """One application for each number. without: checks that a defect forgets."""
    number, kind = text_of(command, "apply_no"), text_of(command, "apply_type")
    known: Application | None = world.find("application", number)
    if known is not None:
        if known.content != content_of(command):
            return refuse(world, "申请编号已用于其他内容", code=CONFLICT)
        return Step(world=world, values={"apply_no": number, "accept_no": known.accepted})
    agency: Agency | None = world.find("agency", text_of(command, "agency"))
    if agency is None:
        return refuse(world, "没有登记这个单位", code=NOT_FOUND)
    file: File | None = world.find("file", text_of(command, "account_file"))
    nature = text_of(command, "account_nature")
    if kind != OPEN and (file is None or file.agency != agency.code or file.nature != nature):
        return refuse(world, "没有这个账户，或单位、性质不符", code=NOT_FOUND)
    asked = Asked(command=command, world=world, agency=agency, file=file)
    for name, (holds, reason) in CHECKS.items():
        if name not in without and not holds(asked):
            return refuse(world, reason)
    return _accepted(world, command, file)


def _accepted(world: World, command: Command, file: File | None) -> Step:
    number, today = text_of(command, "apply_no"), command.now[:8]
    world, order = world.count("accepted")
    made = Application(
        number=number, kind=text_of(command, "apply_type"), file=text_of(command, "account_file"), accepted=f"SL{today[:4]}{order:08d}",
        content=content_of(command), name=account_name(command), valid=text_of(command, "valid_until"))
    if file is None:
        file = File(
            number=made.file, agency=text_of(command, "agency"), uscc=text_of(command, "uscc"), nature=text_of(command, "account_nature"),
            bank=text_of(command, "account_bank"), valid=made.valid)
    else:
        file = replace(file, busy=number)
    world = world.put("application", number, record=made).put("file", file.number, record=file)
    return Step(world=world, values={"apply_no": number, "accept_no": made.accepted})


def account_name(command: Command) -> str:
    """The unit's name, with the department or the purpose of the money behind it."""
    behind = {"1": text_of(command, "dept_name"), "2": PROPERTIES.get(text_of(command, "capital_property"), "")}
    return text_of(command, "agency_name") + behind.get(text_of(command, "name_from"), "")


# ---- mergers -----------------------------------------------------------------------------------------------------


def merge_agencies(world: World, command: Command, *, without: Collection[str] = ()) -> Step:
    """Every account of a unit is closed, what lies on it goes to the successor's account of the same nature, once for each number."""
    number, source, target = text_of(command, "merger_no"), text_of(command, "merged_agency"), text_of(command, "successor_agency")
    known: Merger | None = world.find("merger", number)
    if known is not None:
        same = known.content == content_of(command)
        return Step(world=world, values=known.values) if same else refuse(world, "撤并编号已用于其他内容", code=CONFLICT)
    units = [world.find("agency", source), world.find("agency", target)]
    if any(unit is None or unit.merged for unit in units):
        return refuse(world, "单位没有登记或已撤并", code=NOT_FOUND)
    pairs = [(str(row["account_file"]), str(row["successor_file"])) for row in command.rows]
    if (reason := _objection(world, command, pairs, without)) is not None:
        return refuse(world, reason)
    total, ledger = 0, world.ledger
    for old, new in pairs:
        amount = balance(world, old)
        total += amount
        if amount:
            ledger = ledger.move(amount, source=purse(old), target=purse(new), voucher=f"{number} {old}", at=command.now)
        world = world.put("file", old, record=replace(world.find("file", old), state="CLOSED"))
    values: dict[str, Value] = {"merger_no": number, "count": len(pairs), "total_amount": yuan(total)}
    world = world.booked(ledger).put("agency", source, record=replace(units[0], merged=True))
    return Step(world=world.put("merger", number, record=Merger(content=content_of(command), values=values)), values=values)


def _objection(world: World, command: Command, pairs: list[tuple[str, str]], without: Collection[str]) -> str | None:
    source, target, today = text_of(command, "merged_agency"), text_of(command, "successor_agency"), command.now[:8]
    left = {f.number: f for f in world.all("file") if f.agency == source and not f.over(today)}
    if "all of them" not in without and not set(left) <= {old for old, _ in pairs}:
        return "撤并单位的账户没有列全"
    if "unsettled" not in without and any(f.unsettled for f in left.values()):
        return "有未了结的支付"
    if any(f.busy or f.state not in ("ACTIVE", "DORMANT") for f in left.values()):
        return "有在办的事项"
    if any(old not in left for old, _ in pairs):
        return "列上的账户不是撤并单位的，或已撤销"
    for old, new in pairs:
        heir: File | None = world.find("file", new)
        if heir is None or heir.agency != target or heir.state != "ACTIVE":
            return "继承账户不是继承单位的，或不正常"
        if "nature" not in without and heir.nature != left[old].nature:
            return "继承账户的性质不同"
    return None
