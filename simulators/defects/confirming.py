"""What several defects of a bank that answers letters at the end of a year do: answer with something of its own, or tell other rows."""

from __future__ import annotations

from functools import partial
from typing import Any

from simulators.defects.behaving import Hook


def answering(**own: Any) -> Hook:
    """The hook `behave` of a bank that answers a letter with these in place of what it should look at."""
    return lambda name, honest: partial(honest, **own) if name == "confirm_letter" else honest
