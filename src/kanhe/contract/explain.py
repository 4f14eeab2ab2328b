"""Why a formula does not hold, in its own words."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from kanhe.model.formula import Absent, Scene


def explain(formula: Any, scene: Scene) -> str:
    """Why a comparison does not hold: both operands with their values, in the formula's own words. A text beside a number is said to
    be one: `1` and `"1"` look alike and are never equal."""
    told: list[tuple[str, Any]] = []
    for text, run in getattr(formula, "tree", None) or ():
        try:
            told.append((text, run(scene)))
        except Absent as absent:
            told.append((text, absent))
    values = [value for _, value in told if isinstance(value, (str, int, Decimal))]
    mixed = len({isinstance(value, str) for value in values}) > 1
    return "，".join(f"{text} = {_shown(value)}{'（文字）' if mixed and isinstance(value, str) else ''}" for text, value in told
                     if not text.startswith(("'", '"')) and not text.replace(".", "").isdigit())


def _shown(value: Any) -> str:
    if isinstance(value, Absent):
        return f"（缺 {value.path}）"
    text = format(value, "f") if isinstance(value, Decimal) else str(value)
    return text if len(text) <= 120 else text[:120] + "…"
