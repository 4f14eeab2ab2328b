"""Contracts of government investment: filing, changes, and the account that a supplier is paid to (INV-11 … INV-15); in integer fen."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from kanhe.model.formula import Value
from kanhe.simulate.behaviour import Command, Step, Tell
from simulators.asked import NOT_FOUND, decimal_of, fen_of, once, refuse, remembered, text_of
from simulators.investment_projects import Project
from simulators.ledger import yuan
from simulators.world import World

TREASURY = "outside:treasury"


@dataclass(frozen=True, slots=True, kw_only=True)
class Contract:
    """A contract by its number; changes: (number, fen, less than 0 where it is cut); rates in per cent."""

    number: str
    project: str
    account: str
    bank: str
    wage: str
    amount_fen: int
    retention: Decimal
    advance: Decimal
    ratio: Decimal
    months: int
    changes: tuple[tuple[str, int], ...] = ()

    @property
    def current_fen(self) -> int:
        """The amount with every change."""
        return self.amount_fen + sum(fen for _, fen in self.changes)


def contracts_of(world: World, project: str) -> list[Contract]:
    """The contracts of a project."""
    return [one for one in world.all("contract") if one.project == project]


def contracted(world: World, project: str) -> int:
    """What all contracts of a project come to, in fen."""
    return sum(one.current_fen for one in contracts_of(world, project))


def contract(world: World, command: Command, *, without: Collection[str] = ()) -> Step:
    """A contract is filed; its project has room for it. without: checks that a defect forgets."""
    number, amount = text_of(command, "contract_no"), fen_of(command, "contract_amount")
    if (answer := once(world, command, number)) is not None:
        return answer
    project: Project | None = world.find("project", text_of(command, "project_code"))
    if project is None:
        return refuse(world, "没有这个项目", code=NOT_FOUND)
    if not "30" <= project.stage <= "50" and "stage" not in without:
        return refuse(world, "项目没有初设批复，或已决算")
    if contracted(world, project.code) + amount > project.budget_fen and "budget" not in without:
        return refuse(world, "合同合计超过概算")
    filed = Contract(
        number=number, project=project.code, account=text_of(command, "supplier_account"), bank=text_of(command, "supplier_bank"),
        wage=text_of(command, "wage_account"), amount_fen=amount, retention=decimal_of(command, "retention_rate"),
        advance=decimal_of(command, "advance_rate"), ratio=decimal_of(command, "payable_ratio"),
        months=int(text_of(command, "defect_months")))
    step = remembered(world.put("contract", number, record=filed), command, number, values={"contract_no": number})
    return replace(step, tells=(_filed(world, filed),))


def _filed(world: World, filed: Contract) -> Tell:
    """What the payment office must know of a contract: the latest number of its project in the budget system pays for it."""
    return Tell(event="investment_payment.contract_filed", values={
        "contract_no": filed.number, "pro_code": max(key[0] for key, owner in world.things["pro_code"].items() if owner == filed.project),
        "supplier_account": filed.account, "wage_account": filed.wage, "contract_amount": yuan(filed.amount_fen),
        "budget_left": yuan(filed.amount_fen), "retention_rate": filed.retention, "advance_rate": filed.advance,
        "payable_ratio": filed.ratio})


ChangeCheck = Callable[[World, Contract, int], bool]
CHANGE_CHECKS: dict[str, tuple[ChangeCheck, str]] = {
    "paid": (lambda w, c, fen: fen > 0 or c.current_fen + fen >= w.ledger.balance(c.number), "低于已付的金额"),
    "budget": (lambda w, c, fen: fen < 0 or contracted(w, c.project) + fen <= w.find("project", c.project).budget_fen, "合同合计超过概算"),
}


def contract_change(world: World, command: Command, *, without: Collection[str] = ()) -> Step:
    """A contract grows or is cut, never below what is paid."""
    number, change = text_of(command, "contract_no"), text_of(command, "contract_change")
    if (answer := once(world, command, number, change)) is not None:
        return answer
    found: Contract | None = world.find("contract", number)
    if found is None:
        return refuse(world, "没有这份合同", code=NOT_FOUND)
    delta = fen_of(command, "change_amount") * (1 if text_of(command, "change_direction") == "1" else -1)
    for name, (holds, reason) in CHANGE_CHECKS.items():
        if name not in without and not holds(world, found, delta):
            return refuse(world, reason)
    found = replace(found, changes=(*found.changes, (change, delta)))
    world = world.put("contract", number, record=found)
    return remembered(world, command, number, change, values={"current_amount": yuan(found.current_fen)})


def payment_booked(world: World, command: Command) -> Step:
    """Money that was paid out of the contract."""
    number, amount = text_of(command, "contract_no"), fen_of(command, "contract_paid")
    found: Contract | None = world.find("contract", number)
    if found is None or amount <= 0 or world.ledger.balance(number) + amount > found.current_fen:
        return refuse(world, "没有这份合同，或支付超过合同金额")
    return Step(world=world.booked(world.ledger.move(amount, source=TREASURY, target=number, voucher=f"paid {number}", at=command.now)))


def payment_returned(world: World, command: Command) -> Step:
    """Money that was paid out of the contract and came back."""
    number, amount = text_of(command, "contract_no"), fen_of(command, "contract_paid")
    if world.find("contract", number) is None or not 0 < amount <= world.ledger.balance(number):
        return refuse(world, "没有这份合同，或退回超过已付金额")
    return Step(world=world.booked(world.ledger.move(amount, source=number, target=TREASURY, voucher=f"back {number}", at=command.now)))


def supplier_confirms(world: World, command: Command) -> Step:
    """A sheet with a supplier's seal comes in: the account that it wants to be paid to from now on."""
    number, contract_no = text_of(command, "confirmation"), text_of(command, "contract_no")
    if world.find("contract", contract_no) is None or world.find("confirmation", number) is not None:
        return refuse(world, "没有这份合同，或确认单号用过")
    sheet = (contract_no, text_of(command, "supplier_account"), text_of(command, "supplier_bank"))
    return Step(world=world.put("confirmation", number, record=sheet))


