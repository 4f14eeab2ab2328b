"""XML messages: no DOCTYPE, nothing fetched, capped depth and size, and a document comes back as it went."""

from __future__ import annotations

import socket
import sys
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kanhe.errors import WireError
from kanhe.wire.xml import decode_xml, encode_xml

HEAD = '<?xml version="1.0" encoding="UTF-8"?>'
BILLION = "".join(f'<!ENTITY l{i + 1} "{f"&l{i};" * 10}">' for i in range(9))

names = st.from_regex(r"[A-Za-z_姓金][A-Za-z0-9_.\-额名]{0,8}", fullmatch=True).filter(lambda n: not n.lower().startswith("xml"))
texts = st.text(st.characters(blacklist_categories=["Cs"], blacklist_characters="\ufffe\uffff", min_codepoint=0x20)
                | st.sampled_from("\t\n\r<>&\"'"), max_size=20)
leaves = texts | st.dictionaries(names.map("@{}".format), texts, min_size=1, max_size=3).flatmap(
    lambda d: texts.filter(bool).map(lambda t: {**d, "#text": t}) | st.just(d))
nodes = st.recursive(leaves, lambda inner: st.dictionaries(names, inner, min_size=1, max_size=4), max_leaves=20)
documents = st.dictionaries(names, nodes, max_size=5)


def refusal(text: str | bytes, **options) -> WireError:
    """The WireError that decoding this UTF-8 message raises."""
    data = text if isinstance(text, bytes) else (text if text.startswith("<?xml") else HEAD + text).encode()
    with pytest.raises(WireError) as caught:
        decode_xml(data, "root", "UTF-8", **options)
    return caught.value


@settings(max_examples=60)
@given(document=documents)
def test_a_document_comes_back_as_it_went(document):
    """Property: decode(encode(d)) == d for nested names, attributes, blanks, line ends and every character of XML."""
    assert document == decode_xml(encode_xml(document, "root", "UTF-8"), "root", "UTF-8")


@settings(max_examples=60)
@given(rows=st.lists(st.dictionaries(names, texts, min_size=1, max_size=3), min_size=1, max_size=6))
def test_repeated_elements_come_back_as_a_list(rows):
    """Property: a path that is declared to repeat is a list, also with one row."""
    document = {"list": {"Entity": rows}}
    data = encode_xml(document, "root", "GB18030")
    assert document == decode_xml(data, "root", "GB18030", repeats=frozenset({"list.Entity"}))


@given(data=st.binary(max_size=120) | texts.map(lambda t: f"{HEAD}<root>{t}</root>".encode()) | texts.map(lambda t: t.encode()))
def test_no_bytes_raise_anything_but_a_wire_error(data):
    """Property: any bytes are a document or a WireError whose offset lies inside them."""
    for charset in ("UTF-8", "GBK"):
        try:
            decode_xml(data, "root", charset)
        except WireError as error:
            assert error.layer in ("charset", "syntax", "limit") and -1 <= error.offset <= len(data)


def test_a_repeated_element_that_is_not_declared_is_refused():
    """Nothing is silently overwritten: the second `a` is told with its path."""
    assert "body.a 出现了不止一次" in refusal("<root><body><a>1</a><a>2</a></body></root>").message


def test_attributes_and_text_are_kept_apart():
    """`@name` for attributes, `#text` for text beside them; blanks that are the whole text stay."""
    data = (HEAD + '<root n="1"><row rowNum="2">x</row><b k="  "> </b></root>').encode()
    assert {"@n": "1", "row": {"@rowNum": "2", "#text": "x"}, "b": {"@k": "  ", "#text": " "}} == decode_xml(data, "root", "UTF-8")


def test_comments_and_instructions_are_no_content():
    """They split no text and add no element; CDATA is text."""
    data = (HEAD + "<!-- a --><root><?x y?><a>1<!--b-->2<![CDATA[<3>]]></a><!-- c --></root>").encode()
    assert {"a": "12<3>"} == decode_xml(data, "root", "UTF-8")


@pytest.mark.parametrize("text", ["<root>x<a>1</a></root>", "<root><a>1</a>x</root>", "<root>text</root>", "<root><b>t<c/></b></root>"])
def test_text_between_elements_is_not_lost(text):
    """Text where only elements belong is refused, never dropped."""
    assert "文字" in refusal(text).message


