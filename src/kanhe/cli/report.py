"""`kanhe report`: install Allure 3, or render a folder of results into one HTML file."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TextIO

from kanhe.errors import KanheError
from kanhe.report.node import VERSION, find_allure, install
from kanhe.report.render import LostResults, Rendered, render


def run(args: argparse.Namespace) -> int:
    """Do what was asked; errors become messages in `kanhe.__main__`."""
    if args.action == "install":
        print(f"Allure {VERSION} 已装好：{install()}")
        return 0
    print(told(render(Path(args.folder))))
    return 0


def told(done: Rendered) -> str:
    """One line about a rendered report."""
    return f"Allure 报告 {done.path}（{done.results} 项，{done.path.stat().st_size / 1e6:.1f} MB，{done.seconds:.1f}s）"


def rendered(out: Path, exit_code: int, stream: TextIO) -> int:
    """After a run: render if Allure is installed, else say how to get it. The exit code, 4 where a good run lost its proof."""
    if find_allure() is None:
        print("Allure 报告未渲染：kanhe report install 装好后即自动生成，或 kanhe report render " + str(out), file=stream, flush=True)
        return exit_code
    try:
        print(told(render(out)), file=stream, flush=True)
    except LostResults as error:
        print(error, file=stream, flush=True)
        return exit_code or error.exit_code
    except KanheError as error:
        print(f"Allure 报告没有渲染：{error}", file=stream, flush=True)
    return exit_code
