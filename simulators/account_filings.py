"""The bureau to which banks report the accounts that they have opened, changed and closed (1.2 A2; ACCT-21 … ACCT-25).

A report rests on a decision, and each decision is good for one report. An account is known by its bank and its number. What speaks
against a report is a list of checks by name, so that one of them may be forgotten by a planted defect.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace

from kanhe.model.words import ReplyClass
from kanhe.simulate.behaviour import Command, Step, Tell
from simulators.account_names import same
from simulators.asked import refuse, text_of
from simulators.world import World

NOT_ALLOWED, UNLIKE, UNKNOWN, USED, TOO_EARLY = "1002", "1003", "1004", "1006", "2001"
OPEN, CHANGE, REVOKE = "open", "change", "revoke"


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What the bureau has decided. account: '' while there is none; file: under which the bureau keeps a new account."""

    kind: str
    number: str
    bank: str
    account: str
    name: str
    nature: str
    file: str = ""
    used: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Filed:
    """An account as it was reported."""

    name: str
    opened: str
    decision: str
    file: str = ""
    closed: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """A report before the world that it meets."""

    kind: str
    command: Command
    decision: Decision | None
    filed: Filed | None

    def says(self, meaning: str) -> str:
        """A value of the report as text."""
        return text_of(self.command, meaning)


def _fits(report: Report) -> bool:
    decision = report.decision
    if decision is None or decision.bank != report.says("account_bank"):
        return False
    return decision.nature == report.says("account_nature") if report.kind == OPEN else decision.account == report.says("account")


def _living(report: Report) -> bool:
    return report.kind == OPEN or report.filed is None or not report.filed.closed


def _unused(report: Report) -> bool:
    return report.decision is None or not report.decision.used


def _named(report: Report) -> bool:
    return report.kind == REVOKE or report.decision is None or same(report.says("account_name"), report.decision.name)


def _dated(report: Report) -> bool:
    return report.kind != REVOKE or report.filed is None or report.filed.opened <= report.says("closed_on") <= report.command.now[:8]


CHECKS: dict[str, tuple[Callable[[Report], bool], str, str]] = {
    "early": (lambda r: r.kind == OPEN or r.filed is not None, "开户备案还没有到，请稍后重报", TOO_EARLY),
    "fits": (_fits, "没有这份批复，或与批复不符", UNKNOWN),
    "used": (_unused, "批复已用过", USED),
    "name": (_named, "户名与批复的不符", NOT_ALLOWED),
    "new": (lambda r: r.kind != OPEN or r.filed is None, "该行已有这个账号", NOT_ALLOWED),
    "dates": (_dated, "销户日期早于开户日期，或晚于今天", NOT_ALLOWED),
    "closed": (_living, "账户已撤销", NOT_ALLOWED),
}


def place(command: Command) -> tuple[str, str]:
    """By what an account is known."""
    return text_of(command, "account_bank"), text_of(command, "account")


def filed_at(world: World, command: Command) -> Filed | None:
    """The account that a message is about."""
    found: Filed | None = world.find("filed", *place(command))
    return found


def _said(command: Command) -> tuple[object, ...]:
    return command.operation, *sorted(command.values.items())


def _file(world: World, command: Command, kind: str, without: Collection[str]) -> Step:
    number, order = text_of(command, "filing_no"), text_of(command, f"{kind}_decision")
    known = world.find("filing", kind, number)
    if known is not None:
        if known == _said(command) or "number" in without:
            return Step(world=world, outcome=ReplyClass.DUPLICATE)
        return refuse(world, "银行流水号已用于另一份备案", code=UNLIKE)
    report = Report(kind=kind, command=command, decision=world.find("filing decision", kind, order), filed=filed_at(world, command))
    for name, (holds, reason, code) in CHECKS.items():
        if name not in without and not holds(report):
            return refuse(world, reason, code=code)
    after = _after(report, order)
    world = world.put("filing", kind, number, record=_said(command)).put("filed", *place(command), record=after)
    if report.decision is not None:
        world = world.put("filing decision", kind, order, record=replace(report.decision, used=True))
    return Step(world=world, tells=(told(kind, after.file, command),))


def told(kind: str, file: str, command: Command) -> Tell:
    """What the office that approves must know of an account that was opened, changed or closed: the file that it is about."""
    if kind == OPEN:
        return Tell(event="account_approval.bank_reports", values={"account_file": file, "account": text_of(command, "account")})
    if kind == CHANGE:
        return Tell(event="account_approval.bank_files_change", values={"account_file": file, "new_account": ""})
    return Tell(event="account_approval.bank_files_close", values={"account_file": file})


def _after(report: Report, order: str) -> Filed:
    filed = report.filed or Filed(name=report.says("account_name"), opened=report.says("opened_on"), decision=order)
    if report.kind == CHANGE:
        return replace(filed, name=report.says("account_name"), decision=order)
    if report.kind == REVOKE:
        return replace(filed, closed=report.says("closed_on"), decision=order)
    file = report.decision.file if report.decision is not None else ""
    return Filed(name=report.says("account_name"), opened=report.says("opened_on"), decision=order, file=file)


def file_open(world: World, command: Command, *, without: Collection[str] = ()) -> Step:
    """ACCT_OPEN: an account was opened. without: checks that a defect forgets."""
    return _file(world, command, OPEN, without)


def file_change(world: World, command: Command, *, without: Collection[str] = ()) -> Step:
    """ACCT_CHANGE: an account has another name. without: checks that a defect forgets."""
    return _file(world, command, CHANGE, without)


def file_revoke(world: World, command: Command, *, without: Collection[str] = ()) -> Step:
    """ACCT_REVOKE: an account was closed. without: checks that a defect forgets."""
    return _file(world, command, REVOKE, without)


def filing_asked(world: World, command: Command) -> Step:
    """ACCT_QUERY: an account as it was reported."""
    found = filed_at(world, command)
    if found is None:
        return refuse(world, "没有备案过这个账户", code=UNKNOWN)
    return Step(world=world, values={
        "account_name": found.name, "filed_status": "2" if found.closed else "1", "filed_decision": found.decision})


def _decided(world: World, command: Command, kind: str) -> Step:
    number, filed = text_of(command, f"{kind}_decision"), filed_at(world, command)
    if world.find("filing decision", kind, number) is not None or (kind != OPEN and (filed is None or filed.closed)):
        return refuse(world, "批复文号用过，或账户没有备案、已撤销")
    record = Decision(kind=kind, number=number, bank=text_of(command, "account_bank"), account=text_of(command, "account"),
                      name=text_of(command, "account_name"), nature=text_of(command, "account_nature"),
                      file=text_of(command, "account_file"))
    return Step(world=world.put("filing decision", kind, number, record=record))


def filing_decided_open(world: World, command: Command) -> Step:
    """An account may be opened."""
    return _decided(world, command, OPEN)


def filing_decided_change(world: World, command: Command) -> Step:
    """An account may have another name."""
    return _decided(world, command, CHANGE)


def filing_decided_revoke(world: World, command: Command) -> Step:
    """An account may be closed."""
    return _decided(world, command, REVOKE)
