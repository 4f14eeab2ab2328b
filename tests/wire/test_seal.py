"""Sealed HTTP messages: every byte counts, and what is wrong is named."""

from __future__ import annotations

import base64
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kanhe.errors import WireError
from kanhe.model.contract import Seal
from kanhe.model.exchange import Message
from kanhe.wire import sm
from kanhe.wire.seal.keys import TEST_KEYS
from kanhe.wire.seal.seals import KINDS, sign
from kanhe.wire.seal.seals import verified as verify
from kanhe.wire.seal.signature import bytes_of
from kanhe.wire.seal.sm2_headers import signature_of, signed_text

HEADERS = {"app_id": "X-App-Id", "timestamp": "X-Timestamp", "nonce": "X-Nonce", "signature": "X-Sign"}
FORGERIES = KINDS["sm2-headers"].forgeries
SEALS = {e: Seal(kind="sm2-headers", encoding=e, headers=HEADERS) for e in ("raw", "der")}
BODY = '{"name":"南通市某单位","amount":"100.00"}'.encode()
BARE = Message(method="POST", target="/v1/payments?b=2&a=1", body=BODY, headers=(("content-type", "application/json"),))


def sealed(seal: Seal, message: Message = BARE) -> Message:
    """The message as an honest sender signs it."""
    return sign(seal, TEST_KEYS, message, timestamp="20260119120000", nonce="n" * 32)


def said(seal: Seal, message: Message, keys=TEST_KEYS) -> str:
    """Why the seal is refused."""
    with pytest.raises(WireError) as caught:
        verify(seal, keys, message)
    assert "seal" == caught.value.layer
    return caught.value.message


def test_the_signed_lines_are_those_of_the_profile():
    """Method, path, sorted query, timestamp, nonce, hex SM3 of the body, joined by line feeds."""
    lines = signed_text(SEALS["raw"], sealed(SEALS["raw"])).decode().split("\n")
    assert ["POST", "/v1/payments", "a=1&b=2", "20260119120000", "n" * 32, sm.sm3(BODY).hex()] == lines


@pytest.mark.parametrize("encoding", SEALS)
def test_an_honest_seal_verifies(encoding):
    """Both encodings; with the query in another order; with line breaks in the base64 and other case in the header names."""
    seal = SEALS[encoding]
    message = sealed(seal)
    verify(seal, TEST_KEYS, message)
    verify(seal, TEST_KEYS, replace(message, target="/v1/payments?a=1&b=2"))
    verify(seal, TEST_KEYS, replace(message, headers=tuple((k.lower(), v[:40] + "\n" + v[40:] if k == "X-Sign" else v)
                                                           for k, v in message.headers)))


@settings(max_examples=60, deadline=None)
@given(at=st.integers(0, 10_000), mask=st.integers(1, 255), encoding=st.sampled_from(["raw", "der"]))
def test_any_changed_byte_is_refused(at, mask, encoding):
    """Property: one byte changed in the body, the target, the method, the signed headers or the signature: refused."""
    seal = SEALS[encoding]
    message = sealed(seal)
    signature = bytes_of(signature_of(seal, message))
    spots = {name: list(message.header(HEADERS[name]).encode()) for name in ("timestamp", "nonce")}
    parts = {"body": list(message.body), "target": list(message.target.encode()), "method": list(b"POST"),
             "signature": list(signature), **spots}
    name = list(parts)[at % len(parts)]
    part = parts[name]
    part[(at // len(parts)) % len(part)] ^= mask
    data = bytes(part)
    if name == "body":
        changed = replace(message, body=data)
    elif name in ("target", "method"):
        changed = replace(message, **{name: data.decode("latin-1")})
    else:
        value = base64.b64encode(data).decode() if name == "signature" else data.decode("latin-1")
        changed = replace(message, headers=tuple((k, value if k == HEADERS[name] else v) for k, v in message.headers))
    assert said(seal, changed)


@settings(max_examples=40, deadline=None)
@given(at=st.integers(0, 87), letter=st.sampled_from("ABCDEFGHabcdefgh0123456789+/="))
def test_any_changed_letter_of_the_signature_header_is_refused(at, letter):
    """Property: base64 has one spelling; unused bits of its last letter cannot be set."""
    message = sealed(SEALS["raw"])
    text = message.header("X-Sign")
    changed = text[:at] + letter + text[at + 1 :]
    if changed != text:
        assert said(SEALS["raw"], replace(message, headers=(*message.headers[:-1], ("X-Sign", changed))))


@pytest.mark.parametrize("encoding", SEALS)
@pytest.mark.parametrize("name", [n for n in FORGERIES if n != "时间戳过期"])
@pytest.mark.parametrize("body", [BODY, b"", b"[1]", b"<root/>", b"x"])
def test_every_forgery_is_one(encoding, name, body):
    """Each way to spoil a message makes one that does not verify, whatever the body; an old timestamp is a true signature."""
    seal = SEALS[encoding]
    message = sealed(seal, replace(BARE, body=body))
    assert said(seal, FORGERIES[name](seal, TEST_KEYS, message))
    verify(seal, TEST_KEYS, FORGERIES["时间戳过期"](seal, TEST_KEYS, message))


def test_the_default_user_id_is_recognised():
    """The contract wants another id, the signer used the default: said so. The reverse is only a wrong signature."""
    own = replace(SEALS["raw"], user_id="NANTONG-FINANCE")
    assert "默认用户标识" in said(own, sealed(SEALS["raw"]))
    assert "不符" in said(SEALS["raw"], sealed(own))


def test_raw_and_der_are_told_apart():
    """The other encoding is refused and recognised."""
    assert "像是 DER" in said(SEALS["raw"], sealed(SEALS["der"]))
    assert "像是 r‖s" in said(SEALS["der"], sealed(SEALS["raw"]))


def test_another_key_does_not_verify():
    """Z is computed with the signer's key (SIG-05)."""
    other = replace(TEST_KEYS, public_key=sm.public_of(f"{12345:064x}"))
    assert "不符" in said(SEALS["raw"], sealed(SEALS["raw"]), other)


@pytest.mark.parametrize("name", list(HEADERS))
def test_a_missing_or_repeated_header_is_named(name):
    """None of the four may be absent, empty or there twice (which of the two would count?)."""
    message, header = sealed(SEALS["raw"]), HEADERS[name]
    rest = tuple((k, v) for k, v in message.headers if k != header)
    for headers in (rest, (*rest, (header, ""))):
        assert f"缺少签名头 {header}" == said(SEALS["raw"], replace(message, headers=headers))
    assert f"签名头 {header} 出现了 2 次" in said(SEALS["raw"], replace(message, headers=(*message.headers, (header.lower(), "x"))))


@pytest.mark.parametrize("text", ["!!!!", "YQ", "YQ==YQ==", "é", "YR=="])
def test_a_signature_that_is_no_base64_is_told(text):
    """Also base64 in another spelling than the canonical one."""
    message = sealed(SEALS["raw"])
    assert "base64" in said(SEALS["raw"], replace(message, headers=(*message.headers[:-1], ("X-Sign", text))))


def test_keys_never_show():
    """Neither key is in the repr."""
    assert TEST_KEYS.private_key not in repr(TEST_KEYS) and TEST_KEYS.public_key not in repr(TEST_KEYS)
