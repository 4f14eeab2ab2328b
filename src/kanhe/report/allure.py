"""Allure results straight from the cells: one result per contract x peer x promise, distinct bugs split. Home of allure_commons.

A violated promise is `failed`, a peer that is down `broken`, a fault of ours `unknown`, what nobody tried `skipped`: four colours. What
is only noted is `passed` and says so in its title. `planned.json` lets the renderer see a result file that was lost.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterable, Sequence
from hashlib import md5
from html import escape
from pathlib import Path

from allure_commons.logger import AllureFileLogger
from allure_commons.model2 import Attachment, Label, Link, Parameter, Status, StatusDetails, TestResult, TestStepResult
from allure_commons.utils import now
from attr import attrib, attrs

from kanhe.model.event import Closed, Event, RunFinished, RunStarted
from kanhe.model.exchange import Exchange
from kanhe.model.verdict import Cell, Finding, Promise
from kanhe.model.words import Outcome
from kanhe.report.attachments import Attached, Attachments
from kanhe.report.clause import clause_of
from kanhe.report.file import write_whole
from kanhe.report.labels import labels_of
from kanhe.report.mask import Mask
from kanhe.report.meaning import facts_of
from kanhe.report.wire_text import telling
from kanhe.report.words import NAMES, short, verdict

STATUS = {
    Outcome.KEPT: Status.PASSED, Outcome.NOTED: Status.PASSED, Outcome.BROKEN: Status.FAILED, Outcome.UNREACHED: Status.BROKEN,
    Outcome.HARNESS: Status.UNKNOWN, Outcome.SKIPPED: Status.SKIPPED,
}
CATEGORIES = [
    {"name": "不符", "matchedStatuses": ["failed"]},
    {"name": "本方故障", "matchedStatuses": ["unknown"]},
    {"name": "不可达", "matchedStatuses": ["broken"]},
    {"name": "未测到", "matchedStatuses": ["skipped"]},
]
MOST_STEPS = 12


@attrs
class Details(StatusDetails):
    """The two sides of Allure 3's difference view, which allure-python does not know."""

    expected: str | None = attrib(default=None)
    actual: str | None = attrib(default=None)