@pytest.mark.parametrize(
    "doctype",
    ["<!DOCTYPE root>", '<!DOCTYPE root SYSTEM "http://127.0.0.1:{port}/x.dtd">',
     '<!DOCTYPE root [<!ENTITY e SYSTEM "file:///etc/passwd">]>', '<!DOCTYPE root [<!ENTITY l0 "lol">' + BILLION + "]>",
     '<!DOCTYPE root [<!ENTITY q "' + "x" * 100_000 + '">]>',
     '<!DOCTYPE root [<!ENTITY % p SYSTEM "http://127.0.0.1:{port}/p">%p;]>'],
    ids=["plain", "external dtd", "file entity", "billion laughs", "quadratic", "parameter entity"],
)
def test_a_doctype_is_refused_quickly_and_nothing_is_opened(doctype):
    """Bombs and external entities: refused at their byte within 50 ms, no file opened, nobody called."""
    opened: list[str] = []
    sys.addaudithook(lambda event, args: opened.append(event) if event in ("open", "socket.connect") and watching else None)
    with socket.create_server(("127.0.0.1", 0)) as canary:
        canary.settimeout(0.05)
        text = HEAD + doctype.replace("{port}", str(canary.getsockname()[1])) + "<root><a>&e;&l9;&q;&q;</a></root>"
        watching, start = True, time.process_time()
        error = refusal(text)
        spent, watching = time.process_time() - start, False
        with pytest.raises(TimeoutError):
            canary.accept()
    assert ("syntax", len(HEAD)) == (error.layer, error.offset) and "DOCTYPE" in error.message
    assert spent < 0.05 and [] == opened


@pytest.mark.parametrize("text", ["<root><a>&ee;</a></root>", '<root a="&ee;"/>'])
def test_an_unknown_entity_is_refused(text):
    """It is not left standing as `&ee;`."""
    assert "syntax" == refusal(text).layer


def test_includes_are_only_elements():
    """XInclude fetches nothing: it decodes as an element like any other."""
    data = (HEAD + '<root><i:include xmlns:i="http://www.w3.org/2001/XInclude" href="file:///etc/passwd"/></root>').encode()
    assert {"{http://www.w3.org/2001/XInclude}include": {"@href": "file:///etc/passwd"}} == decode_xml(data, "root", "UTF-8")


@pytest.mark.parametrize("disguise", ["utf-16-le", "utf-16-be", "utf-32-le", "utf-7"])
def test_a_doctype_in_another_encoding_does_not_pass(disguise):
    """Bytes that libxml2 would recognise by itself as UTF-16 are refused."""
    text = '<?xml version="1.0"?><!DOCTYPE root [<!ENTITY e "x">]><root><a>&e;</a></root>'
    assert refusal(text.encode(disguise)).layer in ("syntax", "charset")


@pytest.mark.parametrize("name", ["a", "元"])
@pytest.mark.parametrize("depth", [257, 1_500, 200_000])
def test_deep_messages_end_in_a_limit(name, depth):
    """257, 1,500 and 200,000 levels, Chinese names too: WireError('limit') at once, no RecursionError."""
    start = time.process_time()
    assert "limit" == refusal("<root>" + f"<{name}>" * depth + f"</{name}>" * depth + "</root>").layer
    assert time.process_time() - start < 5


def test_the_depth_of_the_contract_counts():
    """limit_depth 4: four levels with the root are read, five are not."""
    for depth in (1, 2, 3):
        data = (HEAD + "<root>" + "<a>" * depth + "</a>" * depth + "</root>").encode()
        assert decode_xml(data, "root", "UTF-8", limit_depth=4)
    assert "limit" == refusal("<root><a><a><a><a/></a></a></a></root>", limit_depth=4).layer


def test_wide_messages_are_not_taken_for_deep_ones():
    """1,000 rows with `>` in an attribute, and tags in CDATA and comments, are no depth."""
    rows = '<row memo="a>b"/>' * 1000 + "<x><![CDATA[" + "<a>" * 1000 + "]]></x><!--" + "<a>" * 1000 + "-->"
    document = decode_xml((HEAD + f"<root>{rows}</root>").encode(), "root", "UTF-8", repeats=frozenset({"row"}))
    assert 1000 == len(document["row"]) and "<a>" * 1000 == document["x"]


@pytest.mark.parametrize("text", ["<root><a b='" + "x" * 11_000_000 + "'/></root>", "<root>" + "x" * 11_000_000 + "</root>",
                                  "<root><" + "n" * 60_000 + "/></root>"], ids=["attribute", "text", "name"])
def test_huge_pieces_end_in_a_limit(text):
    """libxml2's own caps (10 MB per text, 50 kB per name) are told as a limit."""
    assert "limit" == refusal(text).layer


