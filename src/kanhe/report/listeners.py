"""Which listeners a run has, and what becomes of one that cannot write: it is told and left out, and the run goes on.

A run whose reports are not whole is never green: its exit code is 4 and its verdict page says so.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Protocol

from kanhe.errors import Position, Problem, UsageError, reason
from kanhe.model.contract import Catalogue
from kanhe.model.event import Event, RunFinished
from kanhe.report.allure import Allure
from kanhe.report.console import Console
from kanhe.report.file import write_whole
from kanhe.report.junit import Junit
from kanhe.report.mask import Mask
from kanhe.report.page import Page
from kanhe.report.render import lost_results
from kanhe.report.summary import Summary


class Listener(Protocol):
    """Hears every event of a run, in order, and is closed in the end whatever happened."""

    def hear(self, event: Event) -> None:
        """Take one event."""

    def close(self) -> None:
        """Write what is left to write."""


class Listeners:
    """All listeners of one run, by the place that each writes to. `lost` says in Chinese what could not be written."""

    def __init__(self, listeners: Iterable[tuple[str, Listener]], page: Page | None = None, results: Path | None = None) -> None:
        self._listeners, self._page, self._results = list(listeners), page, results
        self._ended = False
        self.lost: list[str] = []

    def hear(self, event: Event) -> None:
        """Hand the event to everybody who can still write."""
        self._ended = self._ended or isinstance(event, RunFinished)
        for place, listener in self._listeners:
            self._try(place, lambda told=listener: told.hear(event))  # type: ignore[misc]
        if self._page is not None:
            self._page.hear(event)

    def close(self) -> None:
        """Close everybody; the results are read back before the verdict page is written, last of all."""
        for place, listener in self._listeners:
            self._try(place, listener.close)
        if self._results is not None and self._ended and not self.lost:
            try:
                self.lost += lost_results(self._results)
            except UsageError as error:
                self.lost.append(str(error.problem))
        if self._page is not None:
            page = self._page
            page.lost = tuple(self.lost)
            self._try(str(page.path), page.close)

    def _try(self, place: str, act: Callable[[], None]) -> None:
        try:
            act()
        except OSError as error:
            self.lost.append(f"{place}：{reason(error)}")
            self._listeners = [(name, listener) for name, listener in self._listeners if name != place]


def listeners_for(
    catalogue: Catalogue, out: Path | None, *, json_: bool = False, secrets: Iterable[str] = (), extra: Mapping[str, float] | None = None
) -> Listeners:
    """Console (on stderr when JSON goes to stdout), and below `out`: page, Allure results, JUnit and JSON. All share one mask.

    Raises UsageError where the folder cannot be written. What an earlier run left there is overwritten at once by 未完成, so that
    a run that dies leaves no old verdict behind.
    """
    mask = Mask(catalogue, secrets)
    console = Console(sys.stderr if json_ else sys.stdout, mask, report=str(out / "verdict.html") if out else "", extra=extra)
    found: list[tuple[str, Listener]] = [("标准错误" if json_ else "标准输出", console)]
    if json_:
        found.append(("标准输出", Summary(_print, mask)))
    if out is None:
        return Listeners(found)
    results, page = out / "allure-results", Page(out / "verdict.html", mask)
    try:
        out.mkdir(parents=True, exist_ok=True)
        (out / "allure.html").unlink(missing_ok=True)
        files: list[tuple[Path, Listener]] = [
            (results, Allure(results, mask)), (out / "junit.xml", Junit(out / "junit.xml", mask)),
            (out / "summary.json", Summary(lambda text: write_whole(out / "summary.json", text), mask))]
        for listener in (*(told for _, told in files), page):
            listener.close()
    except OSError as error:
        raise UsageError(Problem(Position(str(out)), f"写不了报告目录：{reason(error)}", "可写、有空间的目录",
                                 "换一个 --out，或加 --no-report")) from None
    return Listeners([*found, *((str(path), told) for path, told in files)], page, results)


def _print(text: str) -> None:
    print(text, end="", flush=True)


__all__ = ["Listener", "Listeners", "listeners_for"]
