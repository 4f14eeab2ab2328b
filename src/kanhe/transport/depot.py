"""A place where files are handed over, whatever lies behind it; and when a file there counts as handed over.

A sender writes under another name and renames (`rename`), or sets an empty flag file after the data (`flag`). Whoever fetches sees to
it that nothing half-written is taken: the mark decides, and a size that changes while it is read gives the rest away.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from re import Pattern
from typing import Protocol

from kanhe.errors import KanheError, reason
from kanhe.model.file import Arrival

MOST_BYTES = 1 << 36
LONGEST_NAME = 200


class DepotError(KanheError):
    """The place cannot be reached, or refuses; the text says where, what, and what to do."""

    exit_code = 3

    def __init__(self, where: str, found: str, right: str = "", hint: str = "") -> None:
        lines = [f"{where}: {found}", *([f"    应为: {right}"] if right else []), *([f"    下一步: {hint}"] if hint else [])]
        self.found = found
        super().__init__("\n".join(lines))


class Changing(DepotError):
    """The file changes while it is read: it was visible before it was whole."""


class LocalError(DepotError):
    """Our own side cannot keep what it fetches."""


class Depot(Protocol):
    """A folder of files. Every method raises DepotError; names are plain names without folders."""

    @property
    def where(self) -> str:
        """Its address, for messages; without user or secrets."""

    def sizes(self) -> Mapping[str, int]:
        """Every regular file with its size in bytes; links and folders are not there."""

    def read(self, name: str) -> Iterator[bytes]:
        """The bytes of a file in pieces."""

    def write(self, name: str, pieces: Iterable[bytes]) -> None:
        """Make a file; one of that name is replaced."""

    def rename(self, old: str, new: str) -> None:
        """Give a file its name in one step; one of the new name is replaced."""

    def close(self) -> None:
        """Give the place up."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """A file at a depot. ready: it counts as handed over; why: Chinese, why not. known: its name is one that the contract knows."""

    name: str
    size: int = 0
    ready: bool = True
    why: str = ""
    known: bool = True


def safe(name: str) -> bool:
    """Whether a name is one that may be used locally: printable, no folder, not hidden, not too long."""
    return 0 < len(name) <= LONGEST_NAME and name.isprintable() and not name.startswith(".") and not set(name) & set("/\\\0")


def look(depot: Depot, arrival: Arrival, match: Pattern[str], *, stem: str = "") -> list[Waiting]:
    """What is at the depot, in order of name: files of the contract, ready or not, and files that nobody knows. stem: a file that
    begins like this is meant for the contract all the same, under a wrong name; it can be ready, too."""
    sizes = {name: size for name, size in depot.sizes().items() if safe(name)}
    found = []
    for name, size in sorted(sizes.items()):
        bare = name.removesuffix(arrival.mark)
        if name.endswith(arrival.mark) and match.fullmatch(bare):
            if arrival.way == "flag" and bare not in sizes:
                found.append(Waiting(name=bare, ready=False, why=f"标志 {name} 先到，数据还没有到"))
            elif arrival.way == "rename" and bare not in sizes:
                found.append(Waiting(name=bare, size=size, ready=False, why=f"还以 {name} 写着，没有改名"))
        elif (known := match.fullmatch(name) is not None) or (stem and name.startswith(stem) and not name.endswith(arrival.mark)):
            ready = arrival.way == "rename" or f"{name}{arrival.mark}" in sizes
            why = "" if ready else f"标志 {name}{arrival.mark} 还没有到"
            found.append(Waiting(name=name, size=size, ready=ready, why=why, known=known))
        else:
            found.append(Waiting(name=name, size=size, ready=False, known=False, why="契约不认识的文件名"))
    return found


def deliver(depot: Depot, arrival: Arrival, name: str, pieces: Iterable[bytes]) -> None:
    """Hand a file over as agreed: under another name first, or with the flag after it."""
    if arrival.way == "rename":
        depot.write(f"{name}{arrival.mark}", pieces)
        depot.rename(f"{name}{arrival.mark}", name)
    else:
        depot.write(name, pieces)
        depot.write(f"{name}{arrival.mark}", [])


def leave(depot: Depot, arrival: Arrival, name: str, pieces: Iterable[bytes]) -> None:
    """Write a file without handing it over: it keeps its other name, or the flag never comes."""
    depot.write(f"{name}{arrival.mark}" if arrival.way == "rename" else name, pieces)


def collect(depot: Depot, name: str, into: Path, *, most_bytes: int = MOST_BYTES) -> Path:
    """Fetch a file into a local folder, whole or not at all. Raises DepotError where it changes meanwhile or is too large."""
    if not safe(name):
        raise DepotError(depot.where, f"文件名 {name!r} 不能在本机使用", "没有目录的普通文件名")
    before = depot.sizes().get(name)
    if before is None:
        raise DepotError(depot.where, f"没有文件 {name}", "对方已经送到的文件", "没有文件不等于没有业务：催送，不要按零处理")
    if before > most_bytes:
        raise DepotError(depot.where, f"文件 {name} 有 {before} 字节", f"至多 {most_bytes} 字节")
    part = into / f".{name}.part"
    try:
        size = _fetched(depot, name, part, before)
        if size != before or depot.sizes().get(name) != before:
            raise Changing(depot.where, f"取 {name} 的时候它还在变（{before} 字节变成 {max(size, depot.sizes().get(name, 0))}）",
                           "写完才可见的文件", "对方没有按约定先写临时文件再改名；稍后再取")
        part.replace(into / name)
    finally:
        part.unlink(missing_ok=True)
    return into / name


def _fetched(depot: Depot, name: str, part: Path, most: int) -> int:
    """How many bytes came; it stops where more come than there were."""
    size = 0
    try:
        handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW, 0o600)
        with os.fdopen(handle, "wb") as file:
            for piece in depot.read(name):
                size += len(piece)
                if size > most:
                    break
                file.write(piece)
    except OSError as error:
        raise LocalError(str(part.parent), f"写不了本机文件：{reason(error)}", "可写的目录", "检查 --into") from None
    return size
