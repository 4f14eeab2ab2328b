"""SM2 and SM3 against published vectors and against the library that is not in use."""

from __future__ import annotations

import hmac
import json

import gmalg
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kanhe.errors import WireError
from kanhe.wire import sm
from kanhe.wire.seal.keys import TEST_KEYS
from tests.shared import shared

PRIVATE, PUBLIC = TEST_KEYS.private_key, TEST_KEYS.public_key
MESSAGE = b"message digest"
ANNEX = ("f5a03b0648d2c4630eeac513e1bb81a15944da3827d5b74143ac7eaceee720b3",
         "b1b6aa29df212fd8763182bc0d421ca1bb9038fd1f7f42d4840b69c485bbc1aa")
PADDING = {  # vectors of 4.5 in which r or s starts with zero bytes
    "s < 2^248": ("7cddb16bb958abed06ddfbaf840167fec7214188146234801d1e5779810fe2b5",
                  "0010f91615ce3f0951f376fe3cf0280f26805131d3656f698374bda8f99df44e"),
    "r < 2^248": ("00fe85c19815c9b1021f4b6497aa3602f5755d9b5ec71d86a4267b1140cf47b8",
                  "b42df80fa21f5a17c24417ec4af02103cd4f2a1f8906b2936d3c758603fe17aa"),
    "s < 2^240": ("af95d6dacc92e999f4eed23ebfdf098aefced9a30d0421f36049661447705dd2",
                  "0000f602d86c393d1076ff58880eb0d7e6572f1a788a1efde67d4ef2ab1f15fd"),
    "r < 2^240": ("000021b477a7a8d9c10531f48c2263836ff142ffed57d251a34e212826be5e23",
                  "b6030169e32a642acf60d4054413223dc71d01a12557143eada949d77a0fdd36"),
}
VECTORS = {"annex": ANNEX, **PADDING}
numbers = st.integers(1, sm.ORDER - 1)


def pair(hexes: tuple[str, str]) -> sm.Pair:
    """(r, s) of two hex texts."""
    return int(hexes[0], 16), int(hexes[1], 16)


@pytest.fixture(params=["tongsuopy", "gmalg"])
def library(request, monkeypatch):
    """Both ways to sign and verify: the fast library, and a machine without it."""
    if request.param == "gmalg":
        monkeypatch.setattr(sm, "_fast_private", lambda key: None)
        monkeypatch.setattr(sm, "_fast_public", lambda key: None)
        sm._slow_public.cache_clear()
    else:
        pytest.importorskip("tongsuopy")
    yield request.param
    sm._slow_public.cache_clear()


@pytest.mark.parametrize(("data", "digest"), [
    (b"abc", "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"),
    (b"abcd" * 16, "debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732"),
    (b"", "1ab21d8355cfa17f8e61194831e81a8f22bec8c728fefb747ed035eb5082aa2b"),
])
def test_sm3_of_the_published_texts(data, digest, monkeypatch):
    """GM/T 0004, with hashlib and on a machine whose OpenSSL has no SM3."""
    assert digest == sm.sm3(data).hex()

    def absent(name, *rest):
        raise ValueError(name)

    monkeypatch.setattr(sm.hashlib, "new", absent)
    assert digest == sm.sm3(data).hex()


def test_sm3_of_the_envelope_vector():
    """Vector 4.9: the 233 GBK bytes of the inner voucher."""
    voucher = ('<?xml version="1.0" encoding="GBK"?><Voucher><Id>000001</Id><AdmDivCode>320600</AdmDivCode><StYear>2026</StYear>'
               "<VtCode>8202</VtCode><VouDate>20260105</VouDate><VoucherNo>3206002026000001</VoucherNo><PayAmt>1280.01</PayAmt></Voucher>")
    data = voucher.encode("gbk")
    assert (233, "a05c5bc8656fb7569168148ac4239d1ef65c713d9c54cc9ae2469d71031071eb") == (len(data), sm.sm3(data).hex())


