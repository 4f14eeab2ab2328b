"""Allure results straight from the cells: one result per contract x peer x promise, distinct bugs split. Home of allure_commons.

epic = system, feature = peer, story = promise in Chinese. A peer that is down and a fault of ours are `broken`, a violated promise is
`failed`, what nobody tried is `skipped`. `planned.json` lets the renderer see a result file that was lost.
"""

from __future__ import annotations

import json
import uuid
from hashlib import md5
from pathlib import Path
from typing import Any

from allure_commons.logger import AllureFileLogger
from allure_commons.model2 import Attachment, Label, Link, Parameter, Status, StatusDetails, TestResult, TestStepResult
from allure_commons.utils import now

from kanhe.model.event import Closed, Event, RunFinished, RunStarted
from kanhe.model.exchange import Exchange, Message
from kanhe.model.verdict import Cell, Finding, Promise
from kanhe.model.words import Outcome
from kanhe.report.mask import Mask
from kanhe.report.wire_text import as_hex, as_text
from kanhe.report.words import NAMES

STATUS = {
    Outcome.KEPT: Status.PASSED, Outcome.NOTED: Status.PASSED, Outcome.BROKEN: Status.FAILED, Outcome.UNREACHED: Status.BROKEN,
    Outcome.HARNESS: Status.BROKEN, Outcome.SKIPPED: Status.SKIPPED,
}
SEVERITY = {"blocker": "blocker", "critical": "critical", "normal": "normal", "minor": "minor"}
CATEGORIES = [
    {"name": "不符", "matchedStatuses": ["failed"]},
    {"name": "本方故障", "matchedStatuses": ["broken"], "messageRegex": ".*本方故障.*"},
    {"name": "不可达", "matchedStatuses": ["broken"]},
    {"name": "未测到", "matchedStatuses": ["skipped"]},
]


