"""JSON messages: exact numbers, no duplicate keys, no NaN, capped depth, linear time."""

from __future__ import annotations

import time
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kanhe.errors import WireError
from kanhe.wire.json import decode_json, encode_json

texts = st.text(st.characters(blacklist_categories=["Cs"]), max_size=20)
decimals = st.builds(lambda n, s: Decimal(n).scaleb(-s), st.integers(-(10**30), 10**30), st.integers(0, 12))
scalars = st.none() | st.booleans() | st.integers(-(10**300), 10**300) | decimals | texts
documents = st.recursive(scalars, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts, inner, max_size=4), max_leaves=25)


def refusal(text: str | bytes, **options) -> WireError:
    """The WireError that decoding raises."""
    with pytest.raises(WireError) as caught:
        decode_json(text.encode() if isinstance(text, str) else text, **options)
    return caught.value


def spelt(node):
    """A document with every number as it is written, so that 1.0 and 1.00 differ."""
    if isinstance(node, dict):
        return {k: spelt(v) for k, v in node.items()}
    if isinstance(node, list):
        return [spelt(v) for v in node]
    return ("number", str(node)) if isinstance(node, (int, Decimal)) and not isinstance(node, bool) else node


@given(document=documents, charset=st.sampled_from(["UTF-8", "GB18030"]))
def test_a_document_comes_back_as_it_went(document, charset):
    """Property: decode(encode(d)) == d, numbers to the last digit and zero, in the declared charset."""
    assert spelt(document) == spelt(decode_json(encode_json(document, charset), charset=charset))


@given(data=st.binary(max_size=80) | st.text("[]{}\",:0123456789eE+-.\\utrfalsn \n", max_size=60).map(str.encode))
def test_no_bytes_raise_anything_but_a_wire_error(data):
    """Property: any bytes are a document or a WireError whose offset lies inside them."""
    for charset in ("UTF-8", "GBK"):
        try:
            decode_json(data, charset=charset)
        except WireError as error:
            assert error.layer in ("charset", "syntax", "limit") and -1 <= error.offset <= len(data)


@given(fen=st.integers(0, 10**17))
def test_every_cent_is_exact(fen):
    """Property: an amount of up to 15 digits and 2 decimals comes back digit by digit."""
    text = f"{fen // 100}.{fen % 100:02}"
    assert text == str(decode_json(text.encode()))


@pytest.mark.parametrize("text", ["0.1", "1E+400", "-0", "-0.00", "900000.00", "900000", "12345678901234567.89", "12345678901234567.88",
                                  "0.30000000000000004", "1E-400", "0E-400", "1.10", "0.0"])
def test_a_number_keeps_its_spelling(text):
    """900000.00 and 900000, 1.1 and 1.10, 0 and -0 stay distinguishable."""
    assert text == str(decode_json(text.encode()))
    assert text.encode() == encode_json(decode_json(text.encode()))


def test_1e400_is_exact():
    """Where a float would be infinite."""
    assert Decimal("1e400") == decode_json(b"1e400")


@pytest.mark.parametrize("text", ["1e401", "1e9999999", "-1E+99999999999999999999", "1e-999999999", "0e9999", "1" * 401, "0." + "1" * 401])
def test_a_number_that_could_cost_all_memory_is_refused(text):
    """Beyond 400 digits or an exponent of 400: limit, before anybody expands it."""
    assert "limit" == refusal(f'{{"a": {text}}}').layer


@pytest.mark.parametrize("text", ["NaN", "Infinity", "-Infinity", "[1.]", ".5", "+1", "01", "1_000", "１２", "0x1", "1e", "--1", "nan"])
def test_what_is_no_json_number_is_refused(text):
    """Only the grammar of RFC 8259."""
    assert "syntax" == refusal(text).layer


@pytest.mark.parametrize("text", ['{"a":1,"a":1}', '{"x":{"b":1,"a":2,"b":3}}', '[{"":1,"":2}]', r'{"a":1,"\u0061":2}'])
def test_equal_keys_are_refused(text):
    """Also equal values, nested, empty, and the same key in another spelling."""
    error = refusal(text)
    assert "syntax" == error.layer and "出现了两次" in error.message


