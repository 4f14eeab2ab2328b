"""Fee sources as the finance office keeps them: deals of the land market, versions, codes to pay by (1.1 L2; LAND-22 … LAND-25).

All amounts are integer fen. What a code received lies in the ledger under `fee code:<code>`, whatever version named it. What speaks against
a message may be forgotten by a planted defect.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace

from kanhe.model.formula import Value
from kanhe.simulate.behaviour import Command, Step, Tell
from simulators.asked import CONFLICT, fen_of, once, refuse, remembered, text_of
from simulators.ledger import OUTSIDE, yuan
from simulators.world import World

PAYERS = f"{OUTSIDE}:land payers"
UNKNOWN, OTHER_VERSION, NOT_NOW = "404 E40400", "409 E40900", "422 E42200"


@dataclass(frozen=True, slots=True, kw_only=True)
class Deal:
    """What a parcel was sold for, in fen."""

    start: int
    step: int
    price: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Code:
    """A code to pay an instalment by. version: the last one that named it."""

    code: str
    fee: str
    number: int
    due: str
    amount: int
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Fee:
    """The latest version of a fee source. codes: all that any version named."""

    number: str
    version: int
    parcel: str
    total: int
    codes: tuple[str, ...]
    active: bool = True


def purse(code: str) -> str:
    """The account of what a code received."""
    return f"fee code:{code}"


def _known(world: World, command: Command, *key: str, without: Collection[str]) -> Step | None:
    answer = once(world, command, *key)
    if answer is None or answer.code != CONFLICT:
        return answer
    if "number" in without:
        return Step(world=world, values=world.find("done", command.operation, *key).values)
    return replace(answer, code=OTHER_VERSION)


def market_result(world: World, command: Command, *, without: Collection[str] = ()) -> Step:
    """The land market tells what a parcel was sold for. without: checks that a defect forgets."""
    lot = text_of(command, "lot")
    if (known := _known(world, command, lot, without=without)) is not None:
        return known
    deal = Deal(start=fen_of(command, "start_price"), step=fen_of(command, "bid_step"), price=fen_of(command, "deal_price"))
    return remembered(world.put("deal", lot, record=deal), command, lot, values={"lot": lot})


def _codes(command: Command, number: str, version: int) -> tuple[Code, ...]:
    return tuple(Code(code=text_of(row, "pay_code"), fee=number, number=int(text_of(row, "installment_no")), due=text_of(row, "due_date"),
                      amount=fen_of(row, "installment_amount"), version=version) for row in command.rows)


Check = Callable[[World, Command, Fee | None, tuple[Code, ...]], bool]


def _priced(world: World, command: Command, before: Fee | None, made: tuple[Code, ...]) -> bool:
    deal: Deal = world.find("deal", text_of(command, "lot"))
    over = fen_of(command, "total_price") - deal.start
    bidding = text_of(command, "supply_mode") in ("12", "13")
    return over >= 0 and (not bidding or over % deal.step == 0)


def _follows(world: World, command: Command, before: Fee | None, made: tuple[Code, ...]) -> bool:
    return int(text_of(command, "fee_version")) == (1 if before is None else before.version + 1)


def _alive(world: World, command: Command, before: Fee | None, made: tuple[Code, ...]) -> bool:
    return before is None or before.active


def _own(world: World, command: Command, before: Fee | None, made: tuple[Code, ...]) -> bool:
    for one in made:
        used: Code | None = world.find("fee code", one.code)
        if used is not None and (before is None or (used.fee, used.number, used.version) != (one.fee, one.number, before.version)):
            return False
    return True


def _keeps(world: World, command: Command, before: Fee | None, made: tuple[Code, ...]) -> bool:
    told = {one.code: one.amount for one in made}
    return before is None or all(world.ledger.balance(purse(code)) <= told.get(code, 0) for code in before.codes)


CHECKS: dict[str, tuple[Check, str, str]] = {
    "price": (_priced, "总价低于起始价，或不是竞价幅度的整倍数", NOT_NOW),
    "version": (_follows, "版本不对", OTHER_VERSION),
    "alive": (_alive, "费源已撤销", NOT_NOW),
    "code": (_own, "缴款码用过", NOT_NOW),
    "received": (_keeps, "有收款的一期不能撤销或降到已收以下", NOT_NOW),
}


def push_fee(world: World, command: Command, *, without: Collection[str] = ()) -> Step:
    """A version of a fee source. without: checks that a defect forgets."""
    number, version = text_of(command, "fee_source"), int(text_of(command, "fee_version"))
    if (known := _known(world, command, number, str(version), without=without)) is not None:
        return known
    lot = text_of(command, "lot")
    if world.find("deal", lot) is None:
        return refuse(world, "没有这宗地的成交结果", code=UNKNOWN)
    before: Fee | None = world.find("fee", number)
    made = _codes(command, number, version)
    for name, (holds, reason, code) in CHECKS.items():
        if name not in without and not holds(world, command, before, made):
            return refuse(world, reason, code=code)
    for one in made:
        world = world.put("fee code", one.code, record=one)
    named = tuple(dict.fromkeys((*(before.codes if before is not None else ()), *(one.code for one in made))))
    fee = Fee(number=number, version=version, parcel=lot, total=fen_of(command, "total_price"), codes=named,
              active=before is None or before.active)
    step = remembered(world.put("fee", number, record=fee), command, number, str(version),
                      values={"fee_source": number, "accepted_count": len(made)})
    former = before.codes if before is not None else ()
    return replace(step, tells=tuple(due(command, one) for one in made if one.code not in former))


def due(command: Command, code: Code) -> Tell:
    """What the office that sends notices learns of a new instalment."""
    return Tell(event="land_payment.fee_due", values={
        "pay_code": code.code, "land_contract": text_of(command, "land_contract"), "payer_name": text_of(command, "payer_name"),
        "budget_subject": text_of(command, "budget_subject"), "installment_amount": yuan(code.amount), "due_date": code.due})


def cancel_fee(world: World, command: Command, *, without: Collection[str] = ()) -> Step:
    """A fee source is given up; nothing may have been received. without: checks that a defect forgets."""
    number = text_of(command, "fee_source")
    if (known := _known(world, command, number, without=without)) is not None:
        return known
    fee: Fee | None = world.find("fee", number)
    if fee is None:
        return refuse(world, "没有这个费源", code=UNKNOWN)
    if "version" not in without and int(text_of(command, "fee_version")) != fee.version:
        return refuse(world, "版本不对", code=OTHER_VERSION)
    if "received" not in without and any(world.ledger.balance(purse(code)) for code in fee.codes):
        return refuse(world, "已有收款", code=NOT_NOW)
    return remembered(world.put("fee", number, record=replace(fee, active=False)), command, number, values={"fee_source": number})


def receipt_booked(world: World, command: Command) -> Step:
    """Somebody paid by a code."""
    amount = fen_of(command, "receipt_amount")
    code: Code | None = world.find("fee code", text_of(command, "pay_code"))
    fee: Fee | None = world.find("fee", code.fee) if code is not None else None
    if code is None or fee is None or not fee.active or code.version != fee.version:
        return refuse(world, "没有在用的缴款码", code=NOT_NOW)
    if amount <= 0 or world.ledger.balance(purse(code.code)) + amount > code.amount:
        return refuse(world, "超过本期应缴", code=NOT_NOW)
    return Step(world=world.booked(world.ledger.move(amount, source=PAYERS, target=purse(code.code), voucher=code.code, at=command.now)))


def receipt_reversed(world: World, command: Command) -> Step:
    """What somebody paid by a code was taken back on the same day."""
    amount, code = fen_of(command, "receipt_amount"), text_of(command, "pay_code")
    if amount <= 0 or world.ledger.balance(purse(code)) < amount:
        return refuse(world, "没有收过这么多", code=NOT_NOW)
    return Step(world=world.booked(world.ledger.move(amount, source=purse(code), target=PAYERS, voucher=f"reverse {code}", at=command.now)))


def fee_asked(world: World, command: Command) -> Step:
    """The latest version, with the deal of its parcel and what each code received."""
    fee: Fee | None = world.find("fee", text_of(command, "fee_source"))
    if fee is None:
        return refuse(world, "没有这个费源", code=UNKNOWN)
    deal: Deal = world.find("deal", fee.parcel)
    found: list[Code] = [world.find("fee code", code) for code in fee.codes]
    rows: tuple[Mapping[str, Value], ...] = tuple(
        {"pay_code": one.code, "installment_no": one.number, "due_date": one.due, "installment_amount": yuan(one.amount),
         "installment_received": yuan(world.ledger.balance(purse(one.code)))} for one in found if one.version == fee.version)
    return Step(world=world, rows=rows, values={
        "fee_state": "ACTIVE" if fee.active else "CANCELLED", "fee_version": fee.version, "total_price": yuan(fee.total),
        "start_price": yuan(deal.start), "bid_step": yuan(deal.step), "deal_price": yuan(deal.price)})
