"""The bank of the treasury's time deposits: accounts, awards, certificates on file, and what it tells of them, in integer fen.

Money lies in `acct:<account>` and `cert:<certificate>`; interest comes from `outside:interest`. Rules: DEP-01 … DEP-39.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from kanhe.simulate.behaviour import Command, Step
from simulators.asked import CONFLICT, NOT_FOUND, Granted, content_of, decimal_of, fen_of, refuse, text_of
from simulators.deposit_terms import Certificate, Pricing, due, priced
from simulators.ledger import fen, yuan
from simulators.world import World

TREASURY, INTEREST, LEGACY = "outside:treasury", "outside:interest", "outside:legacy"
MINIMUM_FEN = 1_000_000
SPREAD = Decimal("0.50")  # how far a rate may lie above the listed one


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """An account that deposits are paid from, with the two that were signed up with it."""

    number: str
    name: str
    current: str
    collect: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Award:
    """What this bank won in a tender, and how much of it has been deposited."""

    number: str
    awarded_fen: int
    rate: Decimal
    months: str
    name: str
    day: str
    deposited_fen: int = 0


def start(role: str, seeds: Mapping[str, Any], now: str) -> World:
    """A fresh world with the bank's own number and its listed rates."""
    world = World(role=role)
    for bank in seeds.get("bank", ()):
        world = world.put("bank", *map(str, bank["key"]), record=True)
    for listed in seeds.get("listed", ()):
        world = world.put("listed", *map(str, listed["key"]), record=Decimal(str(listed["fields"]["rate"])))
    return world


def acct(number: str) -> str:
    """The ledger account of an account."""
    return f"acct:{number}"


def cert(number: str) -> str:
    """The ledger account of a certificate."""
    return f"cert:{number}"


def listed(world: World, months: int) -> Decimal:
    """The listed rate of a term."""
    rate: Decimal = world.find("listed", f"{months:02d}")
    return rate


def balance(world: World, certificate: Certificate) -> int:
    """What lies on a certificate, in fen."""
    return world.ledger.balance(cert(certificate.number))


# ---- events ------------------------------------------------------------------------------------------------------


def open_account(world: World, command: Command) -> Step:
    """A test account with money in it."""
    number, amount = text_of(command, "account"), fen_of(command, "opening")
    account = Account(number=number, name=text_of(command, "account_name"), current=text_of(command, "current_account"),
                      collect=text_of(command, "interest_account"))
    numbers = {number, account.current, account.collect}
    if len(numbers) < 3 or any(world.find("number", one) is not None for one in numbers) or amount <= 0:
        return refuse(world, "账号重复或已有人使用，或存入金额不大于零")
    for one in numbers:
        world = world.put("number", one, record=number)
    ledger = world.ledger.move(amount, source=TREASURY, target=acct(number), voucher=f"open {number}", at=command.now)
    return Step(world=world.booked(ledger).put("account", number, record=account))


def book_certificate(world: World, command: Command) -> Step:
    """A certificate that was opened before anybody kept these books."""
    number, amount = text_of(command, "certificate"), fen_of(command, "amount")
    account: Account | None = world.find("account", text_of(command, "account"))
    if account is None or world.find("certificate", number) is not None or amount < MINIMUM_FEN:
        return refuse(world, "付款账户没有签约、证实书号用过，或金额低于起存金额")
    if text_of(command, "value_date") >= command.now[:8]:
        return refuse(world, "起息日不在今天以前")
    made = Certificate(
        number=number, fixed=text_of(command, "fixed_account"), payer=account.number, name=account.name, current=account.current,
        collect=account.collect, months=int(text_of(command, "deposit_term")), rate=decimal_of(command, "deposit_rate"),
        since=text_of(command, "value_date"), auto=text_of(command, "auto_redeposit") == "1",
        parted=text_of(command, "parted_mark") == "1")
    ledger = world.ledger.move(amount, source=LEGACY, target=cert(number), voucher=f"book {number}", at=command.now)
    return Step(world=world.booked(ledger).put("certificate", number, record=made))


def block_certificate(world: World, command: Command) -> Step:
    """A certificate is lost, frozen or pledged."""
    return _turned(world, command, allowed=("ACTIVE",), status=text_of(command, "certificate_state"))


def unblock_certificate(world: World, command: Command) -> Step:
    """A certificate is found, or free again."""
    return _turned(world, command, allowed=("LOST", "FROZEN", "PLEDGED"), status="ACTIVE")


