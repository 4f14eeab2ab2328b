"""`kanhe sim`: look at a running simulator through its control door: its clock, the next step of one business, what happened."""

from __future__ import annotations

import argparse
import json
import os
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import quote

from kanhe.errors import Position, Problem, UsageError
from kanhe.model.exchange import Message
from kanhe.report.words import width
from kanhe.simulate.timetable import JUMPS, dashed
from kanhe.transport.http import HttpClient
from kanhe.transport.live import LOOPBACK, split_address

COLUMNS = 80
DEADLINE_S = 60.0  # advancing a year runs every event of the year
KINDS = {"in": "→", "event": "·", "out": "←", "clock": "◎"}
SAID = {"success": "成功", "duplicate": "重复", "refused": "拒绝", "processing": "处理中", "unknown": "结果未知", "fault": "系统错误",
        "lost": "没有送出", "": ""}


def run(args: argparse.Namespace) -> int:
    """Perform one `kanhe sim` command; 0 when it was done, 1 when the simulator refused it."""
    door = _Door(args.at or os.environ.get("KANHE_SIM", ""))
    words = list(args.words)
    if args.what == "clock" and words in ([], ["advance"]):
        if words and not args.to:
            raise UsageError(Problem(Position("--to"), "没有说拨到什么时候", JUMPS, "kanhe sim clock advance --to next-cutoff"))
        said = door.ask("POST", "/clock", {"to": args.to}) if words else door.ask("GET", "/clock")
        return _tell(said, _advanced(said) if words else [_clock(said)], "--to", "不早于现在的时刻")
    if args.what == "nudge" and 2 <= len(words) <= 3:
        said = door.ask("POST", "/nudge", dict(zip(("key", "step", "code"), words, strict=False)))
        return _tell(said, [line for note in said.get("happened", ()) for line in lines_of(note)], "nudge", "当前状态允许的一步")
    if args.what == "tail" and not words:
        return _tail(door, args.after)
    usage = {"clock": "kanhe sim clock [advance --to 时刻]", "nudge": "kanhe sim nudge 业务键 步骤 [代码]", "tail": "kanhe sim tail"}
    found = f"参数 {' '.join(words) or '（无）'}"
    raise UsageError(Problem(Position(f"kanhe sim {args.what}"), found, usage[args.what], "kanhe sim --help"))


class _Door:
    """A control door on this machine. Raises UsageError for an address that is none, or nobody there."""

    def __init__(self, address: str) -> None:
        try:
            host, port = split_address(address)
        except ValueError:
            host, port = "", 0
        if not address.startswith("http://") or host not in LOOPBACK or not 0 < port < 65536:
            raise UsageError(Problem(Position("--at"), f"{address or '（没有写）'} 不是控制端口的地址", "http://127.0.0.1:端口",
                                     "kanhe serve 的就绪行里 control= 后面就是；也可以放在环境变量 KANHE_SIM 里"))
        self._address, self._client = address.rstrip("/"), HttpClient(address)

    def ask(self, method: str, path: str, body: Mapping[str, Any] | None = None) -> Mapping[str, Any]:
        """The answer of one door as a document."""
        headers = (("content-type", "application/json"),)
        message = Message(method=method, target=path, headers=headers, body=b"" if body is None else json.dumps(body).encode())
        received = self._client.call(message, deadline_s=DEADLINE_S)
        if received.reply is None or received.reply.status != 200:
            why = received.trouble.message if received.trouble else f"答 {received.reply.status if received.reply else ''}"
            found = f"{self._address} 没有可用的控制端口：{why}"
            raise UsageError(Problem(Position("--at"), found, "正在运行的 kanhe serve 的 control= 地址"))
        said: Mapping[str, Any] = json.loads(received.reply.body)
        return said


def _tell(said: Mapping[str, Any], lines: list[str], where: str, right: str) -> int:
    """Print what happened; raises UsageError with the simulator's reason. right: what to do where it names nothing itself."""
    if said.get("done") is False:
        reason, _, better = str(said.get("reason")).partition("，应为 ")
        better, _, near = better.partition("；")
        raise UsageError(Problem(Position(where), reason, better or right, near))
    print("\n".join(lines))
    return 0


def _tail(door: _Door, after: int) -> int:
    while True:
        said = door.ask("GET", f"/journal?after={quote(str(after))}")
        for note in said["notes"]:
            print("\n".join(lines_of(note)))
            after = note["number"]
        if not said["notes"]:
            break
    if said["forgotten"]:
        print(f"最早的 {said['forgotten']} 条已不在记录中")
    return 0


def _clock(said: Mapping[str, Any]) -> str:
    mode = {"real": "随墙钟", "offset": "拨快后随墙钟", "frozen": "静止"}[said["mode"]]
    parts = [said["spoken"], said["who"], mode]
    parts += [f"会计日 {dashed(said['accounting_date'])}"] if "accounting_date" in said else [said["calendar"]]
    parts += [f"截止 {_time(said['cutoff'])}"] if said["cutoff"] else []
    parts += [f"下一工作日 {dashed(said['next_working_day'])}"] if "next_working_day" in said else []
    parts += [f"待办 {said['waiting']} 件，最近 {_moment(said['next'])}"] if said["waiting"] else []
    return "\n".join(_filled(parts))


def _advanced(said: Mapping[str, Any]) -> list[str]:
    if said.get("done") is False:
        return []
    return [*(line for note in said["happened"] for line in lines_of(note)), _clock(said)]


def _filled(parts: list[str]) -> Iterator[str]:
    """The parts side by side, as many as 80 columns hold."""
    line = ""
    for part in parts:
        if line and width(line) + 2 + width(part) > COLUMNS:
            yield line
            line = f"  {part}"
        else:
            line = f"{line}  {part}" if line else part
    yield line


def lines_of(note: Mapping[str, Any]) -> list[str]:
    """One note of the journal in lines of at most 80 columns: when, which way, what, key, amount, how it was taken, what moved."""
    what = "" if note["kind"] == "clock" else f" {note['operation']}"
    head = [f"{note['at'][4:6]}-{note['at'][6:8]} {_time(note['at'][8:])}", f"{KINDS[note['kind']]}{what}"]
    head += [part for part in (note["key"], note["amount"], SAID.get(note["said"], note["said"]), note["text"]) if part]
    lines = list(_filled(head))
    if note["moved"]:
        lines += (f"  {line.strip()}" for line in _filled(["  帐", *(f"{_short(a)} {_signed(fen)}" for a, fen in note["moved"])]))
    return lines


def _signed(fen: int) -> str:
    return f"{'+' if fen > 0 else '-'}{abs(fen) // 100:,}.{abs(fen) % 100:02d}"


def _short(account: str) -> str:
    """An account of the ledger with only the end of a long number."""
    kind, _, number = account.partition(":")
    return f"{kind}:…{number[-4:]}" if len(number) > 8 and number.isdigit() else account


def _time(time: str) -> str:
    return f"{time[:2]}:{time[2:4]}" + ("" if time[4:6] in ("", "00") else f":{time[4:6]}")


def _moment(moment: str) -> str:
    return f"{dashed(moment)} {_time(moment[8:])}"
