"""#578: estimates are kept in ten thousands of yuan, without decimals."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from kanhe.model.formula import Value
from simulators.defects.investing import telling
from simulators.ledger import fen, yuan

NUMBER = 578
TITLE = "概算按万元取整存放，查询时再乘回来"
FAMILY = "investment"
ROLE = "finance"
FINDS = ("INV-03C",)


def _rounded(values: Mapping[str, Value]) -> Mapping[str, Value]:
    """Both estimates, whole ten thousands."""
    return {name: yuan(round(fen(Decimal(str(values[name]))) / 1_000_000) * 1_000_000) for name in ("estimate", "budget_estimate")}


behave = telling("project_state", _rounded)
