"""Doors that kanhe.toml names: an event is caused through one, and what stands in somebody's books is asked through one."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from kanhe.errors import reason
from kanhe.model.exchange import Message
from kanhe.transport.http import HttpClient
from kanhe.wire.json import encode_json

MOST_BYTES = 16 * 1024 * 1024  # of what is told
TELL_S = 30.0
Door = Mapping[str, Any]
"""One of http, file, argv, person."""


def go_through(door: Door, operation: str, values: Mapping[str, object]) -> str:
    """Cause an event; '' or the Chinese reason why it could not be."""
    if "http" in door:
        return by_http(str(door["http"]), values)
    if "file" in door:
        return by_file(Path(str(door["file"])), operation, values)
    if "argv" in door:
        return by_command([str(a) for a in door["argv"]], values)
    return by_person(str(door.get("person", "")), values)


def told(door: Door, values: Mapping[str, str], *, deadline_s: float = TELL_S, most_bytes: int = MOST_BYTES) -> bytes | str:
    """What a door tells, in bytes; else the Chinese reason why nothing was heard. values stand in place of `{…}`."""
    if "argv" in door:
        return _output([_put(str(a), values) for a in door["argv"]], deadline_s, most_bytes)
    method, _, url = _put(str(door["http"]), values).rpartition(" ")
    base, _, path = url.partition("://")[2].partition("/")
    client, message = HttpClient(f"http://{base}", limit_bytes=most_bytes), Message(method=method or "GET", target=f"/{path}")
    received = client.call(message, deadline_s=deadline_s)
    if received.reply is None:
        return f"没有应答：{received.trouble.message if received.trouble else ''}"
    return received.reply.body if received.reply.status < 300 else f"答 {received.reply.status}"


def _put(text: str, values: Mapping[str, str]) -> str:
    for name, value in values.items():
        text = text.replace(f"{{{name}}}", value)
    return text


def _output(argv: Sequence[str], deadline_s: float, most_bytes: int) -> bytes | str:
    """What a command writes to its standard output, within its bounds; whatever it began ends with it where it is late."""
    try:
        process = subprocess.Popen(argv, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,  # noqa: S603
                                   start_new_session=True)
    except OSError as error:
        return f"命令没有运行：{reason(error)}"
    late = threading.Timer(deadline_s, _end, [process])
    late.start()
    assert process.stdout is not None
    try:
        data = process.stdout.read(most_bytes + 1)
        if len(data) > most_bytes:
            return f"超过上限 {most_bytes} 字节"
        code = process.wait()
        in_time = late.is_alive()
    finally:
        late.cancel()
        _end(process)
        process.stdout.close()
        process.wait()
    if not in_time:
        return f"命令在 {deadline_s:g} 秒内没有完成"
    return data if code == 0 else f"命令退出码 {code}"


def _end(process: subprocess.Popen[bytes]) -> None:
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)


def _filled(argv: Sequence[str], values: Mapping[str, object]) -> list[str]:
    return [part.format_map({k: str(v) for k, v in values.items()}) if "{" in part else part for part in argv]


def by_http(door: str, values: Mapping[str, object]) -> str:
    """A request with the event's values; what it answers may say that it was not done."""
    said = asked(door, values)
    return said if isinstance(said, str) else str(said.get("reason", "未完成")) if said.get("done") is False else ""


def asked(door: str, values: Mapping[str, object], *, deadline_s: float = 10.0) -> Mapping[str, Any] | str:
    """What the door answers as a document ({} where it says nothing readable), or the Chinese reason why it did not."""
    method, _, url = door.rpartition(" ")
    base, _, path = url.partition("://")[2].partition("/")
    message = Message(method=method or "POST", target=f"/{path}", headers=(("content-type", "application/json"),), body=encode_json(values))
    received = HttpClient(f"http://{base}").call(message, deadline_s=deadline_s)
    if received.reply is None:
        return f"触发端口没有应答：{received.trouble.message if received.trouble else ''}"
    if received.reply.status >= 300:
        return f"触发端口答 {received.reply.status}：{received.reply.body[:200]!r}"
    try:
        said = json.loads(received.reply.body or b"{}")
    except ValueError:
        said = {}
    return said if isinstance(said, dict) else {}


def by_file(folder: Path, operation: str, values: Mapping[str, object]) -> str:
    """A file of its own in a folder, whole when it can be seen."""
    name = "-".join([operation, *(str(v) for v in list(values.values())[:1])])
    safe = "".join(c if c.isascii() and (c.isalnum() or c in "._-") else "_" for c in name)[:80]
    try:
        temporary = folder / f".{safe}.tmp"
        temporary.write_bytes(encode_json(values))
        temporary.rename(folder / f"{safe}.json")
    except OSError as error:
        return f"放不下触发文件：{error}"
    return ""


def by_command(argv: Sequence[str], values: Mapping[str, object]) -> str:
    """A command of the operator's own, with the values in place of `{…}`; no shell."""
    try:
        done = subprocess.run(_filled(argv, values), timeout=30, capture_output=True, check=False)  # noqa: S603 - argv from the operator's own file
    except (OSError, subprocess.TimeoutExpired) as error:
        return f"触发命令没有完成：{error}"
    return "" if done.returncode == 0 else f"触发命令退出码 {done.returncode}"


def by_person(text: str, values: Mapping[str, object]) -> str:
    """Somebody at the terminal does it."""
    if not sys.stdin.isatty():
        return f"需要人来做：{text}（当前没有终端）"
    print(f"请完成：{text}  {json.dumps(values, ensure_ascii=False, default=str)}\n完成后按回车：", file=sys.stderr)
    sys.stdin.readline()
    return ""
