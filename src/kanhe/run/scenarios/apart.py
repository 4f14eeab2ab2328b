"""The same done twice, some seconds apart: what only shows in replies between which time has passed, as that a clock stands still."""

from __future__ import annotations

from collections.abc import Iterator

from kanhe.checks.registry import pause_of
from kanhe.model.contract import Contract, Rule
from kanhe.run.scenarios.scenario import Scenario, act
from kanhe.run.session import Session
from kanhe.run.waiting import pause

PAUSES = 2  # one of them lies within one minute


def scenarios(session: Session, contract: Contract) -> Iterator[Scenario]:
    """One for each promise that asks for a pause, where the run has not yet made one by itself."""
    for rule in contract.rules:
        if pause_of(rule) and not session.tally.tried(contract.id, rule.id):
            yield Scenario(contract=contract, name="隔几秒再做", aim=(rule.id,), play=lambda s, r=rule: _apart(s, contract, r))  # type: ignore[misc]


def _apart(session: Session, contract: Contract, rule: Rule) -> None:
    act(session, contract)
    if session.tally.tried(contract.id, rule.id):
        return  # what came before it was long enough ago
    for _ in range(PAUSES):
        if not pause(session, pause_of(rule) + 1):
            session.tally.excuse(contract.id, rule.id, f"未测到：要隔 {pause_of(rule):g} 秒再做一次，时间不够")
            return
        act(session, contract)
