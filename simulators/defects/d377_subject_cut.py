"""#377: subjects are answered by their first four digits."""

from __future__ import annotations

from simulators.defects.statements import Body, lines, saying

NUMBER = 377
TITLE = "收入对账回执的科目只写前四位"
FAMILY = "treasury_recon"
ROLE = "checker"
FINDS = ("TR-03C",)


@saying("writeVoucher 5511")
def request_document(body: Body) -> None:
    """A class, not a subject."""
    for line in lines(body):
        line["BudgetSubjectCode"] = line["BudgetSubjectCode"][:4]
