"""What several defects of receipts share: whose receipt a message is, and where the voucher lies in it."""

from __future__ import annotations

from kanhe.model.contract import Contract

BODY = "voucher.VoucherBody.Voucher"
RECEIPT = "saveStampVoucher "


def receipt_of(contract: Contract) -> str:
    """The kind of voucher whose receipt this is, '' for any other message."""
    return contract.operation.removeprefix(RECEIPT) if contract.operation.startswith(RECEIPT) else ""
