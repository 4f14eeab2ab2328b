"""The bank of the budget units' accounts: every movement in the ledger, and the daily statement of each account read off it. The bureau
that approves the accounts is in `account_bureau`, `account_orders` and `account_events`; the bank that is asked for names in
`account_names`, the one that keeps the register in `account_register`, the one that is told of accounts row by row in `account_base`,
the reports of banks in `account_filings`.

Accounts are `account:<number>` in the ledger; the world outside is `outside:…`. A zero-balance account (nature 0) gets what it pays out
first, so that its balance at the end of the day is nothing. Rules: ACCT-41 … ACCT-45.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from kanhe.model.formula import Value
from kanhe.simulate.filing import Chance, Filing
from simulators import account_bureau, account_names
from simulators.account_base import base_asked, load_base
from simulators.account_bureau import account_file, application
from simulators.account_events import (
    bank_files,
    bank_files_change,
    bank_files_close,
    bank_opens,
    bank_reports,
    book_account,
    book_changing,
    book_extending,
    book_funded,
    book_merging,
    book_used,
    bureau_approves,
    bureau_rejects,
    bureau_settles,
    falls_dormant,
    supervisor_agrees,
    takes_effect,
)
from simulators.account_filings import (
    file_change,
    file_open,
    file_revoke,
    filing_asked,
    filing_decided_change,
    filing_decided_open,
    filing_decided_revoke,
)
from simulators.account_names import named_closes, named_opens, named_sleeps, rename_begins, rename_ends, verify_name
from simulators.account_orders import apply_account, merge_agencies
from simulators.account_register import load_register, register_asked, voucher_checked
from simulators.ledger import OUTSIDE, Posting, fen, yuan
from simulators.world import World, moved

__all__ = [
    "account_file", "application", "apply_account", "bank_files", "bank_files_change", "bank_files_close", "bank_opens", "bank_reports",
    "base_asked", "book_account", "book_changing", "book_extending", "book_funded", "book_merging", "book_used", "bureau_approves",
    "bureau_rejects", "bureau_settles", "busy", "falls_dormant", "file_change", "file_open", "file_revoke", "filing_asked",
    "filing_decided_change", "filing_decided_open", "filing_decided_revoke", "load_base", "load_register",
    "merge_agencies", "moved", "named_closes", "named_opens",
    "named_sleeps", "register_asked", "rename_begins", "rename_ends", "start", "statements",
    "supervisor_agrees", "takes_effect", "told_statements", "verify_name", "voucher_checked",
]

BANK = "313306000019"
TREASURY = f"{OUTSIDE}:treasury"
OTHER_NATURE = "6"


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """One account of a budget unit; nature as in the code list account_nature; opened: from then on there are statements."""

    number: str
    name: str
    nature: str
    opened: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Movement:
    """What the ledger does not say of a posting: the bank's serial and the other side."""

    serial: str
    account: str = ""
    name: str = ""
    bank: str = ""
    summary: str = ""
    voucher: str = ""


ACCOUNTS = (Account(number="0010320600018888", name="南通市某局（预算专户）", nature="2"),
            Account(number="0010320600010000", name="如皋市某中学零余额账户", nature="0"),
            Account(number="0000320600012345", name="海安市某中心", nature="1"))
OTHERS = (("6222021110000000006", "某物业公司", "102306000125"), ("32050164733600000001", "如皋市㐂乐文具店", "308306000127"),
          ("", "", ""), ("6217001230000000006", "𠮷田商社（南通）", "313306000019"), ("0099", "张·三", ""))
SUMMARIES = ("办公用品", "水电费", "房租 一季度", "劳务费", "")


def start(role: str, seeds: Mapping[str, Any], now: str) -> World:
    """The accounts with what was on them before; for the bureau, the registered units."""
    world = World(role=role)
    if role == "finance":
        return world
    if role == "bureau":
        return account_bureau.start(world, seeds)
    if "told" in seeds:
        return account_names.start(world, seeds)
    for order, account in enumerate(ACCOUNTS):
        world = world.put("account", account.number, record=account)
        if account.nature != "0":
            world = _move(world, account, 1_000_000_00 + order, into=True, at="20000101000000", movement=Movement(serial="0" * 16))
    return world


