"""Defects that follow from a contract: a peer that keeps all of it but one thing. They measure what a new contract's promises are worth,
before anybody has planted a defect of its own.

Theory of operation. A contract without `behaviour` is answered from its declarations alone. One declaration is taken out of what the
simulator goes by, never out of what the run judges by. An omission that nobody sees is a promise that nothing tests, or one that another
promise keeps as well: which it is, a person has to say.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass, replace

from kanhe.model.contract import Catalogue, Contract, Effect
from kanhe.model.event import Found, RunFinished
from kanhe.model.words import Outcome
from kanhe.run.engine import Settings, verify
from kanhe.run.target import memory_line

BUDGET_S = 300.0
VERBS = {"open": "登记", "close": "注销", "debit": "记付出", "credit": "记收入", "hold": "占用", "release": "解除占用",
         "append": "记一笔明细", "set": "记栏目", "move": "改状态"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Omission:
    """A thing that a peer leaves out. name: `<contract id>/<what>`; contract: what its simulator goes by."""

    name: str
    title: str
    contract: Contract


@dataclass(frozen=True, slots=True, kw_only=True)
class Sighting:
    """What a run saw of an omission. promise: the first that was found broken, '' where none was; unsure: why that says nothing."""

    promise: str = ""
    unsure: str = ""
    seconds: float


def plain(catalogue: Catalogue, family: str) -> Catalogue:
    """The catalogue with a family that is answered from its declarations alone."""
    return replace(catalogue, contracts={name: replace(c, behaviour="") if c.party.family == family else c
                                         for name, c in catalogue.contracts.items()})


def omissions(catalogue: Catalogue, family: str, role: str) -> Iterator[Omission]:
    """Everything that a peer of this role can leave out of its calls: state promises, effects and their conditions, what a resend is."""
    for contract in plain(catalogue, family).contracts.values():
        if contract.party.family == family and contract.kind == "call" and contract.receiver == role:
            yield from _of_rules(contract)
            yield from _of_effects(contract)
            if contract.idempotency is not None:
                yield Omission(name=f"{contract.id}/idempotency", title="重送当作新的一笔", contract=replace(contract, idempotency=None))


def _of_rules(contract: Contract) -> Iterator[Omission]:
    for rule in contract.rules:
        if rule.on == "state" and rule.level == "must" and rule.holds is not None:
            rest = tuple(other for other in contract.rules if other is not rule)
            yield Omission(name=f"{contract.id}/{rule.id}", title=f"不查：{rule.says}", contract=replace(contract, rules=rest))


def _of_effects(contract: Contract) -> Iterator[Omission]:
    for number, effect in enumerate(contract.effects):
        name, what = f"{contract.id}/effects.{number}", f"{VERBS[effect.verb]} {effect.kind}"
        yield Omission(name=name, title=f"成功了不{what}", contract=_with(contract, number))
        if effect.where is not None:
            always = _with(contract, number, replace(effect, where=None))
            yield Omission(name=f"{name}.where", title=f"不论条件，一律{what}", contract=always)
        if effect.source:
            always = _with(contract, number, replace(effect, source=()))
            yield Omission(name=f"{name}.from", title=f"不论原来的状态，一律{what}", contract=always)


def _with(contract: Contract, number: int, *instead: Effect) -> Contract:
    return replace(contract, effects=(*contract.effects[:number], *instead, *contract.effects[number + 1 :]))


def sight(catalogue: Catalogue, seat: tuple[str, str], omission: Omission | None, *, seed: int, budget_s: float = BUDGET_S) -> Sighting:
    """Run the whole plan against a simulator that leaves this out (None: nothing), until anything is found broken."""
    served = plain(catalogue, seat[0])
    if omission is not None:
        served = replace(served, contracts={**served.contracts, omission.contract.id: omission.contract})
    started, promise, unsure = time.monotonic(), "", ""
    for event in verify(catalogue, [memory_line(served, seat, seed=seed)],
                        Settings(seed=seed, budget_s=budget_s, only=f"{seat[0]}.*")):
        if isinstance(event, Found) and event.finding.verdict.outcome is Outcome.BROKEN:
            promise = event.finding.verdict.promise
            break
        if isinstance(event, RunFinished):  # a simulator may fall over what is left out of it
            unsure = "模拟器做不成这样的对端" if event.counts[Outcome.HARNESS] else "时间不够" if event.seconds >= budget_s else ""
    return Sighting(promise=promise, unsure=unsure, seconds=time.monotonic() - started)
