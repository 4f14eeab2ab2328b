"""#488: the name that was applied for is not taken when the bank has filed the change."""

from __future__ import annotations

from dataclasses import replace

from kanhe.simulate.behaviour import Command
from simulators.account_bureau import File
from simulators.defects.filing import refiled
from simulators.world import World

NUMBER = 488
TITLE = "变更备案以后户名没有改"
FAMILY = "account_approval"
ROLE = "bureau"
FINDS = ("ACCT-21A",)


def kept(found: File, before: World, command: Command) -> File:
    """The name of before."""
    old: File | None = before.find("file", found.number)
    return replace(found, name=old.name) if old is not None else found


behave = refiled("bank_files_change", "file", "account_file", kept)
