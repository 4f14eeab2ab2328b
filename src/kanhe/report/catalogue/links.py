"""What lies between the systems of a house, for a clerk: what is done where, and which event or file of which other system shows it."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from kanhe.model.contract import Contract
from kanhe.model.file import FileContract
from kanhe.model.linkage import Following, Linkage, Listing
from kanhe.report.catalogue.shelf import LEVELS, cited
from kanhe.report.page_table import cell, table

HEAD = ("编号", "约定", "之后", "别处发生", "写法")


def linkage_section(linkage: Linkage) -> str:
    """A heading and a row for each promise; what is done and what follows lead to their own places on the page."""
    rows = table(HEAD, map(_row, linkage.rules))
    return (f'<h3 id="{escape(linkage.id)}">{escape(linkage.title)}　<code>{escape(linkage.id)}</code></h3>'
            f'<p class="small">依据：{escape(cited(linkage.source))}</p>{rows}')


def _row(one: Following) -> list[str]:
    name = (f'<b>{escape(one.id)}</b><br><span class="level {one.level.value}">{LEVELS[one.level]}</span> '
            f'<span class="small">{one.source.grade.value} 级</span>')
    told = [f"{escape(title)}：<code>{escape(text)}</code>" for title, text in _told(one)]
    which = (("逐行", one.each), ("只在", one.where))
    only = [f"{how}：<code>{escape(formula.text)}</code>" for how, formula in which if formula is not None]
    shown = one.file if isinstance(one, Listing) else one.comes
    return [cell(name), cell(escape(one.says)), cell(_link(one.after, one.origin[1])), cell(_link(shown, one.target[1])),
            cell("<br>".join([*only, *told]))]


def _told(one: Following) -> Iterator[tuple[str, str]]:
    """(Chinese title, formula) of everything that is worked out."""
    if not isinstance(one, Listing):
        titles = {f.path: f.title for f in one.comes.request}
        yield from ((titles.get(path, path), formula.text) for path, formula in one.values.items())
        return
    titles = {c.name: c.field.title for c in one.file.row.columns}
    yield from ((titles[name], formula.text) for name, formula in one.key.items())
    yield f"{titles[one.file.matching.amount]}，合计", one.amount.text
    yield from ((titles[name], formula.text) for name, formula in one.values.items())


def _link(contract: Contract | FileContract, role: str) -> str:
    where = f"{contract.party.title}，{contract.party.roles[role]}"
    return f'<a href="#{escape(contract.id)}">{escape(contract.title)}</a><br><span class="small">{escape(where)}</span>'
