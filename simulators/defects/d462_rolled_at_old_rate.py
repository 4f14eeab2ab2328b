"""#462: what is rolled over keeps its old rate."""

from __future__ import annotations

from dataclasses import replace

from simulators.defects.deposit import successor
from simulators.deposit_terms import Certificate

NUMBER = 462
TITLE = "转存的新证实书仍按原利率"
FAMILY = "time_deposit"
ROLE = "bank"
FINDS = ("DEP-32B",)


def kept(old: Certificate, new: Certificate) -> Certificate:
    """The rate of the old certificate."""
    return replace(new, rate=old.rate)


behave = successor(kept, "ROLLOVER")
