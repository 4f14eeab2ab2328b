"""#356: the period ends on the day after the statement."""

from __future__ import annotations

from datetime import datetime, timedelta

from simulators.defects.statements import Body, saying

NUMBER = 356
TITLE = "退付对账单的终止日期写成次日，晚于凭证日期"
FAMILY = "treasury_recon"
ROLE = "treasury"
FINDS = ("TR-02D",)


@saying("writeVoucher 3509")
def request_document(body: Body) -> None:
    """A day more."""
    body["EndDate"] = f"{datetime.strptime(body['EndDate'], '%Y%m%d') + timedelta(days=1):%Y%m%d}"