class Allure:
    """Writes one result per cell as it is closed, and the manifest at the end."""

    def __init__(self, folder: Path, mask: Mask) -> None:
        self._folder, self._mask, self._attachments = folder, mask, Attachments(folder, mask)
        self._files = AllureFileLogger(str(folder), clean=True)
        self._start: RunStarted | None = None
        self._end: RunFinished | None = None
        self._written: dict[str, str] = {}  # result file -> what it is about
        self._told: set[str] = set()

    def hear(self, event: Event) -> None:
        """Write what the event is worth."""
        if isinstance(event, RunStarted):
            self._start = event
            write_whole(self._folder / "categories.json", json.dumps(CATEGORIES, ensure_ascii=False))
            self.close()  # a run that dies leaves a manifest in which everything is missing
        elif isinstance(event, Closed):
            self._cell(event.cell)
        elif isinstance(event, RunFinished):
            self._end = event

    def close(self) -> None:
        """Write the manifest and the facts about the run as they stand."""
        if self._start is not None:
            self._environment(self._start, self._end)
        self._manifest(self._end)

    def _environment(self, start: RunStarted, end: RunFinished | None) -> None:
        word, why = verdict(end.counts if end else {}, complete=bool(end and end.complete), ended=end is not None)
        rows = {"结论": word, "原因": why, "种子": start.seed, "开始": start.started_at, "命令": self._mask.text(start.command),
                "契约摘要": start.catalogue.digest, **{f"对端 {p.name}": f"{p.role} {p.address}" for p in start.peers}}
        text = "".join(f"{k.replace(' ', '_')} = {v}\n" for k, v in rows.items() if v)
        write_whole(self._folder / "environment.properties", text)

    def _manifest(self, end: RunFinished | None) -> None:
        owed = [_about(promise, peer) for peer, promise in self._start.planned] if self._start else []
        write_whole(self._folder / "planned.json", json.dumps(
            {"planned": len(owed), "reported": sum(o in self._told for o in owed), "ended": end is not None,
             "complete": bool(end and end.complete),
             "missing": [o for o in owed if o not in self._told], "results": self._written}, ensure_ascii=False, indent=1))

    def _cell(self, cell: Cell) -> None:
        self._told.add(_about(cell.promise, cell.peer))
        self._result(cell, cell.findings[0] if cell.findings else None, 0)
        for number, finding in enumerate(cell.findings[1:], 1):
            self._result(cell, finding, number)

    def _result(self, cell: Cell, finding: Finding | None, number: int) -> None:
        promise, catalogue = cell.promise, self._start.catalogue if self._start else None
        name = f"{promise.contract}.{promise.id}@{cell.peer}" + (f"#{number}" if number else "")
        stable = md5(name.encode()).hexdigest()  # noqa: S324 - an id, not a protection
        title = f"{'△ 提示 ' if cell.outcome is Outcome.NOTED else ''}[{short(promise)}] {self._mask.text(promise.says)}"
        clause = clause_of(catalogue, promise) if catalogue else None
        if len(cell.findings) > 1 and finding is not None:
            title += f"（其{number + 1}：{self._mask.text(finding.verdict.says, *finding.story)}）"
        story = finding.story if finding is not None else (cell.sample,) if cell.sample is not None else ()
        took = sum(map(_milliseconds, story))
        result = TestResult(uuid=str(uuid.uuid5(uuid.NAMESPACE_URL, name)), name=title, fullName=name, historyId=stable, testCaseId=stable,
                            status=STATUS[cell.outcome], stage="finished", start=now() - took, description=self._description(cell, finding))
        result.stop = result.start + took
        result.statusDetails = self._details(cell, finding)
        more = {"contract": promise.contract, "promise": promise.id, "outcome": NAMES[cell.outcome], "clause": promise.clause,
                "host": "kanhe", "thread": cell.peer}
        labels = {**labels_of(catalogue, cell.peer, promise.contract), **more}
        result.labels = [Label(name=k, value=v) for k, v in labels.items() if v]
        result.parameters = [Parameter(name="对端", value=cell.peer), Parameter(name="试过次数", value=str(cell.tried), excluded=True)]
        self._story(result, story, finding)
        if clause is not None:
            result.links = [Link(type="link", url=clause.url, name=f"契约条款 {clause.name}")]
            if finding is not None:
                excerpt = self._mask.text(clause.excerpt(), *finding.story)
                result.attachments += _attached([self._attachments.text(f"契约条款 {clause.name}", excerpt)])
        result.file_pattern = f"{result.uuid}-result.json"  # else the file gets a random name that no manifest knows
        self._files.report_result(result)
        self._written[result.file_pattern] = _about(promise, cell.peer)

    def _details(self, cell: Cell, finding: Finding | None) -> Details:
        if finding is None:
            return Details(message=f"[{cell.promise.id}] {NAMES[cell.outcome]}：{self._mask.text(cell.reason)}" if cell.reason else "")
        told = finding.verdict
        says, expected, actual, where = (self._mask.text(text, *finding.story) for _, text in facts_of(finding))
        message = f"[{told.promise}] {says}" + (f"\n应为 {expected}\n实为 {actual}" if expected or actual else "")
        return Details(message=message + (f"\n位置 {where}" if where else ""), expected=expected or None, actual=actual or None)

    def _description(self, cell: Cell, finding: Finding | None) -> str:
        promise = cell.promise
        says, reason = (escape(self._mask.text(t), quote=False) for t in (promise.says, cell.reason))  # Markdown takes tags for tags
        lines = [f"**{NAMES[cell.outcome]}**　{says}", "", f"试过 {cell.tried} 次。{reason}"]
        if promise.clause:
            lines += ["", f"依据：{escape(promise.clause, quote=False)}" + (f"（{promise.grade} 级）" if promise.grade else "")]
        if finding is not None and finding.rerun:
            lines += ["", "重跑：", "", f"    {finding.rerun}"]
        return "\n".join(lines)

    def _story(self, result: TestResult, story: Sequence[Exchange], finding: Finding | None) -> None:
        shown, at = list(zip(_lines(story, finding), story, strict=True))[-MOST_STEPS:], result.start
        guilty = telling(finding) if finding is not None else story[-1] if story else None
        for text, exchange in shown:
            status = result.status if exchange is guilty else Status.PASSED
            number, _, says = text.partition(". ")  # Allure numbers steps itself
            numbered = number.isdigit() and bool(says)
            step = TestStepResult(name=self._mask.text(says if numbered else text, exchange), status=status, stage="finished", start=at)
            step.stop = at = at + _milliseconds(exchange)
            told = self._attachments.full if exchange is guilty and finding is not None else self._attachments.short
            step.attachments = _attached(told(exchange, f"第 {number} 步 " if numbered else ""))
            result.steps.append(step)
        if finding is not None and finding.rerun:
            result.attachments += _attached([self._attachments.text("重跑命令", finding.rerun)])


def _attached(files: Iterable[Attached]) -> list[Attachment]:
    return [Attachment(name=title, source=source, type=kind) for title, source, kind in files]


def _lines(story: Sequence[Exchange], finding: Finding | None) -> list[str]:
    if finding is not None and len(finding.steps) == len(story):
        return list(finding.steps)
    return [f"{'对方发来' if e.inbound else '发送'} {e.contract.operation} {e.contract.title}" for e in story]


def _milliseconds(exchange: Exchange) -> int:
    return max(0, round(exchange.received.moments.done * 1000))


def _about(promise: Promise, peer: str) -> str:
    return f"{promise.contract} [{promise.id}] 对端 {peer}"
