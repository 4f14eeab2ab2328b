"""Reading `wire:`: transport, framing, charset, codec, inner messages, seals."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kanhe.contract.reading import Reading
from kanhe.contract.yaml import Node
from kanhe.model.contract import Cipher, Framing, Seal, WireProfile
from kanhe.model.inner import Nested

WIRE_KEYS = ("transport", "codec", "charset", "root", "operation", "path", "namespace", "nested", "framing", "seal", "cipher",
             "deadline_s", "limit_bytes", "limit_depth")
FRAMING_KEYS = ("encoding", "width", "inclusive", "pad", "align", "prefix", "tail", "places", "heartbeat", "receipt", "limit_bytes", "rule")
NAMESPACE_KEYS = ("request", "reply")
NESTED_KEYS = ("at", "codec", "root", "charset", "encoding")
SEAL_KEYS = ("kind", "encoding", "user_id", "headers", "window_s", "element", "over", "form", "replies", "code", "rule",
             "replay_rule", "genuine_rule")
CIPHER_KEYS = ("encoding", "rule")
HEADER_KEYS = ("app_id", "timestamp", "nonce", "signature")
TRANSPORTS, CODECS = ("tcp", "http"), ("xml", "json", "soap", "form")
CHARSETS = ("GBK", "GB18030", "UTF-8", "GB2312")
INNER_CODECS, CARRIED = ("xml", "json"), ("base64", "text")
SEALS, ENCODINGS = ("sm2-headers", "sm2-body", "sm3-comment", "sm3-field"), ("raw", "der")
FORMS, CIPHERED = ("comment", "ca"), ("base64", "hex", "raw")
PREFIXES, ALIGNS = ("ascii", "binary", "close"), ("right", "left")


def read_wire(reading: Reading, node: Node | None, parent: Node) -> WireProfile:
    """`wire:`: four short lists multiplied."""
    if node is None or node.pairs is None:
        reading.blame(parent.at, "缺少 wire", "wire: {transport: …, codec: …, charset: …}")
        return WireProfile(transport="http", codec="json", charset="UTF-8")
    reading.known(node, WIRE_KEYS, "wire")
    transport = reading.word(node.get("transport"), "transport", TRANSPORTS, at=node.at)
    codec = reading.word(node.get("codec"), "codec", CODECS, at=node.at)
    charset = reading.word(node.get("charset"), "charset", CHARSETS, at=node.at)
    _complete(reading, node, codec)
    path = reading.text(node.get("path"), "path", default="")
    return WireProfile(
        transport=transport or "http", codec=codec or "json", charset=charset or "UTF-8",
        root=reading.text(node.get("root"), "root", default=""), operation=reading.text(node.get("operation"), "operation", default=""),
        path=path, namespace=_namespace(reading, node.get("namespace")),
        nested=read_nested(reading, node.get("nested"), charset or "UTF-8"),
        framing=_framing(reading, node.get("framing")), seal=_seal(reading, node.get("seal"), codec or "json"),
        cipher=_cipher(reading, node.get("cipher")),
        deadline_s=reading.number(node.get("deadline_s"), "deadline_s", 5.0),
        limit_bytes=int(reading.number(node.get("limit_bytes"), "limit_bytes", 8 * 1024 * 1024)),
        limit_depth=int(reading.number(node.get("limit_depth"), "limit_depth", 256)))


def _complete(reading: Reading, node: Node, codec: str) -> None:
    """What one word of a wire asks of the others."""
    said = {name: found for name in WIRE_KEYS if (found := node.get(name)) is not None}
    transport, path = said.get("transport"), said.get("path")
    if codec == "xml" == (said.get("codec") or node).text and "root" not in said:  # not xml in place of a wrong word
        reading.blame(node.at, "XML 报文没有说根元素", "root: 根元素名")
    if transport is not None and transport.text == "tcp" and not {"framing", "operation"} <= said.keys():
        reading.blame(node.at, "TCP 报文要有 framing 和 operation", "framing: {…}，operation: 字段路径")
    if transport is None or transport.text != "http":
        wrong = path or (said.get("codec") if codec in ("soap", "form") else None)
        if transport is not None and wrong is not None:
            reading.blame(wrong.at, f"{wrong.text} 只能走 HTTP", "transport: http")
        return
    if codec in ("soap", "form") and path is None:
        reading.blame(node.at, f"{codec} 报文没有说地址", "path: /服务路径")
    if path is not None and not (path.text or "").startswith("/"):
        reading.blame(path.at, f"path 写作 {path.text}", "以 / 开头的路径")
    if codec == "soap" and "namespace" not in said:
        reading.blame(node.at, "SOAP 报文没有说操作的命名空间", "namespace: http://…",
                      "照抄对方 WSDL 里 definitions 的 targetNamespace")
    if path is not None and codec != "soap" and "operation" not in said:
        reading.blame(node.at, "全部操作共用一个地址时要说报文在哪里写操作码", "operation: 字段路径")
    if "nested" in said and path is None:
        reading.blame(node.at, "内层报文只能用在整个报文就是一个报文体的接口上", "path: /服务路径")


def read_namespaces(reading: Reading, node: Node | None, wire: WireProfile, *, stimulus: bool) -> tuple[str, str]:
    """`namespace:` of an operation, for its request and its reply: one text for both or one each; what it leaves out is the family's."""
    if node is None:
        return wire.namespace, wire.namespace
    if stimulus or wire.codec not in ("xml", "soap"):
        who = "触发事件" if stimulus else f"{wire.codec} 报文"
        reading.blame(node.at, f"{who}没有命名空间", "namespace 只用于 codec: xml 和 soap 的报文", "删去 namespace")
    if node.pairs is None:
        return (_namespace(reading, node),) * 2
    reading.known(node, NAMESPACE_KEYS, "namespace")
    asked, told = (_namespace(reading, node.get(side)) or wire.namespace for side in NAMESPACE_KEYS)
    return asked, told


