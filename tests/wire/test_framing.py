"""Length-prefixed frames: whatever way the bytes arrive, the same frames come out, and a wrong prefix is never believed."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kanhe.errors import WireError
from kanhe.model.contract import Framing
from kanhe.wire.framing import Deframer, explain, frame, parse_length

SIX = Framing()
ABC = Framing(width=6, pad=" ", align="left", prefix=b"0")
PROFILES = {
    "len6": SIX, "len4": Framing(width=4, limit_bytes=9999), "inclusive": Framing(width=8, inclusive=True), "abc7": ABC,
    "right-space": Framing(width=6, pad=" "), "binary2": Framing(encoding="binary", width=2, limit_bytes=65535),
    "binary4-inclusive": Framing(encoding="binary", width=4, inclusive=True, prefix=b"\xfe\xef"),
}
profiles = st.sampled_from(list(PROFILES.values()))
VECTOR = ('<?xml version="1.0" encoding="GBK"?><root><head><TransCode>G00001</TransCode></head>'
          "<body><InName>南通市某置业有限公司</InName></body></root>")


def pieces(data: bytes, cuts: list[int]) -> list[bytes]:
    """The data cut at these places (taken modulo its length)."""
    at = sorted({c % (len(data) + 1) for c in cuts})
    return [data[a:b] for a, b in zip([0, *at], [*at, len(data)], strict=True)]


def outcome(framing: Framing, chunks: list[bytes]) -> tuple[list[bytes], str]:
    """All frames that come out, and the layer of the error that ends the stream ('' for a clean end)."""
    machine, found = Deframer(framing), []
    try:
        for chunk in chunks:
            found += machine.feed(chunk)
        machine.finish()
    except WireError as error:
        return found, error.layer
    return found, ""


def refusal(framing: Framing, data: bytes) -> WireError:
    """The error that these bytes raise."""
    with pytest.raises(WireError) as caught:
        machine = Deframer(framing)
        machine.feed(data)
        machine.finish()
    return caught.value


def test_the_published_vector_is_counted_in_gbk_bytes():
    """Vector 4.8: 131 characters are 141 GBK bytes (151 in UTF-8), so the prefix is 000141."""
    body = VECTOR.encode("gbk")
    assert (131, 141, 151) == (len(VECTOR), len(body), len(VECTOR.encode()))
    assert b"000141" + body == frame(SIX, body)
    assert [body] == Deframer(SIX).feed(b"000141" + body)


@given(framing=profiles, bodies=st.lists(st.binary(max_size=300), max_size=5), cuts=st.lists(st.integers(0, 5000), max_size=12))
def test_frames_do_not_depend_on_how_the_bytes_arrive(framing, bodies, cuts):
    """Property: whole, byte by byte and in arbitrary chunks give back exactly the bodies, coalesced ones too."""
    data = b"".join(frame(framing, b) for b in bodies)
    one_by_one = [bytes([b]) for b in data]
    assert (bodies, "") == outcome(framing, [data]) == outcome(framing, one_by_one) == outcome(framing, pieces(data, cuts))


@given(framing=profiles, body=st.binary(max_size=40), junk=st.binary(max_size=30), cuts=st.lists(st.integers(0, 100), max_size=8))
def test_rubbish_does_not_depend_on_how_it_arrives(framing, body, junk, cuts):
    """Property: a good frame followed by anything gives the same frames and the same layer, however it is cut."""
    data = frame(framing, body) + junk
    whole = outcome(framing, [data])
    assert body == whole[0][0]
    assert whole == outcome(framing, [bytes([b]) for b in data]) == outcome(framing, pieces(data, cuts))


@given(framing=profiles, data=st.binary(max_size=60))
def test_no_bytes_raise_anything_but_a_wire_error(framing, data):
    """Property: any bytes give frames or a WireError, and the unfinished rest stays readable."""
    frames, layer = outcome(framing, [data])
    assert layer in ("", "frame", "limit") and all(f in data for f in frames)


@given(framing=profiles, body=st.binary(max_size=200), keep=st.integers(0, 10_000))
def test_a_frame_that_ends_early_is_told_with_both_numbers(framing, body, keep):
    """Property: cut at any offset, the end is told; nothing comes out, the offset is where the bytes ended."""
    data = frame(framing, body)
    part = data[: keep % len(data)]
    machine = Deframer(framing)
    assert [] == machine.feed(part)
    assert len(part) == machine.pending and part == machine.rest
    if part:
        with pytest.raises(WireError) as caught:
            machine.finish()
        assert "frame" == caught.value.layer and len(part) == caught.value.offset


@pytest.mark.parametrize(
    "prefix",
    ["１２３".encode("gbk"), "１２".encode() , b"+00012", b" 00012", b"00012 ", b"1_0000", b"-00012", b"0x0012", b"00\n012", b"12.000",
     b"      ", b"00001\xb2", b"\x00\x00\x00\x00\x0c\x00", b"GET / ", b"12    ", b"    12"],
)
@pytest.mark.parametrize("how", ["whole", "byte by byte"])
def test_a_prefix_that_is_not_six_ascii_digits_is_refused(prefix, how):
    """Full-width digits, signs, blanks, underscores and everything else that int() would take: layer frame, offset 0."""
    data = prefix + b"x" * 20_000
    machine = Deframer(SIX)
    with pytest.raises(WireError) as caught:
        for chunk in [data] if how == "whole" else [bytes([b]) for b in data[:6]]:
            machine.feed(chunk)
    assert ("frame", 0) == (caught.value.layer, caught.value.offset)


def test_a_prefix_that_starts_wrong_is_not_waited_for():
    """The first byte that can be no digit, and the first that is not the fixed prefix, end the wait."""
    assert "frame" == refusal(SIX, b"<").layer
    assert "frame" == refusal(replace(ABC, prefix=b"01"), b"02").layer


def test_a_broken_prefix_behind_good_frames_keeps_the_frames():
    """The good frames come out first; the error stays and is raised again by everything that follows."""
    machine = Deframer(SIX)
    assert [b"a", b"bb"] == machine.feed(b"000001a000002bbGARBAGE")
    assert machine.broken is not None and b"GARBAGE" == machine.rest
    for step in (lambda: machine.feed(b""), lambda: machine.feed(b"000000"), machine.finish):
        with pytest.raises(WireError):
            step()


def test_a_declared_length_over_the_limit_is_refused_before_the_body_comes():
    """layer limit at the prefix; and we refuse to frame such a body ourselves."""
    tight = replace(SIX, limit_bytes=100)
    assert ("limit", 0) == (refusal(tight, b"000101").layer, refusal(tight, b"000101").offset)
    assert 100 == parse_length(tight, b"000100")
    with pytest.raises(WireError, match="超过上限"):
        frame(tight, b"x" * 101)


@pytest.mark.parametrize(("framing", "size"), [(Framing(width=5), 100_000), (Framing(width=3), 1000),
                                               (Framing(encoding="binary", width=2), 65_536), (Framing(width=2, inclusive=True), 98)])
def test_a_body_that_the_prefix_cannot_say_is_not_framed(framing, size):
    """One byte more than the width can say is a WireError('limit'), never an OverflowError and never a shorter number."""
    with pytest.raises(WireError, match="写不进"):
        frame(framing, b"x" * size)
    assert frame(framing, b"x" * (size - 1))


def test_an_inclusive_length_counts_its_own_prefix():
    """Eight digits that include themselves: 8 is an empty body, 7 is shorter than the prefix."""
    framing = PROFILES["inclusive"]
    assert b"00000011abc" == frame(framing, b"abc")
    assert 0 == parse_length(framing, b"00000008")
    with pytest.raises(WireError, match="比帧头还短"):
        parse_length(framing, b"00000007")


def test_a_binary_length_is_big_endian():
    """Two bytes, high one first; behind a fixed prefix and inclusive too."""
    assert b"\x01\x02" + b"x" * 258 == frame(PROFILES["binary2"], b"x" * 258)
    assert b"\xfe\xef\x00\x00\x00\x09abc" == frame(PROFILES["binary4-inclusive"], b"abc")
    assert 3 == parse_length(PROFILES["binary4-inclusive"], b"\xfe\xef\x00\x00\x00\x09")


@pytest.mark.parametrize(
    ("framing", "good", "bad"),
    [
        (ABC, b"012    ", [b"0000012", b"0012   ", b"0    12", b"012  45", b"0      ", b"112    ", b"012\t   ", b"0+12   "]),
        (PROFILES["right-space"], b"    12", [b"000012", b"12    ", b"   012", b" 1  12", b"     ", b"   +12"]),
    ],
)
def test_padding_is_as_the_contract_says(framing, good, bad):
    """A zero-padded sender, the wrong side, blanks inside and another prefix byte are told apart from the right layout."""
    assert frame(framing, b"x" * 12).startswith(good)
    assert 12 == parse_length(framing, good)
    for prefix in bad:
        assert "frame" == refusal(framing, prefix).layer, prefix


def test_a_zero_length_is_a_heartbeat():
    """An empty body is a frame."""
    assert [b"", b"", b"x"] == Deframer(SIX).feed(b"000000000000000001x")


@pytest.mark.parametrize("framing", [SIX, ABC, PROFILES["inclusive"], PROFILES["binary4-inclusive"]])
def test_the_likely_cause_of_a_wrong_length_is_named(framing):
    """Characters instead of bytes, UTF-8 instead of GBK, prefix counted or not: each is recognised, in every profile."""
    body, head = VECTOR.encode("gbk"), len(framing.prefix) + framing.width
    own = head if framing.inclusive else 0

    def saying(length: int) -> str:
        stands_for = frame(framing, b"x" * (length - own))[:head]
        return explain(framing, stands_for + body, "GBK")

    assert "按字符数算的（131 个字符），应按 GBK 字节数（141）" in saying(131 + own)
    assert "UTF-8" in saying(151 + own)
    assert "帧头弄反" in saying(141 + own + head) == saying(141 + own - head)
    assert "" == saying(141 + own) == saying(140 + own)
    assert "" == explain(framing, b"", "GBK") or framing.encoding == "binary"


def test_many_small_frames_cost_linear_time():
    """50,000 coalesced heartbeats in one piece are cut in well under a second."""
    import time

    start = time.process_time()
    assert 50_000 == len(Deframer(SIX).feed(b"000000" * 50_000))
    assert time.process_time() - start < 5
