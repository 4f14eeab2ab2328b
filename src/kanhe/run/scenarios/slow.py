"""What was answered `processing` once is done again in all the ways of what is booked at once: resends, lost replies, many at once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from functools import partial

from kanhe.model.contract import Contract
from kanhe.run.scenarios import crowd, once, resend
from kanhe.run.scenarios.money import think_of
from kanhe.run.scenarios.scenario import Scenario
from kanhe.run.session import Session


def scenarios(session: Session, contract: Contract) -> Iterator[Scenario]:
    """Nothing where no amount was seen to be answered so."""
    amount = session.slow.get(contract.id)
    if amount is not None:
        for one in (*once.scenarios(contract), *resend.scenarios(contract), *crowd.races(contract)):
            yield replace(one, name=f"{one.name}（在办）", play=partial(_with, scenario=one, amount=amount))


def _with(session: Session, scenario: Scenario, amount: Decimal) -> None:
    try:
        if think_of(session, scenario.contract, amount):
            scenario.play(session)
    finally:
        session.mind = {}
