"""How well a reconciler found planted breaks: recall and precision per class, what it missed and what it made up."""

from __future__ import annotations

import csv
import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kanhe.errors import Position, Problem, UsageError, reason
from kanhe.model.reconcile import NAMES, Match

Told = tuple[str, str]
"""(class in Chinese, key)."""
WORDS: Mapping[str, str] = {word: name for match, name in NAMES.items() for word in (name, match.value)} | {
    "单边（我方有）": NAMES[Match.OURS], "单边（对方有）": NAMES[Match.THEIRS]}


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """One class. missed and false: keys."""

    name: str
    planted: int
    found: int
    missed: tuple[str, ...]
    false: tuple[str, ...]

    @property
    def recall(self) -> str:
        """Found of those that there are, in per cent; a dash where there are none."""
        return _percent(self.found, self.planted)

    @property
    def precision(self) -> str:
        """Right of those that were told."""
        return _percent(self.found, self.found + len(self.false))


def score(planted: Iterable[Told], told: Iterable[Told]) -> list[Score]:
    """Every class but 相符. A break that is told twice is right once and false once; one that is told under another class is both missed
    there and false here."""
    there, said = Counter(planted), Counter(told)
    found = []
    for match in Match:
        name = NAMES[match]
        if match is Match.EQUAL:
            continue
        mine = Counter({k: n for (c, k), n in there.items() if c == name})
        theirs = Counter({k: n for (c, k), n in said.items() if c == name})
        hit = mine & theirs
        found.append(Score(name=name, planted=mine.total(), found=hit.total(), missed=tuple(sorted((mine - hit).elements())),
                           false=tuple(sorted((theirs - hit).elements()))))
    return found


def _percent(part: int, whole: int) -> str:
    return f"{100 * part // whole} %" if whole else "—"


def read_report(path: Path) -> list[Told]:
    """What a reconciler says: JSON of `kanhe reconcile --json`, JSON `[{"class": …, "key": …}]`, or CSV with the columns class and key.
    Raises UsageError."""
    try:
        text = path.read_text("utf-8-sig")
        rows: Sequence[Any] = _from_json(json.loads(text)) if text.lstrip()[:1] in ("{", "[") else list(csv.DictReader(text.splitlines()))
        pairs = [(str(r["class"]), str(r["key"])) for r in rows]
    except (OSError, ValueError, KeyError, TypeError, csv.Error) as error:
        why = reason(error) if isinstance(error, OSError) else "看不出类别和键"
        right = 'JSON [{"class": "金额不符", "key": "…"}]，或带 class,key 表头的 CSV'
        raise UsageError(Problem(Position(str(path)), f"读不了对账结果：{why}", right,
                                 "kanhe reconcile run … --json 的输出也可以")) from None
    for word, _ in pairs:
        if word not in WORDS:
            raise UsageError(Problem(Position(str(path)), f"不认识的类别 {word}", "、".join(NAMES.values())))
    return [(WORDS[word], key) for word, key in pairs if WORDS[word] != NAMES[Match.EQUAL]]


def _from_json(data: Any) -> Sequence[Any]:
    if isinstance(data, list):
        return data
    if "pairs" in data:  # our own report: the pair of the books and the file
        return [d for p in data["pairs"] if p.get("scored") for d in p["differences"] if not d.get("cleared")]
    listed: Sequence[Any] = data["breaks"]
    return listed
