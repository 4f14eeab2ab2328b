"""The reply's bytes are in another charset than the contract (and the XML declaration) says."""

from __future__ import annotations

from kanhe.model.acts import Act, Send
from kanhe.transport.faults.fault import Duty, Shot, fault
from kanhe.transport.faults.payload import with_body


@fault("应答的字符集与声明不符", duty=Duty.SAME_KEY, readable=True)
def other_charset(shot: Shot) -> tuple[Act, ...]:
    """UTF-8 where GBK was declared, GBK where UTF-8 was. A payload of ASCII alone gets one lone lead byte at its end."""
    body = shot.reply[shot.body_at :]
    other = "utf-8" if shot.charset.upper().startswith("GB") else "gb18030"
    changed = body.decode(shot.charset, "surrogateescape").encode(other, "surrogateescape")
    return (Send(with_body(shot, changed if changed != body else body + b"\x81")),)
