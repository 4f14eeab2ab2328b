"""#662: the last row of a list is not loaded."""

from __future__ import annotations

from dataclasses import replace

from simulators.account_register import Listing, Register, loaded
from simulators.defects.registering import loading

NUMBER = 662
TITLE = "清册的最后一行没有装入"
FAMILY = "account_register"
ROLE = "bank"
FINDS = ("ACCT-31", "ACCT-31N", "ACCT-31B", "ACCT-33A", "ACCT-33", "ACCT-33C", "ACCT-31D")
def _shorter(before: Register, listing: Listing) -> Register:
    return loaded(before, replace(listing, rows=listing.rows[:-1]))


behave = loading(_shorter)
