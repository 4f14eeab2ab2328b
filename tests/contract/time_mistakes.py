"""One small mistake per message about clocks, plans, receipts and what comes about by itself."""
# ruff: noqa: E501 - an edit is one text of a file

from __future__ import annotations

from tests.contract.roots import Edit

PARTY, OPEN, ARRIVES = (f"banks/till/{n}.yaml" for n in ("party", "open", "arrives"))
TYPES = "types:\n  money: {type: Y(13.2)}"


def with_party(text: str) -> tuple[Edit, ...]:
    """These lines more in party.yaml."""
    return ((PARTY, TYPES, f"{text}\n{TYPES}"),)


PLAN = "plans:\n  later: {title: 迟, of: PAY, answer: success, then: [{do: arrives, after: 30s}]}"

TIMES: dict[str, tuple[Edit, ...]] = {
    "clock-key-unknown": with_party('clock: {cut_off: "17:00"}'),
    "clock-time": with_party('clock: {cutoff: "25:00"}'),
    "clock-starts": with_party('clock: {starts: "2026-02-30T09:00:00"}'),
    "plan-key-unknown": with_party(PLAN.replace("answer", "answers")),
    "plan-step-key-unknown": with_party(PLAN.replace("after", "afer")),
    "plan-span": with_party(PLAN.replace("30s", "30")),
    "plan-of": with_party(PLAN.replace("of: PAY", "of: PAI")),
    "plan-event": with_party(PLAN.replace("do: arrives", "do: arrive")),
    "plan-answer": with_party(PLAN.replace("success", "sucess")),
    "plan-without-title": with_party(PLAN.replace("title: 迟, ", "")),
    "magic-plan": with_party(f'{PLAN}\nmagic: {{amount: {{"*.44": latter}}}}'),
    "magic-meaning": with_party(f'{PLAN}\nmagic: {{amont: {{"*.44": later}}}}'),
    "receipt-key-unknown": with_party("receipts: {PAY: {time: [1s]}}"),
    "receipt-operation": with_party("receipts: {PAI: {times: [1s]}}"),
    "receipt-of-plan": with_party(PLAN.replace("of: PAY", "of: PAY, receipts: {PAI: {lost: yes}}")),
    "alone-of-a-call": ((OPEN, "title: 开户", "title: 开户\nalone: account"),),
    "alone-kind": ((ARRIVES, "title: 有人来", "title: 有人来\nalone: acount"),),
    "due-without-alone": ((ARRIVES, "title: 有人来", "title: 有人来\ndue: 300"),),
}
