"""#489: the number that the bank gave anew is not taken."""

from __future__ import annotations

from dataclasses import replace

from kanhe.simulate.behaviour import Command
from simulators.account_bureau import File
from simulators.defects.filing import refiled
from simulators.world import World

NUMBER = 489
TITLE = "银行换号的备案不改账号"
FAMILY = "account_approval"
ROLE = "bureau"
FINDS = ("ACCT-04B",)


def kept(found: File, before: World, command: Command) -> File:
    """The number of before."""
    old: File | None = before.find("file", found.number)
    return replace(found, account=old.account) if old is not None else found


behave = refiled("bank_files_change", "file", "account_file", kept)
