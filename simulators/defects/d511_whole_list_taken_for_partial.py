"""#511: a whole list changes only what it names."""

from __future__ import annotations

from dataclasses import replace

from simulators.account_register import Listing, Register, loaded
from simulators.defects.registering import loading

NUMBER = 511
TITLE = "全量清册当作增量装：没有列出的账户还是正常"
FAMILY = "account_register"
ROLE = "bank"
FINDS = ("ACCT-31", "ACCT-31A")
def _partial(before: Register, listing: Listing) -> Register:
    return loaded(before, replace(listing, whole=False))


behave = loading(_partial)
