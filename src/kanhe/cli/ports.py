"""A port that was asked for is looked at before anything starts."""

from __future__ import annotations

from kanhe.errors import Position, Problem, UsageError
from kanhe.transport.live import why_not_listen


def must_be_free(option: str, host: str, port: int) -> None:
    """Raises UsageError where nobody could listen; port 0 needs only an address that this machine has."""
    why = why_not_listen(host, port)
    if why:
        place = f"{host}:{port}" if port else host
        raise UsageError(Problem(Position(option), f"不能在 {place} 上监听：{why}", "本机的地址和空闲的端口",
                                 "换一个端口（0 由系统选择），或停掉占用它的程序"))
