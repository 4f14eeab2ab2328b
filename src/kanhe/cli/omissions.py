"""`kanhe defects --of FAMILY`: what a family's own tests are worth, told by peers that leave out one thing each."""

from __future__ import annotations

import argparse
from difflib import get_close_matches
from fnmatch import fnmatch

from kanhe.cli.paths import contracts_root, load_for_good
from kanhe.errors import Position, Problem, UsageError
from kanhe.model.contract import Catalogue
from kanhe.run.omission import Omission, omissions, sight

UNSEEN = "没有发现的：没有约定测得出来，或与另一条约定重复，请人看"


def run_omissions(args: argparse.Namespace) -> int:
    """Print the list, or run them all; exit 0 whatever is found: an omission that nobody sees need not be a hole. Exit 2 for a family that
    cannot be answered from its declarations alone."""
    catalogue = load_for_good(contracts_root(args.root))
    _known(catalogue, args.of)
    found = [(role, one) for role in catalogue.parties[args.of].roles for one in omissions(catalogue, args.of, role)
             if fnmatch(one.name, args.only or "*")]
    if not found:
        raise UsageError(Problem(Position("--only"), f"{args.of} 里没有与 {args.only or '*'} 相符的", "如 '*/effects.*'",
                                 f"kanhe defects --of {args.of} 列出全部"))
    if not args.run:
        for _, one in found:
            print(f"{one.name:<44} {one.title}")
        return 0
    for role in dict.fromkeys(role for role, _ in found):
        _honest(catalogue, (args.of, role), args.seed)
    seen = counted = 0
    for role, one in found:
        got = sight(catalogue, (args.of, role), one, seed=args.seed)
        seen, counted = seen + bool(got.promise), counted + (not got.unsure)
        mark = "√" if got.promise else "—" if got.unsure else "？"
        print(f"{mark} {one.name:<44} {got.seconds:6.2f}s  {got.promise or got.unsure or '没有发现'}", flush=True)
        if not got.promise:
            print(f"    {one.title}", flush=True)
    print(f"由契约推出的缺陷 {seen}/{counted} 被发现，种子 {args.seed}")
    if seen < counted:
        print(UNSEEN)
    return 0


def _known(catalogue: Catalogue, family: str) -> None:
    if family not in catalogue.parties:
        near = get_close_matches(family, catalogue.parties, 1)
        raise UsageError(Problem(Position("--of"), f"没有 {family} 这一族", f"是不是 {near[0]}？" if near else "契约目录里的族名",
                                 "kanhe catalogue 列出全部"))


def _honest(catalogue: Catalogue, seat: tuple[str, str], seed: int) -> None:
    none: Omission | None = None
    got = sight(catalogue, seat, none, seed=seed)
    if got.promise:
        raise UsageError(Problem(
            Position("--of"), f"{seat[0]} 的 {seat[1]} 只凭契约的声明应答，什么也没有少做，就不守 {got.promise}",
            "应答的每一栏都由声明得出",
            "给它补上 observes 或 derived；本项目的族也可用植入的缺陷：kanhe defects --run"))
