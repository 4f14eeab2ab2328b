"""The bank's month of time deposits, and the statement of it: what is kept, what was paid out, what has been earned so far.

Money lies in `kept:<certificate>`, comes from `outside:treasury` and goes back there; interest comes from `outside:interest`. What one
certificate hands to the next is one movement, so that principal is neither made nor lost. Rules: DEP-41 … DEP-44, DEP-31 … DEP-35.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal

from kanhe.contract.calendar import working_day
from kanhe.model.formula import Value
from kanhe.simulate.filing import Chance, Filing
from simulators.deposit_terms import DEMAND, by_days, by_months, due
from simulators.ledger import OUTSIDE, yuan
from simulators.world import World

BANK, OWNER, LEAST_FEN = "313306000019", "南通市财政局国库存款（二〇二六年第一期）", 1_000_000
TREASURY, INTEREST = f"{OUTSIDE}:treasury", f"{OUTSIDE}:interest"
RATES = {3: Decimal("1.100000"), 6: Decimal("1.350000"), 12: Decimal("1.750000"), 24: Decimal("2.100000")}
TERMS = (3, 6, 3, 12, 3, 24)


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A certificate from its first day to its last. opened, done: days, '' while it is kept; parent, successor: certificates, '' for none;
    added, drawn, moved, interest, capitalised: in fen, each of one day."""

    number: str
    account: str
    since: str
    months: int
    rate: Decimal
    opened: str
    added: int
    parent: str = ""
    parted: bool = False
    done: str = ""
    drawn: int = 0
    moved: int = 0
    interest: int = 0
    capitalised: int = 0
    successor: str = ""

    @property
    def due(self) -> str:
        """The day of maturity."""
        return due(self.since, self.months)


def busy_statements(world: World, day: str, chance: Chance, volume: int) -> World:
    """So many events on the working days of the month that ends on this day, in order of time."""
    days = [d for d in (f"{day[:6]}{n:02d}" for n in range(1, int(day[6:]) + 1)) if working_day(d)]
    for number, at in enumerate(sorted(chance.choice(days) for _ in range(volume))):
        kept = [one for one in world.all("kept") if not one.done and one.opened < at]
        matured = [one for one in kept if one.due <= at]
        early = [one for one in kept if one.due > at and one.months > min(TERMS)]  # the short ones are kept until they mature
        parts = [one for one in early if not one.parted and _balance(world, one) >= 2 * LEAST_FEN]
        turn = number % 5
        if turn in (1, 4) and matured:
            world = _rolled(world, chance.choice(matured), at, capitalise=turn == 1)
        elif turn == 2 and parts:
            world = _parted(world, chance.choice(parts), at, chance)
        elif turn == 3 and (matured or early):
            world = _paid(world, chance.choice(matured or early), at)
        else:
            world = _opened(world, at, chance)
    return world


def _balance(world: World, kept: Kept) -> int:
    return world.ledger.balance(f"kept:{kept.number}")


def _move(world: World, fen: int, source: str, target: str, *, voucher: str, at: str) -> World:
    return world.booked(world.ledger.move(fen, source=source, target=target, voucher=voucher, at=at)) if fen else world


def _new(world: World, at: str, kept: Kept) -> tuple[World, Kept]:
    world, order = world.count("kept")
    made = replace(kept, number=f"CD{at[:4]}{order:06d}", account=f"3206001{order:08d}", opened=at)
    return world.put("kept", f"{order:06d}", record=made).put("order", made.number, record=f"{order:06d}"), made


def _put(world: World, kept: Kept) -> World:
    return world.put("kept", world.find("order", kept.number), record=kept)


def _opened(world: World, at: str, chance: Chance) -> World:
    fen = chance.randint(1, 500) * 100_000_00 + chance.choice((0, 1, 99, 123_456))
    months = TERMS[world.counters.get("kept", 0) % len(TERMS)]
    world, made = _new(world, at, Kept(number="", account="", since=at, months=months, rate=RATES[months], opened=at, added=fen))
    return _move(world, fen, TREASURY, f"kept:{made.number}", voucher=made.number, at=at)


def _earned(kept: Kept, fen: int, at: str) -> int:
    """Interest that is paid with an amount: whole months at maturity, days at the demand rate before and after it."""
    if at < kept.due:
        return by_days(fen, DEMAND, kept.since, at)
    return by_months(fen, kept.rate, kept.months) + by_days(fen, DEMAND, kept.due, at)


