"""What is kept back of a contract for defects until the liability is over (1.6 I5; INV-41 … INV-44); in integer fen.

The cash of a contract lies in `retention:<contract>`: withheld from the payments, taken for repairs, given back, or exchanged for a bank's
guarantee. What speaks against a request may be forgotten by a planted defect.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from decimal import Decimal

from kanhe.simulate.behaviour import Command, Step
from simulators.asked import CONFLICT, NOT_FOUND, decimal_of, fen_of, once, refuse, remembered, text_of
from simulators.ledger import OUTSIDE, yuan
from simulators.world import World

PAYMENTS, REPAIRS, SUPPLIER = f"{OUTSIDE}:payments", f"{OUTSIDE}:repairs", f"{OUTSIDE}:suppliers"
CAP = 3  # per cent of what is settled, since 2017-07-01 (建质〔2017〕138号)


@dataclass(frozen=True, slots=True, kw_only=True)
class Withheld:
    """What was taken off the payments of one contract. rate: per cent; periods: how often."""

    rate: Decimal
    periods: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Retention:
    """A settled contract's retention, in fen. end: the last day of the liability; guarantee: what the bank answers for."""

    withheld: int
    end: str
    claimed: int = 0
    released: int = 0
    guarantee: int = 0


def pot(contract: str) -> str:
    """The account in which the cash of a contract lies."""
    return f"retention:{contract}"


def known(world: World, command: Command, key: str, without: Collection[str]) -> Step | None:
    """The answer to a number that was used; a desk that forgets `number` gives the first answer to other content, too."""
    step = once(world, command, key)
    if step is not None and step.code == CONFLICT and "number" in without:
        return Step(world=world, values=world.find("done", command.operation, key).values)
    return step


def withhold(world: World, command: Command) -> Step:
    """The finance office takes so much off a payment (event)."""
    contract, rate = text_of(command, "contract_no"), decimal_of(command, "retention_rate")
    measured, fen = fen_of(command, "measured_amount"), fen_of(command, "deduct_retention")
    earlier: Withheld = world.find("withheld", contract) or Withheld(rate=rate)
    due, rest = divmod(measured * int(rate * 10_000), 1_000_000)
    if not fen or fen != due + (rest >= 500_000) or earlier.rate != rate or world.find("retention", contract) is not None:
        return refuse(world, "扣款与计量、比例不符，或已结算")
    ledger = world.ledger.move(fen, source=PAYMENTS, target=pot(contract), voucher=f"{contract}-{earlier.periods + 1}", at=command.now)
    return Step(world=world.booked(ledger).put("withheld", contract, record=replace(earlier, periods=earlier.periods + 1)))


def book_settled(world: World, command: Command) -> Step:
    """A retention that was settled long ago is put on record (event)."""
    contract, withheld, claimed = text_of(command, "contract_no"), fen_of(command, "withheld"), fen_of(command, "claimed_total")
    if claimed >= withheld or world.find("withheld", contract) is not None:
        return refuse(world, "合同编号已用过，或没有现金")
    ledger = world.ledger.move(withheld - claimed, source=PAYMENTS, target=pot(contract), voucher=contract, at=command.now)
    world = world.booked(ledger).put("withheld", contract, record=Withheld(rate=Decimal(CAP), periods=1))
    record = Retention(withheld=withheld, end=text_of(command, "defect_end"), claimed=claimed)
    return Step(world=world.put("retention", contract, record=record))


def settle(world: World, command: Command, *, without: Collection[str] = ()) -> Step:
    """What was withheld in all is settled with the contract. without: checks that a defect forgets."""
    number, contract = text_of(command, "settle_no"), text_of(command, "contract_no")
    if (answered := known(world, command, number, without)) is not None:
        return answered
    taken: Withheld | None = world.find("withheld", contract)
    if taken is None:
        return refuse(world, "没有扣过质保金", code=NOT_FOUND)
    withheld, periods, cash = fen_of(command, "withheld"), int(text_of(command, "withheld_periods")), world.ledger.balance(pot(contract))
    apart = abs(100 * cash - fen_of(command, "settled_amount") * taken.rate)  # hundredths of a fen
    wrong = {
        "twice": world.find("retention", contract) is not None,
        "sum": (withheld, periods) != (cash, taken.periods),
        "cap": taken.rate > CAP,
        "rate": apart > (50 if "tolerance" in without else 100 * taken.periods),
    }
    if any(flaw for name, flaw in wrong.items() if name not in without):
        return refuse(world, "已登记，或与各期扣款、比例不符")
    record = Retention(withheld=withheld, end=text_of(command, "defect_end"))
    return remembered(world.put("retention", contract, record=record), command, number, values={"settle_no": number})


