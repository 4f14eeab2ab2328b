"""The bank that keeps the treasury's time deposits: certificates opened, drawn in part and closed, and the notices about them. What is
asked of it by messages is in `deposit_bank` and `deposit_orders`, its monthly statement in `deposit_statement`.

Money moves between `current` and `fixed:<certificate>`; interest comes from `outside:bank`. Rules: DEP-22 … DEP-25 of the document;
maturity is the value date plus whole months, clipped to the end of the month; what is drawn early earns the demand rate by days/360.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from kanhe.contract.functions import add_months
from kanhe.model.formula import Value
from kanhe.simulate.filing import Chance, Filing
from simulators import deposit_bank
from simulators.deposit_bank import (
    account,
    award,
    block_certificate,
    book_certificate,
    certificate,
    open_account,
    tender,
    unblock_certificate,
)
from simulators.deposit_orders import open_deposit, withdraw
from simulators.deposit_statement import BANK, OWNER, busy_statements, statements
from simulators.ledger import OUTSIDE, fen, yuan
from simulators.world import World, moved

__all__ = [
    "account", "award", "block_certificate", "book_certificate", "busy", "busy_statements", "certificate", "moved", "notices",
    "open_account", "open_deposit", "start", "statements", "tender", "told_notices", "unblock_certificate", "withdraw",
]

CURRENT = "0010320600018888"
DEMAND = Decimal("0.10")
TERMS = {3: Decimal("1.100000"), 6: Decimal("1.350000"), 12: Decimal("1.750000")}
OPENED, CLOSED, DRAWN = "1", "2", "3"
NAME_BYTES = 80


@dataclass(frozen=True, slots=True, kw_only=True)
class Certificate:
    """One deposit. since: value date; months: term; rate: per cent per year; current, collect: where principal and interest go."""

    number: str
    account: str
    since: str
    months: int
    rate: Decimal
    current: str = CURRENT
    collect: str = CURRENT
    owner: str = OWNER
    auto: str = "0"

    @property
    def due(self) -> str:
        """The day of maturity."""
        return add_months(self.since, self.months)


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """What the owner is told. amounts in fen; successor: the new certificate after a partial withdrawal."""

    number: str
    kind: str
    day: str
    certificate: Certificate
    amount_fen: int
    interest_fen: int
    left_fen: int
    successor: Certificate | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A certificate that the desk for deposits has told of. left_fen: what lies on it."""

    certificate: Certificate
    left_fen: int


def start(role: str, seeds: Mapping[str, Any], now: str) -> World:
    """A current account with plenty on it; the bank's own number and listed rates, where seeds tell them."""
    world = deposit_bank.start(role, seeds, now)
    return world.booked(world.ledger.move(10**12, source=f"{OUTSIDE}:treasury", target=CURRENT, voucher="opening", at=now))


def busy(world: World, day: str, chance: Chance, volume: int) -> World:
    """So many events on a day: deposits are opened; open ones are drawn in part or closed."""
    for _ in range(volume):
        open_ones = [c for c in world.all("certificate") if world.ledger.balance(_fixed(c)) > 100 and c.since < day]
        step = chance.choice((_open, _open, _draw, _close)) if open_ones else _open
        world = step(world, day, chance, open_ones)
    return world


def _fixed(certificate: Certificate) -> str:
    return f"fixed:{certificate.number}"


def _certificate(world: World, since: str, months: int, rate: Decimal) -> tuple[World, Certificate]:
    world, order = world.count("certificate")
    found = Certificate(number=f"CD2026{order:06d}", account=f"3206001{order:08d}", since=since, months=months, rate=rate)
    return world.put("certificate", found.number, record=found), found


def _told(world: World, notice: Notice) -> World:
    world, order = world.count("notice")
    return world.put("notice", f"{order:08d}", record=replace(notice, number=f"{BANK}{order:08d}"))


def _open(world: World, day: str, chance: Chance, _: list[Certificate]) -> World:
    months = chance.choice(tuple(TERMS))
    world, made = _certificate(world, day, months, TERMS[months])
    fen = chance.randint(1, 500) * 100_000_00 + chance.choice((0, 1, 99))
    world = world.booked(world.ledger.move(fen, source=CURRENT, target=_fixed(made), voucher=made.number, at=day))
    return _told(world, Notice(number="", kind=OPENED, day=day, certificate=made, amount_fen=fen, interest_fen=0, left_fen=fen))


