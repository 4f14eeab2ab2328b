"""#315: the envelope is believed, the voucher in it not looked at (document #26, as receiver)."""

from __future__ import annotations

NUMBER = 315
TITLE = "写入时不核对信封与里面的凭证"
FAMILY = "treasury_voucher"
ROLE = "vault"
FINDS = ("TV-01",)
skip = frozenset({"TV-01"})
