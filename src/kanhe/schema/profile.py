"""How much of what a schema allows a document makes use of."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """optional: how often, in percent, something that may be absent is there. repeat: how many more than needed of what may repeat.
    parts: when so many parts have been made, only what must be there follows. depth: likewise below so many levels."""

    optional: int
    repeat: int
    parts: int
    depth: int = 40


LEAN = Profile(optional=6, repeat=1, parts=100)
"""Small documents, for bulk."""
RICH = Profile(optional=35, repeat=3, parts=600)
"""Documents that show most of a schema."""
SMALLEST = Profile(optional=0, repeat=0, parts=0)
"""Only what must be there."""
