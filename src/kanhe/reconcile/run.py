"""reconcile(): every pair of sides laid against each other; what came out, ready to be told."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import combinations
from pathlib import Path

from kanhe.errors import KanheError, Position, Problem, UsageError
from kanhe.files.checking import check
from kanhe.files.findings import Violation
from kanhe.files.register import Register
from kanhe.model.file import FileContract, Total
from kanhe.model.reconcile import Match, Reconciliation, Side
from kanhe.model.words import Kind
from kanhe.reconcile.carry import Carry, age
from kanhe.reconcile.engine import Bench, Row, Tally, Unreadable
from kanhe.reconcile.lists import Loaded, Refused, read_list, unit_of

MOST_LISTED = 200
MOST_ALIKE = 20


class Missing(KanheError):
    """A side has no file: nothing was reconciled, and nothing may be taken for zero."""

    exit_code = 4


class Rejected(KanheError):
    """A file breaks its own contract: the whole of it is refused and nothing was matched (REC-08)."""

    exit_code = 1

    def __init__(self, side: Side, path: Path, why: str, violations: Sequence[Violation]) -> None:
        self.side, self.path, self.violations = side, path, tuple(violations)
        lines = [f"{side.title} 的文件整份拒收，没有对账：{why}"]
        for v in violations[:5]:
            lines.append(f"    {path.name} {v.place}：{v.says}（{v.rule}）：{v.found}{f'，应为 {v.right}' if v.right else ''}")
        super().__init__("\n".join([*lines, f"    下一步: kanhe file check {path} 看全部问题；退回对方重出"]))


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One key that is not equal. overdue: days that it has been open, where that is too many. cleared: it was open before and is met
    now."""

    match: Match
    left: Row | None
    right: Row | None
    left_place: str = ""
    right_place: str = ""
    overdue: int = 0
    cleared: bool = False

    @property
    def key(self) -> str:
        """The key as it is told; parts of a compound key joined by a slash."""
        return ((self.left or self.right).key if self.left or self.right else "").replace(chr(31), "/")  # type: ignore[union-attr]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Two sides compared. listed: the first differences; told: how many there are per class, of which `cleared` were met by this run."""

    left: Side
    right: Side
    tallies: Mapping[Match, Tally]
    listed: tuple[Difference, ...]
    cleared: int
    overdue: int
    alike: tuple[tuple[str, str], ...] = ()

    @property
    def agrees(self) -> bool:
        """Whether nothing has to be looked into."""
        different = sum(t.keys for m, t in self.tallies.items() if m is not Match.EQUAL)
        return different == self.cleared and not self.overdue


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What a reconciliation says. sides: name -> (rows, fen)."""

    plan: Reconciliation
    day: str
    sides: Mapping[str, tuple[int, int]]
    pairs: tuple[Pair, ...]
    carry: Carry = field(default_factory=lambda: Carry(plan=""))

    @property
    def agrees(self) -> bool:
        """Whether every pair agrees."""
        return all(p.agrees for p in self.pairs)


def reconcile(
    plan: Reconciliation, files: Mapping[str, FileContract], paths: Mapping[str, Sequence[Path]], *, day: str = "",
    before: Carry | None = None, most: int = MOST_LISTED,
) -> Outcome:
    """Compare the sides. paths: the files of each side. day: of the run, for what stays open. Raises Missing, Rejected, UsageError."""
    scratch = Path(tempfile.mkdtemp(prefix="kanhe-reconcile-"))
    bench = Bench(scratch)
    try:
        loaded = _loaded(bench, plan, files, paths, scratch)
        sides = {name: bench.totals(name) for name in loaded}
        carry = Carry(plan=plan.id, day=day)
        before = before or Carry(plan=plan.id)
        pairs = tuple(_pair(bench, plan, both, loaded, (before, carry), most) for both in combinations(plan.sides, 2))
        return Outcome(plan=plan, day=day, sides=sides, pairs=pairs, carry=carry)
    finally:
        bench.close()
        shutil.rmtree(scratch, ignore_errors=True)


def _loaded(
    bench: Bench, plan: Reconciliation, files: Mapping[str, FileContract], paths: Mapping[str, Sequence[Path]], scratch: Path
) -> dict[str, Loaded]:
    """Every side in the engine. While it loads one, the next is read; what is wrong with the first one is told first."""
    found, waiting = dict[str, Loaded](), list[Future[None]]()
    with ThreadPoolExecutor(1) as worker:
        for side in plan.sides:
            contract, mine = files.get(side.contract), paths.get(side.name, ())
            try:
                one, text = _read(side, contract, mine, scratch)
            finally:
                for before in waiting:
                    before.result()
            found[side.name] = one
            waiting.append(worker.submit(_load, bench, side, contract, mine, text=text, loaded=one))
        waiting[-1].result()
    return found


def _read(side: Side, contract: FileContract | None, paths: Sequence[Path], scratch: Path) -> tuple[Loaded, Path]:
    """A side as one text. Raises Missing, Rejected, UsageError."""
    absent = [p for p in paths if not p.is_file()]
    if not paths or absent:
        names = "、".join(str(p) for p in absent) or "（没有指定）"
        raise Missing(f"{side.title}（{side.name}）缺文件 {names}：没有对账\n    应为: 每一方都有文件，没有业务的日子也有\n"
                      "    下一步: 催送；没有文件不等于没有业务，不要按零处理")
    text = scratch / f"{side.name}.txt"
    try:
        with text.open("wb") as out:
            return read_list(side, contract, paths, out), text
    except Refused as refused:
        assert contract is not None
        raise _rejected(side, contract, paths, str(refused)) from None


def _load(bench: Bench, side: Side, contract: FileContract | None, paths: Sequence[Path], *, text: Path, loaded: Loaded) -> None:
    """A text of a side into the engine. Raises Rejected, UsageError."""
    try:
        unit = side.unit if contract is None else unit_of(contract)
        bench.load(side.name, text, loaded.columns, delimiter=loaded.delimiter, quote=loaded.quote, unit=unit, states=dict(side.states))
        if contract is not None:
            _totals(bench, side, contract, loaded)
    except Refused as refused:
        assert contract is not None
        raise _rejected(side, contract, paths, str(refused)) from None
    except Unreadable as error:
        if contract is not None:
            raise _rejected(side, contract, paths, f"第 {error.line} 行 {error.found}") from None
        place = loaded.place(error.line) if error.line else str(paths[0])
        raise UsageError(Problem(Position(place), error.found, error.right, "检查对账契约里的 columns、unit、delimiter")) from None
    finally:
        text.unlink(missing_ok=True)


def _totals(bench: Bench, side: Side, contract: FileContract, loaded: Loaded) -> None:
    """Sums that header or trailer tell: by the engine where they are sums of the matched amount, else by a full check."""
    paths = [path for _, path, _ in loaded.starts]
    if contract.matching.minus or not all(_is_simple(contract, t) for t in contract.totals):
        for path in paths:
            with path.open("rb") as stream:
                if check(contract, path.name, stream, register=Register()).refused:
                    raise Refused(f"{path.name} 不合约定")
        return
    first = [start for start, _, _ in loaded.starts]
    for path, said, rows in zip(paths, loaded.ends, map(range, first, [*first[1:], loaded.rows]), strict=True):
        fen = bench.totals(side.name, rows)[1]
        told = [said.get(p) for t in contract.totals if t.of == "sum" for p in t.into]
        if any(not isinstance(value, Decimal) or value * 100 != fen for value in told):
            raise Refused(f"{path.name} 的合计与明细不符")


def _is_simple(contract: FileContract, total: Total) -> bool:
    kind = contract.row.column(total.column).field.type if total.column else None
    return not total.where and (total.of == "count" or (
        total.of == "sum" and total.column == contract.matching.amount and kind is not None and kind.kind is Kind.MONEY))


def _rejected(side: Side, contract: FileContract, paths: Sequence[Path], why: str) -> Rejected:
    """The first file that is really wrong, with its places."""
    for path in paths:
        with path.open("rb") as stream:
            report = check(contract, path.name, stream, register=Register())
        if not report.kept:
            return Rejected(side, path, why, report.violations)
    return Rejected(side, paths[0], why, ())


def _pair(
    bench: Bench, plan: Reconciliation, sides: tuple[Side, Side], loaded: Mapping[str, Loaded], carries: tuple[Carry, Carry], most: int
) -> Pair:
    (left, right), (before, carry) = sides, carries
    tables = [bench.add_open(s.name, before.of(left.name, right.name, s.name)) for s in sides]
    bench.compare(*tables)
    listed, cleared, overdue = list[Difference](), 0, 0
    for match, a, b in bench.differences():
        since = next((row.since for row in (a, b) if row is not None and row.since), "")
        late = age(since, carry.day) if since and match in (Match.OURS, Match.THEIRS) else 0
        done = match is Match.CROSSED and bool(since)
        cleared += done
        overdue += late > plan.open_days
        for row, side in ((a, left), (b, right)):
            if match in (Match.OURS, Match.THEIRS) and row is not None:
                carry.leave(left.name, right.name, side.name, row, carry.day)
        if len(listed) < most or late > plan.open_days:
            listed.append(Difference(
                match=match, left=a, right=b, left_place=loaded[left.name].place(a.line) if a else "", cleared=done,
                right_place=loaded[right.name].place(b.line) if b else "", overdue=late if late > plan.open_days else 0))
    return Pair(left=left, right=right, tallies=bench.tallies(), listed=tuple(listed), cleared=cleared, overdue=overdue,
                alike=tuple(bench.alike(MOST_ALIKE)))