def _move(world: World, account: Account, fen: int, *, into: bool, at: str, movement: Movement) -> World:
    inside = f"account:{account.number}"
    source, target = (TREASURY, inside) if into else (inside, TREASURY)
    ledger = world.ledger.move(fen, source=source, target=target, voucher=movement.serial, at=at)
    return world.booked(ledger).put("movement", str(len(ledger.postings)), record=movement)


def busy(world: World, day: str, chance: Chance, volume: int) -> World:
    """So many movements on a day, in order of time; the last account has none on every other day."""
    accounts = list(world.all("account"))
    for number in range(volume):
        account: Account = accounts[0] if volume == 1 else chance.choice(accounts if int(day) % 2 else accounts[:2])
        at = f"{day}{8 + number * 9 // volume:02d}{number * 540 // volume % 60:02d}{chance.randint(0, 59):02d}"
        fen = chance.choice((chance.randint(1, 99), chance.randint(100, 900_000)))
        balance = world.ledger.balance(f"account:{account.number}")
        if account.nature == "0":
            world = _entry(world, account, fen, into=True, at=at, chance=chance)
            world = _entry(world, account, fen, into=False, at=at, chance=chance)
        else:
            world = _entry(world, account, fen, into=fen > balance or chance.random() < 0.5, at=at, chance=chance)
    return world


def _entry(world: World, account: Account, fen: int, *, into: bool, at: str, chance: Chance) -> World:
    world, order = world.count("entry")
    number, name, bank = chance.choice(OTHERS)
    movement = Movement(serial=f"{at[:8]}{order:08d}", account=number, name=name, bank=bank, summary=chance.choice(SUMMARIES),
                        voucher=chance.choice(("", f"PZ{order:06d}")))
    return _move(world, account, fen, into=into, at=at, movement=movement)


def statements(world: World, day: str) -> tuple[Filing, ...]:
    """The statement of every account, whether something moved or not."""
    postings = [world.ledger.postings[n] for n in range(1, len(world.ledger.postings) + 1)]
    return tuple(_statement(world, account, day, postings) for account in world.all("account")
                 if account.opened <= day)


def told_statements(world: World, values: Mapping[str, Value], now: str) -> World:
    """A line of an account that the bank has booked elsewhere; with the first one of an account it is opened."""
    number, day = str(values["account"]), str(values["entry_date"])
    account: Account | None = world.find("account", number)
    if account is None:
        account = Account(number=number, name=_one_cell(values.get("account_name", "")), nature=OTHER_NATURE, opened=day)
        world = world.put("account", number, record=account)
    world, order = world.count("entry")
    movement = Movement(serial=f"{day}{order:08d}", account=str(values.get("opposite", "")),
                        voucher=str(values.get("voucher_number", ""))[:20])
    at = now if day == now[:8] else f"{day}000000"  # what comes after the day switch is the next day's first
    return _move(world, account, fen(Decimal(str(values["amount"]))), into=values["dc_flag"] == "C", at=at, movement=movement)


def _one_cell(name: Value) -> str:
    return str(name).replace(",", "，")  # the file has no way to write its delimiter inside a name


def _statement(world: World, account: Account, day: str, postings: list[Posting]) -> Filing:
    inside = f"account:{account.number}"
    opening = balance = 0
    rows: list[dict[str, Value]] = []
    for posting in postings:
        if inside not in (posting.source, posting.target) or posting.at[:8] > day:
            continue
        into = posting.target == inside
        balance += posting.amount_fen if into else -posting.amount_fen
        if posting.at[:8] < day:
            opening = balance
            continue
        movement: Movement = world.find("movement", str(posting.serial))
        rows.append({
            "account": account.number, "entry_date": day, "posting_time": posting.at[8:], "bank_serial": movement.serial,
            "dc_flag": "C" if into else "D", "amount": yuan(posting.amount_fen), "balance_after": yuan(balance),
            "opposite": movement.account or None, "other_name": movement.name or None, "other_bank": movement.bank or None,
            "summary": movement.summary or None, "voucher_number": movement.voucher or None})
    rows.sort(key=lambda row: (str(row["posting_time"]), str(row["bank_serial"])))
    return Filing(rows=rows, values={
        "account_bank": BANK, "account": account.number, "account_name": account.name, "account_nature": account.nature,
        "entry_date": day, "open_balance": yuan(opening), "close_balance": yuan(balance)})
