"""What a message lists when a name is not known: everything while it is little, else what looks most like it, and how much there is."""

from __future__ import annotations

from kanhe.errors import those


def test_a_few_are_all_told_in_order():
    """Up to the limit nothing is left out."""
    assert "a、b、c" == those(["c", "a", "b"], "x", most=3)
    assert "" == those([], "x")


def test_of_many_the_likest_come_first_and_the_number_is_told():
    """The one that was meant is the first; the list is as long as was allowed."""
    names = [f"land_{n}" for n in range(40)] + ["treasury_voucher"]
    told = those(names, "tresury_voucher", most=5)
    assert told.startswith("treasury_voucher、") and told.endswith(" 等 41 个") and 4 == told.count("、")