def _namespace(reading: Reading, node: Node | None) -> str:
    text = reading.text(node, "namespace", default="")
    if node is not None and not re.fullmatch(r"[^\s<>\"]+", text):
        reading.blame(node.at, f"namespace 写作 {text!r}", "不含空白的命名空间，如 urn:iso:std:iso:20022:tech:xsd:pacs.008.001.02",
                      "照抄对方样例报文根元素的 xmlns")
    return text


def read_nested(reading: Reading, node: Node | None, charset: str) -> tuple[Nested, ...]:
    """`nested:` of a wire or an operation; outer ones first. charset: where none is told."""
    found = [_nested(reading, item, charset) for item in reading.items(node, "nested")]
    for index, one in enumerate(found):
        inner = next((other for other in found[:index] if other.at.startswith(f"{one.at}.") or other.at == one.at), None)
        if inner is not None and node is not None and node.items is not None:
            reading.blame(node.items[index].at, f"{one.at} 写在 {inner.at} 的后面", "每处一次，外层在前")
    return tuple(found)


def _nested(reading: Reading, node: Node, charset: str) -> Nested:
    reading.known(node, NESTED_KEYS, "nested")
    codec = reading.word(node.get("codec"), "codec", INNER_CODECS, "xml")
    if codec == "xml" and node.get("root") is None:
        reading.blame(node.at, "XML 报文没有说根元素", "root: 根元素名")
    return Nested(
        at=reading.text(node.get("at"), "at", node.at), codec=codec, root=reading.text(node.get("root"), "root", default=""),
        charset=reading.word(node.get("charset"), "charset", CHARSETS, charset),
        encoding=reading.word(node.get("encoding"), "encoding", CARRIED, "base64"))


def placed(reading: Reading, nested: Sequence[Nested], paths: Sequence[str], node: Node | None) -> None:
    """Every inner message of an operation must lie where the operation has fields."""
    for index, one in enumerate(nested):
        if not any(path.startswith(f"{one.at}.") for path in paths):
            items = node.items if node is not None and node.items is not None else []
            at = items[index].at if index < len(items) else node.at if node is not None else None
            if at is not None:
                reading.blame(at, f"内层报文 {one.at} 的下面没有声明任何字段", "字段路径，列表写作 路径[]")


def _framing(reading: Reading, node: Node | None) -> Framing | None:
    if node is None:
        return None
    reading.known(node, FRAMING_KEYS, "framing")
    framing = Framing(
        encoding=reading.word(node.get("encoding"), "encoding", PREFIXES, "ascii"),
        width=int(reading.number(node.get("width"), "width", 6)), inclusive=reading.flag(node.get("inclusive"), "inclusive", default=False),
        pad=reading.text(node.get("pad"), "pad", default="0"), align=reading.word(node.get("align"), "align", ALIGNS, "right"),
        prefix=_ascii(reading, node.get("prefix"), "prefix"), tail=_ascii(reading, node.get("tail"), "tail"),
        heartbeat=reading.flag(node.get("heartbeat"), "heartbeat", default=False),
        receipt=_ascii(reading, node.get("receipt"), "receipt"), places=_places(reading, node.get("places")),
        limit_bytes=int(reading.number(node.get("limit_bytes"), "limit_bytes", 999_999)),
        rule=reading.text(node.get("rule"), "rule", default=""))
    _fill(reading, node, framing)
    return framing


