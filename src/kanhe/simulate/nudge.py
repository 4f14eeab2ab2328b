"""Letting one business take its next step by hand: the same event that its plan would cause on its own timetable."""

from __future__ import annotations

import difflib

from kanhe.model.contract import Contract, Field
from kanhe.simulate.simulator import Simulator


def nudge(simulator: Simulator, key: str, step: str, code: str = "") -> str:
    """Cause the event `step` for the business with this key; '' when done, otherwise the Chinese reason why not."""
    steps = {name: c for name, c in simulator.stimuli.items() if _key(c) is not None}
    contract = steps.get(step)
    if contract is None:
        near = difflib.get_close_matches(step, steps, 1)
        return f"没有步骤 {step}，应为 {'、'.join(steps) or '（这一方没有可推的步骤）'}{f'；是不是想写 {near[0]}？' if near else ''}"
    named = _key(contract)
    assert named is not None
    values = {named.path: key}
    coded = next((f for f in contract.request if f.role == "code"), None)
    if code and coded is None:
        return f"步骤 {step} 不带代码"
    if coded is not None:
        values[coded.path] = code or str(contract.specimen_request.get(coded.path, ""))
    lacking = [f.title for f in contract.request if f.required and f.path not in values]
    if lacking:
        return f"步骤 {step} 还要 {'、'.join(lacking)}，请用触发 POST /stimulus/{step}"
    return simulator.stimulate(contract, values)


def _key(contract: Contract) -> Field | None:
    return next((f for f in contract.request if f.role == "key"), None)
