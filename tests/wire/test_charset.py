"""Text is bytes with a declared charset; nothing is replaced, nothing is guessed silently."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kanhe.errors import WireError
from kanhe.wire.charset import decode_bytes, encode_text, likely
from kanhe.wire.xml import decode_xml, encode_xml
from tests.shared import shared

CHARSETS = ("GBK", "GB18030", "UTF-8", "GB2312")


def refusal(call, *arguments) -> WireError:
    """The WireError that a call raises."""
    with pytest.raises(WireError) as caught:
        call(*arguments)
    return caught.value


@pytest.mark.parametrize("sign", ["䶮", "㐂", "𠮷", "•", "𫖯", "㛃"])
def test_a_character_that_only_gb18030_has_is_refused_under_gbk(sign):
    """Real names: writable in GB18030, refused by name in GBK; the GB18030 bytes read as GBK name their offset."""
    data = encode_text(f"付款人{sign}", "GB18030")
    assert f"付款人{sign}" == decode_bytes(data, "GB18030")
    error = refusal(encode_text, f"付款人{sign}", "GBK")
    assert "charset" == error.layer and f"U+{ord(sign):04X}" in error.message and "第 4 个字符" in error.message
    error = refusal(decode_bytes, data, "GBK")
    assert ("charset", 6) == (error.layer, error.offset) and "GB18030" in error.message


@pytest.mark.parametrize("name", ["〇", "喆", "堃", "昇", "玥", "珺", "旸", "镕"])
def test_ordinary_names_that_gb2312_lacks_are_told(name):
    """A GB2312 label over GBK bytes is refused and the likely charset named."""
    assert "不能用 GB2312 表示" in refusal(encode_text, name, "GB2312").message
    error = refusal(decode_bytes, b"abc" + name.encode("gbk"), "GB2312")
    assert 3 == error.offset and "像是 GBK" in error.message


def test_the_euro_sign_is_not_guessed():
    """No euro in GBK: neither A2E3 (JDK) nor 80 (Windows) is accepted, and we write neither; GB18030 and UTF-8 have it."""
    assert "U+20AC" in refusal(encode_text, "€", "GBK").message
    for data in (b"\xa2\xe3", b"\x80"):
        assert 0 == refusal(decode_bytes, data, "GBK").offset
    assert b"\xa2\xe3" == encode_text("€", "GB18030") and "€" == decode_bytes(b"\xa2\xe3", "GB18030")


@pytest.mark.parametrize("sign", ["\ue000", "\ue5e5", "\uf8ff"])
def test_private_use_is_refused_in_gbk_and_kept_in_gb18030(sign):
    """A user-defined character has no agreed bytes in GBK."""
    assert "不能用 GBK 表示" in refusal(encode_text, sign, "GBK").message
    assert sign == decode_bytes(encode_text(sign, "GB18030"), "GB18030")


@pytest.mark.parametrize("charset", ["GBK", "GB18030", "UTF-8"])
def test_a_split_character_is_told_at_its_first_byte(charset):
    """Cutting the last byte of a Chinese text names the offset of the half character."""
    data = encode_text("南通市财政局", charset)
    whole = len(encode_text("南通市财政", charset))
    assert whole == refusal(decode_bytes, data[:-1], charset).offset


@pytest.mark.parametrize("mark", [b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff", b"\x84\x31\x95\x33"])
@pytest.mark.parametrize("charset", CHARSETS)
def test_a_byte_order_mark_is_refused(mark, charset):
    """Whatever the charset, also where it would decode."""
    error = refusal(decode_bytes, mark + b"<root/>", charset)
    assert 0 == error.offset and "BOM" in error.message


@given(text=st.text(st.characters(blacklist_categories=["Cs"]), max_size=60), charset=st.sampled_from(CHARSETS))
def test_text_comes_back_or_is_refused(text, charset):
    """Property: decode(encode(text)) == text, or a WireError; no question mark appears that was not there."""
    try:
        data = encode_text(text, charset)
    except WireError as error:
        assert "charset" == error.layer
        return
    assert data.count(b"?") == text.count("?")
    if not text.startswith("\ufeff"):
        assert text == decode_bytes(data, charset)


@given(data=st.binary(max_size=80), charset=st.sampled_from(CHARSETS))
def test_bytes_come_back_or_are_refused(data, charset):
    """Property: what decodes encodes to the very same bytes (GB18030's aliases apart), and never holds U+FFFD."""
    try:
        text = decode_bytes(data, charset)
    except WireError as error:
        assert "charset" == error.layer and 0 <= error.offset <= len(data)
        return
    assert "\ufffd" not in text or "\ufffd".encode(charset, "ignore") in data
    assert data == encode_text(text, charset) or charset == "GB18030"


@pytest.mark.parametrize("text", ["\ud800", "甲\udfff", "\udc80x"])
@pytest.mark.parametrize("charset", CHARSETS)
def test_half_a_character_is_refused_with_a_printable_message(text, charset):
    """A lone surrogate cannot be written, and the message about it can."""
    assert "U+D" in refusal(encode_text, text, charset).message.encode("utf-8").decode()


@pytest.mark.parametrize(("data", "declared", "guess"), [
    ("付款人".encode(), "GBK", "UTF-8"), ("付款人".encode("gbk"), "UTF-8", "GBK"), ("䶮䶮".encode("gb18030"), "GBK", "GB18030"),
    (b"\xff\xff", "GBK", ""), ("镕".encode("gbk"), "GB2312", "GBK"),
])
def test_the_likely_charset_is_guessed_for_the_message_only(data, declared, guess):
    """A guess is a hint in the text of the refusal."""
    assert guess == likely(data, declared)


@pytest.mark.parametrize("declared", ["UTF-8", "GB2312", "GB18030", "gb-18030", "ISO-8859-1", "GBK2"])
def test_a_declared_encoding_that_contradicts_the_contract_is_told(declared):
    """The prolog says one thing, the contract another: refused with both names and the byte offset of the declaration."""
    data = f'<?xml version="1.0" encoding="{declared}"?><root><a>x</a></root>'.encode()
    error = refusal(decode_xml, data, "root", "GBK")
    assert "charset" == error.layer and declared in error.message and "GBK" in error.message
    assert data[error.offset :].startswith(b"encoding") or data[error.offset :].startswith(declared.encode())


def test_no_declaration_is_utf_8():
    """Without a prolog, or without an encoding in it, only a UTF-8 contract is met."""
    for head in (b"", b'<?xml version="1.0"?>'):
        assert {"a": "x"} == decode_xml(head + b"<root><a>x</a></root>", "root", "UTF-8")
        assert "没有声明编码" in refusal(decode_xml, head + b"<root><a>x</a></root>", "root", "GBK").message


def test_a_prolog_with_much_space_hides_no_declaration():
    """However far back the encoding is declared, it is seen."""
    data = b'<?xml version="1.0"' + b" " * 400 + b'encoding="GBK"?><root><a>\xc4\xcf</a></root>'
    assert "charset" == refusal(decode_xml, data, "root", "UTF-8").layer
    assert {"a": "南"} == decode_xml(data, "root", "GBK")


def test_the_declaration_is_not_believed_over_the_bytes():
    """GBK label over UTF-8 bytes and the reverse: refused with the offset and the likely truth."""
    head = '<?xml version="1.0" encoding="{}"?><root><a>{}</a></root>'
    error = refusal(decode_xml, head.format("GBK", "付款人王某某").encode(), "root", "GBK")
    assert error.layer in ("charset", "syntax")
    error = refusal(decode_xml, head.format("UTF-8", "付款人").encode("gbk"), "root", "UTF-8")
    assert "charset" == error.layer and "像是 GBK" in error.message


@pytest.mark.parametrize("charset", ["GBK", "GB18030", "GB2312"])
def test_every_two_byte_character_is_read_in_xml_as_it_is_written(charset):
    """One mapping both ways: libxml2's own tables differ from Python's in 25 two-byte codes of GB18030."""
    signs = []
    for high in range(0x81, 0xFF):
        for low in range(0x40, 0xFF):
            try:
                signs.append(bytes((high, low)).decode(charset))
            except UnicodeDecodeError:
                continue
    text = "".join(s for s in signs if len(s) == 1)
    assert {"a": text} == decode_xml(encode_xml({"a": text}, "root", charset), "root", charset)


def test_naughty_strings_come_back_or_are_refused():
    """The public list of naughty strings survives a round trip in every charset or is refused; nothing else happens."""
    lines = shared("samples/vectors/naughty-strings.txt").read_text(encoding="utf-8").split("\n")
    for charset in CHARSETS:
        for line in lines:
            try:
                data = encode_xml({"a": line}, "root", charset)
            except WireError as error:
                assert "charset" == error.layer
                continue
            assert {"a": line} == decode_xml(data, "root", charset)
