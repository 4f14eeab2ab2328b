"""#203: a range that ends before it begins is answered with an empty list."""

from __future__ import annotations

NUMBER = 203
TITLE = "起始日期晚于截止日期也答成功、零笔"
FAMILY = "bank_direct"
ROLE = "bank"
FINDS = ("BD-07J",)
skip = frozenset({"BD-07J"})