def _places(reading: Reading, node: Node | None) -> tuple[tuple[str, int], ...]:
    """The named places of a fixed header."""
    found = []
    for name, width in reading.mapping(node, "places").items():
        if not re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]*", name, re.ASCII) or int(reading.number(width, name, 1)) < 1:
            reading.blame(width.at, f"places 里写作 {name}: {width.text}", "ASCII 名字: 不小于 1 的字节数",
                          "如 places: {MsgType: 4, MsgId: 20}，字母开头，宽度照对方文档的报文头")
        found.append((name, max(int(reading.number(width, name, 1)), 1)))
    return tuple(found)


def _fill(reading: Reading, node: Node, framing: Framing) -> None:
    """Places fill a fixed header without a gap."""
    places = node.get("places")
    if places is None:
        return
    if framing.encoding != "close":
        reading.blame(places.at, f"encoding 是 {framing.encoding}，没有分栏的报文头", "encoding: close",
                      "报文头定长、一个连接一份报文的写 encoding: close；别的删去 places")
    told = sum(width for _, width in framing.places)
    right = framing.width - len(framing.prefix) - len(framing.tail)
    if framing.encoding == "close" and told != right:
        reading.blame(places.at, f"places 的宽度加起来是 {told}", f"{right}，即 width 减去 prefix 和 tail",
                      f"照对方文档改各栏的宽度；各栏没有错的写 width: {framing.width - right + told}")


def _ascii(reading: Reading, node: Node | None, name: str) -> bytes:
    text = reading.text(node, name, default="")
    if node is not None and not text.isascii():
        reading.blame(node.at, f"{name} 写作 {text}", "ASCII 字符")
        return b""
    return text.encode("ascii")


def _seal(reading: Reading, node: Node | None, codec: str) -> Seal | None:
    if node is None:
        return None
    reading.known(node, SEAL_KEYS, "seal")
    if (kind := node.get("kind")) is not None and kind.text == "sm3-field":
        _field_code(reading, node, codec)
    headers = dict(zip(HEADER_KEYS, ("X-App-Id", "X-Timestamp", "X-Nonce", "X-Sign"), strict=True))
    told = node.get("headers")
    if told is not None:
        reading.known(told, HEADER_KEYS, "headers")
    headers |= {k: reading.text(v, k) for k, v in reading.mapping(node.get("headers"), "headers").items()}
    return Seal(
        kind=reading.word(node.get("kind"), "kind", SEALS, "sm2-headers"),
        encoding=reading.word(node.get("encoding"), "encoding", ENCODINGS, "raw"),
        user_id=reading.text(node.get("user_id"), "user_id", default="1234567812345678"), headers=headers,
        window_s=int(reading.number(node.get("window_s"), "window_s", 300)),
        element=reading.text(node.get("element"), "element", default=""), over=reading.text(node.get("over"), "over", default=""),
        form=reading.word(node.get("form"), "form", FORMS, "comment"),
        replies=reading.flag(node.get("replies"), "replies", default=False),
        code=reading.text(node.get("code"), "code", default=""), rule=reading.text(node.get("rule"), "rule", default=""),
        replay_rule=reading.text(node.get("replay_rule"), "replay_rule", default=""),
        genuine_rule=reading.text(node.get("genuine_rule"), "genuine_rule", default=""))


def _field_code(reading: Reading, node: Node, codec: str) -> None:
    """A code in a field needs a form, and two fields of it."""
    if codec != "form":
        reading.blame(node.at, f"codec 是 {codec}，没有放校验码的表单字段", "codec: form", "XML 和 JSON 报文用 sm3-comment 或 sm2-body")
    for key in ("over", "element"):
        if node.get(key) is None:
            reading.blame(node.at, f"sm3-field 没有写 {key}", "over: 被校验的字段，element: 放校验码的字段")


def _cipher(reading: Reading, node: Node | None) -> Cipher | None:
    if node is None:
        return None
    reading.known(node, CIPHER_KEYS, "cipher")
    return Cipher(encoding=reading.word(node.get("encoding"), "encoding", CIPHERED, "base64"),
                  rule=reading.text(node.get("rule"), "rule", default=""))
