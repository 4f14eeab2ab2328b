"""A word of the vocabulary: what a field of a message means."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Meaning:
    """One word of the closed list of field meanings. role: key money party status count time serial signature text."""

    word: str
    title: str
    role: str
    private: str = ""  # id, name, mobile, card, account: masked in reports
