"""An element that comes twice: the first is taken, the second is not looked at, though the schema allows one."""

from __future__ import annotations

import re
from dataclasses import replace

from kanhe.model.exchange import Message

NUMBER = 620
TITLE = "同一元素出现两次时取第一个，不按模式文件的 maxOccurs 拒绝"
FAMILY = "land_margin"
ROLE = "bank"
FINDS = ("land_margin.G00003:schema",)

_DOUBLED = re.compile(rb"(<([A-Za-z]+)>[^<]*</\2>)(?:<\2>[^<]*</\2>)+")


def taken(message: Message) -> Message:
    """The bytes without what comes a second time."""
    return replace(message, body=_DOUBLED.sub(rb"\1", message.body))
