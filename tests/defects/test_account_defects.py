"""The planted defects of the accounts: each is told in docs/defects-account.md, shown by a test, and names rules that its family has."""

from __future__ import annotations

import re

from kanhe.simulate.defects import all_defects, name_of
from tests.contracts.test_account_base import CASES as BASE
from tests.contracts.test_account_filing import CASES as FILING
from tests.contracts.test_account_register import CASES as REGISTER
from tests.contracts.test_account_verify import CASES as VERIFY
from tests.defects.account_desk import ROOT, catalogue
from tests.defects.test_account_approval_defects import CASES as APPROVAL

SHOWN = {"account_approval": APPROVAL, "account_verify": VERIFY, "account_register": REGISTER,
         "account_filing": FILING, "account_base": BASE}


def test_every_defect_has_a_case_a_row_and_a_rule() -> None:
    """What is planted is shown, told, and names rules that the contracts have."""
    mine = [d for d in all_defects() if d.FAMILY in SHOWN and not hasattr(d, "LINKAGE")]
    rows = dict(re.findall(r"^\| ([0-9]+) \|.*\| ([^|]+) \|$", (ROOT / "docs/defects-account.md").read_text("utf-8"), re.MULTILINE))
    shown = sorted(number for cases in SHOWN.values() for number, *_ in cases)
    assert [d.NUMBER for d in mine] == shown == sorted(int(number) for number in rows)
    for defect in mine:
        known = {rule.id for c in catalogue().contracts.values() if c.party.family == defect.FAMILY for rule in c.rules}
        assert set(defect.FINDS) <= known, name_of(defect)
        assert set(defect.FINDS) == set(rows[str(defect.NUMBER)].strip().split("、")), name_of(defect)
        assert not defect.TITLE.isascii()


def test_every_rule_of_the_approval_has_a_defect() -> None:
    """ACCT-01 to ACCT-07: at least one defect each."""
    found = {rule[:7] for d in all_defects() if d.FAMILY == "account_approval" and not hasattr(d, "LINKAGE") for rule in d.FINDS}
    wanted = {f"ACCT-{n:02}" for n in range(1, 8)}
    assert wanted <= found, wanted - found
