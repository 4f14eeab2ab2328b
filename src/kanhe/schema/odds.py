"""How often parts that may be absent are there."""

from __future__ import annotations


def odds(chance: float, count: int) -> tuple[int, int]:
    """For so many optional parts: in how many of 100 cases none is there, and, where one may be, a given one is not.

    Mostly none is there; asked first, one choice takes all of them away, which is quick and lets documents shrink.
    """
    some = 1 - (1 - chance) ** count
    return (round(100 - 100 * some), round(100 - 100 * chance / some)) if some else (100, 100)
