"""Every way in which something other than the peer can be wrong, each with its place and its cure."""

from __future__ import annotations

import difflib
import errno
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from pathlib import Path

_REASONS = {
    errno.ENOENT: "没有这个文件或目录", errno.EACCES: "没有权限", errno.EPERM: "没有权限", errno.EEXIST: "已有同名的文件",
    errno.ENOTDIR: "路径中有一段不是目录", errno.EISDIR: "是目录，不是文件", errno.ENOSPC: "磁盘已满", errno.EDQUOT: "磁盘配额已满",
    errno.EFBIG: "文件超过允许的大小", errno.EROFS: "文件系统只读", errno.EIO: "磁盘读写出错", errno.EMFILE: "打开的文件过多",
    errno.ENAMETOOLONG: "文件名过长", errno.ELOOP: "符号链接绕了圈", errno.EPIPE: "读的一方已关闭", errno.EADDRINUSE: "端口已被占用",
    errno.EADDRNOTAVAIL: "本机没有这个地址", errno.EINVAL: "系统不接受这个操作",
}


@dataclass(frozen=True, slots=True, order=True)
class Position:
    """A place in a text file; line and column count from 1, 0 means the whole file."""

    file: str = ""
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        parts = [self.file, *(str(n) for n in (self.line, self.column) if n)]
        return ":".join(parts)


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One located mistake: where, what was found, what would be right, what to type next.

    All texts are Chinese sentences for the person who has to mend it; ids stay English.
    """

    at: Position
    found: str
    right: str = ""
    hint: str = ""
    note: bool = False  # worth knowing, but nothing is wrong

    def __str__(self) -> str:
        lines = [f"{self.at}: {'提示：' if self.note else ''}{self.found}"]
        if self.right:
            lines.append(f"    应为: {self.right}")
        if self.hint:
            lines.append(f"    下一步: {self.hint}")
        return "\n".join(lines)


class KanheError(Exception):
    """Base of everything that Kanhe raises on purpose; carries the exit code of the command line."""

    exit_code = 5


class ContractError(KanheError):
    """One or more contracts (or other data files) are wrong; holds all problems of all files at once."""

    exit_code = 2

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(set(problems)))
        super().__init__("\n".join(str(p) for p in self.problems))


class UsageError(KanheError):
    """The command, the configuration or a key file is wrong; holds one problem."""

    exit_code = 2

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        super().__init__(str(problem))


class WireError(KanheError):
    """The peer's bytes cannot be read. `layer` is one of frame, charset, syntax, seal, limit.

    `offset` counts bytes from the start of the message; -1 where no single byte is to blame.
    A WireError is a fact about the peer: `perform` turns it into data, it never ends a run.
    """

    exit_code = 1

    def __init__(self, layer: str, message: str, *, offset: int = -1) -> None:
        self.layer = layer
        self.message = message
        self.offset = offset
        place = f"（第 {offset} 字节）" if offset >= 0 else ""
        super().__init__(f"[{layer}] {message}{place}")


class HarnessError(KanheError):
    """Our own fault. Never shown as the peer's."""

    exit_code = 5


def those(names: Collection[str], word: str = "", *, most: int = 12) -> str:
    """The names that there are, for `right` of a problem: all where they are few, else those most like the word, and how many there are.

    >>> those(["乙", "甲"]), those([f"family_{n}" for n in range(40)], "family_7", most=2)
    ('乙、甲', 'family_7、family_37 等 40 个')
    """
    found = sorted(names)
    if len(found) <= most:
        return "、".join(found)
    like = difflib.get_close_matches(word, found, most, 0.3)
    return f"{'、'.join([*like, *(n for n in found if n not in like)][:most])} 等 {len(found)} 个"


def reason(error: OSError) -> str:
    """Why the system refused, in Chinese; its own words where none are known here."""
    return _REASONS.get(error.errno or 0, error.strerror or str(error) or type(error).__name__)


def fault(error: BaseException) -> str:
    """An unforeseen exception on one line: its kind, its words, and the line of our own sources that raised it."""
    place, trace = "", error.__traceback__
    while trace is not None:
        path = Path(trace.tb_frame.f_code.co_filename)
        if not place or {"kanhe", "simulators"} & set(path.parts):
            place = f"{path.name}:{trace.tb_lineno}"
        trace = trace.tb_next
    words = " ".join(str(error).split())[:300]
    return f"{type(error).__name__}{f': {words}' if words else ''}" + (f"（{place}）" if place else "")
