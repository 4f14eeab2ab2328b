"""The budget of state capital, version by version, and what is paid and returned on its lines (SCB-41 … SCB-53); in integer fen.

A version once told never changes; what was paid on a line lies in `line:<budget>/<line>` and outlives the versions.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace

from kanhe.model.formula import Value
from kanhe.simulate.behaviour import Command, Step, Tell
from simulators.asked import CONFLICT, NOT_FOUND, decimal_of, fen_of, once, refuse, remembered, text_of
from simulators.ledger import fen, yuan
from simulators.world import World

TREASURY = "outside:treasury"
INJECTION = "22302"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line of a budget: to whom so many fen may be paid."""

    number: str
    function: str
    uscc: str
    name: str
    fen: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Budget:
    """The latest version of a budget. state: DRAFT APPROVED ADJUSTING."""

    number: str
    version: int
    lines: tuple[Line, ...]
    state: str = "DRAFT"

    @property
    def total(self) -> int:
        """What all lines come to."""
        return sum(line.fen for line in self.lines)


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """An order to pay that was carried out, or came back."""

    number: str
    budget: str
    line: str
    fen: int
    returned: bool = False


def purse(budget: str, line: str) -> str:
    """The account of what was paid on a line."""
    return f"line:{budget}/{line}"


def whole(command: Command, meaning: str) -> int:
    """A number of a version."""
    return int(text_of(command, meaning))


def _read(command: Command) -> tuple[Line, ...]:
    return tuple(Line(number=text_of(row, "budget_line"), function=text_of(row, "capital_expense"), uscc=text_of(row, "line_payee"),
                      name=text_of(row, "line_payee_name"), fen=fen_of(row, "budget_line_amount")) for row in command.rows)


Check = Callable[[World, Command, Budget | None, Budget], bool]


def _follows(world: World, command: Command, before: Budget | None, made: Budget) -> bool:
    base = whole(command, "budget_base_version")
    return base == (0 if before is None else before.version) and made.version == base + 1


def _of_its_kind(world: World, command: Command, before: Budget | None, made: Budget) -> bool:
    first = before is None or before.state == "DRAFT"
    return text_of(command, "capital_budget_type") == ("1" if first else "2")


def _adds_up(world: World, command: Command, before: Budget | None, made: Budget) -> bool:
    kept = () if before is None else before.lines
    stated = fen(decimal_of(command, "prior_total"))
    return stated == sum(line.fen for line in kept) and {line.number for line in kept} <= {line.number for line in made.lines}


def _covers(world: World, command: Command, before: Budget | None, made: Budget) -> bool:
    return all(line.fen >= world.ledger.balance(purse(made.number, line.number)) for line in made.lines)


CHECKS: dict[str, tuple[Check, str, str]] = {
    "kind": (_of_its_kind, "批复以前报年初预算，批复以后报调整预算", ""),
    "total": (_adds_up, "上一版的支出合计不对，或少了行", ""),
    "paid": (_covers, "少于已经拨的", ""),
    "version": (_follows, "依据的不是现在的版本", CONFLICT),
}


def budget(world: World, command: Command, *, without: Collection[str] = ()) -> Step:
    """A version of a budget. without: checks that a defect forgets."""
    number, version = text_of(command, "capital_budget"), whole(command, "budget_version")
    if (answer := once(world, command, number, str(version))) is not None:
        return answer
    before: Budget | None = world.find("budget", number)
    made = Budget(number=number, version=version, lines=_read(command), state="DRAFT" if before is None else before.state)
    for name, (holds, reason, code) in CHECKS.items():
        if name not in without and not holds(world, command, before, made):
            return refuse(world, reason, code=code) if code else refuse(world, reason)
    if made.state == "APPROVED":
        made = replace(made, state="ADJUSTING")
    return remembered(world.put("budget", number, record=made), command, number, str(version), values={
        "capital_budget": number, "budget_version": version})


def approve_budget(world: World, command: Command) -> Step:
    """The people's congress has agreed, the finance office approves."""
    found: Budget | None = world.find("budget", text_of(command, "capital_budget"))
    if found is None or found.state == "APPROVED":
        return refuse(world, "没有待批复的预算")
    return Step(world=world.put("budget", found.number, record=replace(found, state="APPROVED")))