def _turned(world: World, command: Command, *, allowed: tuple[str, ...], status: str) -> Step:
    found: Certificate | None = world.find("certificate", text_of(command, "certificate"))
    if found is None or found.status not in allowed:
        return refuse(world, "没有这张证实书，或它的状态不允许")
    return Step(world=world.put("certificate", found.number, record=replace(found, status=status)))


# ---- tenders -----------------------------------------------------------------------------------------------------


def tender(world: World, command: Command, *, without: Collection[str] = ()) -> Step:
    """The result of a tender: what this bank won is on file from now on. without: checks that a defect forgets."""
    number, bank, content = text_of(command, "tender_no"), text_of(command, "receiving_bank"), content_of(command)
    known: Granted | None = world.find("tender", number)
    if known is not None:
        same = known.content == content
        return Step(world=world, values=known.values) if same else refuse(world, "招标编号已用于其他内容", code=CONFLICT)
    mine = next((row for row in command.rows if row["bidder"] == bank), None)
    if mine is None or (world.find("bank", bank) is None and "receiver" not in without):
        return refuse(world, "收件银行不是本行，或没有投标", code=NOT_FOUND)
    months, rate, amount = text_of(command, "deposit_term"), mine["deposit_rate"], mine["award_amount"]
    assert isinstance(rate, Decimal) and isinstance(amount, Decimal)
    if rate > listed(world, int(months)) + SPREAD and "ceiling" not in without:
        return refuse(world, "利率高于自律上限")
    award = Award(number=number, awarded_fen=fen(amount), rate=rate, months=months, name=text_of(command, "account_name"),
                  day=text_of(command, "deposit_date"))
    done = Granted(content=content, values={"tender_no": number})
    return Step(world=world.put("award", number, record=award).put("tender", number, record=done), values=done.values)


def award(world: World, command: Command) -> Step:
    """What this bank won, and how much of it is still to be deposited."""
    found: Award | None = world.find("award", text_of(command, "tender_no"))
    if found is None:
        return refuse(world, "没有这次招标的中标", code=NOT_FOUND)
    left = found.awarded_fen - found.deposited_fen
    return Step(world=world, values={
        "award_amount": yuan(found.awarded_fen), "award_left": yuan(left), "deposit_rate": found.rate, "deposit_term": found.months,
        "award_state": "FUNDED" if found.deposited_fen and not left else "AWARDED"})


# ---- queries -----------------------------------------------------------------------------------------------------


def account(world: World, command: Command) -> Step:
    """An account and those that were signed up with it."""
    found: Account | None = world.find("account", text_of(command, "account"))
    if found is None:
        return refuse(world, "没有这个签约账户", code=NOT_FOUND)
    held = world.ledger.balance
    return Step(world=world, values={
        "account": found.number, "account_name": found.name, "balance": yuan(held(acct(found.number))),
        "current_account": found.current, "current_balance": yuan(held(acct(found.current))),
        "interest_account": found.collect, "interest_balance": yuan(held(acct(found.collect)))})


def certificate(world: World, command: Command, *, pricing: Pricing = priced) -> Step:
    """A certificate as it is today: what has matured or is overdue follows from the date, and so does the interest."""
    found: Certificate | None = world.find("certificate", text_of(command, "certificate"))
    if found is None:
        return refuse(world, "没有这张证实书", code=NOT_FOUND)
    today = command.now[:8]
    earned = pricing(found, balance(world, found), today, listed(world, found.months))
    return Step(world=world, values={
        "certificate": found.number, "interest": yuan(earned.fen), "fixed_account": found.fixed, "certificate_state": state(found, today),
        "balance": yuan(balance(world, found)), "deposit_rate": found.rate, "deposit_term": f"{found.months:02d}",
        "value_date": found.since, "maturity_date": due(found.since, found.months * (found.over(today) + 1)) if found.auto else found.due,
        "auto_redeposit": "1" if found.auto else "0", "account": found.payer, "account_name": found.name,
        "current_account": found.current, "interest_account": found.collect, "parent_certificate": found.parent})


def state(found: Certificate, today: str) -> str:
    """The state that is told."""
    if found.status != "ACTIVE" or found.auto or today < found.due:
        return found.status
    return "MATURED" if today == found.due else "OVERDUE"
