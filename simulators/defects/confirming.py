"""What several defects of a bank that answers letters, and of an office that consolidates, do: work with something of their own."""

from __future__ import annotations

from functools import partial
from typing import Any

from simulators.defects.behaving import Hook


def working(operation: str, **own: Any) -> Hook:
    """The hook `behave` of a party that does this operation with these in place of what it should look at."""
    return lambda name, honest: partial(honest, **own) if name == operation else honest


def answering(**own: Any) -> Hook:
    """The hook `behave` of a bank that answers a letter with these."""
    return working("confirm_letter", **own)


def offsetting(**own: Any) -> Hook:
    """The hook `behave` of an office that sets pairs off with these."""
    return working("merge_offset", **own)
