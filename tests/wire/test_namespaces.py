"""Namespaces of single messages: bytes made by hand are read in their own namespace, written in it, and in no other."""

from __future__ import annotations

from pathlib import Path

import pytest

from kanhe.contract.load import load
from kanhe.errors import WireError
from kanhe.model.document import copy, get
from kanhe.model.exchange import Message
from kanhe.wire.codec import decode, encode
from tests.contract.roots import broken

CATALOGUE = load(Path(__file__).parents[2] / "contracts", family="cnaps2")
PACS, BEPS, CCMS = ("urn:iso:std:iso:20022:tech:xsd:pacs.008.001.02", "urn:cnaps:std:beps:2010:tech:xsd:beps.121.001.01",
                    "urn:cnaps:std:ccms:2010:tech:xsd:ccms.900.001.02")
HEAD = (b"{H:02313306000019XXMBFE011306000008XXBEPS20260601093000XMLbeps.121.001.01     20260601000000000002" + b" " * 20 + b"3U" + b" " * 9
        + b"}\r\n")
BODY = f"""<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="{BEPS}"><CstmrCdtTrf><PKGGrpHdr><MsgId>20260601000000000002</MsgId><InstgDrctPty>313306000019</InstgDrctPty>
<InstdDrctPty>308306000127</InstdDrctPty><NbOfTxs>1</NbOfTxs><CtrlSum Ccy="CNY">0.01</CtrlSum></PKGGrpHdr>
<CdtTrfTxInf><TxId>2026060100000001</TxId><CdtrAgt>308306000127</CdtrAgt><CdtrAcct>6001</CdtrAcct><CdtrNm>如皋市某中学</CdtrNm>
<Amt Ccy="CNY">0.01</Amt></CdtTrfTxInf></CstmrCdtTrf></Document>"""


def test_a_request_made_by_hand_is_read_in_its_own_namespace() -> None:
    """Header and body: names without namespace, the attribute beside the text; with a prefix it is the same message."""
    assert 132 == len(HEAD)
    contract = CATALOGUE.contracts["cnaps2.beps_121"]
    document = decode(contract, Message(body=HEAD + BODY.encode()), reply=False)
    assert {"@Ccy": "CNY", "#text": "0.01"} == get(document, "CstmrCdtTrf.PKGGrpHdr.CtrlSum")
    assert ["如皋市某中学"] == [row["CdtrNm"] for row in get(document, "CstmrCdtTrf.CdtTrfTxInf")]
    assert "20260601000000000002" == get(document, "head.MesgID") == get(document, "CstmrCdtTrf.PKGGrpHdr.MsgId")
    prefixed = BODY.replace("</", "</b:").replace("<", "<b:").replace("<b:/b:", "</b:").replace("<b:?xml", "<?xml").replace("xmlns=", "xmlns:b=")
    assert document == decode(contract, Message(body=HEAD + prefixed.encode()), reply=False)


@pytest.mark.parametrize(("name", "asked"), [("hvps_111", PACS), ("beps_121", BEPS), ("ccms_316", CCMS.replace("900.001.02", "316.001.01"))])
def test_every_message_is_written_in_its_own_namespace(name: str, asked: str) -> None:
    """The request in that of the operation, the reply in the family's; each is read again as it was."""
    contract = CATALOGUE.contracts[f"cnaps2.{name}"]
    for document, reply, space in ((contract.specimen_request, False, asked), (contract.specimen_reply, True, CCMS)):
        sent = encode(contract, copy(document), reply=reply)
        assert sent.body[132:].startswith(f'<?xml version="1.0" encoding="UTF-8"?><Document xmlns="{space}">'.encode())
        assert 1 == sent.body.count(b"xmlns") and document == decode(contract, sent, reply=reply)


@pytest.mark.parametrize("wrong", [PACS, CCMS, f"{BEPS}.", ""])
def test_another_namespace_is_told(wrong: str) -> None:
    """That of another message, nearly the right one, or none: the line says what is there and what should be."""
    body = BODY.replace(BEPS, wrong) if wrong else BODY.replace(f' xmlns="{BEPS}"', "")
    with pytest.raises(WireError) as raised:
        decode(CATALOGUE.contracts["cnaps2.beps_121"], Message(body=HEAD + body.encode()), reply=False)
    assert f"根元素是 {f'{{{wrong}}}' if wrong else ''}Document，应为 {{{BEPS}}}Document" == raised.value.message
    assert ("syntax", BODY.index("<Document")) == (raised.value.layer, raised.value.offset)


@pytest.mark.parametrize(("said", "found"), [("urn:own", ("urn:own", "urn:own")), ("{request: urn:own}", ("urn:own", "urn:all")),
                                             ("{reply: urn:own}", ("urn:all", "urn:own")), ("{}", ("urn:all", "urn:all"))])
def test_what_an_operation_leaves_out_is_the_familys(tmp_path: Path, said: str, found: tuple[str, str]) -> None:
    """One text is for both of its messages; its siblings have the family's."""
    root = broken(tmp_path, [("banks/till/party.yaml", "  root: root\n", "  root: root\n  namespace: urn:all\n"),
                             ("banks/till/open.yaml", "title: 开户", f"title: 开户\nnamespace: {said}")])
    contracts = load(root).contracts
    assert (found, ("urn:all", "urn:all")) == (contracts["till.open"].namespaces, contracts["till.pay"].namespaces)