def test_equal_keys_among_many_are_found_in_linear_time():
    """The last two of 200,000 keys are equal: told in seconds of our own work, not in minutes."""
    start = time.process_time()
    assert "k199999" in refusal("{" + ",".join(f'"k{i}":1' for i in range(200_000)) + ',"k199999":1}').message
    assert time.process_time() - start < 5


@pytest.mark.parametrize(("opening", "closing"), [("[", "]"), ('{"a":', "}"), ('[{"a":', "}]")])
def test_deep_messages_end_in_a_limit(opening, closing):
    """200,000 levels, closed or not: WireError('limit') at the bracket that is one too many."""
    each = opening.count("[") + opening.count("{")
    for text in (opening * 200_000, opening * 200_000 + "1" + closing * 200_000):
        error = refusal(text)
        assert "limit" == error.layer and 0 < error.offset <= 256 * len(opening) // each
    assert decode_json((opening * (256 // each) + "1" + closing * (256 // each)).encode())


def test_the_depth_of_the_contract_counts_brackets_in_no_text():
    """limit_depth 2: brackets inside strings, also behind escaped quotes, are text; the offset is in bytes."""
    text = r'{"南": ["[[[[{{{\"[[[", "\\"], "b": []}'
    assert 2 == len(decode_json(text.encode(), limit_depth=2))
    error = refusal('{"南": [[1]]}', limit_depth=2)
    assert len('{"南": ['.encode()) == error.offset
    assert len('{"南": ['.encode("gbk")) == refusal('{"南": [[1]]}'.encode("gbk"), limit_depth=2, charset="GBK").offset


def test_an_unfinished_string_behind_many_brackets_costs_linear_time():
    """1 MB of escaped quotes in a string without end: refused in seconds, not in minutes, not after hours."""
    start = time.process_time()
    assert "syntax" == refusal("[" + "[]," * 300 + '"' + '\\"' * 500_000).layer
    assert time.process_time() - start < 5


@pytest.mark.parametrize("text", [r'"\ud800"', r'{"a":["x\udfffy"]}', r'{"\ud83d":1}', r'"\ude00\ud83d"'])
def test_half_a_character_is_refused(text):
    """A lone surrogate escape could never be written again; a whole pair is read."""
    error = refusal(text)
    assert "charset" == error.layer and "代理项" in error.message
    assert "😀" == decode_json(rb'"\ud83d\ude00"')


def test_offsets_count_bytes_of_the_declared_charset():
    """Behind Chinese text, in UTF-8 and in GBK."""
    for charset in ("utf-8", "gbk"):
        before = '{"姓名": "南通市", '.encode(charset)
        assert len(before) == refusal(before + b"x}", charset=charset.upper()).offset


def test_the_declared_charset_is_written():
    """A GBK contract gets GBK bytes, and what GBK lacks is refused."""
    assert '{"a":"南"}'.encode("gbk") == encode_json({"a": "南"}, "GBK")
    with pytest.raises(WireError, match="U\\+4DAE"):
        encode_json({"a": "䶮"}, "GBK")


@pytest.mark.parametrize("value", [Decimal("NaN"), Decimal("-Infinity"), Decimal("sNaN"), float("nan"), float("inf"), object(), "\ud800"])
def test_what_json_cannot_say_is_not_written(value):
    """Refused as a WireError; a text `NaN` is only a text."""
    with pytest.raises(WireError):
        encode_json({"a": [value]})
    assert b'{"a":"NaN"}' == encode_json({"a": "NaN"})


@pytest.mark.parametrize("text", ["", " ", "[1,]", '{"a":1,}', "[1] 2", '"\t"', '"\\x"', "tru", "\u00a01", "'a'", "{a:1}", "[1 2]", "\x00"])
def test_what_is_no_json_is_refused(text):
    """Nothing lenient: trailing commas, comments, other quotes, control characters, other blanks."""
    assert "syntax" == refusal(text).layer
