"""`kanhe new bank|interface|rule`: writes what a clerk would otherwise copy by hand, and leaves nothing behind that lint refuses."""

from __future__ import annotations

import argparse
import importlib


def run(args: argparse.Namespace) -> int:
    """Write it and say where; raises ContractError or UsageError for every wrong input, and then nothing was written."""
    made: int = importlib.import_module(f"kanhe.cli.new.{args.thing}").run(args)
    return made
