"""`kanhe catalogue`: systems, interfaces, parties and rules, from the contracts; as a table, as JSON, or as one page for clerks."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from kanhe.cli.paths import contracts_root, load_for_good
from kanhe.errors import Position, Problem, UsageError, reason
from kanhe.model.contract import Catalogue
from kanhe.report.catalogue.shelf import linkages, reconciliations, systems

FILE = "catalogue.html"


def run(args: argparse.Namespace) -> int:
    """Print or write it; raises UsageError where `--only` picks nothing or the page cannot be written."""
    catalogue = load_for_good(contracts_root(args.root))
    found, linked = systems(catalogue, args.only), linkages(catalogue, args.only)
    reconciled = reconciliations(catalogue, args.only)
    if not found and not linked and not reconciled:
        raise UsageError(_nothing(catalogue, args.only))
    if args.html:
        from kanhe.report.catalogue.page import html

        print(_written(Path(args.html), html(catalogue, found, linked, reconciled)))
    elif args.json:
        from kanhe.report.catalogue.record import record

        print(json.dumps(record(catalogue, found, linked, reconciled), ensure_ascii=False, indent=1))
    else:
        from kanhe.report.catalogue.text import lines

        for line in lines(found, linked, reconciled, brief=args.brief):
            print(line)
    return 0


def _nothing(catalogue: Catalogue, only: str) -> Problem:
    ids = sorted({*catalogue.contracts, *catalogue.files})
    near = f"，如 {ids[0]}、{ids[0].partition('.')[0]}" if ids else ""
    return Problem(Position("--only"), f"没有系统、契约族、接口与 {only} 相符", f"通配式，写系统代码、契约族、接口编号或操作码{near}",
                   "kanhe catalogue --brief 列出全部")


def _written(path: Path, text: str) -> Path:
    """Where the page was written: the file named, or catalogue.html in the folder named."""
    from kanhe.report.file import write_whole

    file = path / FILE if path.is_dir() or not path.suffix else path
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        write_whole(file, text)
    except OSError as error:
        raise UsageError(Problem(Position("--html"), f"写不了 {file}：{reason(error)}", "可写的文件或目录", "换一个位置")) from None
    return file
