"""The server has acted and closes in good order without a word."""

from __future__ import annotations

from kanhe.model.acts import Act, Close
from kanhe.transport.faults.fault import Duty, Shot, fault


@fault("已入账，不应答就正常关闭", duty=Duty.SAME_KEY)
def close_unanswered(_: Shot) -> tuple[Act, ...]:
    """An orderly close (FIN) is no answer either."""
    return (Close(),)
