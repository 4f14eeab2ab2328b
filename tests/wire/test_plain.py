"""Plain messages: what the pattern reads, the parser reads the same; what is not plain, the pattern leaves to it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kanhe.errors import WireError
from kanhe.wire.plain import plain_reader
from kanhe.wire.xml import decode_xml, encode_xml

PATHS = ("head.Code", "head.Day", "body.Memo", "body.list.Entity[].@rowNum", "body.list.Entity[].Name", "body.list.Entity[].Amt")
REPEATS = frozenset({"body.list.Entity"})
HEAD = '<?xml version="1.0" encoding="{}"?>'
RIGHT = "<root><head><Code>A1</Code><Day></Day></head><body><Memo>南 通\n</Memo></body></root>"

texts = st.text(st.characters(exclude_categories=["Cs"]) | st.sampled_from("<>&\r\n\t\x00\x0b\ufffe]'\"　"), max_size=6)
rows = st.fixed_dictionaries({}, optional={"@rowNum": texts, "Name": texts, "Amt": texts})
documents = st.fixed_dictionaries({}, optional={
    "head": st.fixed_dictionaries({}, optional={"Code": texts, "Day": texts, "More": texts}),
    "body": st.fixed_dictionaries({}, optional={
        "Memo": texts, "list": st.fixed_dictionaries({}, optional={"Entity": st.lists(rows, max_size=3)})}),
})
pieces = st.lists(st.sampled_from([
    "<root>", "</root>", "<head>", "</head>", "<body>", "</body>", "<Code>", "</Code>", "<Day>1</Day>", "<Code>2</Code>", "<Memo>x</Memo>",
    "<list>", "</list>", "<Entity>", '<Entity rowNum="0">', '<Entity rowNum="&lt;">', "</Entity>", "<Name>甲</Name>", "<Amt/>",
    "<!-- -->", " ", "]]>", "<![CDATA[x]]>", "&amp;", "\r\n", "　", "\x01"]), max_size=14).map("".join)


def plain(data: bytes, charset: str = "GB18030"):
    """What the pattern makes of some bytes."""
    read = plain_reader(PATHS, "root", charset)
    assert read is not None
    return read(data)


def parsed(data: bytes, charset: str = "GB18030"):
    """What the parser makes of the same bytes, None where it refuses them."""
    try:
        return decode_xml(data, "root", charset, repeats=REPEATS)
    except WireError:
        return None


@given(document=documents)
def test_documents_are_read_as_the_parser_reads_them(document):
    """Property: the pattern says nothing, or exactly what the parser says, about any document that can be written."""
    try:
        data = encode_xml(document, "root", "GB18030")
    except WireError:
        return
    found = plain(data)
    assert found is None or found == parsed(data)


@given(pieces, st.sampled_from([RIGHT[:i] for i in (6, 12, 32, 51, 57)]), st.sampled_from([RIGHT[i:] for i in (7, 25, 45, 51, 57)]))
def test_rubbish_is_read_as_the_parser_reads_it(middle, before, after):
    """Property: the same for pieces of messages in any order, with references, comments, CDATA and forbidden signs between them."""
    data = (HEAD.format("GB18030") + before + middle + after).encode("gb18030")
    found = plain(data)
    assert found is None or found == parsed(data)


@given(data=st.binary(max_size=60), at=st.integers(0, 150))
def test_damaged_bytes_are_read_as_the_parser_reads_them(data, at):
    """Property: the same for a right message with other bytes in the middle, in every charset."""
    for charset in ("GBK", "GB18030", "UTF-8"):
        right = (HEAD.format(charset) + RIGHT).encode(charset)
        damaged = right[:at] + data + right[at + len(data) :]
        found = plain(damaged, charset)
        assert found is None or found == parsed(damaged, charset)


def test_what_machines_write_is_plain():
    """Leaves left out, rows, attributes, texts with blanks and ideographs: read without the parser."""
    document = {"head": {"Code": "A1", "Day": ""}, "body": {"Memo": "南 通", "list": {"Entity": [
        {"@rowNum": "0", "Name": "甲"}, {"Name": "", "Amt": "1.00"}]}}}
    for charset in ("GBK", "GB18030", "UTF-8"):
        assert document == plain(encode_xml(document, "root", charset), charset)
    assert {"head": "", "body": {"Memo": "", "list": ""}} == plain(
        encode_xml({"head": {}, "body": {"Memo": "", "list": {"Entity": []}}}, "root", "GBK"), "GBK")
    assert {"body": {"Memo": "x"}} == plain(encode_xml({"body": {"Memo": "x"}}, "root", "GBK"), "GBK")


@pytest.mark.parametrize("text", [
    RIGHT.replace("</Code>", "</Code> "), RIGHT.replace("A1", "&lt;"), RIGHT.replace("<Day></Day>", "<Day/>"), RIGHT + "\n",
    RIGHT.replace("A1", "<![CDATA[A1]]>"), RIGHT.replace("<Code>A1</Code><Day></Day>", "<Day></Day><Code>A1</Code>"),
    RIGHT.replace("Memo", "Other"), RIGHT.replace("<Code>A1</Code>", "<Code>A1</Code>" * 2),
    RIGHT.replace("root", "boot"), "<root></root>", "<root><body><list><Entity></Entity></list></body></root>"])
def test_what_is_not_plain_goes_to_the_parser(text):
    """Blanks between tags, references, CDATA, another order, unknown and doubled elements, another root, an empty root or row."""
    assert plain((HEAD.format("GBK") + RIGHT).encode("gbk"), "GBK") is not None
    assert plain((HEAD.format("GBK") + text).encode("gbk"), "GBK") is None


@pytest.mark.parametrize("rows", [["l[].p.a", "l[].b"], ["l[].k[].a", "l[].b"], ["l[].b"]])
def test_a_list_behind_a_list_keeps_its_rows(rows):
    """Whatever the rows of one list hold, parts and lists too, the next list and its rows are read as the parser reads them."""
    inner = {"b": "1"} | ({"p": {"a": "2"}} if "l[].p.a" in rows else {}) | ({"k": [{"a": "2"}, {"a": "3"}]} if "l[].k[].a" in rows else {})
    document = {"l": [inner, {"b": "4"}], "m": [{"c": "5"}, {"c": "6"}]}
    read = plain_reader(["h.x", *rows, "m[].c"], "root", "GBK")
    data = encode_xml(document, "root", "GBK")
    assert read is not None
    assert document == read(data) == decode_xml(data, "root", "GBK", repeats=frozenset({"l", "l.k", "m"}))


@pytest.mark.parametrize("paths", [("a.b", "a.b"), ("a", "a[].b"), ("a b",), ("名",), ("a.@x", "a.x")])
def test_fields_that_no_pattern_can_tell_apart_have_no_reader(paths):
    """Doubled names in one part, and names beyond ASCII, are the parser's alone."""
    assert plain_reader(paths, "root", "GBK") is None
