"""`kanhe.toml`: which counterparties there are, where they are, and by which doors events can be caused at them.

Every mistake is one located message. Secrets appear only as references, `env:NAME` or `file:/path`.
"""

from __future__ import annotations

import difflib
import os
import re
import stat
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kanhe.errors import ContractError, Position, Problem

PEER_KEYS = {"name", "family", "role", "address", "listen", "stimuli", "keys", "given"}
TARGET_KEYS = {"peer", "allow", "title"}
KEY_NAMES = {"app_id", "private_key", "public_key"}
DOORS = {"http", "file", "argv", "person"}


@dataclass(frozen=True, slots=True, kw_only=True)
class PeerConfig:
    """One counterparty of a target. role: the role that it plays. listen: where Kanhe plays the other one.

    stimuli: operation -> {http|file|argv|person: …}. keys: name -> secret reference. given: opening things.
    """

    name: str
    family: str
    role: str
    address: str
    listen: str = ""
    stimuli: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    keys: Mapping[str, str] = field(default_factory=dict)
    given: Mapping[str, Any] = field(default_factory=dict)
    at: Position = Position()


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """A named set of counterparties; `allow` lists the host:port pairs that may be reached at all."""

    name: str
    peers: tuple[PeerConfig, ...]
    allow: tuple[str, ...] = ()
    at: Position = Position()


class _Reader:
    """Collects problems while a parsed file is walked; finds lines again by searching the text."""

    def __init__(self, path: Path) -> None:
        self.name = path.name
        self.lines = path.read_text(encoding="utf-8").splitlines()
        self.problems: list[Problem] = []

    def at(self, word: str, after: int = 0) -> Position:
        """The first place of a word from a line on."""
        for number, line in enumerate(self.lines[after:], after + 1):
            column = line.find(word)
            if column >= 0:
                return Position(self.name, number, column + 1)
        return Position(self.name, 1, 1)

    def blame(self, word: str, found: str, right: str, hint: str = "", after: int = 0) -> None:
        """Note one problem at the place of the word."""
        self.problems.append(Problem(self.at(word, after), found, right, hint))


def read_config(path: Path) -> dict[str, Target]:
    """All targets of a kanhe.toml; raises ContractError with every problem at once."""
    try:
        reader = _Reader(path)
        data = tomllib.loads("\n".join(reader.lines))
    except FileNotFoundError:
        raise ContractError([Problem(Position(str(path)), "没有这个配置文件", "一个 kanhe.toml",
                                     "用 --config 指定文件，或去掉 --target 以使用内置模拟器")]) from None
    except UnicodeDecodeError as error:
        raise ContractError([Problem(Position(path.name), f"第 {error.start} 字节不是 UTF-8", "UTF-8 文本")]) from None
    except tomllib.TOMLDecodeError as error:
        raise ContractError([_syntax(path.name, error)]) from None
    targets = {name: _target(reader, name, body) for name, body in _table(reader, data, "target").items()}
    for key in data.keys() - {"target"}:
        reader.blame(key, f"不认识的表 [{key}]", "[target.<名称>]", _near(key, {"target"}))
    if reader.problems:
        raise ContractError(reader.problems)
    return targets


def _syntax(name: str, error: tomllib.TOMLDecodeError) -> Problem:
    place = re.search(r"line ([0-9]+), column ([0-9]+)", str(error))
    line, column = (int(place[1]), int(place[2])) if place else (1, 1)
    return Problem(Position(name, line, column), f"TOML 语法错误：{error}", "合法的 TOML", "检查引号、括号和等号")


