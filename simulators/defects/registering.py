"""What several defects of the bank that keeps the register do: forget a check, or make of a list what it is not."""

from __future__ import annotations

from functools import partial

from simulators.account_register import Load
from simulators.defects.behaving import Hook


def loading(load: Load) -> Hook:
    """The hook `behave` of a bank that makes this of a list."""
    return lambda name, honest: partial(honest, load=load) if name == "load_register" else honest
