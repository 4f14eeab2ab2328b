"""`kanhe.toml`: which counterparties there are, where they are, and by which doors events can be caused at them.

Every mistake is one located message, all mistakes are told at once. Secrets appear only as references, `env:NAME` or `file:/path`.
"""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, time
from pathlib import Path
from typing import Any

from kanhe.errors import ContractError, Position, Problem, reason
from kanhe.run.config_files import FILE_KEYS, FileAccess, is_files, read_files
from kanhe.run.secrets import REFERENCE
from kanhe.run.toml_places import Step, TomlPlaces

TARGET_KEYS = ("peer", "allow", "title")
PEER_KEYS = ("name", "family", "role", "address", "listen", "stimuli", "keys", "headers", "given", "site", *FILE_KEYS)
KEY_NAMES = ("app_id", "private_key", "public_key", "next_private_key", "next_public_key", "change_day", "mac_key", "cipher_key",
             "cipher_iv")
DOORS = ("http", "file", "argv", "person")
THING_KEYS = ("key", "status", "balance", "fields")
ADDRESS = re.compile(r"(tcp|http)://(\[[0-9a-fA-F:]+\]|[A-Za-z0-9._-]+):([0-9]{1,5})", re.ASCII)
KINDS = ((bool, "真假值"), (int, "整数"), (float, "小数"), (str, "文本"), (list, "列表"), (dict, "表"), (date | time, "日期时间"))
SYNTAX = (  # tomllib's own words
    ("Invalid value", "值的写法不对"), ("Cannot overwrite", "键或表重复"), ("Cannot declare", "键或表重复"),
    ("Cannot mutate", "键或表重复"), ("Duplicate inline table key", "键或表重复"), ("Expected '='", "键后面缺少等号"),
    ("Expected newline", "这一行里有多余的内容"), ("Expected ']", "表头的方括号没有闭合"), ("Unclosed", "括号没有闭合"),
    ("Unterminated", "引号没有闭合"), ("Illegal character", "字符串里有不该出现的字符"), ("Found invalid character", "有不该出现的字符"),
    ("Unescaped '\\'", "反斜杠要写两个，或用单引号"), ("maximum recursion", "嵌套过深"), ("TOML inline", "嵌套过深"),
)
HEADER = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*", re.ASCII)
OWN_HEADERS = ("host", "content-length", "content-type", "transfer-encoding", "connection", "accept-encoding")
HTTP_DOOR = re.compile(r"((GET|POST|PUT) )?http://[A-Za-z0-9._\[\]:-]+(/[\x21-\x7e]*)?", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class PeerConfig:
    """One counterparty of a target. role: the role that it plays. listen: where Kanhe plays the other one.

    stimuli: operation -> {http|file|argv|person: …}. keys, headers: name -> secret reference. given: opening things. files: how to
    get at the files that it hands over, None where it speaks in messages. site: whose house it stands in, where a target has several of a
    kind: what one does the others of the site must know. at: places by key.
    """

    name: str
    family: str
    role: str
    address: str
    listen: str = ""
    stimuli: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    keys: Mapping[str, str] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    given: Mapping[str, Any] = field(default_factory=dict)
    files: FileAccess | None = None
    site: str = ""
    at: Callable[..., Position] = field(default=lambda *_: Position(), compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """A named set of counterparties; `allow` lists the host:port pairs that may be reached at all."""

    name: str
    peers: tuple[PeerConfig, ...]
    allow: tuple[str, ...] = ()


def read_config(path: Path) -> dict[str, Target]:
    """All targets of a kanhe.toml; raises ContractError with every problem at once."""
    try:
        text = path.read_text(encoding="utf-8")
        data = tomllib.loads(text)
    except OSError as error:
        raise ContractError([Problem(Position(str(path)), f"读不了配置文件：{reason(error)}", "一个 kanhe.toml",
                                     "用 --config 指定文件，或去掉 --target 以使用内置模拟器")]) from None
    except UnicodeDecodeError as error:
        raise ContractError([Problem(Position(path.name), f"第 {error.start} 字节不是 UTF-8", "UTF-8 文本")]) from None
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise ContractError([_syntax(path.name, error)]) from None
    reader = _Reader(TomlPlaces(path.name, text))
    targets = reader.targets(data)
    if reader.problems:
        raise ContractError(reader.problems)
    return targets


def _syntax(name: str, error: Exception) -> Problem:
    place = re.search(r"line ([0-9]+), column ([0-9]+)", str(error))
    line, column = (int(place[1]), int(place[2])) if place else (1, 1)
    english = re.sub(r"\s*\(at .*\)", "", str(error))
    said = next((chinese for start, chinese in SYNTAX if english.startswith(start)), english)
    return Problem(Position(name, line, column), f"不是合法的 TOML：{said}", "合法的 TOML",
                   "检查这一行的引号、括号、等号，和有没有重复的键")


class _Reader:
    """Walks a parsed file and collects problems; every getter gives something usable."""

    def __init__(self, places: TomlPlaces) -> None:
        self._places = places
        self.problems: list[Problem] = []

    def blame(self, way: Sequence[Step], found: str, right: str, hint: str = "") -> None:
        """Note one problem at the place of a value."""
        self.problems.append(Problem(self._places.at(*way), found, right, hint))

    def table(self, body: Any, way: Sequence[Step], keys: Sequence[str] = ()) -> Mapping[str, Any]:
        """A table with these keys only."""
        if not isinstance(body, dict):
            what = f"{way[-2]} 的第 {way[-1] + 1} 项" if isinstance(way[-1], int) else way[-1]
            self.blame(way, f"{what} 是{_kind(body)}", "表")
            return {}
        for key in body if keys else ():
            if key not in keys:
                near = difflib.get_close_matches(key, keys, 1)
                self.blame((*way, key), f"不认识的键 {key}", "、".join(keys), f"是不是想写 {near[0]}？" if near else "")
        return body

    def rows(self, body: Any, way: Sequence[Step], right: str) -> list[Any]:
        """A list."""
        if isinstance(body, list):
            return body
        self.blame(way, f"{way[-1]} 是{_kind(body)}", right)
        return []

    def text(self, body: Mapping[str, Any], key: str, way: Sequence[Step], *, needed: bool = True) -> str:
        """A text that is not empty."""
        value = body.get(key)
        if isinstance(value, str) and value.strip():
            return value
        if value is not None:
            self.blame((*way, key), f"{key} 是{_kind(value)}", f'{key} = "…"')
        elif needed:
            self.blame(way, f"缺少 {key}", f'{key} = "…"')
        return ""

    def targets(self, data: Mapping[str, Any]) -> dict[str, Target]:
        """Every [target.<name>]."""
        self.table(data, (), ("target",))
        found = self.table(data.get("target", {}), ("target",))
        if not found and not self.problems:
            self.blame((), "没有任何目标", "[target.<名称>] 和 [[target.<名称>.peer]]")
        return {name: self._target(name, body) for name, body in found.items()}

    def _target(self, name: str, data: Any) -> Target:
        way = ("target", name)
        body = self.table(data, way, TARGET_KEYS)
        if name == "sim":
            self.blame(way, "目标名 sim 保留给内置模拟器", "另一个名称，例如 staging")
        self.text(body, "title", way, needed=False)
        allow = self.rows(body.get("allow", []), (*way, "allow"), 'allow = ["主机:端口"]')
        for place in allow:
            if not isinstance(place, str) or not ADDRESS.fullmatch(f"tcp://{place}"):
                self.blame((*way, "allow"), f"allow 中的 {place}", '"主机:端口"')
        peers = tuple(self._peer(p, (*way, "peer", i), allow)
                      for i, p in enumerate(self.rows(body.get("peer", []), (*way, "peer"), f"[[target.{name}.peer]]")))
        if not peers and body.get("peer", []) == [] and isinstance(data, dict):
            self.blame(way, f"目标 {name} 没有对端", f"至少一个 [[target.{name}.peer]]")
        for number, peer in enumerate(peers):
            if peer.name and peer.name in [p.name for p in peers[:number]]:
                self.blame((*way, "peer", number, "name"), f"对端名 {peer.name} 重复", "各对端用不同的 name，报告里才分得开")
        return Target(name=name, peers=peers, allow=tuple(map(str, allow)))

    def _peer(self, data: Any, way: tuple[Step, ...], allow: list[Any]) -> PeerConfig:
        body = self.table(data, way, PEER_KEYS)
        if not isinstance(data, dict):
            return PeerConfig(name="", family="", role="", address="")
        name, family, role, address = (self.text(body, key, way) for key in ("name", "family", "role", "address"))
        listen = self.text(body, "listen", way, needed=False)
        if re.search(r"[|@\x00-\x1f]", name):
            self.blame((*way, "name"), f"name 写作 {name!r}", "不含 |、@ 和换行的名称", "这几个字符在 --only 和报告里另有用处")
        if is_files(address):
            files = read_files(self, body, way, address, allow)
            return PeerConfig(name=name, family=family, role=role, address=address, files=files,
                              at=lambda *rest: self._places.at(*way, *rest))
        for key in FILE_KEYS:
            if key in body:
                self.blame((*way, key), f"收发报文的对端写了 {key}", "address 为 folder:目录 或 sftp://主机:端口/目录 的对端才写")
        for key, value in (("address", address), ("listen", listen)):
            if value:
                self._address(value, (*way, key))
        if ADDRESS.fullmatch(address) and host_port(address) not in allow:
            self.blame((*way, "address"), f"地址 {host_port(address)} 不在允许清单 allow 中", f'allow = ["{host_port(address)}"]',
                       "确认可以向它发送测试报文后，再写进 allow")
        keys = self.table(body.get("keys", {}), (*way, "keys"), KEY_NAMES)
        stimuli = self.table(body.get("stimuli", {}), (*way, "stimuli"))
        headers = self.table(body.get("headers", {}), (*way, "headers"))
        return PeerConfig(
            name=name, family=family, role=role, address=address, listen=listen,
            stimuli={s: self.door(door, (*way, "stimuli", s)) for s, door in stimuli.items()},
            keys={k: self._reference(keys, k, (*way, "keys")) for k in keys if k in KEY_NAMES},
            headers={k.lower(): self._reference(headers, k, (*way, "headers")) for k in headers if self._header(k, (*way, "headers"))},
            given={k: self._things(v, (*way, "given", k)) for k, v in self.table(body.get("given", {}), (*way, "given")).items()},
            site=self.text(body, "site", way, needed=False), at=lambda *rest: self._places.at(*way, *rest),
        )

    def _address(self, address: str, way: Sequence[Step]) -> None:
        found = ADDRESS.fullmatch(address)
        if not found or not 1 <= int(found[3]) <= 65535:
            self.blame(way, f"{way[-1]} 写作 {address}", "tcp://主机:端口 或 http://主机:端口，端口 1 到 65535",
                       "送文件的对端写 folder:目录 或 sftp://主机:端口/目录" if way[-1] == "address" else "")

    def _header(self, name: str, way: Sequence[Step]) -> bool:
        good = HEADER.fullmatch(name) is not None and name.lower() not in OWN_HEADERS
        if not good:
            self.blame((*way, name), f"请求头 {name} 不能加", "字母、数字和短横，且不是连接本身用的头",
                       f"{'、'.join(OWN_HEADERS)} 由工具自己写")
        return good

    def _reference(self, keys: Mapping[str, Any], name: str, way: Sequence[Step]) -> str:
        value = self.text(keys, name, way)
        if name != "app_id" and value and not REFERENCE.fullmatch(value):
            self.blame((*way, name), f"{name} 直接写了值", "env:变量名 或 file:文件路径",
                       "密钥不进配置文件，只写引用；写过的值应视为已泄露")
        return value

    def door(self, data: Any, way: Sequence[Step], kinds: Sequence[str] = DOORS) -> Mapping[str, Any]:
        """A door of one of these kinds."""
        body = self.table(data, way, kinds)
        if isinstance(data, dict) and len(body) != 1:
            self.blame(way, f"{'触发 ' if 'stimuli' in way else ''}{way[-1]} 写了 {len(body)} 种方式", f"{'、'.join(kinds)} 中恰好一种")
        for kind, value in body.items():
            good = isinstance(value, str) and bool(value.strip())
            if kind == "http" and not (good and HTTP_DOOR.fullmatch(value)):
                self.blame((*way, kind), f"http 触发写作 {value}", "POST http://主机:端口/路径")
            elif kind == "argv" and not (isinstance(value, list) and value and all(isinstance(v, str) for v in value)):
                self.blame((*way, kind), f"argv 触发写作 {value}", '文本的列表，如 ["./deposit.sh", "{amount}"]', "不经 shell 执行")
            elif kind in ("file", "person") and not good:
                self.blame((*way, kind), f"{kind} 触发是{_kind(value)}", "放触发文件的目录" if kind == "file" else "请人做什么的一句话")
        return body

    def _things(self, data: Any, way: Sequence[Step]) -> tuple[Mapping[str, Any], ...]:
        found = []
        for number, thing in enumerate(self.rows(data, way, '[{key = ["…"], balance = "0.00"}]')):
            body = self.table(thing, (*way, number), THING_KEYS)
            if not self.rows(body.get("key", []), (*way, number, "key"), 'key = ["…"]'):
                self.blame((*way, number), f"第 {number + 1} 个 {way[-1]} 没有 key", 'key = ["…"]')
            self._texts(body, (*way, number))
            found.append(body)
        return tuple(found)

    def _texts(self, body: Any, way: Sequence[Step]) -> None:
        """Money and codes are texts: TOML would make 100.00 a binary fraction and 010 an error."""
        if isinstance(body, dict):
            for key, value in body.items():
                self._texts(value, (*way, key))
        elif isinstance(body, list):
            for value in body:
                self._texts(value, way)
        elif not isinstance(body, str):
            self.blame(way, f"{way[-1]} 写作 {body}，是{_kind(body)}", '文本，如 "100.00"')


def _kind(value: Any) -> str:
    if isinstance(value, str) and not value.strip():
        return "空的"
    return next((name for kind, name in KINDS if isinstance(value, kind)), type(value).__name__)


def host_port(address: str) -> str:
    """`tcp://h:1` -> `h:1`, '' for anything else."""
    return address.partition("://")[2]
