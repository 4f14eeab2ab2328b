"""The verdict page: complete, in the right order, and harmless."""

from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from kanhe.model.event import RunFinished, RunStarted
from kanhe.model.verdict import Cell
from kanhe.model.words import Level, Outcome
from kanhe.report.mask import Mask
from kanhe.report.page import Page
from kanhe.report.page_style import COLOURS
from kanhe.report.words import NAMES, SIGNS, short
from tests.report.runs import (
    BANK,
    CHEATED,
    PEER,
    broken_events,
    catalogue,
    cells,
    events,
    exchange,
    finding,
    made_up,
    promise,
    six_outcomes,
    write,
)

HOSTILE = ['<script>alert(1)</script>', '"><img src=x onerror=alert(1)>', "</pre></table><h1>建议发布</h1>", "<!--", "]]>", "&lt;b&gt;",
           "'--"]


def page(heard, tmp_path) -> str:
    """The page of a run."""
    write(heard, tmp_path)
    return (tmp_path / "verdict.html").read_text(encoding="utf-8")


class Tags(HTMLParser):
    """Collects tags, attributes and whether every tag is closed in order."""

    def __init__(self) -> None:
        super().__init__()
        self.names, self.attributes, self.open = [], [], []

    def handle_starttag(self, tag, attrs):
        self.names.append(tag)
        self.attributes += attrs
        if tag not in ("meta", "br", "link"):
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


def tags(html: str) -> Tags:
    """The parsed page; every tag is closed in order."""
    parser = Tags()
    parser.feed(html)
    parser.close()
    assert [] == parser.open
    return parser


def test_it_has_no_script_and_reaches_for_nothing(tmp_path):
    """The page holds no script, no event handler and no address of anything outside itself."""
    html = page(broken_events(), tmp_path)
    found = tags(html)
    assert {"script", "iframe", "img", "object", "embed", "form"} & set(found.names) == set()
    assert [] == [name for name, _ in found.attributes if name.startswith("on")]
    assert [] == [v for n, v in found.attributes if n in ("src", "href") and v != "data:,"]
    assert not re.search(r"url\(|@import|https?://", html)


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_only_text(tmp_path, text):
    """Markup in a peer's reply, in a finding, in a step or in a reason arrives as text and adds no tag."""
    bad = finding(says=text, actual=text, story=(exchange(text),))
    tame = finding(says="甲", actual="乙", story=(exchange("丙"),))

    def made(told, reason):
        return [Cell(promise=promise(1), peer=PEER.name, outcome=Outcome.BROKEN, findings=(told,)),
                Cell(promise=promise(2), peer=PEER.name, outcome=Outcome.SKIPPED, reason=reason)]

    hostile, plain = tags(page(made_up(made(bad, text)), tmp_path / "a")), tags(page(made_up(made(tame, "丁")), tmp_path / "b"))
    assert plain.names == hostile.names and plain.attributes == hostile.attributes


def test_controls_and_reversed_text_are_written_out(tmp_path):
    """Escape sequences, NUL, right-to-left overrides and lone surrogates are shown as codes."""
    html = page(made_up([Cell(promise=promise(1), peer=PEER.name, outcome=Outcome.BROKEN,
                              findings=(finding(actual="a\x1b[2Jb\x00c\u202ed\ud800e"),))]), tmp_path)
    assert r"a\x1b[2Jb\x00c\u202ed\ud800e" in html and "\x1b" not in html and "\u202e" not in html


def test_all_six_outcomes_are_to_be_seen(tmp_path):
    """Each outcome has its sign, its name and its number, and its reason is told."""
    html = page(made_up(six_outcomes()), tmp_path)
    for number, outcome in enumerate(Outcome):
        assert f'<li class="{outcome.value}">{SIGNS[outcome]} {NAMES[outcome]} <b>1</b>' in html
        assert outcome in (Outcome.KEPT, Outcome.BROKEN) or f"原因{number}" in html


def test_six_outcomes_have_six_colours():
    """No two outcomes share an ink, a ground, a sign or a word."""
    assert 6 == len({ink for ink, _ in COLOURS.values()}) == len({ground for _, ground in COLOURS.values()})
    assert 6 == len(set(SIGNS.values())) == len(set(NAMES.values())) == len(COLOURS)


def test_what_keeps_a_run_from_its_verdict_has_to_be_dealt_with(tmp_path):
    """A peer out of reach, a fault of ours and untried binding promises stand in the first section, each once, with what to do."""
    many = [Cell(promise=promise(n), peer=PEER.name, outcome=o, reason="连接被拒绝" if o is Outcome.UNREACHED else "甲")
            for n, o in enumerate([Outcome.UNREACHED] * 100 + [Outcome.HARNESS] * 2 + [Outcome.SKIPPED] * 3)]
    html = page(made_up(many), tmp_path)
    first = html[html.index("一、须处理"):html.index("二、接口")]
    titles = {Outcome.UNREACHED: "! 对端不可达：甲对端", Outcome.HARNESS: "※ 本方故障", Outcome.SKIPPED: "? 必守的约定有 3 项没有测到"}
    for outcome, title in titles.items():
        assert 1 == first.count(f'<div class="finding {outcome.value}"><h3>{title}')
    assert "100 项约定没有结论" in first and "连接被拒绝" in first and 3 == first.count("下一步")
    assert "! 不可达（100 项）：连接被拒绝" in html and "甲对端不可达：" in html[:html.index("一、须处理")]


