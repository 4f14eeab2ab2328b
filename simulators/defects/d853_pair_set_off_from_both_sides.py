"""#853: a pair that both units tell is set off twice."""

from __future__ import annotations

from collections.abc import Mapping

from kanhe.model.formula import Value
from simulators.asked import fen_of, text_of
from simulators.defects.confirming import offsetting
from simulators.government_consolidation import Key, Pair

NUMBER = 853
TITLE = "同一对往来两家都报，抵销两次"
FAMILY = "government_consolidation"
ROLE = "finance"
FINDS = ("GFR-43", "GFR-41")


def as_written(row: Mapping[str, Value]) -> tuple[Key, Pair]:
    """A line as it stands: told from the other side it is another pair."""
    key = (text_of(row, "pair_agency"), text_of(row, "pair_other"), text_of(row, "pair_account"), text_of(row, "pair_other_account"))
    return key, Pair(debit=fen_of(row, "pair_amount"), credit=fen_of(row, "pair_other_amount"))


behave = offsetting(reading=as_written)