class Allure:
    """Writes one result per cell as it is closed, and the manifest at the end."""

    def __init__(self, folder: Path, mask: Mask) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._folder, self._mask = folder, mask
        self._files = AllureFileLogger(str(folder), clean=True)
        self._start: RunStarted | None = None
        self._written: dict[str, str] = {}  # result file -> what it is about
        self._told: set[str] = set()

    def hear(self, event: Event) -> None:
        """Write what the event is worth."""
        if isinstance(event, RunStarted):
            self._start = event
            (self._folder / "categories.json").write_text(json.dumps(CATEGORIES, ensure_ascii=False), encoding="utf-8")
            (self._folder / "environment.properties").write_text(
                f"seed={event.seed}\ncatalogue_sm3={event.catalogue.digest}\nstarted={event.started_at}\n", encoding="utf-8")
        elif isinstance(event, Closed):
            self._cell(event.cell)
        elif isinstance(event, RunFinished):
            self._manifest(event)

    def close(self) -> None:
        """A run without an end leaves a manifest that says so."""
        if not (self._folder / "planned.json").exists():
            self._manifest(None)

    def _manifest(self, end: RunFinished | None) -> None:
        owed = [_about(promise, peer) for peer, promise in self._start.planned] if self._start else []
        (self._folder / "planned.json").write_text(json.dumps(
            {"planned": len(owed), "reported": len(self._told), "complete": bool(end and end.complete),
             "missing": [o for o in owed if o not in self._told], "results": self._written}, ensure_ascii=False, indent=1), encoding="utf-8")

    def _cell(self, cell: Cell) -> None:
        self._told.add(_about(cell.promise, cell.peer))
        self._result(cell, cell.findings[0] if cell.findings else None, 0)
        for number, finding in enumerate(cell.findings[1:], 1):
            self._result(cell, finding, number)

    def _result(self, cell: Cell, finding: Finding | None, number: int) -> None:
        promise, catalogue = cell.promise, self._start.catalogue if self._start else None
        contract = catalogue.contracts.get(promise.contract) if catalogue else None
        name = f"{promise.contract}.{promise.id}@{cell.peer}" + (f"#{number}" if number else "")
        stable = md5(name.encode()).hexdigest()  # noqa: S324 - an id, not a protection
        result = TestResult(uuid=str(uuid.uuid5(uuid.NAMESPACE_URL, name)), name=f"[{promise.id}] {promise.says}", fullName=name, historyId=stable,
                            testCaseId=stable, status=STATUS[cell.outcome], stage="finished", start=now(), stop=now(),
                            description=self._description(cell, finding))
        result.statusDetails = StatusDetails(message=self._message(cell, finding), trace="")
        system = contract.party.system_title if contract else "跨接口流程"
        labels = {"epic": system, "feature": cell.peer, "story": f"{promise.contract} {contract.title if contract else ''}".strip(),
                  "severity": SEVERITY.get(contract.severity if contract else "normal", "normal"), "layer": "契约",
                  "contract": promise.contract, "outcome": NAMES[cell.outcome], "host": "kanhe", "thread": cell.peer}
        if contract and contract.owner:
            labels["owner"] = contract.owner
        result.labels = [Label(name=k, value=v) for k, v in labels.items()]
        if promise.clause:
            result.labels.append(Label(name="clause", value=promise.clause))
            result.links = [Link(type="tms", url=f"#{promise.id}", name=f"{promise.clause}（{promise.grade} 级）")]
        result.parameters = [Parameter(name="对端", value=cell.peer), Parameter(name="试过", value=str(cell.tried), excluded=True)]
        self._story(result, cell, finding)
        result.file_pattern = f"{result.uuid}-result.json"  # else the file gets a random name that no manifest knows
        self._files.report_result(result)
        self._written[result.file_pattern] = _about(promise, cell.peer)

    def _message(self, cell: Cell, finding: Finding | None) -> str:
        if finding is None:
            return f"[{cell.promise.id}] {NAMES[cell.outcome]}：{self._mask.text(cell.reason)}" if cell.reason else ""
        told = finding.verdict
        return self._mask.text(f"[{told.promise}] {told.says}\n应为 {told.expected}\n实为 {told.actual}", *finding.story)

    def _description(self, cell: Cell, finding: Finding | None) -> str:
        lines = [f"**{NAMES[cell.outcome]}**　{cell.promise.says}", "", f"试过 {cell.tried} 次。{self._mask.text(cell.reason)}"]
        if finding is not None:
            lines += ["", "重跑：", "", f"    {finding.rerun}"]
        return "\n".join(lines)

    def _story(self, result: TestResult, cell: Cell, finding: Finding | None) -> None:
        story = finding.story if finding is not None else (cell.sample,) if cell.sample is not None else ()
        shown = list(zip(finding.steps, story, strict=False)) if finding is not None and len(finding.steps) == len(story) else [
            (f"{e.contract.operation} {e.contract.title}", e) for e in story]
        for text, exchange in shown[-12:]:
            step = TestStepResult(name=self._mask.text(text, exchange), status=STATUS[Outcome.KEPT], stage="finished", start=now(), stop=now())
            result.steps.append(step)
        if story:
            self._attach(result, story[-1])
        if finding is not None:
            self._text(result, "重跑命令", finding.rerun)

    def _attach(self, result: TestResult, exchange: Exchange) -> None:
        charset = exchange.contract.party.wire.charset
        received = exchange.received.reply
        for title, message, raw in (("请求", exchange.sent, exchange.sent.body if exchange.sent else b""), ("应答", received, exchange.received.raw)):
            if message is None and not raw:
                continue
            self._text(result, f"{title}（文本）", self._mask.text(as_text(message, charset), exchange))
            data = self._mask.data(raw, charset, exchange)
            self._text(result, f"{title}（十六进制）", as_hex(data, charset))
            self._bytes(result, f"{title}（原始字节）", data, "application/octet-stream", "bin")
        if exchange.contract.party.wire.transport == "http" and exchange.sent is not None:
            viewer = json.dumps(self._viewer(exchange, received, charset), ensure_ascii=False).encode()
            self._bytes(result, "HTTP 往来", viewer, "application/vnd.allure.http+json", "json")

    def _viewer(self, exchange: Exchange, received: Message | None, charset: str) -> dict[str, Any]:
        def part(message: Message) -> dict[str, Any]:
            body = self._mask.text(message.body.decode(charset, "backslashreplace"), exchange)
            return {"headers": [{"name": k, "value": self._mask.text(v)} for k, v in message.headers],
                    "body": {"contentType": message.header("content-type") or "application/json", "encoding": "utf8", "value": body,
                             "size": len(message.body)}}

        assert exchange.sent is not None
        shown: dict[str, Any] = {"request": {"method": exchange.sent.method, "url": exchange.sent.target, "httpVersion": "1.1", **part(exchange.sent)}}
        if received is not None:
            shown["response"] = {"status": received.status, "statusText": "", **part(received)}
        elif exchange.trouble is not None:
            shown["error"] = {"name": exchange.trouble.phase, "message": exchange.trouble.message}
        return shown

    def _text(self, result: TestResult, title: str, text: str) -> None:
        self._bytes(result, title, text.encode(), "text/plain", "txt")

    def _bytes(self, result: TestResult, title: str, data: bytes, kind: str, extension: str) -> None:
        source = f"{md5(data + title.encode() + result.uuid.encode()).hexdigest()}-attachment.{extension}"  # noqa: S324
        (self._folder / source).write_bytes(data)
        result.attachments.append(Attachment(name=title, source=source, type=kind))


def _about(promise: Promise, peer: str) -> str:
    return f"{promise.contract} [{promise.id}] 对端 {peer}"
