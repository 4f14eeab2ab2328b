"""#538: what GBK cannot write becomes a question mark, and the name does not match."""

from __future__ import annotations

from dataclasses import replace

from simulators.defects.wages import kept

NUMBER = 538
TITLE = "姓名里的生僻字存成问号，入账时户名不符"
FAMILY = "wage_payment"
ROLE = "bank"
FINDS = ("PERS-42",)
behave = kept(lambda row: replace(row, name=row.name.encode("gbk", "replace").decode("gbk")))