def _paid(world: World, old: Kept, at: str) -> World:
    fen = _balance(world, old)
    interest = _earned(old, fen, at)
    world = _move(world, fen, f"kept:{old.number}", TREASURY, voucher=f"{old.number} principal", at=at)
    world = _move(world, interest, INTEREST, TREASURY, voucher=f"{old.number} interest", at=at)
    return _put(world, replace(old, done=at, drawn=fen, interest=interest))


def _parted(world: World, old: Kept, at: str, chance: Chance) -> World:
    fen = _balance(world, old)
    part = chance.randint(1, fen - LEAST_FEN)
    interest = _earned(old, part, at)
    world = _move(world, part, f"kept:{old.number}", TREASURY, voucher=f"{old.number} part", at=at)
    world = _move(world, interest, INTEREST, TREASURY, voucher=f"{old.number} interest", at=at)
    return _handed(world, replace(old, done=at, drawn=part, moved=fen - part, interest=interest),
                   Kept(number="", account="", since=old.since, months=old.months, rate=old.rate, opened=at, added=fen - part,
                        parent=old.number, parted=True))


def _rolled(world: World, old: Kept, at: str, *, capitalise: bool) -> World:
    fen = _balance(world, old)
    interest = _earned(old, fen, at)
    turned = interest if capitalise else 0
    world = _move(world, interest - turned, INTEREST, TREASURY, voucher=f"{old.number} interest", at=at)
    return _handed(world, replace(old, done=at, moved=fen, interest=interest, capitalised=turned),
                   Kept(number="", account="", since=at, months=old.months, rate=RATES[old.months], opened=at, added=fen + turned,
                        parent=old.number))


def _handed(world: World, old: Kept, new: Kept) -> World:
    """The old certificate is done with; the new one has what is left of it, and the interest that is capitalised."""
    world, made = _new(world, old.done, new)
    world = _move(world, old.moved, f"kept:{old.number}", f"kept:{made.number}", voucher=made.number, at=old.done)
    world = _move(world, old.capitalised, INTEREST, f"kept:{made.number}", voucher=f"{made.number} interest", at=old.done)
    return _put(world, replace(old, successor=made.number))


# ---- the statement -----------------------------------------------------------------------------------------------


def statements(world: World, day: str) -> tuple[Filing, ...]:
    """The statement of the month that ends on this day: what was kept at its beginning and what was opened in it, in order of number."""
    listed = [one for one in world.all("kept") if not one.done or one.done[:6] == day[:6]]
    opening = sum(one.added for one in world.all("kept") if one.opened[:6] < day[:6] and (not one.done or one.done[:6] >= day[:6]))
    ledger = sum(_balance(world, one) for one in world.all("kept"))
    return (Filing(rows=[_row(world, one, day) for one in listed], values={
        "account_bank": BANK, "account_name": OWNER, "entry_date": day, "open_balance": yuan(opening), "close_balance": yuan(ledger)}),)


def _row(world: World, kept: Kept, day: str) -> dict[str, Value]:
    before, end = kept.opened[:6] < day[:6], _balance(world, kept)
    return {
        "certificate": kept.number, "fixed_account": kept.account, "value_date": kept.since, "deposit_term": f"{kept.months:02d}",
        "maturity_date": kept.due, "deposit_rate": kept.rate, "open_balance": yuan(kept.added if before else 0),
        "amount": yuan(0 if before else kept.added), "principal": yuan(kept.drawn), "moved_amount": yuan(kept.moved),
        "balance_after": yuan(end), "withdrawal_date": kept.done or None, "interest": yuan(kept.interest),
        "capitalised_interest": yuan(kept.capitalised), "accrued_interest": yuan(accrued(kept, end, day)),
        "certificate_state": state(kept, day), "parent_certificate": kept.parent or None, "new_certificate": kept.successor or None}


def accrued(kept: Kept, fen: int, day: str) -> int:
    """What an amount has earned by a day: at the certificate's rate until maturity, at the demand rate after it, by actual days."""
    late = by_days(fen, DEMAND, kept.due, day) if day > kept.due else 0
    return by_days(fen, kept.rate, kept.since, min(day, kept.due)) + late


def state(kept: Kept, day: str) -> str:
    """The state that is told at the end of a day."""
    if kept.done:
        return "PAID" if not kept.successor else "DRAWN" if kept.done < kept.due else "ROLLED"
    return "ACTIVE" if day < kept.due else "MATURED" if day == kept.due else "OVERDUE"