def test_many_attributes_on_one_element_end_in_a_limit():
    """1,000 are read; 300,000 are refused in seconds, not in minutes (reading them would take minutes)."""
    start = time.process_time()

    def many(count: int) -> str:
        return "<root><a " + " ".join(f'a{i}="1"' for i in range(count)) + "/></root>"

    assert 1000 == len(decode_xml((HEAD + many(1000)).encode(), "root", "UTF-8")["a"])
    assert "limit" == refusal(many(300_000)).layer
    assert time.process_time() - start < 5


@pytest.mark.parametrize("text", ["<a>" + "&amp;" * 500_000 + "</a>", "<a>" + "x<!---->" * 300_000 + "</a>",
                                  "<a>" + "<![CDATA[x]]>" * 200_000 + "</a>", "".join(f'<n{i}:a xmlns:n{i}="u"/>' for i in range(20_000))],
                         ids=["references", "comments", "cdata", "namespaces"])
def test_what_is_many_costs_linear_time(text):
    """Megabytes of references, comments, CDATA or namespaces are read or refused in seconds, not in minutes."""
    start = time.process_time()
    try:
        decode_xml((HEAD + f"<root>{text}</root>").encode(), "root", "UTF-8")
    except WireError as error:
        assert "不止一次" in error.message
    assert time.process_time() - start < 5


@pytest.mark.parametrize(
    ("text", "broken"),
    [("<root>\n<名>南通市</名><b>\n南&</b></root>", "</b>"), ("<root><a>南通市</b></root>", "</root>"), ("<root><a>南</a>", "")],
)
def test_the_offset_of_bad_syntax_is_a_byte_offset(text, broken):
    """In GBK bytes, counted behind Chinese text and line ends: at most a few bytes from the blame."""
    data = ('<?xml version="1.0" encoding="GBK"?>' + text).encode("gbk")
    with pytest.raises(WireError) as caught:
        decode_xml(data, "root", "GBK")
    assert abs(caught.value.offset - (data.find(broken.encode()) if broken else len(data))) <= 2


def test_another_root_is_told_with_its_place():
    """The offset is that of the root's own tag, behind prolog and comment or without any."""
    for head in (b"", b'<?xml version="1.0" encoding="UTF-8"?><!-- c -->'):
        error = refusal(head + b"<CFX><HEAD/></CFX>")
        assert len(head) == error.offset and "CFX" in error.message and "root" in error.message


@pytest.mark.parametrize("value", ["\x00", "a\x08b", "\x1f", "\ufffe"])
def test_characters_that_xml_forbids_are_not_written(value):
    """Refused with the code point; in attributes too."""
    for document in ({"a": value}, {"a": {"@b": value}}):
        with pytest.raises(WireError, match="控制字符"):
            encode_xml(document, "root", "UTF-8")


@pytest.mark.parametrize("name", ["a b", "1a", "a><b", "", "a/", "@a b", "a\n"])
def test_a_name_that_is_none_is_not_written(name):
    """A key can add no markup."""
    with pytest.raises(WireError, match="名字"):
        encode_xml({"x": {name: "1"}}, "root", "UTF-8")


@settings(max_examples=50)
@given(text=texts, charset=st.sampled_from(["GBK", "GB18030", "GB2312"]))
def test_what_the_charset_lacks_is_never_written_as_a_reference(text, charset):
    """Property: no `&#…;` stands for a character that cannot be written; only line ends are references."""
    try:
        data = encode_xml({"a": text}, "root", charset)
    except WireError as error:
        assert "charset" == error.layer
        return
    assert data.count(b"&#") == text.count("\r")
    assert {"a": text} == decode_xml(data, "root", charset)


@given(documents)
def test_a_namespace_is_written_once_and_read_away(document):
    """With a namespace a document comes back as it went; without it, or with another, the root is not the one that was agreed on."""
    data = encode_xml(document, "Root", "UTF-8", "urn:a:1")
    plain = encode_xml(document, "Root", "UTF-8")
    assert data.replace(b' xmlns="urn:a:1"', b"", 1) == plain
    try:
        wanted = decode_xml(plain, "Root", "UTF-8")
    except WireError:
        return  # a doubled element
    assert wanted == decode_xml(data, "Root", "UTF-8", space="urn:a:1")
    for other in ("", "urn:a:2"):
        with pytest.raises(WireError, match="根元素是"):
            decode_xml(data, "Root", "UTF-8", space=other)


def test_an_element_of_another_namespace_keeps_no_name_of_ours():
    """It is not taken for the field of that name."""
    data = b'<Root xmlns="urn:a:1"><a>1</a><b xmlns="urn:b">2</b></Root>'
    assert {"a": "1", "{}{urn:b}b": "2"} == decode_xml(data, "Root", "UTF-8", space="urn:a:1")
