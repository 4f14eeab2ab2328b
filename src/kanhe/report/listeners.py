"""Which listeners a run has."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Protocol

from kanhe.errors import Position, Problem, UsageError
from kanhe.model.contract import Catalogue
from kanhe.model.event import Event
from kanhe.report.allure import Allure
from kanhe.report.console import Console
from kanhe.report.junit import Junit
from kanhe.report.mask import Mask
from kanhe.report.page import Page
from kanhe.report.summary import Summary


class Listener(Protocol):
    """Hears every event of a run, in order, and is closed in the end whatever happened."""

    def hear(self, event: Event) -> None:
        """Take one event."""

    def close(self) -> None:
        """Write what is left to write."""


def listeners_for(
    catalogue: Catalogue, out: Path | None, *, json_: bool = False, secrets: Iterable[str] = (), extra: Mapping[str, float] | None = None
) -> list[Listener]:
    """Console (on stderr when JSON goes to stdout), and below `out`: page, Allure results, JUnit and JSON. All share one mask."""
    mask = Mask(catalogue, secrets)
    found: list[Listener] = [Console(sys.stderr if json_ else sys.stdout, mask, report=str(out / "verdict.html") if out else "", extra=extra)]
    if json_:
        found.append(Summary(sys.stdout, mask))
    if out is not None:
        try:
            out.mkdir(parents=True, exist_ok=True)
            stream = (out / "summary.json").open("w", encoding="utf-8")
            allure = Allure(out / "allure-results", mask)
        except OSError as error:
            raise UsageError(Problem(Position(str(out)), f"写不了报告目录：{error.strerror}", "可写的目录", "换一个 --out")) from None
        found += [Page(out / "verdict.html", mask), allure, Junit(out / "junit.xml", mask), Summary(stream, mask)]
    return found
