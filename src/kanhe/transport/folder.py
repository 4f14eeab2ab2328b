"""A folder of this machine as a depot: links are not followed, nothing outside it is touched."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from kanhe.errors import reason
from kanhe.transport.depot import DepotError, safe

PIECE = 1 << 20


class Folder:
    """See transport.depot.Depot."""

    def __init__(self, path: Path) -> None:
        self.path = path
        if not path.is_dir():
            raise DepotError(str(path), "没有这个目录", "对方送文件的目录", "检查地址 folder:…")

    @property
    def where(self) -> str:
        """The path."""
        return str(self.path)

    def sizes(self) -> Mapping[str, int]:
        """Regular files only."""
        try:
            with os.scandir(self.path) as entries:
                return {e.name: e.stat(follow_symlinks=False).st_size for e in entries if e.is_file(follow_symlinks=False)}
        except OSError as error:
            raise DepotError(self.where, f"读不了目录：{reason(error)}") from None

    def read(self, name: str) -> Iterator[bytes]:
        """The file in pieces of a megabyte."""
        try:
            with os.fdopen(os.open(self._inside(name), os.O_RDONLY | os.O_NOFOLLOW), "rb") as file:
                while piece := file.read(PIECE):
                    yield piece
        except OSError as error:
            raise DepotError(self.where, f"读不了 {name}：{reason(error)}") from None

    def write(self, name: str, pieces: Iterable[bytes]) -> None:
        """Make or replace a file."""
        try:
            handle = os.open(self._inside(name), os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW, 0o640)
            with os.fdopen(handle, "wb") as file:
                for piece in pieces:
                    file.write(piece)
        except OSError as error:
            raise DepotError(self.where, f"写不了 {name}：{reason(error)}") from None

    def rename(self, old: str, new: str) -> None:
        """Atomic within the folder."""
        try:
            self._inside(old).replace(self._inside(new))
        except OSError as error:
            raise DepotError(self.where, f"{old} 改不成 {new}：{reason(error)}") from None

    def close(self) -> None:
        """Nothing is held."""

    def _inside(self, name: str) -> Path:
        if not safe(name):
            raise DepotError(self.where, f"文件名 {name!r} 不能使用", "没有目录的普通文件名")
        return self.path / name
