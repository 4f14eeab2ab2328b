"""What happens at the bureau of accounts: reviews, decisions, the bank's reports, and the accounts that were there before."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from kanhe.contract.functions import add_months
from kanhe.model.words import ReplyClass
from kanhe.simulate.behaviour import Command, Step, Tell
from simulators.account_bureau import BASIC, CHANGE, CLOSE, EXTEND, LEGACY, OPEN, ZERO, Agency, Application, File, last_day_to_open, purse
from simulators.asked import refuse, text_of
from simulators.ledger import fen
from simulators.world import World


def _application(world: World, command: Command, *states: str) -> Application | None:
    found: Application | None = world.find("application", text_of(command, "apply_no"))
    return found if found is not None and found.state in states else None


def _file(world: World, command: Command, *states: str) -> File | None:
    found: File | None = world.find("file", text_of(command, "account_file"))
    return found if found is not None and found.state in states else None


def _turn(world: World, found: Application, state: str, **changes: Any) -> World:
    """The application in its next state; the file of a new account goes with it."""
    world = world.put("application", found.number, record=replace(found, state=state, **changes))
    if found.kind == OPEN:
        world = world.put("file", found.file, record=replace(world.find("file", found.file), state=state))
    return world


def supervisor_agrees(world: World, command: Command) -> Step:
    """The superior department has looked at an account that is to be opened."""
    found = _application(world, command, "SUBMITTED")
    if found is None or found.kind != OPEN:
        return refuse(world, "没有待审核的开户申请")
    return Step(world=_turn(world, found, "REVIEWED"))


def bureau_approves(world: World, command: Command) -> Step:
    """The decision that an account may be opened, until a certain day."""
    found, day = _application(world, command, "REVIEWED"), text_of(command, "decision_date")
    if found is None or day > command.now[:8]:
        return refuse(world, "没有待批复的申请")
    world = _turn(world, found, "APPROVED", decision=text_of(command, "decision_no"), decided=day)
    file: File = replace(world.find("file", found.file), open_by=last_day_to_open(day))
    told = () if file.void(command.now[:8]) else (decided(file, text_of(command, "decision_no"), found.name),)
    return Step(world=world.put("file", file.number, record=file), tells=told)


def decided(file: File, decision: str, name: str) -> Tell:
    """What the office to which banks report must know of a decision: which account may be opened, where, and under what name."""
    return Tell(event="account_filing.decide_open", values={
        "open_decision": decision, "account_bank": file.bank, "account_name": name, "account_nature": file.nature,
        "account_file": file.number})


def bureau_settles(world: World, command: Command) -> Step:
    """The decision about an account that is there: it is to be changed or closed, or lives on."""
    found = _application(world, command, "SUBMITTED")
    if found is None or found.kind == OPEN:
        return refuse(world, "没有待批复的申请")
    state = "DONE" if found.kind == EXTEND else "APPROVED"
    world = _turn(world, found, state, decision=text_of(command, "decision_no"), decided=command.now[:8])
    file: File = world.find("file", found.file)
    after: dict[str, dict[str, Any]] = {
        CHANGE: {"state": "CHANGING"}, CLOSE: {"state": "CLOSING"}, EXTEND: {"valid": found.valid, "busy": ""}}
    told = () if found.kind == EXTEND else (settled(file, text_of(command, "decision_no"), found),)
    return Step(world=world.put("file", file.number, record=replace(file, **after[found.kind])), tells=told)


def settled(file: File, decision: str, asked: Application) -> Tell:
    """What the office to which banks report must know of a decision about an account that is there."""
    account = {"account_bank": file.bank, "account": file.account}
    if asked.kind == CLOSE:
        return Tell(event="account_filing.decide_revoke", values={"revoke_decision": decision, **account})
    return Tell(event="account_filing.decide_change", values={"change_decision": decision, "account_name": asked.name, **account})


def bureau_rejects(world: World, command: Command) -> Step:
    """It goes back to the unit."""
    found = _application(world, command, "SUBMITTED", "REVIEWED")
    if found is None:
        return refuse(world, "没有可以退回的申请")
    world = _turn(world, found, "REJECTED")
    if found.kind != OPEN:
        world = world.put("file", found.file, record=replace(world.find("file", found.file), busy=""))
    return Step(world=world)


def bank_opens(world: World, command: Command) -> Step:
    """The bank has opened the account that was approved."""
    found, number = _file(world, command, "APPROVED"), text_of(command, "account")
    if found is None or found.void(command.now[:8]) or any(f.account == number for f in world.all("file")):
        return refuse(world, "没有批复、批复已失效或账号用过")
    asked: Application = world.find("application", found.number)
    world = world.put("application", asked.number, record=replace(asked, state="DONE"))
    return Step(world=world.put("file", found.number, record=replace(found, state="OPENED", account=number, opened=command.now[:8])))


def bank_files(world: World, command: Command) -> Step:
    """The bank's report of an account that was opened."""
    found = _file(world, command, "OPENED")
    if found is None:
        return refuse(world, "没有待备案的账户")
    name = world.find("application", found.number).name
    return Step(world=world.put("file", found.number, record=replace(found, state="FILED", name=name)))


def bank_reports(world: World, command: Command) -> Step:
    """The bank has opened the account that was approved, and its report of that was taken."""
    opened = bank_opens(world, command)
    return opened if opened.outcome is not ReplyClass.SUCCESS else bank_files(opened.world, command)


