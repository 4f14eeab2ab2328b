"""#553: a batch is final as soon as this bank is through."""

from __future__ import annotations

from collections.abc import Mapping

from kanhe.model.formula import Value
from simulators.defects.wages import Rows, telling

NUMBER = 553
TITLE = "他行还没有回执，批次就说全部有结果"
FAMILY = "wage_payment"
ROLE = "bank"
FINDS = ("PERS-45",)


def _early(values: dict[str, Value], rows: Rows) -> tuple[Mapping[str, Value], Rows]:
    return {**values, "batch_state": "FINAL" if values["batch_state"] == "CLEARING" else values["batch_state"]}, rows


behave = telling(_early)
