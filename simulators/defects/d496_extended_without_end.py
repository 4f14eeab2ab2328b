"""#496: an account is extended beyond what is allowed."""

from __future__ import annotations

from simulators.defects.filing import forgetting

NUMBER = 496
TITLE = "延期不看最长期限，非临时账户也能延"
FAMILY = "account_approval"
ROLE = "bureau"
FINDS = ("ACCT-12B",)
behave = forgetting("apply_account", "term")
