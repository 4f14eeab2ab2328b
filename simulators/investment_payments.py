"""Applications for payment out of contracts of government investment, up to their vouchers (INV-21 … INV-29, INV-41); in integer fen.

An application names what is measured and what is taken off; its state after the audit follows from its vouchers alone (INV-33).
What may still be spent lies in `budget:<pro code>`, what has been paid in `paid:<contract>`.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from decimal import Decimal

from kanhe.simulate.behaviour import Command, Step
from simulators.asked import NOT_FOUND, decimal_of, fen_of, once, refuse, remembered, text_of
from simulators.world import World

TREASURY = "outside:treasury"
RETENTION, ADVANCE, RATIO = Decimal(3), Decimal(10), Decimal(80)  # per cent, where nothing else was agreed
ADVANCE_KIND = "1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Deal:
    """A contract that is paid from. retention, advance, ratio: in per cent; last: its latest application; closed: the project has been
    settled."""

    number: str
    pro: str
    account: str
    wage: str
    fen: int
    retention: Decimal = RETENTION
    advance: Decimal = ADVANCE
    ratio: Decimal = RATIO
    last: str = ""
    closed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Apply:
    """An application: fen measured, applied for, taken off; wages: the part for the workers; stage: until there are vouchers."""

    number: str
    deal: str
    kind: str
    period: str
    measured: int
    deducted: int
    retained: int
    amount: int
    wages: int
    account: str
    invoices: tuple[str, ...]
    prev: str
    stage: str = "SUBMITTED"


@dataclass(frozen=True, slots=True, kw_only=True)
class Voucher:
    """An order to pay. part: 1 the supplier, 2 the wages; state: ISSUED SENT PAID FAILED RETURNED CANCELLED; turn: later ones have more."""

    number: str
    apply: str
    part: str
    fen: int
    account: str
    state: str = "ISSUED"
    turn: int = 0


def share(amount: int, per_cent: Decimal | int) -> int:
    """So many per cent of an amount, half up to the fen, by whole numbers."""
    scaled = int(Decimal(per_cent) * 10_000)
    return (2 * amount * scaled + 1_000_000) // 2_000_000


def standing(world: World, deal: str) -> list[Apply]:
    """The applications of a contract that were not withdrawn."""
    return [one for one in world.all("apply") if one.deal == deal and one.stage != "WITHDRAWN"]


def measured(world: World, deal: str) -> int:
    """All that was measured, in fen."""
    return sum(one.measured for one in standing(world, deal))


def advance_left(world: World, deal: str) -> int:
    """What was applied for in advance and is not yet taken back."""
    return sum((one.amount if one.kind == ADVANCE_KIND else 0) - one.deducted for one in standing(world, deal))


def contract_filed(world: World, command: Command) -> Step:
    """A contract and this year's budget for it."""
    number, pro, amount = text_of(command, "contract_no"), text_of(command, "pro_code"), fen_of(command, "contract_amount")
    if world.find("deal", number) is not None or world.find("pro", pro) is not None or amount <= 0:
        return refuse(world, "合同编号或项目编号用过，或金额不大于零")
    deal = Deal(number=number, pro=pro, account=text_of(command, "supplier_account"), wage=text_of(command, "wage_account"), fen=amount,
                retention=decimal_of(command, "retention_rate"), advance=decimal_of(command, "advance_rate"),
                ratio=decimal_of(command, "payable_ratio"))
    world = world.put("deal", number, record=deal).put("pro", pro, record=number)
    budget = fen_of(command, "budget_left")
    if budget:
        world = world.booked(world.ledger.move(budget, source=TREASURY, target=f"budget:{pro}", voucher=f"budget {pro}", at=command.now))
    return Step(world=world)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """An application before the world that it meets."""

    world: World
    deal: Deal
    told: Apply
    cumulative: int

    @property
    def advance(self) -> bool:
        """Whether it is for the advance."""
        return self.told.kind == ADVANCE_KIND

    @property
    def others(self) -> list[Apply]:
        """What stands of the same contract."""
        return standing(self.world, self.deal.number)


def _advance(a: Asked) -> bool:
    if a.advance:
        return a.told.amount == share(a.deal.fen, a.deal.advance) and not any(o.kind == ADVANCE_KIND for o in a.others)
    left = advance_left(a.world, a.deal.number)
    return a.told.deducted <= left and (a.cumulative < a.deal.fen or a.told.deducted == left)


def _unused(a: Asked) -> bool:
    used = {number for one in a.world.all("apply") if one.stage != "WITHDRAWN" for number in one.invoices}
    return not used & set(a.told.invoices)