def bank_files_change(world: World, command: Command) -> Step:
    """The bank's report of a change, with another number where the bank has given one."""
    found, number = _file(world, command, "CHANGING"), text_of(command, "new_account")
    if found is None or (number and any(f.account == number for f in world.all("file"))):
        return refuse(world, "没有待备案的变更，或新账号用过")
    world, name = _done(world, found)
    after = replace(found, state="ACTIVE", busy="", name=name, account=number or found.account)
    return Step(world=world.put("file", found.number, record=after))


def bank_files_close(world: World, command: Command) -> Step:
    """The bank's report of an account that is closed."""
    found = _file(world, command, "CLOSING")
    if found is None:
        return refuse(world, "没有待备案的撤销")
    world, _ = _done(world, found)
    return Step(world=world.put("file", found.number, record=replace(found, state="CLOSED", busy="")))


def _done(world: World, file: File) -> tuple[World, str]:
    """The world in which the application about a file is done with, and the name that it asked for."""
    asked: Application = world.find("application", file.busy)
    return world.put("application", asked.number, record=replace(asked, state="DONE")), asked.name


def takes_effect(world: World, command: Command) -> Step:
    """An account on file may be used."""
    found = _file(world, command, "FILED")
    return Step(world=world.put("file", found.number, record=replace(found, state="ACTIVE"))) if found else refuse(world, "账户没有备案")


def falls_dormant(world: World, command: Command) -> Step:
    """Nothing has moved for a year."""
    found = _file(world, command, "ACTIVE")
    if found is None or found.busy:
        return refuse(world, "账户不正常，或有在办的事项")
    return Step(world=world.put("file", found.number, record=replace(found, state="DORMANT")))


def _booked(world: World, command: Command, file: File, amount: Any) -> World:
    fen_in = fen(amount)
    if fen_in:
        ledger = world.ledger.move(fen_in, source=LEGACY, target=purse(file.number), voucher=f"book {file.number}", at=command.now)
        world = world.booked(ledger)
    return world.put("file", file.number, record=file)


def _used(world: World, *numbers: str) -> bool:
    accounts = {f.account for f in world.all("file")}
    return any(world.find("file", n) is not None or world.find("application", n) is not None or n in accounts for n in numbers)


def book_account(world: World, command: Command) -> Step:
    """An account that was there before the bureau kept files."""
    number, account = text_of(command, "account_file"), text_of(command, "account")
    agency: Agency | None = world.find("agency", text_of(command, "agency"))
    file = File(
        number=number, agency=text_of(command, "agency"), uscc=agency.uscc if agency else "", nature=text_of(command, "account_nature"),
        bank="313306000019", state="ACTIVE", account=account, name=text_of(command, "account_name"), opened=text_of(command, "open_date"),
        valid=text_of(command, "valid_until"), unsettled=int(text_of(command, "unsettled_count") or 0))
    taken = any(f.account == account for f in world.all("file"))
    if agency is None or agency.merged or _used(world, number) or taken or file.nature in (BASIC, ZERO):
        return refuse(world, "单位不在册，或档案号、账号用过")
    return Step(world=_booked(world, command, file, command.values["opening"]))


book_used = book_funded = book_account


def book_merging(world: World, command: Command) -> Step:
    """Two units that are to be merged, each with an account for everything and one for a purpose."""
    units = text_of(command, "merged_agency"), text_of(command, "successor_agency")
    numbers = [text_of(command, m) for m in ("merging_plain", "merging_special", "heir_plain", "successor_file")]
    if len({*numbers}) < 4 or units[0] == units[1] or any(world.find("agency", u) for u in units) or _used(world, *numbers):
        return refuse(world, "单位编码或档案号用过")
    names = "南通市某所", "南通市某中心"
    for code, name in zip(units, names, strict=True):
        world = world.put("agency", code, record=Agency(code=code, name=name, uscc="12320600466068306Y"))
    amounts = command.values["opening"], command.values["special_opening"], 100, 0
    for place, (number, amount) in enumerate(zip(numbers, amounts, strict=True)):
        file = File(
            number=number, agency=units[place // 2], uscc="12320600466068306Y", nature="62"[place % 2], bank="313306000019", state="ACTIVE",
            account=number, name=names[place // 2], opened="20200101",
            unsettled=int(text_of(command, "unsettled_count")) if place == 0 else 0)
        world = _booked(world, command, file, amount)
    return Step(world=world)


def book_changing(world: World, command: Command) -> Step:
    """A change that was under way before: decided, and to be filed by the bank."""
    return _under_way(world, command, CHANGE, state="CHANGING", nature="6", valid="", until="")


def book_extending(world: World, command: Command) -> Step:
    """An extension that was under way before: of a temporary account that ends in a month."""
    today = command.now[:8]
    return _under_way(world, command, EXTEND, state="ACTIVE", nature="3", valid=add_months(today, 1), until=add_months(today, 6))


def _under_way(world: World, command: Command, kind: str, *, state: str, nature: str, valid: str, until: str) -> Step:
    number, asked, account = (text_of(command, name) for name in ("account_file", "apply_no", "account"))
    if number == asked or _used(world, number, asked) or any(f.account == account for f in world.all("file")):
        return refuse(world, "档案号、申请编号或账号用过")
    agency: Agency = world.find("agency", "001001001")
    file = File(number=number, agency=agency.code, uscc=agency.uscc, nature=nature, bank="313306000019", state=state, account=account,
                name=agency.name, opened="20250601", valid=valid, busy=asked)
    made = Application(number=asked, kind=kind, file=number, accepted=asked, content=(), name=agency.name, valid=until)
    if kind == CHANGE:
        made = replace(made, state="APPROVED", decision=asked, decided=command.now[:8], name=f"{agency.name}后勤中心")
    return Step(world=world.put("file", number, record=file).put("application", asked, record=made))
