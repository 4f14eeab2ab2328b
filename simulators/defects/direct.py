"""What several defects of the direct link do: a second order in place of the first, batches told differently, money moved twice."""

from __future__ import annotations

from dataclasses import replace

from kanhe.model.formula import Value
from kanhe.simulate.behaviour import Send, Step
from simulators.direct_batch import STATES, Row, shown
from simulators.direct_client import Order, keep, payment
from simulators.direct_salaries import Salaries
from simulators.direct_salaries import keep as keep_batch
from simulators.ledger import yuan
from simulators.world import World

MOST_ROUNDS = 3


def paid_anew(world: World, order: Order) -> Step:
    """The order is taken for failed and goes out again under a key of its own, a few times at most."""
    if order.rounds >= MOST_ROUNDS:
        return Step(world=world)
    world, count = world.count("payment")
    world = keep(world, replace(order, status="FAILED"))
    again = replace(order, key=f"ZF{order.day}{count:010d}", status="SENT", rounds=order.rounds + 1, asked=0)
    return Step(world=keep(world, again), sends=(payment(world, again),))


def sent_anew(world: World, batch: Salaries, sent: Send) -> Step:
    """The batch is taken for failed and goes out again under a key of its own, once."""
    world, count = world.count("salaries")
    world = keep_batch(world, replace(batch, final=True))
    again = replace(batch, key=f"DF{batch.day}{count:010d}", asked=0)
    send = replace(sent, key=again.key, values={**sent.values, "pay_batch": again.key})
    return Step(world=keep_batch(world, again), sends=(send,))


def told_by_rows(step: Step, rows: tuple[Row, ...]) -> Step:
    """The answer to IBAQ06 as these rows would have it, head and all."""
    values: dict[str, Value] = dict(step.values)
    for status, name in zip(STATES, ("success", "failed", "pending"), strict=True):
        amounts = [row.amount_fen for row in rows if row.status == status]
        values[f"{name}_count"], values[f"{name}_amount"] = len(amounts), yuan(sum(amounts))
    return replace(step, values=values, rows=tuple(shown(row) for row in rows))
