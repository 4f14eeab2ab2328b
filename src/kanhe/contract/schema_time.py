"""The part of the JSON Schema that is about time: a party's clock, plans, magic values and receipts."""

from __future__ import annotations

from kanhe.contract import hours, plans
from kanhe.contract.schema_parts import CLASSES, FLAG, SCALAR, TEXTS, Schema, each, many, mapping, words


def time_definitions() -> dict[str, Schema]:
    """key of party.yaml -> its schema."""
    receipts = each(mapping(plans.RECEIPT_KEYS, {"times": TEXTS, "retry": TEXTS, "early": FLAG, "lost": FLAG}))
    step = mapping(plans.STEP_KEYS, {"with": each(SCALAR)}, ("do",))
    plan = mapping(plans.PLAN_KEYS, {"answer": words(*CLASSES), "then": many(step), "receipts": receipts}, ("title", "of"))
    return {"clock": mapping(hours.CLOCK_KEYS, {}), "plans": each(plan), "magic": each(each(SCALAR)), "receipts": receipts}