CHECKS: dict[str, tuple[Callable[[Asked], bool], str]] = {
    "cumulative": (lambda a: a.cumulative == measured(a.world, a.deal.number) + a.told.measured, "累计计量对不上"),
    "ceiling": (lambda a: a.advance or share(a.cumulative, a.deal.ratio) <= a.deal.fen, "超过合同金额"),
    "advance": (_advance, "预付款申请或抵扣不对"),
    "retention": (lambda a: a.advance or a.told.retained == share(a.told.measured, a.deal.retention), "质保金没有按比例扣"),
    "payee": (lambda a: a.told.account == a.deal.account, "收款账号不是合同的"),
    "invoice": (_unused, "发票用过"),
    "formula": (lambda a: a.advance or share(a.told.measured, a.deal.ratio) == a.told.amount + a.told.deducted + a.told.retained,
                "申请金额算错"),
    "period": (lambda a: a.advance or not any(o.kind != ADVANCE_KIND and o.period == a.told.period for o in a.others), "这个月份申请过"),
}


def pay(world: World, command: Command, *, without: Collection[str] = ()) -> Step:
    """An application for the advance, or for what was done in a month. without: checks that a defect forgets."""
    number = text_of(command, "pay_apply")
    if (answer := once(world, command, number)) is not None:
        return answer
    deal: Deal | None = world.find("deal", text_of(command, "contract_no"))
    if deal is None:
        return refuse(world, "没有这份合同", code=NOT_FOUND)
    told = Apply(
        number=number, deal=deal.number, kind=text_of(command, "pay_kind"), period=text_of(command, "pay_period"),
        measured=fen_of(command, "measured_amount"), deducted=fen_of(command, "deduct_advance"),
        retained=fen_of(command, "deduct_retention"),
        amount=fen_of(command, "pay_amount"), wages=fen_of(command, "wage_part"), account=text_of(command, "supplier_account"),
        invoices=tuple(str(row["invoice_no"]) for row in command.rows), prev=deal.last)
    asked = Asked(world=world, deal=deal, told=told, cumulative=fen_of(command, "cumulative_measured"))
    for name, (holds, reason) in CHECKS.items():
        if name not in without and not holds(asked):
            return refuse(world, reason)
    world = world.put("apply", number, record=told).put("deal", deal.number, record=replace(deal, last=number))
    return remembered(world, command, number, values={"pay_apply": number})


def _advanced(world: World, command: Command, before: str, stage: str) -> Step:
    found: Apply | None = world.find("apply", text_of(command, "pay_apply"))
    if found is None or found.stage != before:
        return refuse(world, "申请的状态不允许")
    return Step(world=world.put("apply", found.number, record=replace(found, stage=stage)))


def measure(world: World, command: Command) -> Step:
    """The supervisor confirms what was measured."""
    return _advanced(world, command, "SUBMITTED", "MEASURED")


def audit(world: World, command: Command) -> Step:
    """The finance office has audited it."""
    return _advanced(world, command, "MEASURED", "AUDITED")


def booked(world: World, command: Command, stage: str) -> tuple[World, Apply | None]:
    """The world with an application that came about before anybody kept these books, its contract and budget; None where it cannot be."""
    number, deal_no, pro = (text_of(command, meaning) for meaning in ("pay_apply", "contract_no", "pro_code"))
    main, wages, budget = (fen_of(command, meaning) for meaning in ("main_amount", "wage_amount", "budget_left"))
    if any(world.find(kind, key) is not None for kind, key in (("apply", number), ("deal", deal_no), ("pro", pro))) or main <= 0:
        return world, None
    deal = Deal(number=deal_no, pro=pro, account=text_of(command, "supplier_account"), wage=text_of(command, "wage_account"),
                fen=main * 10, last=number)
    told = Apply(number=number, deal=deal_no, kind="2", period="202312", measured=0, deducted=0, retained=0, amount=main + wages,
                 wages=wages, account=deal.account, invoices=(), prev="", stage=stage)
    world = world.put("deal", deal_no, record=deal).put("pro", pro, record=deal_no).put("apply", number, record=told)
    if budget:
        world = world.booked(world.ledger.move(budget, source=TREASURY, target=f"budget:{pro}", voucher=f"budget {pro}", at=command.now))
    return world, told


def book_audited(world: World, command: Command) -> Step:
    """An application that has been audited already."""
    after, told = booked(world, command, "AUDITED")
    return Step(world=after) if told is not None else refuse(world, "编号用过，或金额不大于零")


def book_sent(world: World, command: Command) -> Step:
    """An application whose vouchers are under way already."""
    after, told = booked(world, command, "VOUCHERED")
    if told is None:
        return refuse(world, "编号用过，或金额不大于零")
    number = text_of(command, "voucher_no")
    for part, name, amount, account in (("1", number, told.amount - told.wages, told.account),
                                        ("2", f"W{number}", told.wages, text_of(command, "wage_account"))):
        if amount:
            order = Voucher(number=name, apply=told.number, part=part, fen=amount, account=account, state="SENT")
            after = after.put("voucher", name, record=order)
    return Step(world=after)
