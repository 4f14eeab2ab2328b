"""#790: the first version is told for ever, and one instalment for all."""

from __future__ import annotations

from typing import Any

from simulators.defects.filing import told

NUMBER = 790
TITLE = "变更以后查到的还是版本 1；应答的期数总是一期"
FAMILY = "land_fee"
ROLE = "finance"
FINDS = ("LAND-23P", "LAND-26D")
_COUNT = told("push_fee", lambda values, *_: {**values, "accepted_count": 1})
_LATEST = told("fee_asked", lambda values, *_: {**values, "fee_version": 1})


def behave(name: str, honest: Any) -> Any:
    """Two answers with a figure that never changes."""
    return _LATEST(name, _COUNT(name, honest))
