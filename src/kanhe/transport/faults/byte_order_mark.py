"""A byte order mark stands before the reply's payload."""

from __future__ import annotations

from kanhe.model.acts import Act, Send
from kanhe.transport.faults.fault import Duty, Shot, fault
from kanhe.transport.faults.payload import with_body


@fault("应答前面多了字节顺序标记", duty=Duty.SAME_KEY, readable=True)
def byte_order_mark(shot: Shot) -> tuple[Act, ...]:
    """EF BB BF, whatever the charset: what an editor leaves in a template."""
    return (Send(with_body(shot, b"\xef\xbb\xbf" + shot.reply[shot.body_at :])),)
