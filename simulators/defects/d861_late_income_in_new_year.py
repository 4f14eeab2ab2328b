"""#861: what is put down to the year before is told as the new year's."""

from __future__ import annotations

from simulators.defects.dailies import Values, saying

NUMBER = 861
TITLE = "整理期补到上年度的收入写成新年度"
FAMILY = "treasury_income"
ROLE = "treasury"
FINDS = ("SCB-33",)


@saying("3401")
def behave(values: Values) -> Values:
    """The year of the day, whatever the mark says."""
    return {**values, "voucher_year": str(values["income_day"])[:4]}
