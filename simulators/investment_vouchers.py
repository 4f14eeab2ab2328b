"""Vouchers of government investment: issued, sent, answered by receipts, refunded, issued once more (INV-27 … INV-33); in integer fen."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace

from kanhe.model.formula import Value
from kanhe.simulate.behaviour import Command, Step, Tell
from simulators.asked import NOT_FOUND, fen_of, once, refuse, remembered, text_of
from simulators.investment_payments import TREASURY, Apply, Deal, Voucher, measured, standing
from simulators.ledger import yuan
from simulators.world import World

SPENT = "outside:spent"


def of(world: World, apply: str) -> list[Voucher]:
    """The vouchers of an application."""
    return [one for one in world.all("voucher") if one.apply == apply]


def due(world: World, apply: Apply) -> dict[str, int]:
    """What has no voucher that stands, in fen by part."""
    parts = {"1": apply.amount - apply.wages, "2": apply.wages}
    for one in of(world, apply.number):
        if one.state in ("ISSUED", "SENT", "PAID"):
            parts[one.part] -= one.fen
    return parts


def state(world: World, apply: Apply) -> str:
    """The state of an application: out of its vouchers, where there are any."""
    made = of(world, apply.number)
    if apply.stage != "VOUCHERED":
        return apply.stage
    lacking = [part for part, left in due(world, apply).items() if left > 0]
    if lacking:
        latest = [max((v for v in made if v.part == part), key=lambda v: v.turn) for part in lacking]
        return "FAILED" if any(one.state == "FAILED" for one in latest) else "RETURNED"
    states = {one.state for one in made}
    return "VOUCHERED" if "ISSUED" in states else "SENT" if "SENT" in states else "PAID"


def deal_of(world: World, apply: str) -> Deal:
    """The contract of an application."""
    deal: Deal = world.find("deal", world.find("apply", apply).deal)
    return deal


def spend(world: World, apply: str, amount: int, at: str, *, back: bool = False) -> World:
    """The world in which so much of the budget is taken for an application, or given back."""
    budget = f"budget:{deal_of(world, apply).pro}"
    source, target = (SPENT, budget) if back else (budget, SPENT)
    return world.booked(world.ledger.move(amount, source=source, target=target, voucher=apply, at=at)) if amount else world


def withdraw(world: World, command: Command, *, without: Collection[str] = ()) -> Step:
    """The latest application of a contract is taken back before anything of it was sent."""
    number, key = text_of(command, "pay_apply"), text_of(command, "withdraw_no")
    if (answer := once(world, command, key)) is not None:
        return answer
    found: Apply | None = world.find("apply", number)
    if found is None:
        return refuse(world, "没有这份申请", code=NOT_FOUND)
    made, deal = of(world, number), deal_of(world, number)
    if "sent" not in without and (found.stage == "WITHDRAWN" or any(one.state != "ISSUED" for one in made)):
        return refuse(world, "凭证已经发出，或已撤回")
    if deal.last != number and "last" not in without:
        return refuse(world, "不是合同最后一次申请")
    world = spend(world, number, sum(one.fen for one in made), command.now, back=True)
    for one in made:
        world = world.put("voucher", one.number, record=replace(one, state="CANCELLED"))
    world = world.put("apply", number, record=replace(found, stage="WITHDRAWN"))
    world = world.put("deal", deal.number, record=replace(deal, last=found.prev))
    return remembered(world, command, key, values={"pay_apply": number})


def vouchers(world: World, command: Command, *, without: Collection[str] = ()) -> Step:
    """Orders to pay for what has none that stands: one to the supplier, one for the wages."""
    number, key = text_of(command, "pay_apply"), text_of(command, "issue_no")
    if (answer := once(world, command, key)) is not None:
        return answer
    found: Apply | None = world.find("apply", number)
    if found is None:
        return refuse(world, "没有这份申请", code=NOT_FOUND)
    parts = due(world, found)
    ready = state(world, found) in ("AUDITED", "FAILED", "RETURNED") and all(one.state != "SENT" for one in of(world, number))
    if (not ready and "state" not in without) or not any(parts.values()):
        return refuse(world, "没有审核通过，或还有凭证没有回单")
    deal = deal_of(world, number)
    if sum(parts.values()) > world.ledger.balance(f"budget:{deal.pro}") and "budget" not in without:
        return refuse(world, "指标余额不足")
    world = spend(world, number, sum(parts.values()), command.now)
    told: dict[str, Value] = {}
    for part, account, name in (("1", found.account, "main"), ("2", deal.wage, "wage")):
        told |= {f"{name}_amount": yuan(parts[part]), f"{name}_voucher": ""}
        if parts[part]:
            world, order = world.count("voucher")
            made = Voucher(number=f"PZ{order:010d}", apply=number, part=part, fen=parts[part], account=account, turn=order)
            world, told[f"{name}_voucher"] = world.put("voucher", made.number, record=made), made.number
    return remembered(world.put("apply", number, record=replace(found, stage="VOUCHERED")), command, key, values=told)


def send(world: World, command: Command) -> Step:
    """The vouchers of an application go out."""
    found: Apply | None = world.find("apply", text_of(command, "pay_apply"))
    if found is None or state(world, found) != "VOUCHERED":
        return refuse(world, "没有待发的凭证")
    ready = [one for one in of(world, found.number) if one.state == "ISSUED"]
    first = len(ready) == len(of(world, found.number))
    for one in ready:
        world = world.put("voucher", one.number, record=replace(one, state="SENT"))
    kept = (withheld(world, found),) if first and found.retained else ()
    return Step(world=world, tells=(*kept, *map(ordered, ready)))


def ordered(voucher: Voucher) -> Tell:
    """What the voucher gateway of the same house is told to send on."""
    return Tell(event="treasury_voucher.payment_ordered", values={
        "voucher_no": voucher.number, "payee_account": voucher.account, "order_amount": yuan(voucher.fen)})


def withheld(world: World, found: Apply) -> Tell:
    """What is kept back for defects is kept back once, when the application is first paid out."""
    return Tell(event="investment_retention.withhold", values={
        "contract_no": found.deal, "measured_amount": yuan(found.measured), "retention_rate": deal_of(world, found.number).retention,
        "deduct_retention": yuan(found.retained)})


def close(world: World, command: Command) -> Step:
    """The project is settled while vouchers are under way."""
    deal: Deal | None = world.find("deal", text_of(command, "contract_no"))
    if deal is None or deal.closed or not any(v.state == "SENT" and deal_of(world, v.apply) == deal for v in world.all("voucher")):
        return refuse(world, "没有这份合同、已关闭，或没有在途凭证")
    return Step(world=world.put("deal", deal.number, record=replace(deal, closed=True)))


def receipt(world: World, command: Command, *, without: Collection[str] = ()) -> Step:
    """A voucher was paid, or could not be; a project that was settled in between changes nothing (INV-32)."""
    return _answered(world, command, ("receipt_no", "order_amount", "SENT"), without)


def refund(world: World, command: Command, *, without: Collection[str] = ()) -> Step:
    """Money of a paid voucher came back, all of it: what was paid is open once more."""
    return _answered(world, command, ("refund_no", "refund_amount", "PAID"), without)


def _answered(world: World, command: Command, names: tuple[str, str, str], without: Collection[str]) -> Step:
    key_name, amount_name, before = names
    key = text_of(command, key_name)
    if (answer := once(world, command, key)) is not None:
        return answer
    found: Voucher | None = world.find("voucher", text_of(command, "voucher_no"))
    if found is None:
        return refuse(world, "没有这张凭证", code=NOT_FOUND)
    if found.state != before and "state" not in without:
        return refuse(world, "凭证的状态不允许")
    if fen_of(command, amount_name) != found.fen and "amount" not in without:
        return refuse(world, "金额不是凭证的金额")
    after = "RETURNED" if before == "PAID" else "PAID" if text_of(command, "pay_result") == "1" else "FAILED"
    world = settled(world, found, after, command.now).put("voucher", found.number, record=replace(found, state=after))
    return replace(remembered(world, command, key, values={key_name: key}), tells=told_of(world, replace(found, state=after)))


def told_of(world: World, voucher: Voucher) -> tuple[Tell, ...]:
    """What the library of contracts learns of a voucher that was paid, or whose money came back."""
    values: dict[str, Value] = {"contract_no": deal_of(world, voucher.apply).number, "contract_paid": yuan(voucher.fen)}
    booked = {"PAID": "investment.payment_booked", "RETURNED": "investment.payment_returned"}.get(voucher.state)
    return (Tell(event=booked, values=values),) if booked else ()


def settled(world: World, voucher: Voucher, after: str, now: str) -> World:
    """What the new state of a voucher does to the budget and to what the contract has been paid."""
    paid = f"paid:{deal_of(world, voucher.apply).number}"
    if after == "PAID":
        return world.booked(world.ledger.move(voucher.fen, source=TREASURY, target=paid, voucher=voucher.number, at=now))
    if after == "RETURNED":
        world = world.booked(world.ledger.move(voucher.fen, source=paid, target=TREASURY, voucher=voucher.number, at=now))
    return spend(world, voucher.apply, voucher.fen, now, back=True)


def payment(world: World, command: Command) -> Step:
    """An application, its vouchers, and what its contract has come to."""
    found: Apply | None = world.find("apply", text_of(command, "pay_apply"))
    if found is None:
        return refuse(world, "没有这份申请", code=NOT_FOUND)
    deal = deal_of(world, found.number)
    rows: tuple[Mapping[str, Value], ...] = tuple(
        {"voucher_no": v.number, "payee_account": v.account, "order_amount": yuan(v.fen), "voucher_state": v.state}
        for v in of(world, found.number))
    return Step(world=world, rows=rows, values={
        "payment_stage": state(world, found), "supplier_account": found.account,
        "contract_paid": yuan(world.ledger.balance(f"paid:{deal.number}")), "cumulative_measured": yuan(measured(world, deal.number)),
        "withheld": yuan(sum(one.retained for one in standing(world, deal.number))),
        "budget_left": yuan(world.ledger.balance(f"budget:{deal.pro}"))})
