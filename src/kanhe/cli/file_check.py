"""`kanhe file check`: every violation of every file, by line, column and byte; exit 1 where a file breaks its contract or is missing."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from kanhe.cli.paths import around, contracts_root
from kanhe.contract.load import load
from kanhe.contract.reading import near
from kanhe.errors import Position, Problem, UsageError, reason, those
from kanhe.files.batch import Arrived, Batch, check_all
from kanhe.files.findings import FileReport, Violation
from kanhe.files.register import Register
from kanhe.model.contract import Catalogue
from kanhe.model.file import FileContract
from kanhe.model.words import Level
from kanhe.report.mask import Mask
from kanhe.run.config_files import DAYS_RIGHT, days_of


def run(args: argparse.Namespace) -> int:
    """Check files; with a register, remember the accepted ones."""
    root = contracts_root(args.root)
    catalogue = load(root) if args.register or not args.contract else around(root, args.contract)  # a register may know other contracts
    paths = list(_paths(args.files, contract_named(catalogue, args.contract) if args.contract else None))
    contract = contract_named(catalogue, args.contract) if args.contract else _recognised(catalogue, paths)
    register = Register.load(Path(args.register)) if args.register else Register()
    files = [Arrived(name=p.name, open=lambda p=p: p.open("rb"), at=args.now) for p in paths]  # type: ignore[misc]
    batch = check_all(contract, files, parameters=catalogue.parameters, register=register, members=_members(args.members),
                      days=_days(args.days), most=args.most)
    if args.register:
        register.save(Path(args.register), catalogue.files)
    mask = Mask(catalogue)
    if args.json:
        print(json.dumps(_data(batch), ensure_ascii=False, indent=1))
    else:
        for line in _text(batch):
            print(mask.text(line))
    return 0 if batch.kept else 1


def contract_named(catalogue: Catalogue, name: str) -> FileContract:
    """A file contract by id. Raises UsageError."""
    found = catalogue.files.get(name)
    if not isinstance(found, FileContract):
        raise UsageError(Problem(Position("--contract"), f"没有文件契约 {name}", those(catalogue.files, name) or "kind: file 的契约",
                                 near(name, catalogue.files)))
    return found


def _recognised(catalogue: Catalogue, paths: Sequence[Path]) -> FileContract:
    found = [c for c in catalogue.files.values() if all(c.name.match.fullmatch(p.name) for p in paths)]
    if len(found) != 1:
        patterns = "、".join(f"{c.name.pattern}（{c.id}）" for c in catalogue.files.values())
        raise UsageError(Problem(Position(str(paths[0])), f"按文件名认出 {len(found)} 份文件契约", patterns or "kind: file 的契约",
                                 "用 --contract 指明"))
    one: FileContract = found[0]
    return one


def _paths(said: Sequence[str], contract: FileContract | None) -> Iterator[Path]:
    for text in said:
        path = Path(text)
        if path.is_dir():
            inside = [p for p in sorted(path.iterdir()) if p.is_file() and (contract is None or contract.name.match.fullmatch(p.name))]
            if not inside and contract is None:
                raise UsageError(Problem(Position(text), "目录里没有文件", "放着文件的目录",
                                         "没有文件不等于没有业务；用 --contract、--days 查缺"))
            yield from inside
        elif not path.is_file():
            raise UsageError(Problem(Position(text), "没有这个文件", "对方送到的文件", "没有文件不等于没有业务：催送，不要按零处理"))
        else:
            yield path


def _members(path: str) -> list[str]:
    if not path:
        return []
    try:
        return [line.strip() for line in Path(path).read_text("utf-8").splitlines() if line.strip()]
    except (OSError, UnicodeDecodeError) as error:
        why = reason(error) if isinstance(error, OSError) else "不是 UTF-8"
        raise UsageError(Problem(Position("--members"), f"读不了 {path}：{why}", "每行一个成员的 UTF-8 文本")) from None


def _days(text: str) -> tuple[str, ...]:
    days = days_of(text)
    if days is None:
        raise UsageError(Problem(Position("--days"), f"日子写作 {text}", DAYS_RIGHT))
    return days


def verdict(report: FileReport) -> str:
    """One word for what became of a file."""
    if report.repeated:
        return "重送"
    return "整份拒收" if report.refused else "守约" if report.kept else "不符"


_MEANS = {"重送": "与收过的一份相同，不再入账", "整份拒收": "一行也不入账", "守约": "可以入账", "不符": "有的行不合约定"}


def _text(batch: Batch) -> Iterator[str]:
    for report in batch.reports:
        yield f"{report.name}  {report.contract.title}（{report.contract.id}）"
        yield f"  {report.rows} 行  {report.size_bytes} 字节  SM3 {report.digest}"
        for violation in report.violations:
            yield from _violation(violation)
        hidden = sum(report.counts.values()) - len(report.violations)
        if hidden > 0:
            yield f"  另有 {hidden} 处没有列出：" + "、".join(f"{rule} 共 {n} 处" for rule, n in sorted(report.counts.items()))
        yield f"  {verdict(report)}：{_MEANS[verdict(report)]}"
    for violation in batch.missing:
        yield from _violation(violation)
    bad = sum(not r.kept for r in batch.reports)
    yield f"{len(batch.reports)} 个文件，{bad} 个不合约定，缺 {len(batch.missing)} 个。"


def _violation(violation: Violation) -> Iterator[str]:
    sign = "×" if violation.level is Level.MUST else "△"
    yield f"  {sign} {violation.rule}  {violation.says}"
    yield f"      {violation.place}：{violation.found}"
    if violation.right:
        yield f"      应为: {violation.right}"
    if violation.hint:
        yield f"      下一步: {violation.hint}"


def _data(batch: Batch) -> dict[str, Any]:
    return {
        "kept": batch.kept,
        "files": [{"name": r.name, "contract": r.contract.id, "rows": r.rows, "size_bytes": r.size_bytes, "sm3": r.digest,
                   "verdict": verdict(r), "counts": dict(r.counts), "violations": [_one(v) for v in r.violations]} for r in batch.reports],
        "missing": [_one(v) for v in batch.missing]}


def _one(v: Violation) -> dict[str, Any]:
    return {"rule": v.rule, "says": v.says, "level": v.level.value, "line": v.line, "column": v.column, "offset": v.offset,
            "found": v.found, "right": v.right, "hint": v.hint, "whole": v.whole}
