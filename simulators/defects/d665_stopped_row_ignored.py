"""#665: rows that stop an account are passed over."""

from __future__ import annotations

from dataclasses import replace

from simulators.account_register import Listing, Register, loaded
from simulators.defects.registering import loading

NUMBER = 665
TITLE = "停用的行跳过不装，账户还是正常"
FAMILY = "account_register"
ROLE = "bank"
FINDS = ("ACCT-31D", "ACCT-33A", "ACCT-33")
def _active_only(before: Register, listing: Listing) -> Register:
    return loaded(before, replace(listing, rows=tuple(row for row in listing.rows if row.active)))


behave = loading(_active_only)
