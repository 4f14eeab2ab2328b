"""Who may come in: seals are verified over the received bytes, old timestamps and used nonces are refused.

A bad seal does not use up its nonce (SIG-06); nonces are remembered for twice the window (REP-01).
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from kanhe.errors import WireError
from kanhe.model.contract import Seal
from kanhe.model.exchange import Message
from kanhe.wire.seal import Keys, verify

_MOMENT = "%Y%m%d%H%M%S"


class Admission:
    """The gate of one simulator for sealed messages; call `admit` under the simulator's lock."""

    def __init__(self, seal: Seal, keys: Keys, *, skip: Collection[str] = ()) -> None:
        self._seal = seal
        self._keys = keys
        self._skip = frozenset(skip)
        self._seen: dict[tuple[str, str], datetime] = {}

    def admit(self, message: Message, now: str) -> None:
        """Raises WireError('seal', …) for a message that may not come in; otherwise remembers its nonce."""
        if "seal" not in self._skip:
            verify(self._seal, self._keys, message)
        moment = datetime.strptime(now[:14], _MOMENT)
        if "window" not in self._skip:
            self._in_window(message.header(self._seal.headers.get("timestamp", "")), moment)
        nonce = message.header(self._seal.headers.get("nonce", ""))
        if "nonce" in self._skip or not nonce:
            return
        application = message.header(self._seal.headers.get("app_id", ""))
        if (application, nonce) in self._seen:
            raise WireError("seal", "随机数已经用过，疑为重放")
        self._seen[application, nonce] = moment
        if len(self._seen) % 1024 == 0:
            self._forget(moment)

    def _in_window(self, stamp: str, moment: datetime) -> None:
        try:
            sent = datetime.strptime(stamp, _MOMENT) if len(stamp) == 14 and stamp.isascii() else None
        except ValueError:
            sent = None
        if sent is None:
            raise WireError("seal", "时间戳缺失或不是 yyyyMMddHHmmss")
        if abs((moment - sent).total_seconds()) > self._seal.window_s:
            raise WireError("seal", f"时间戳超出 {self._seal.window_s} 秒的窗口")

    def _forget(self, moment: datetime) -> None:
        keep = 2 * self._seal.window_s
        self._seen = {key: at for key, at in self._seen.items() if (moment - at).total_seconds() <= keep}
