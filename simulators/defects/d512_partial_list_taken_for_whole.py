"""#512: a partial list replaces everything."""

from __future__ import annotations

from dataclasses import replace

from simulators.account_register import Listing, Register, loaded
from simulators.defects.registering import loading

NUMBER = 512
TITLE = "增量清册当作全量装：没有列出的账户都停用了"
FAMILY = "account_register"
ROLE = "bank"
FINDS = ("ACCT-31D", "ACCT-31B")
def _whole(_: Register, listing: Listing) -> Register:
    return loaded({}, replace(listing, whole=True))


behave = loading(_whole)
