"""Peers of kanhe.toml that hand over files: `folder:` and `sftp:` addresses, which files there should be, and how to get in."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Protocol

from kanhe.contract.functions import add_days
from kanhe.errors import Position, Problem, UsageError, reason
from kanhe.run.secrets import REFERENCE, secret
from kanhe.run.taking import IMPORT, SETTLE_S
from kanhe.run.toml_places import Step
from kanhe.transport.depot import Depot
from kanhe.transport.folder import Folder
from kanhe.transport.sftp import Endpoint, SftpDepot, library, split_sftp

FILE_KEYS, TAKER_KEYS = ("days", "members", "sftp", "booked", "settle_s"), ("booked", "settle_s", "stimuli")
SFTP_KEYS = ("user", "host_key", "private_key", "password")
MESSAGE_KEYS = ("listen", "keys", "headers", "given")
MOST_DAYS, MOST_SETTLE_S = 400, 600
DAYS_RIGHT = f"yyyyMMdd 或 yyyyMMdd..yyyyMMdd，不超过 {MOST_DAYS} 天"
Places = Callable[..., Position]
DEADLINE_S = 60.0


@dataclass(frozen=True, slots=True, kw_only=True)
class FileAccess:
    """What kanhe.toml says of a peer that hands over files or takes them. sftp: user, host_key and references to private_key or password.
    Of one that takes them, said: what it says that only such a one does; books: the door through which its books are asked; door: the
    one by which it is told to look."""

    days: tuple[str, ...] = ()
    members: tuple[str, ...] = ()
    sftp: Mapping[str, str] | None = None
    said: tuple[str, ...] = ()
    books: Mapping[str, Any] | None = None
    door: Mapping[str, Any] | None = None
    settle_s: float = SETTLE_S


class Reader(Protocol):
    """What is needed of whoever reads a kanhe.toml; see config.py."""

    def blame(self, way: Sequence[Step], found: str, right: str, hint: str = "") -> None:
        """Note one problem."""

    def table(self, body: Any, way: Sequence[Step], keys: Sequence[str] = ()) -> Mapping[str, Any]:
        """A table with these keys only."""

    def rows(self, body: Any, way: Sequence[Step], right: str) -> list[Any]:
        """A list."""

    def text(self, body: Mapping[str, Any], key: str, way: Sequence[Step], *, needed: bool = True) -> str:
        """A text that is not empty."""

    def door(self, data: Any, way: Sequence[Step], kinds: Sequence[str] = ...) -> Mapping[str, Any]:
        """A door of one of these kinds."""


def is_files(address: str) -> bool:
    """Whether an address is a place where files are handed over."""
    return address.startswith(("folder:", "sftp:"))


def days_of(text: str) -> tuple[str, ...] | None:
    """`20260101..20260105` or one day as days, none for ''; None for what is neither, or too long."""
    if not text:
        return ()
    first, mark, last = text.partition("..")
    last = last if mark else first
    if not (_is_day(first) and _is_day(last)) or first > last:
        return None
    days = [first]
    while days[-1] < last and len(days) <= MOST_DAYS:
        days.append(add_days(days[-1], 1))
    return tuple(days) if len(days) <= MOST_DAYS else None


def _is_day(text: str) -> bool:
    try:
        return re.fullmatch(r"(19|20)[0-9]{6}", text, re.ASCII) is not None and bool(date.fromisoformat(text))
    except ValueError:
        return False


def read_files(reader: Reader, body: Mapping[str, Any], way: tuple[Step, ...], address: str, allow: Sequence[Any]) -> FileAccess:
    """The keys of a peer that hands over files or takes them; every mistake is noted."""
    for key in MESSAGE_KEYS:
        if key in body:
            reader.blame((*way, key), f"送文件的对端写了 {key}", f"只有收发报文的对端才写 {key}", "同一家的报文和文件写成两个 peer")
    said = reader.text(body, "days", way, needed=False)
    days = days_of(said)
    if days is None:
        reader.blame((*way, "days"), f"days 写作 {said}", DAYS_RIGHT)
    members = reader.rows(body.get("members", []), (*way, "members"), 'members = ["…"]')
    if not all(isinstance(m, str) and m.strip() for m in members):
        reader.blame((*way, "members"), "members 里有不是文本的", 'members = ["0320600001"]', "编号写成文本，前面的零才不会丢")
    sftp = _sftp(reader, body, way, address, allow) if address.startswith("sftp:") else None
    if sftp is None and "sftp" in body and not address.startswith("sftp:"):
        reader.blame((*way, "sftp"), "目录里的文件不经 SFTP，却写了 sftp", 'address = "sftp://主机:端口/目录"', "去掉 sftp，或改 address")
    doors = {key: door for key, door in _doors(reader, body, way).items() if _allowed(reader, door, (*way, key), allow)}
    return FileAccess(days=days or (), members=tuple(map(str, members)), sftp=sftp, said=tuple(k for k in TAKER_KEYS if k in body),
                      books=doors.get("booked"), door=doors.get("stimuli"), settle_s=_settle(reader, body, way))


def _doors(reader: Reader, body: Mapping[str, Any], way: tuple[Step, ...]) -> dict[str, Mapping[str, Any]]:
    """The doors of a peer that takes files: its books, and the one by which it is told to look."""
    found = {}
    if "booked" in body:
        found["booked"] = reader.door(body["booked"], (*way, "booked"), ("http", "argv"))
    stimuli = reader.table(body.get("stimuli", {}), (*way, "stimuli"), (IMPORT,))
    if isinstance(stimuli, dict) and IMPORT in stimuli:
        found["stimuli"] = reader.door(stimuli[IMPORT], (*way, "stimuli", IMPORT))
    return found


def _allowed(reader: Reader, door: Mapping[str, Any], way: tuple[Step, ...], allow: Sequence[Any]) -> bool:
    place = str(door.get("http", "")).partition("://")[2].partition("/")[0]
    if place and place not in allow:
        reader.blame((*way, "http"), f"地址 {place} 不在允许清单 allow 中", f'allow = ["{place}"]', "确认可以访问它后，再写进 allow")
    return bool(door)


def _settle(reader: Reader, body: Mapping[str, Any], way: tuple[Step, ...]) -> float:
    said = body.get("settle_s", SETTLE_S)
    if isinstance(said, bool) or not isinstance(said, int | float) or not 0 < said <= MOST_SETTLE_S:
        reader.blame((*way, "settle_s"), f"settle_s 写作 {said}", f"秒数，大于 0，不超过 {MOST_SETTLE_S}", "对方从收到文件到入账至多要多久")
        return SETTLE_S
    return float(said)


def _sftp(
    reader: Reader, body: Mapping[str, Any], way: tuple[Step, ...], address: str, allow: Sequence[Any]
) -> Mapping[str, str] | None:
    right = 'sftp = {user = "…", host_key = "ssh-ed25519 …", private_key = "file:私钥"}'
    try:
        host, port, _ = split_sftp(address)
    except UsageError as error:
        reader.blame((*way, "address"), f"address 写作 {address}", error.problem.right)
        return None
    place = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
    if place not in allow:
        reader.blame((*way, "address"), f"地址 {place} 不在允许清单 allow 中", f'allow = ["{place}"]',
                     "确认可以向它收取文件后，再写进 allow")
    if "sftp" not in body:
        reader.blame(way, "地址是 sftp，却没有 sftp", right)
        return None
    here = (*way, "sftp")
    table = reader.table(body["sftp"], here, SFTP_KEYS)
    if not isinstance(body["sftp"], dict):
        return None
    found = {key: reader.text(table, key, here, needed=key in ("user", "host_key")) for key in SFTP_KEYS}
    if not found["private_key"] and not found["password"]:
        reader.blame(here, "sftp 里没有 private_key，也没有 password", right)
    for key in ("private_key", "password"):
        if found[key] and not REFERENCE.fullmatch(found[key]):
            reader.blame((*here, key), f"sftp 的 {key} 直接写了值", "env:变量名 或 file:文件路径",
                         "密钥不进配置文件，只写引用；写过的值应视为已泄露")
    return found


Opened = Callable[[], Depot]


def place_of(access: FileAccess, address: str, folder: Path, at: Places) -> tuple[Opened | None, tuple[str, ...], list[Problem]]:
    """(what opens the place, its secrets, what is wrong with it); paths are relative to the folder of the configuration. Nothing is reached
    yet but a folder of this machine, which must be there."""
    if access.sftp is None:
        path = folder / address.removeprefix("folder:").removeprefix("//")
        if not path.is_dir():
            return None, (), [Problem(at("address"), f"没有目录 {address.removeprefix('folder:')}", "交接文件的目录",
                                      "目录写错了，或对方的共享目录没有挂上")]
        return lambda: Folder(path), (), []
    return _remote(access.sftp, address, folder, at)


def _remote(
    sftp: Mapping[str, str], address: str, folder: Path, at: Places
) -> tuple[Opened | None, tuple[str, ...], list[Problem]]:
    try:
        library()
    except UsageError as error:
        told = error.problem
        return None, (), [Problem(at("address"), told.found, told.right, told.hint)]
    host, port, place = split_sftp(address)
    values, problems = dict[str, str](), list[Problem]()
    for key in ("private_key", "password"):
        if sftp[key]:
            values[key], wrong = secret(sftp[key], at("sftp", key), folder)
            problems += [wrong] if wrong else []
    host_key, wrong = _host_key(sftp["host_key"], folder, at("sftp", "host_key"))
    problems += [wrong] if wrong else []
    if problems:
        return None, (), problems
    endpoint = Endpoint(host=host, port=port, folder=place, user=sftp["user"], host_key=host_key, deadline_s=DEADLINE_S, **values)
    return lambda: SftpDepot(endpoint, allow=(endpoint.place,)), tuple(values.values()), []


def _host_key(said: str, folder: Path, at: Position) -> tuple[str, Problem | None]:
    """The registered key of the server: a line of OpenSSH, or `file:` with one."""
    text = said
    if said.startswith("file:"):
        try:
            text = (folder / said.removeprefix("file:")).read_text("ascii").strip()
        except (OSError, UnicodeDecodeError) as error:
            why = reason(error) if isinstance(error, OSError) else "不是 ASCII 文本"
            return "", Problem(at, f"读不了主机公钥：{why}", "OpenSSH 一行的公钥", "主机公钥向对方索取并核对指纹，不从网上现取")
    if not re.fullmatch(r"(ssh|ecdsa)-[a-z0-9-]+ [A-Za-z0-9+/=]+( .*)?", text, re.ASCII):
        return "", Problem(at, "host_key 不是公钥", "ssh-ed25519 AAAA…，或 file:文件", "主机公钥向对方索取并核对指纹，不从网上现取")
    return text, None