def test_a_promise_that_does_not_bind_is_told_apart(tmp_path):
    """Only an untried promise that binds is marked, and only that keeps the run from being complete."""
    free = replace(promise(1), level=Level.SHOULD)
    html = page(made_up([Cell(promise=p, peer=PEER.name, outcome=Outcome.SKIPPED, reason="甲") for p in (free, promise(2))]), tmp_path)
    assert 1 == html.count("<b>必守</b>") and "必守的约定有 1 项没有测到" in html


def test_a_page_with_lost_reports_has_no_verdict(tmp_path):
    """Where another report could not be written, the page says 未完成 and what is missing."""
    mask = Mask(catalogue())
    told = Page(tmp_path / "verdict.html", mask)
    for event in made_up([Cell(promise=promise(1), peer=PEER.name, outcome=Outcome.KEPT, tried=1)]):
        told.hear(event)
    assert "<h1>建议发布</h1>" in told.html()
    told.lost = ("junit.xml：磁盘已满",)
    assert "<h1>未完成</h1>" in told.html() and "没有写全：junit.xml：磁盘已满" in told.html() and "建议发布" not in told.html()


@pytest.mark.parametrize("ended", [True, False])
def test_fewer_reported_than_planned_is_incomplete(tmp_path, ended):
    """A run that reported less than it planned says 未完成 in its conclusion and names what is lost; it never recommends release."""
    kept = [Cell(promise=promise(1), peer=PEER.name, outcome=Outcome.KEPT, tried=1)]
    html = page(made_up(kept, ended=ended, planned=2), tmp_path)
    assert "<h1>未完成</h1>" in html and "INCOMPLETE" in html and "计划 3 项，只报告了 1 项" in html
    assert ("LAND-9100" in html) == ended and "建议发布" not in html


@pytest.mark.parametrize("heard", [events, broken_events], ids=["honest", "broken"])
def test_planned_equals_reported_in_a_real_run(tmp_path, heard):
    """A real run reports every planned cell once, and the page shows the two equal numbers."""
    run = heard()
    start = next(e for e in run if isinstance(e, RunStarted))
    owed = [(peer, p.contract, p.id) for peer, p in start.planned]
    told = [(c.peer, c.promise.contract, c.promise.id) for c in cells(run)]
    assert set(owed) <= set(told) and len(set(told)) == len(told)
    html = page(run, tmp_path)
    assert f"<li>计划 <b>{len(owed)}</b>" in html and f"<li>已报告 <b>{len(told)}</b>" in html and "INCOMPLETE" not in html


def test_conclusion_comes_first_and_the_rest_in_the_order_of_need(tmp_path):
    """Conclusion, findings, matrix, what was not tested, environment, in this order."""
    html = page(broken_events(), tmp_path)
    titles = ("<h1>不建议发布</h1>", "一、须处理", "二、接口 × 对端", "三、没有测到的", "四、环境与重跑", "五、签署")
    places = [html.index(title) for title in titles]
    assert places == sorted(places)
    assert re.search(r"<p><b>[^<]*保证金开户银行的 G00003 申请子账号：有 1 项约定不符[^<]*。</b>", html)


def test_a_finding_shows_what_was_sent_and_received_and_how_to_run_it_again(tmp_path):
    """Both messages as text, the seed, the command of the run and the command of the one contract are on the page."""
    html = page(broken_events(), tmp_path)
    assert "发送 G00003 申请子账号" in html and "收到 G00003 申请子账号" in html and "&lt;TransCode&gt;G00003&lt;/TransCode&gt;" in html
    assert f"kanhe verify --only &#x27;{CHEATED}@{BANK}&#x27; --seed 1" in html and "种子 1" in html
    assert f"kanhe verify --only {CHEATED}</td>" in html


def test_every_finding_and_every_promise_without_a_word_is_listed(tmp_path):
    """Nothing that a person must look at is missing: findings by number, open promises by name."""
    run = broken_events()
    html = page(run, tmp_path)
    found = [f for c in cells(run) for f in c.findings]
    assert len(found) >= 2 and html.count('class="finding broken"') == len(found)
    open_ = [c for c in cells(run) if c.outcome in (Outcome.SKIPPED, Outcome.NOTED, Outcome.UNREACHED, Outcome.HARNESS)]
    assert len(open_) == html.count("<li>保证金开户银行　") and all(f"[{short(c.promise)}]" in html for c in open_)
    end = next(e for e in run if isinstance(e, RunFinished))
    assert end.counts[Outcome.BROKEN] == len([c for c in cells(run) if c.findings and c.outcome is Outcome.BROKEN])
