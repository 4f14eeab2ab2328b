"""Who may come in: seals are verified over the received bytes, old timestamps and used nonces are refused.

A bad seal does not use up its nonce (SIG-06); nonces are remembered for twice the window (REP-01).
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from kanhe.errors import WireError
from kanhe.model.contract import WireProfile
from kanhe.model.exchange import Message
from kanhe.wire.seal.keys import Keys
from kanhe.wire.seal.seals import bare, deciphered, verified

_MOMENT = "%Y%m%d%H%M%S"


class Admission:
    """The gate of one simulator for sealed messages; call `admit` under the simulator's lock."""

    def __init__(self, wire: WireProfile, keys: Keys, *, skip: Collection[str] = ()) -> None:
        self._wire, self._seal = wire, wire.seal
        self._keys = keys
        self._skip = frozenset(skip)
        self._seen: dict[tuple[str, str], datetime] = {}

    def open(self, message: Message, now: str) -> tuple[Message | None, WireError | None]:
        """The message in plain (None: it cannot be deciphered), and what is wrong with its seal."""
        try:
            message = deciphered(self._wire, self._keys, message)
        except WireError as error:
            return None, error
        if self._seal is None or "seal" in self._skip:
            return bare(self._wire, message), None
        try:
            return verified(self._seal, self._keys, message, now=now), None
        except WireError as error:
            return bare(self._wire, message), error

    def admit(self, message: Message, now: str) -> None:
        """Raises WireError('seal', …) for a message that comes too late or for the second time; otherwise remembers its nonce."""
        seal = self._seal
        if seal is None or not seal.stamped:
            return
        moment = datetime.strptime(now[:14], _MOMENT)
        if "window" not in self._skip:
            self._in_window(message.header(seal.headers.get("timestamp", "")), moment, seal.window_s)
        nonce = message.header(seal.headers.get("nonce", ""))
        if "nonce" in self._skip or not nonce:
            return
        application = message.header(seal.headers.get("app_id", ""))
        if (application, nonce) in self._seen:
            raise WireError("seal", "随机数已经用过，疑为重放")
        self._seen[application, nonce] = moment
        if len(self._seen) % 1024 == 0:
            self._forget(moment, 2 * seal.window_s)

    def _in_window(self, stamp: str, moment: datetime, window_s: int) -> None:
        try:
            sent = datetime.strptime(stamp, _MOMENT) if len(stamp) == 14 and stamp.isascii() else None
        except ValueError:
            sent = None
        if sent is None:
            raise WireError("seal", "时间戳缺失或不是 yyyyMMddHHmmss")
        if abs((moment - sent).total_seconds()) > window_s:
            raise WireError("seal", f"时间戳超出 {window_s} 秒的窗口")

    def _forget(self, moment: datetime, keep_s: int) -> None:
        self._seen = {key: at for key, at in self._seen.items() if (moment - at).total_seconds() <= keep_s}