def _draw(world: World, day: str, chance: Chance, open_ones: list[Certificate]) -> World:
    old = chance.choice(open_ones)
    fen = world.ledger.balance(_fixed(old))
    part = chance.randint(1, fen - 1)
    world, made = _certificate(world, old.since, old.months, old.rate)
    ledger = world.ledger.move(part, source=_fixed(old), target=CURRENT, voucher=f"{old.number}-{day}", at=day)
    ledger = ledger.move(fen - part, source=_fixed(old), target=_fixed(made), voucher=made.number, at=day)
    return _told(world.booked(ledger), Notice(number="", kind=DRAWN, day=day, certificate=old, amount_fen=part, interest_fen=0,
                                              left_fen=fen - part, successor=made))


def _close(world: World, day: str, chance: Chance, open_ones: list[Certificate]) -> World:
    old = chance.choice(open_ones)
    fen = world.ledger.balance(_fixed(old))
    interest = demand_interest(fen, old.since, day)
    ledger = world.ledger.move(fen, source=_fixed(old), target=CURRENT, voucher=f"{old.number}-{day}", at=day)
    if interest:
        ledger = ledger.move(interest, source=f"{OUTSIDE}:bank", target=CURRENT, voucher=f"{old.number}-{day}-I", at=day)
    return _told(world.booked(ledger), Notice(number="", kind=CLOSED, day=day, certificate=old, amount_fen=fen, interest_fen=interest,
                                              left_fen=0))


def demand_interest(fen: int, first: str, last: str) -> int:
    """Interest at the demand rate for actual days (first in, last out) over 360, half up to the fen."""
    days = (date(int(last[:4]), int(last[4:6]), int(last[6:])) - date(int(first[:4]), int(first[4:6]), int(first[6:]))).days
    return int((Decimal(fen) * DEMAND / 100 * days / 360).quantize(Decimal(1), rounding=ROUND_HALF_UP))


def told_notices(world: World, values: Mapping[str, Value], now: str) -> World:
    """A deposit, a closing or a partial withdrawal at the desk for deposits; a certificate that it never told of is not known here."""
    number, kind, amount = str(values["certificate"]), str(values["notice_type"]), _fen_of(values, "amount")
    if kind == OPENED:
        made = Certificate(
            number=number, account=str(values["fixed_account"]), since=str(values["value_date"]), months=int(str(values["deposit_term"])),
            rate=Decimal(str(values["deposit_rate"])), current=str(values["account"]), collect=str(values["interest_account"]),
            owner=_one_cell(str(values["account_name"])), auto=str(values["auto_redeposit"]))
        world = world.put("kept", number, record=Kept(certificate=made, left_fen=amount))
        return _told(world, Notice(number="", kind=kind, day=now[:8], certificate=made, amount_fen=amount, interest_fen=0, left_fen=amount))
    kept: Kept | None = world.find("kept", number)
    if kept is None:
        return world
    old, left, new = kept.certificate, kept.left_fen - amount, None
    if kind == DRAWN:
        new = replace(old, number=str(values["new_certificate"]), account=str(values["new_fixed_account"]))
        world = world.put("kept", new.number, record=Kept(certificate=new, left_fen=left))
    return _told(world, Notice(number="", kind=kind, day=now[:8], certificate=old, amount_fen=amount,
                               interest_fen=_fen_of(values, "interest"), left_fen=left, successor=new))


def _fen_of(values: Mapping[str, Value], meaning: str) -> int:
    return fen(Decimal(str(values[meaning])))


def _one_cell(name: str) -> str:
    """What a name column holds: what there is in GBK, and of that 80 bytes."""
    written = "".join(one if _in_gbk(one) else "？" for one in name)
    while len(written.encode("gbk")) > NAME_BYTES:
        written = written[:-1]
    return written


def _in_gbk(character: str) -> bool:
    try:
        return bool(character.encode("gbk"))
    except UnicodeEncodeError:
        return False


def notices(world: World, day: str) -> tuple[Filing, ...]:
    """The day's notices in order of number; an empty file on a quiet day."""
    rows = [_row(notice) for notice in world.all("notice") if notice.day == day]
    return (Filing(values={"account_bank": BANK, "entry_date": day}, rows=rows),)


def _row(notice: Notice) -> dict[str, Value]:
    old, new = notice.certificate, notice.successor
    return {
        "entry_date": notice.day, "notice_no": notice.number, "notice_type": notice.kind, "certificate_type": "06",
        "fixed_account": old.account, "account": old.current, "interest_account": old.collect, "certificate": old.number,
        "new_fixed_account": new.account if new else None, "new_certificate": new.number if new else None, "auto_redeposit": old.auto,
        "deposit_term": str(old.months), "value_date": old.since, "maturity_date": old.due, "amount": yuan(notice.amount_fen),
        "deposit_rate": old.rate, "interest": yuan(notice.interest_fen), "balance_after": yuan(notice.left_fen),
        "total_amount": yuan(notice.left_fen + notice.interest_fen), "account_name": old.owner}