def _table(reader: _Reader, data: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    body = data.get(key, {})
    if isinstance(body, dict):
        return body
    reader.blame(key, f"{key} 是 {type(body).__name__}", f"表 [{key}.<名称>]")
    return {}


def _target(reader: _Reader, name: str, body: Any) -> Target:
    at = reader.at(f"target.{name}")
    if not isinstance(body, dict):
        reader.blame(name, f"target.{name} 不是表", f"[target.{name}]")
        return Target(name=name, peers=(), at=at)
    _known(reader, body, TARGET_KEYS, f"target.{name}", at.line)
    if name == "sim":
        reader.blame("target.sim", "目标名 sim 保留给内置模拟器", "换一个名称，例如 staging")
    allow = tuple(str(a) for a in body.get("allow", []))
    peers = tuple(_peer(reader, name, i, p, allow, at.line) for i, p in enumerate(body.get("peer", [])))
    if not peers:
        reader.blame(f"target.{name}", f"目标 {name} 没有对端", f"至少一个 [[target.{name}.peer]]")
    return Target(name=name, peers=peers, allow=allow, at=at)


def _peer(reader: _Reader, target: str, number: int, body: Any, allow: tuple[str, ...], after: int) -> PeerConfig:
    if not isinstance(body, dict):
        reader.blame("peer", "peer 不是表", f"[[target.{target}.peer]]")
        body = {}
    name = str(body.get("name", ""))
    line = reader.at(name or "peer", after).line
    _known(reader, body, PEER_KEYS, f"target.{target}.peer[{number}]", after)
    for key in ("name", "family", "role", "address"):
        if not isinstance(body.get(key), str) or not body.get(key):
            reader.blame("peer", f"第 {number + 1} 个对端缺少 {key}", f'{key} = "…"', after=after)
    for key in ("address", "listen"):
        _address(reader, str(body.get(key, "")), key, line)
    place = host_port(str(body.get("address", "")))
    if place and place not in allow:
        reader.blame(str(body.get("address")), f"地址 {place} 不在允许清单 allow 中", f'allow = ["{place}"]',
                     "确认可以向它发送测试报文后，再写进 allow", after=after)
    for name, value in body.get("keys", {}).items():
        _reference(reader, name, value, after)
    for operation, door in body.get("stimuli", {}).items():
        if not isinstance(door, dict) or len(door.keys() & DOORS) != 1:
            reader.blame(operation, f"触发 {operation} 没有说明方式", "http、file、argv、person 之一", after=after)
    return PeerConfig(
        name=name, family=str(body.get("family", "")), role=str(body.get("role", "")), address=str(body.get("address", "")),
        listen=str(body.get("listen", "")), stimuli=body.get("stimuli", {}), keys=body.get("keys", {}),
        given=body.get("given", {}), at=Position(reader.name, line, 1),
    )


def _known(reader: _Reader, body: Mapping[str, Any], keys: set[str], where: str, after: int) -> None:
    for key in body.keys() - keys:
        reader.blame(key, f"{where} 有不认识的键 {key}", "、".join(sorted(keys)), _near(key, keys), after)


def _near(word: str, words: set[str]) -> str:
    close = difflib.get_close_matches(word, words, 1)
    return f"是不是想写 {close[0]}？" if close else ""


def _address(reader: _Reader, address: str, key: str, after: int) -> None:
    if address and not re.fullmatch(r"(tcp|http)://(\[[0-9a-fA-F:]+\]|[A-Za-z0-9._-]+):[0-9]{1,5}", address, re.ASCII):
        reader.blame(address, f"{key} 写作 {address}", "tcp://主机:端口 或 http://主机:端口", after=max(0, after - 1))


def _reference(reader: _Reader, name: str, value: Any, after: int) -> None:
    if name not in KEY_NAMES:
        reader.blame(name, f"不认识的密钥名 {name}", "、".join(sorted(KEY_NAMES)), _near(name, KEY_NAMES), after)
    if name != "app_id" and not re.fullmatch(r"(env:[A-Z_][A-Z0-9_]*|file:.+)", str(value), re.ASCII):
        reader.blame(name, f"{name} 直接写了值", "env:变量名 或 file:文件路径", "密钥不进配置文件，只写引用", after)


def host_port(address: str) -> str:
    """`tcp://h:1` -> `h:1`, '' for anything else."""
    return address.partition("://")[2]


def secret(reference: str, at: Position) -> str:
    """The value behind `env:NAME` or `file:/path`; raises ContractError where it is missing or readable by others."""
    kind, _, rest = reference.partition(":")
    if kind == "env":
        value = os.environ.get(rest, "")
        if not value:
            raise ContractError([Problem(at, f"环境变量 {rest} 没有设置", "密钥的值", f"export {rest}=…")])
        return value.strip()
    path = Path(rest)
    try:
        mode = path.stat().st_mode
        text = path.read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise ContractError([Problem(at, f"读不出密钥文件 {rest}：{error}", "一个 ASCII 文本文件")]) from None
    if mode & (stat.S_IRGRP | stat.S_IROTH):
        raise ContractError([Problem(at, f"密钥文件 {rest} 可被他人读取", "权限 0600", f"chmod 600 {rest}")])
    return text
