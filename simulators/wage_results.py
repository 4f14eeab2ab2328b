"""What becomes of wages at the bank: its run, the answers of other banks, what comes back, and what it tells (PERS-41 … PERS-45)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from kanhe.model.formula import Value
from kanhe.simulate.behaviour import Command, Step
from simulators.asked import NOT_FOUND, refuse, same_name, text_of
from simulators.ledger import yuan
from simulators.wage_bank import (
    BANKS,
    CLOSED,
    NO_SUCH_CARD,
    REASONS,
    WRONG_NAME,
    Account,
    Batch,
    Card,
    Pay,
    Row,
    acct,
    at_home,
    batch_of,
    transit,
)
from simulators.world import World

STATES = {"S": "success", "E": "failed", "C": "bounced", "AI": "pending"}
Verdict = Callable[[World, Row], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounce:
    """One wage that came back."""

    batch: str
    row: int
    person: str
    amount_fen: int
    day: str
    reason: str


def why_not(world: World, row: Row) -> str:
    """The reason code why a wage cannot be booked, '' where it can."""
    card: Card | None = world.find("card", row.card)
    if card is None or card.bank != row.bank:
        return NO_SUCH_CARD
    if card.status != "NORMAL":
        return CLOSED
    return "" if same_name(card.name, row.name) else WRONG_NAME


# ---- events ------------------------------------------------------------------------------------------------------


def run_own_cards(world: World, command: Command, *, verdict: Verdict = why_not) -> Step:
    """The bank's run: cards of its own are credited or not, the other rows go out to the other banks."""
    batch = batch_of(world, text_of(command, "wage_batch"))
    if batch is None or batch.state != "ACCEPTED":
        return refuse(world, "没有这一批，或已经跑过")
    rows = []
    for row in batch.rows:
        if at_home(world, row.bank):
            world, ended = settled(world, batch, row, at=command.now, verdict=verdict)
            rows.append(ended)
        else:
            rows.append(replace(row, state="I"))
    state = "CLEARING" if any(row.state == "I" for row in rows) else "FINAL"
    return Step(world=world.put("batch", batch.number, record=replace(batch, rows=tuple(rows), state=state)))


def run_other_cards(world: World, command: Command, *, verdict: Verdict = why_not) -> Step:
    """The other banks have answered."""
    batch = batch_of(world, text_of(command, "wage_batch"))
    if batch is None or batch.state != "CLEARING":
        return refuse(world, "没有这一批，或没有他行的回执要等")
    rows = []
    for row in batch.rows:
        world, ended = settled(world, batch, row, at=command.now, verdict=verdict) if row.state == "I" else (world, row)
        rows.append(ended)
    return Step(world=world.put("batch", batch.number, record=replace(batch, rows=tuple(rows), state="FINAL")))


def settled(world: World, batch: Batch, row: Row, *, at: str, verdict: Verdict) -> tuple[World, Row]:
    """The row at its end, and the world in which its money has gone on or back."""
    reason = verdict(world, row)
    target = acct(batch.account) if reason else f"card:{row.card}" if at_home(world, row.bank) else BANKS
    if row.amount_fen > 0:
        voucher = f"{batch.number} {row.number}"
        ledger = world.ledger.move(row.amount_fen, source=transit(batch.account), target=target, voucher=voucher, at=at)
        world = world.booked(ledger)
    return world, replace(row, state="E" if reason else "S", reason=reason)


def bounce_wage(world: World, command: Command) -> Step:
    """Another bank gives a wage back, all of it, to the account that it came from."""
    batch = batch_of(world, text_of(command, "wage_batch"))
    row = batch.row(int(text_of(command, "wage_row"))) if batch is not None else None
    if batch is None or row is None or row.state != "S" or at_home(world, row.bank) or batch.state != "FINAL" or row.amount_fen <= 0:
        return refuse(world, "没有这一笔他行已成功的工资")
    reason = text_of(command, "wage_reason")
    voucher = f"{batch.number} {row.number} C"
    ledger = world.ledger.move(row.amount_fen, source=BANKS, target=acct(batch.account), voucher=voucher, at=command.now)
    rows = tuple(replace(r, state="C", reason=reason) if r.number == row.number else r for r in batch.rows)
    world, order = world.booked(ledger).count("bounce")
    told = Bounce(batch=batch.number, row=row.number, person=row.person, amount_fen=row.amount_fen, day=command.now[:8], reason=reason)
    return Step(world=world.put("batch", batch.number, record=replace(batch, rows=rows)).put("bounce", f"{order:08d}", record=told))


# ---- queries -----------------------------------------------------------------------------------------------------


def wage_results(world: World, command: Command) -> Step:
    """A batch, row by row, and what adds up to the whole."""
    batch = batch_of(world, text_of(command, "wage_batch"))
    if batch is None:
        return refuse(world, "没有受理过这一批", code=NOT_FOUND)
    values: dict[str, Value] = {"wage_batch": batch.number, "batch_state": batch.state, "count": len(batch.rows),
                                "total_amount": yuan(sum(row.amount_fen for row in batch.rows))}
    for states, name in STATES.items():
        amounts = [row.amount_fen for row in batch.rows if row.state in states]
        values[f"{name}_count"], values[f"{name}_amount"] = len(amounts), yuan(sum(amounts))
    return Step(world=world, values=values, rows=tuple(shown(row) for row in batch.rows))


def shown(row: Row) -> Mapping[str, Value]:
    """A row as the answer shows it."""
    return {"wage_row": row.number, "person_id": row.person, "card": row.card, "net_pay": yuan(row.amount_fen), "wage_state": row.state,
            "wage_reason": row.reason, "message": REASONS.get(row.reason, "")}


def paid_person(world: World, command: Command) -> Step:
    """What became of one person's pay of a month: what counts is the row that was last tried."""
    key = tuple(text_of(command, name) for name in ("person_id", "salary_month", "wage_kind"))
    found: Pay | None = world.find("pay", *key)
    batch = batch_of(world, found.batch) if found is not None else None
    row = batch.row(found.row) if found is not None and batch is not None else None
    if found is None or row is None:
        return refuse(world, "这个人这个月没有发过", code=NOT_FOUND)
    state = {"A": "PAYING", "I": "PAYING", "S": "PAID", "E": "FAILED", "C": "RETURNED"}[row.state]
    return Step(world=world, values={
        "person_id": key[0], "pay_state": state, "paid_amount": yuan(row.amount_fen if state == "PAID" else 0), "wage_batch": found.batch,
        "wage_row": found.row, "count": found.times})


def wage_bounces(world: World, command: Command) -> Step:
    """What came back on a day; amounts are negative, as in the notice 2252."""
    day = text_of(command, "bounce_date")
    rows: tuple[Mapping[str, Value], ...] = tuple(
        {"wage_batch": b.batch, "wage_row": b.row, "person_id": b.person, "net_pay": yuan(-b.amount_fen), "wage_reason": b.reason}
        for b in world.all("bounce") if b.day == day)
    total = sum(b.amount_fen for b in world.all("bounce") if b.day == day)
    return Step(world=world, values={"bounce_date": day, "bounced_count": len(rows), "bounced_amount": yuan(-total)}, rows=rows)


def wage_account(world: World, command: Command) -> Step:
    """What is left on a payer's account."""
    found: Account | None = world.find("account", text_of(command, "account"))
    if found is None:
        return refuse(world, "没有这个签约账户", code=NOT_FOUND)
    return Step(world=world, values={"account": found.number, "balance": yuan(world.ledger.balance(acct(found.number)))})
