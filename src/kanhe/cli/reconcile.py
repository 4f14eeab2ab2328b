"""`kanhe reconcile run`: lay the lists of two or three parties side by side; exit 1 where something does not match."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from kanhe.cli.paths import contracts_root, load_for_good
from kanhe.contract.reading import near
from kanhe.errors import Position, Problem, UsageError
from kanhe.model.contract import Catalogue
from kanhe.model.reconcile import Reconciliation
from kanhe.reconcile.carry import read_carry, write_carry
from kanhe.reconcile.run import reconcile
from kanhe.reconcile.telling import as_data, lines
from kanhe.report.mask import Mask

ALL = 1_000_000


def run(args: argparse.Namespace) -> int:
    """Reconcile and tell."""
    catalogue = load_for_good(contracts_root(args.root))
    plan = _plan(catalogue, args.plan)
    before = read_carry(Path(args.open), plan.id) if args.open else None
    outcome = reconcile(plan, catalogue.files, _paths(plan, args.sides), day=args.date, before=before, most=ALL if args.json else args.most)
    if args.open_out:
        write_carry(Path(args.open_out), outcome.carry)
    if args.json:
        print(json.dumps(as_data(outcome), ensure_ascii=False, indent=1))
    else:
        mask = Mask(catalogue)
        for line in lines(outcome, args.most):
            print(mask.text(line))
    return 0 if outcome.agrees else 1


def _plan(catalogue: Catalogue, name: str) -> Reconciliation:
    found = catalogue.reconciliations.get(name)
    if not isinstance(found, Reconciliation):
        known = list(catalogue.reconciliations)
        right = "、".join(known) or "contracts/reconcile/ 下的文件"
        raise UsageError(Problem(Position(name), "没有这份对账契约", right, near(name, known)))
    return found


def _paths(plan: Reconciliation, said: list[str]) -> dict[str, list[Path]]:
    found: dict[str, list[Path]] = {}
    names = [s.name for s in plan.sides]
    for text in said:
        name, mark, pattern = text.partition("=")
        if not mark or name not in names or not pattern:
            told = f"没有 {name} 这一方" if mark else "不是 方=文件"
            raise UsageError(Problem(Position(text), told, "、".join(f"{n}=文件" for n in names), near(name, names)))
        found.setdefault(name, []).extend(_matched(Path(pattern)))
    return found


def _matched(pattern: Path) -> list[Path]:
    """The files of a pattern in order of name; the pattern itself where there is none, so that it is told as missing."""
    listed = sorted(pattern.parent.glob(pattern.name)) if any(sign in pattern.name for sign in "*?[") else []
    return listed or [pattern]