def _out(world: World, command: Command, amount: int, target: str, number: str, change: Callable[[Retention], Retention]) -> World:
    """The world in which so much of the contract's cash has gone; what a desk without checks lacks comes from outside."""
    contract = text_of(command, "contract_no")
    ledger, short = world.ledger, amount - world.ledger.balance(pot(contract))
    if short > 0:
        ledger = ledger.move(short, source=PAYMENTS, target=pot(contract), voucher=number, at=command.now)
    ledger = ledger.move(amount, source=pot(contract), target=target, voucher=number, at=command.now)
    return world.booked(ledger).put("retention", contract, record=change(world.find("retention", contract)))


def claim(world: World, command: Command, *, without: Collection[str] = ()) -> Step:
    """A repair is paid out of the cash. without: checks that a defect forgets."""
    number, contract, amount = text_of(command, "claim_no"), text_of(command, "contract_no"), fen_of(command, "claim_amount")
    if (answered := known(world, command, number, without)) is not None:
        return answered
    if world.find("retention", contract) is None:
        return refuse(world, "没有登记的质保金", code=NOT_FOUND)
    if amount > world.ledger.balance(pot(contract)) and "cash" not in without:
        return refuse(world, "超过现金余额")
    world = _out(world, command, amount, REPAIRS, number, lambda r: replace(r, claimed=r.claimed + amount))
    return remembered(world, command, number, values={"claim_no": number})


def release(world: World, command: Command, *, without: Collection[str] = ()) -> Step:
    """Cash goes back to the supplier, from the day after the liability on. without: checks that a defect forgets."""
    number, contract, amount = text_of(command, "release_no"), text_of(command, "contract_no"), fen_of(command, "release_amount")
    if (answered := known(world, command, number, without)) is not None:
        return answered
    kept: Retention | None = world.find("retention", contract)
    if kept is None:
        return refuse(world, "没有登记的质保金", code=NOT_FOUND)
    if command.now[:8] < kept.end or (command.now[:8] == kept.end and "last day" not in without):
        return refuse(world, "责任期未满")
    free = kept.withheld - kept.released if "claims" in without else world.ledger.balance(pot(contract))
    if amount > free:
        return refuse(world, "超过现金余额")
    world = _out(world, command, amount, SUPPLIER, number, lambda r: replace(r, released=r.released + amount))
    return remembered(world, command, number, values={"release_no": number})


def guarantee(world: World, command: Command, *, without: Collection[str] = ()) -> Step:
    """A bank answers for what is left; the cash goes back at once. without: checks that a defect forgets."""
    number, contract, amount = text_of(command, "guarantee_no"), text_of(command, "contract_no"), fen_of(command, "guarantee_amount")
    if (answered := known(world, command, number, without)) is not None:
        return answered
    kept: Retention | None = world.find("retention", contract)
    if kept is None:
        return refuse(world, "没有登记的质保金", code=NOT_FOUND)
    cash = world.ledger.balance(pot(contract))
    if not cash or kept.guarantee:
        return refuse(world, "没有现金，或已换过保函")
    if (amount < cash and "amount" not in without) or (text_of(command, "guarantee_to") < kept.end and "validity" not in without):
        return refuse(world, "保函金额不足，或有效期不到责任期满")
    world = _out(world, command, cash, SUPPLIER, number, lambda r: replace(r, released=r.released + cash, guarantee=amount))
    return remembered(world, command, number, values={"guarantee_no": number, "released_cash": yuan(cash)})


def retention(world: World, command: Command) -> Step:
    """How a contract's retention stands."""
    contract = text_of(command, "contract_no")
    kept: Retention | None = world.find("retention", contract)
    if kept is None:
        return refuse(world, "没有登记的质保金", code=NOT_FOUND)
    cash = world.ledger.balance(pot(contract))
    return Step(world=world, values={
        "retention_state": "GUARANTEED" if kept.guarantee else "HELD" if cash else "CLOSED", "withheld": yuan(kept.withheld),
        "claimed_total": yuan(kept.claimed), "released_total": yuan(kept.released), "retention_cash": yuan(cash),
        "guarantee_amount": yuan(kept.guarantee), "defect_end": kept.end})
