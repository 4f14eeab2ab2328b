"""What is wrong with a file: every violation with its place, and the report over one file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from kanhe.model.file import Cells, FileContract
from kanhe.model.words import Level

MOST_LISTED = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Violation:
    """One broken promise. rule: a rule id, or `<contract>:layout` and the like. line and column count from 1 (characters), offset
    counts bytes from 0; 0, 0 and -1 where the whole file is meant. whole: because of it no row of the file may be booked."""

    rule: str
    says: str
    found: str
    right: str = ""
    hint: str = ""
    line: int = 0
    column: int = 0
    offset: int = -1
    level: Level = Level.MUST
    whole: bool = False

    @property
    def place(self) -> str:
        """Where, in Chinese."""
        if not self.line:
            return "整个文件"
        return f"第 {self.line} 行第 {self.column} 列（字节 {self.offset}）"


@dataclass(frozen=True, slots=True, kw_only=True)
class FileReport:
    """What became of one file. counts: rule -> how often it was broken, listed or not. repeated: delivered before with the same bytes.
    tried: the rules that something in the file exercised."""

    contract: FileContract
    name: str
    size_bytes: int
    rows: int
    digest: str  # SM3 over all bytes
    violations: tuple[Violation, ...] = ()
    counts: Mapping[str, int] = field(default_factory=dict)
    repeated: bool = False
    parts: Mapping[str, Cells] = field(default_factory=dict)  # name, header, trailer, total
    tried: frozenset[str] = frozenset()

    @property
    def kept(self) -> bool:
        """Whether nothing binding is broken."""
        return not any(v.level is Level.MUST for v in self.violations)

    @property
    def refused(self) -> bool:
        """Whether the file as a whole is refused."""
        return any(v.whole and v.level is Level.MUST for v in self.violations)


class Findings:
    """Collects violations; each rule has its first ones listed and all counted, so that memory stays flat."""

    def __init__(self, contract: FileContract, most: int = MOST_LISTED) -> None:
        self.contract, self.most = contract, most
        self.listed: list[Violation] = []
        self.counts: Counter[str] = Counter()
        self.tried: set[str] = set()
        self._says = {r.id: r.says for r in contract.rules}
        self._levels = {r.id: r.level for r in contract.rules}

    def wanted(self, rule: str, times: int = 1) -> bool:
        """Count a violation; whether it is worth describing, too."""
        self.counts[rule] += times
        return self.counts[rule] <= max(1, self.most // 4) and len(self.listed) < self.most

    def forget(self) -> None:
        """Nothing was wrong after all."""
        self.listed.clear()
        self.counts.clear()

    def add(self, rule: str, found: str, **more: object) -> None:
        """Count and list one violation; see Violation for what more there is."""
        if self.wanted(rule):
            self.tell(rule, found, **more)

    def tell(self, rule: str, found: str, **more: object) -> None:
        """List a violation that was counted."""
        says, level = self._says.get(rule, SAYS.get(rule.partition(":")[2], "")), self._levels.get(rule, Level.MUST)
        self.listed.append(Violation(rule=rule, says=says, found=found, level=level, **more))  # type: ignore[arg-type]


SAYS = {
    "layout": "文件按约定的版式写成", "name": "文件名按约定写成", "totals": "合计与明细相符", "digest": "摘要与内容相符",
    "unique": "行不重复", "again": "同一批次号只有一份内容", "complete": "该有的文件都有", "arrival": "文件写完才可见",
}


def built_in(contract: FileContract, word: str, rule: str = "") -> str:
    """The promise that a breach breaks: the declared rule, else the built-in one."""
    return rule or f"{contract.id}:{word}"
