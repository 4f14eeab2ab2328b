"""`kanhe report`: install Allure 3, or render a folder of results into one HTML file."""

from __future__ import annotations

import argparse
from pathlib import Path

from kanhe.report.node import VERSION, install
from kanhe.report.render import Rendered, render


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
