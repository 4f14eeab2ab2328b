"""#841: what only one side has booked is left out of the difference."""

from __future__ import annotations

from collections.abc import Mapping

from kanhe.model.formula import Value
from simulators.asked import fen_of
from simulators.defects.confirming import answering

NUMBER = 841
TITLE = "差额不看银行已收、已付而单位没有记的"
FAMILY = "bank_confirm"
ROLE = "bank"
FINDS = ("GFR-51A",)


def by_book(line: Mapping[str, Value]) -> int:
    """The books alone."""
    return fen_of(line, "book_bank") + fen_of(line, "book_other")


behave = answering(ours=by_book)
