"""Windows: other doors of one system, with a wire of their own, whose operations are about the same books.

A party.yaml says `window_of: <family>`; who answers there is one of the roles of the family, who asks may
be anybody. What is opened, moved and shown there is of the kinds that the family's books hold, and of its own.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from kanhe.contract.reading import Reading, near
from kanhe.model.contract import Contract, Party

_SAID = re.compile(rb"^window_of:\s*[\"']?(\w+)", re.MULTILINE)


def window_of(folder: Path) -> str:
    """The family whose window the party in this folder is, '' where it is none. Read before anything is, to know what comes first."""
    try:
        found = _SAID.search((folder / "party.yaml").read_bytes())
    except OSError:
        return ""
    return found[1].decode("ascii") if found else ""


def grouped(folders: Sequence[Path], family: str) -> list[Path]:
    """The folders of a family, of its windows, and of the family whose window it is."""
    named = [folder for folder in folders if family and folder.name == family]
    host = {window_of(folder) for folder in named} - {""} or {family}
    return [folder for folder in folders if named and (folder.name in host or window_of(folder) in host)]


def check_windows(reading: Reading, parties: Mapping[str, Party], contracts: Mapping[str, Contract]) -> None:
    """Note windows of nothing, of nobody in the family, or in which both sides ask."""
    for party in (p for p in parties.values() if p.window_of and not reading.partial):
        host = parties.get(party.window_of)
        if host is None or host.window_of or host is party:
            others = [name for name, other in parties.items() if not other.window_of]
            told = f"{party.family} 是 {party.window_of} 的窗口，却没有这个主族"
            reading.blame(party.at, told, "、".join(others), near(party.window_of, others))
            continue
        asked = {c.receiver for c in contracts.values() if c.party is party and c.kind == "call"}
        if len(asked) > 1:
            reading.blame(party.at, f"窗口 {party.family} 两边都发请求", "只有一边发请求", "对方主动发的报文写在主族里")
        elif not asked <= set(host.roles):
            reading.blame(party.at, f"窗口 {party.family} 里答话的是 {'、'.join(asked)}，不是 {host.family} 的角色", "、".join(host.roles))