def test_sm3_passes_wycheproof():
    """All 174 HMAC-SM3 vectors of Project Wycheproof, through our SM3; modified tags are refused."""
    groups = json.loads(shared("samples/vectors/hmac_sm3_test.json").read_text())["testGroups"]
    count = 0
    for group in groups:
        for test in group["tests"]:
            key, text = bytes.fromhex(test["key"]), bytes.fromhex(test["msg"])
            key = (sm.sm3(key) if len(key) > 64 else key).ljust(64, b"\0")
            inner = sm.sm3(bytes(b ^ 0x36 for b in key) + text)
            tag = sm.sm3(bytes(b ^ 0x5C for b in key) + inner)[: group["tagSize"] // 8]
            assert (test["result"] == "valid") == hmac.compare_digest(tag.hex(), test["tag"]), test["tcId"]
            count += 1
    assert 174 == count


@pytest.mark.parametrize("name", VECTORS)
def test_the_published_signatures_verify(library, name):
    """The annex signature and the four with leading zero bytes, on both libraries, with and without the leading 04."""
    assert sm.verify(PUBLIC, MESSAGE, pair(VECTORS[name]))
    assert sm.verify("04" + PUBLIC.lower(), MESSAGE, pair(VECTORS[name]))
    assert not sm.verify(PUBLIC, MESSAGE + b" ", pair(VECTORS[name]))


@pytest.mark.parametrize("name", PADDING)
def test_leading_zero_bytes_survive_both_encodings(name):
    """r||s is always 32+32 bytes; DER is as short as can be; both come back."""
    found = pair(PADDING[name])
    assert "".join(PADDING[name]) == sm.to_raw(found).hex()
    assert found == sm.from_raw(sm.to_raw(found)) == sm.from_der(sm.to_der(found))
    assert len(sm.to_der(found)) < 72


@given(r=numbers, s=numbers)
def test_both_encodings_come_back(r, s):
    """Property: from_raw(to_raw) and from_der(to_der) give (r, s)."""
    assert (r, s) == sm.from_raw(sm.to_raw((r, s))) == sm.from_der(sm.to_der((r, s)))


@given(data=st.binary(max_size=80))
def test_der_has_one_spelling(data):
    """Property: what from_der accepts, to_der writes again byte by byte; anything else is a WireError('seal')."""
    for candidate in (data, b"\x30" + bytes([len(data)]) + data):
        try:
            found = sm.from_der(candidate)
        except WireError as error:
            assert "seal" == error.layer
            continue
        assert candidate == sm.to_der(found)


@pytest.mark.parametrize("data", [
    b"", b"\x30\x00", b"\x30\x06\x02\x01\x01\x02\x01", b"\x30\x06\x02\x01\x01\x02\x01\x01\x00", b"\x30\x81\x06\x02\x01\x01\x02\x01\x01",
    b"\x30\x07\x02\x02\x00\x01\x02\x01\x01", b"\x30\x06\x02\x01\x81\x02\x01\x01", b"\x31\x06\x02\x01\x01\x02\x01\x01",
    b"\x30\x05\x02\x00\x02\x01\x01", b"\x30\x06\x03\x01\x01\x02\x01\x01", b"\x30\x80\x02\x01\x01\x02\x01\x01\x00\x00",
])
def test_loose_der_is_refused(data):
    """Trailing bytes, long lengths, padded and negative integers, other tags, indefinite length."""
    with pytest.raises(WireError):
        sm.from_der(data)


def test_the_other_encoding_is_recognised():
    """DER where r||s is promised and the reverse are told as such."""
    with pytest.raises(WireError, match="像是 DER"):
        sm.from_raw(sm.to_der(pair(ANNEX)))
    with pytest.raises(WireError, match="像是 r‖s"):
        sm.from_der(sm.to_raw(pair(ANNEX)))


@settings(max_examples=10, deadline=None)
@given(message=st.binary(max_size=200), user=st.sampled_from([sm.DEFAULT_ID, "kanhe", "南通财政"]))
def test_what_we_sign_gmalg_verifies_and_the_reverse(message, user):
    """Property: the independent library agrees both ways, whatever the message and the user id."""
    point = bytes.fromhex("04" + PUBLIC)
    other = gmalg.SM2(bytes.fromhex(PRIVATE), user.encode(), point)
    r, s = sm.sign(PRIVATE, message, user_id=user)
    assert other.verify(message, r.to_bytes(32, "big"), s.to_bytes(32, "big"))
    theirs = tuple(int.from_bytes(n, "big") for n in other.sign(message))
    assert sm.verify(PUBLIC, message, theirs, user_id=user)
    assert not sm.verify(PUBLIC, message + b"x", theirs, user_id=user)


def test_what_gmalg_signs_tongsuopy_verifies_and_the_reverse(monkeypatch):
    """Our two paths agree with each other on the default user id."""
    pytest.importorskip("tongsuopy")
    fast = sm.sign(PRIVATE, MESSAGE)
    with monkeypatch.context() as patch:
        patch.setattr(sm, "_fast_private", lambda key: None)
        patch.setattr(sm, "_fast_public", lambda key: None)
        assert sm.verify(PUBLIC, MESSAGE, fast)
        slow = sm.sign(PRIVATE, MESSAGE)
    assert sm.verify(PUBLIC, MESSAGE, slow)


def test_the_public_key_is_derived_on_both_paths(library):
    """The annex public key from the annex private key; and the generator from 1."""
    assert PUBLIC == sm.public_of(PRIVATE)
    assert sm.public_of(f"{1:064x}").startswith("32C4AE2C1F1981195F9904466A39C994")


def test_another_user_id_does_not_verify(library):
    """The id is part of what is signed."""
    assert not sm.verify(PUBLIC, MESSAGE, pair(ANNEX), user_id="ALICE123@YAHOO.COM")
    assert not sm.verify(PUBLIC, MESSAGE, sm.sign(PRIVATE, MESSAGE, user_id="x"))


@pytest.mark.parametrize("found", [(0, 1), (1, 0), (sm.ORDER, 1), (1, sm.ORDER), (5, sm.ORDER - 5), (1, 1), (sm.ORDER - 1, sm.ORDER - 1),
                                   (2**256, 2**256), (-1, -1)])
def test_numbers_out_of_range_do_not_verify(library, found):
    """r and s outside 1..n-1, and r + s = n, are False and no exception."""
    assert not sm.verify(PUBLIC, MESSAGE, found)


@pytest.mark.parametrize("key", ["", "0" * 64, "F" * 64, f"{sm.ORDER - 1:064X}", f"{sm.ORDER:064X}", "zz" * 32, "1" * 63])
def test_a_private_key_out_of_range_is_told(library, key):
    """WireError('seal') at once; OpenSSL would search for ever for an inverse with n-1."""
    for call in (lambda: sm.sign(key, b"m"), lambda: sm.public_of(key), lambda: sm.sign(key, b"m", user_id="x")):
        with pytest.raises(WireError) as caught:
            call()
        assert "seal" == caught.value.layer


@pytest.mark.parametrize("key", ["", "00" * 64, "11" * 64, "FF" * 64, PUBLIC[:-1] + "4", PUBLIC[:64], "05" + PUBLIC])
def test_a_public_key_that_is_no_point_is_told(library, key):
    """WireError('seal') on both paths, never ValueError."""
    for user in (sm.DEFAULT_ID, "x"):
        with pytest.raises(WireError) as caught:
            sm.verify(key, b"m", pair(ANNEX), user_id=user)
        assert "seal" == caught.value.layer
