"""#370: an answer may be about a pack that there is not."""

from __future__ import annotations

NUMBER = 370
TITLE = "不核对回执的包号，没有这一包也收下"
FAMILY = "treasury_recon"
ROLE = "treasury"
FINDS = ("TR-01D",)
skip = frozenset({"TR-01D"})