def payee(world: World, command: Command, *, without: Collection[str] = ()) -> Step:
    """Another account to pay to, as the supplier has confirmed it; what was applied for before goes where it was to go."""
    number, sheet_no = text_of(command, "contract_no"), text_of(command, "confirmation")
    if (answer := once(world, command, sheet_no)) is not None:
        return answer
    found: Contract | None = world.find("contract", number)
    if found is None:
        return refuse(world, "没有这份合同", code=NOT_FOUND)
    account, bank = text_of(command, "supplier_account"), text_of(command, "supplier_bank")
    sheet = world.find("confirmation", sheet_no)
    if (sheet is None or sheet[0] != number) and "sheet" not in without:
        return refuse(world, "没有这份合同的签章确认单")
    if sheet is not None and sheet[1:] != (account, bank) and "account" not in without:
        return refuse(world, "账户与确认单不符")
    world = world.put("contract", number, record=replace(found, account=account, bank=bank))
    return remembered(world, command, sheet_no, values={"contract_no": number})


def contract_state(world: World, command: Command) -> Step:
    """A contract with its changes."""
    found: Contract | None = world.find("contract", text_of(command, "contract_no"))
    if found is None:
        return refuse(world, "没有这份合同", code=NOT_FOUND)
    rows: tuple[Mapping[str, Value], ...] = tuple({"contract_change": change, "change_amount": yuan(fen)} for change, fen in found.changes)
    return Step(world=world, rows=rows, values={
        "contract_no": found.number, "contract_amount": yuan(found.amount_fen), "current_amount": yuan(found.current_fen),
        "contract_paid": yuan(world.ledger.balance(found.number)), "contracted": yuan(contracted(world, found.project)),
        "supplier_account": found.account, "supplier_bank": found.bank})