def book_approved(world: World, command: Command) -> Step:
    """A budget that was approved before anybody kept these books."""
    number = text_of(command, "capital_budget")
    if world.find("budget", number) is not None:
        return refuse(world, "预算标识用过")
    line = Line(number="1", function=INJECTION, uscc=text_of(command, "line_payee"), name=text_of(command, "line_payee_name"),
                fen=fen_of(command, "budget_line_amount"))
    return Step(world=world.put("budget", number, record=Budget(number=number, version=1, lines=(line,), state="APPROVED")))


def _payee(line: Line, command: Command) -> bool:
    names = ["".join(name.split()) for name in (line.name, text_of(command, "line_payee_name"))]
    return names[0] == names[1] and line.uscc == text_of(command, "line_payee")


def inject(world: World, command: Command, *, without: Collection[str] = ()) -> Step:
    """Capital is paid to the enterprise of an approved line."""
    key, amount = text_of(command, "injection_no"), fen_of(command, "injection_amount")
    if (answer := once(world, command, key)) is not None:
        return answer
    of: Budget | None = world.find("budget", text_of(command, "capital_budget"))
    line = next((one for one in of.lines if one.number == text_of(command, "budget_line")), None) if of is not None else None
    if of is None or line is None:
        return refuse(world, "没有这一预算行", code=NOT_FOUND)
    if "state" not in without and (of.state != "APPROVED" or line.function != INJECTION):
        return refuse(world, "没有批复，或不是资本金注入")
    if "payee" not in without and not _payee(line, command):
        return refuse(world, "收款人不是批复的企业")
    if "line" not in without and world.ledger.balance(purse(of.number, line.number)) + amount > line.fen:
        return refuse(world, "超过预算行")
    ledger = world.ledger.move(amount, source=TREASURY, target=purse(of.number, line.number), voucher=key, at=command.now)
    world = world.booked(ledger).put("order", key, record=Order(number=key, budget=of.number, line=line.number, fen=amount))
    told = Tell(event="treasury_voucher.appropriation_ordered", values={
        "appropriation_no": key, "payee_name": text_of(command, "line_payee_name"), "order_amount": yuan(amount)})
    return replace(remembered(world, command, key, values={"injection_no": key}), tells=(told,))


def return_paid(world: World, command: Command, *, without: Collection[str] = ()) -> Step:
    """All that an order paid came back: the line may be paid from once more."""
    key, amount = text_of(command, "injection_return"), fen_of(command, "return_amount")
    if (answer := once(world, command, key)) is not None:
        return answer
    found: Order | None = world.find("order", text_of(command, "injection_no"))
    if found is None:
        return refuse(world, "没有拨过这张凭证", code=NOT_FOUND)
    if "once" not in without and (found.returned or amount != found.fen):
        return refuse(world, "退过了，或不是全额")
    return remembered(returned(world, found, amount, key, command.now), command, key, values={"injection_return": key})


def returned(world: World, order: Order, amount: int, voucher: str, now: str) -> World:
    """The world in which so much of an order came back; no more than the line has been paid."""
    account = purse(order.budget, order.line)
    amount = min(amount, world.ledger.balance(account))
    if amount:
        world = world.booked(world.ledger.move(amount, source=account, target=TREASURY, voucher=voucher, at=now))
    return world.put("order", order.number, record=replace(order, returned=True))


def budget_state(world: World, command: Command) -> Step:
    """The latest version, and what was paid on each line."""
    found: Budget | None = world.find("budget", text_of(command, "capital_budget"))
    if found is None:
        return refuse(world, "没有这份预算", code=NOT_FOUND)
    rows: tuple[Mapping[str, Value], ...] = tuple(
        {"budget_line": one.number, "capital_expense": one.function, "budget_line_amount": yuan(one.fen),
         "line_paid": yuan(world.ledger.balance(purse(found.number, one.number)))} for one in found.lines)
    return Step(world=world, rows=rows, values={
        "capital_budget_state": found.state, "budget_version": found.version, "budget_total": yuan(found.total)})
