"""The catalogue as one page without script, for a clerk: found by system and by the name that the bureau uses, printed on A4."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from html import escape

from kanhe import __version__
from kanhe.model.contract import Catalogue, Contract
from kanhe.model.file import FileContract
from kanhe.model.linkage import Linkage
from kanhe.model.reconcile import Reconciliation
from kanhe.model.words import Grade, Level
from kanhe.report.catalogue.fields import code_tables, of_file, of_message
from kanhe.report.catalogue.links import linkage_section
from kanhe.report.catalogue.rules import rule_table
from kanhe.report.catalogue.shelf import (
    CLASSES,
    GRADES,
    KINDS,
    LEVELS,
    SEVERITIES,
    Family,
    Interface,
    System,
    cited,
    counted,
)
from kanhe.report.catalogue.specimen import file_specimen, shown
from kanhe.report.catalogue.states import drawing
from kanhe.report.catalogue.style import STYLE
from kanhe.report.page_table import cell, facts, page, table
from kanhe.report.wire_text import as_hex
from kanhe.report.words import visible

MOST_SIGNS = 6000  # of one specimen


def html(
    catalogue: Catalogue, found: Sequence[System], linked: Sequence[Linkage], reconciled: Sequence[Reconciliation]
) -> str:
    """The whole page."""
    families = [f for s in found for f in s.families]
    tables = "".join(code_tables(i.item for f in families for i in f.interfaces))
    parts = [_head(catalogue, found, linked, reconciled), *(_system(catalogue, s) for s in found)]
    if linked:
        parts.append(f'<h2 id="linkages">联动：一处办成，别处要知道</h2>{"".join(map(linkage_section, linked))}')
    if reconciled:
        parts.append(f'<h2 id="reconcile">对账</h2>{"".join(map(_reconciliation, reconciled))}')
    if tables:
        parts.append(f'<h2 id="codes">代码表</h2>{tables}')
    return page("勘合：接口目录", parts, style=STYLE)


def _head(
    catalogue: Catalogue, found: Sequence[System], linked: Sequence[Linkage], reconciled: Sequence[Reconciliation]
) -> str:
    families = [f for s in found for f in s.families]
    interfaces = [i for f in families for i in f.interfaces]
    rules = [*(r for f in families for r in f.rules), *(c for one in linked for c in one.rules)]
    kinds = Counter(i.kind for i in interfaces)
    levels, grades = Counter(r.level for r in rules), Counter(r.source.grade for r in rules)
    numbers = [("系统", len(found)), ("契约族", len(families)), *((name, kinds[kind]) for kind, name in KINDS.items()),
               ("约定", len(rules)),
               *((f"{LEVELS[v]}约定", levels[v]) for v in Level), *((f"{v.value} 级", grades[v]) for v in Grade)]
    totals = "".join(f"<li{'' if n else ' class=none'}>{name} <b>{n}</b></li>" for name, n in numbers)
    legend = "；".join(f"{v.value} 级：{told}" for v, told in GRADES.items())
    index = "".join(map(_index, found))
    between = "".join(f'<li><a href="#{escape(one.id)}">{escape(one.title)}</a></li>' for one in linked)
    between = f"<h3>联动</h3><ul class=plain>{between}</ul>" if between else ""
    more = "".join(f'<li><a href="#reconcile-{escape(r.id)}">{escape(r.title)}</a></li>' for r in reconciled)
    made = f"由契约生成，kanhe {__version__}，契约摘要（SM3）{escape(catalogue.digest[:16])}"
    return (f'<div class="title"><h1>接口目录</h1><p class="small">{made}</p></div><ul class="totals">{totals}</ul>'
            f'<p class="small">{escape(legend)}。必守的约定不符即不建议发布，应守和提示只作记录。</p>'
            f'<nav>{index}{between}{f"<h3>对账</h3><ul class=plain>{more}</ul>" if more else ""}</nav>')


def _index(system: System) -> str:
    rows = []
    for family in system.families:
        title = f'<a href="#{escape(family.party.family)}">{escape(family.party.title)}</a>　{escape(family.party.family)}'
        rows.append([f'<th colspan="5">{title}</th>'])
        for interface in sorted(family.interfaces, key=lambda i: i.kind == "stimulus"):  # what crosses the wire comes first
            item = interface.item
            link = f'<a href="#{escape(item.id)}">{escape(item.id if interface.kind == "file" else interface.short)}</a>'
            code = f'<br><span class="small">{escape(interface.operation)}</span>' if interface.operation != interface.short else ""
            rows.append([cell(link), cell(escape(item.title) + code), cell(KINDS[interface.kind]), cell(_way(interface)),
                         cell(str(len(interface.rules) + len(family.shared)))])
    head = f'<h3><a href="#{escape(system.id)}">{escape(system.id)} {escape(system.title)}</a></h3>'
    return head + table(("接口", "名称", "种类", "方向", "约定"), rows, kind="index")


def _way(interface: Interface) -> str:
    item, roles = interface.item, interface.item.party.roles
    if interface.kind == "stimulus":
        return f"发生在{escape(roles[item.sender])}"
    return f"{escape(roles[item.sender])} → {escape(roles[item.receiver])}"


def _system(catalogue: Catalogue, system: System) -> str:
    return (f'<h2 id="{escape(system.id)}">{escape(system.id)} {escape(system.title)}</h2>'
            + "".join(_family(catalogue, family) for family in system.families))


def _family(catalogue: Catalogue, family: Family) -> str:
    party = family.party
    roles = "，".join(f"{escape(title)}（{escape(role)}）" for role, title in party.roles.items())
    messages = [i.item for i in family.interfaces if isinstance(i.item, Contract)]
    known = facts([("双方", roles), ("线路", escape(_wire(messages[0])) if messages else "文件"),
                   ("业务日", _hours(messages[0]) if messages else ""), ("契约", f"<code>{escape(party.at.file)}</code>")])
    shared = f"<h4>各接口共同的约定</h4>{rule_table(family.shared)}" if family.shared else ""
    codes = _outcomes(messages[0]) if messages else ""
    flows = "".join(_flow(family, n) for n in range(len(family.flows)))
    head = f'<h3 class="family" id="{escape(party.family)}">{escape(party.title)}　{escape(party.family)}</h3>'
    return f"{head}{known}{codes}{shared}{flows}" + "".join(_interface(catalogue, i) for i in family.interfaces)


def _wire(contract: Contract) -> str:
    wire = contract.party.wire
    framing = wire.framing
    told = [wire.transport.upper(), wire.codec.upper(), wire.charset]
    if framing is not None and framing.encoding != "close":
        unit = "位数字" if framing.encoding == "ascii" else "字节二进制"
        counts = "含" if framing.inclusive else "不含"
        told.append(f"{len(framing.prefix) + framing.width} 字节报头（其中长度 {framing.width} {unit}，{counts}报头）")
    if framing is not None and framing.encoding == "close":
        told.append(f"{framing.width} 字节固定报文头，到断开为止" if framing.width else "到断开为止")
    if wire.path:
        told.append(f"地址 {wire.path}")
    if wire.seal is not None:
        told.append(f"签章 {wire.seal.kind}")
    if wire.cipher is not None:
        told.append("SM4 加密")
    return "，".join([*told, f"应答时限 {wire.deadline_s:g} 秒"])


def _hours(contract: Contract) -> str:
    hours = contract.party.hours
    named = [("开始", hours.opens), ("截止", hours.cutoff), ("日切", hours.day_switch)]
    return "，".join(f"{name} {at[:2]}:{at[2:4]}" for name, at in named if at) if hours.cutoff or hours.day_switch else ""


def _outcomes(contract: Contract) -> str:
    outcomes = contract.outcomes
    rows = []
    for pattern, found in outcomes.classes:
        code = f"<code>{escape(pattern)}</code>" if pattern else "（没有）"
        rows.append([cell(code), cell(CLASSES[found]), cell(escape(outcomes.texts.get(pattern, "")))])
    return f"<h4>结果码（{escape('、'.join(outcomes.paths))}）</h4>{table(('代码', '类别', '含义'), rows)}" if rows else ""


def _flow(family: Family, number: int) -> str:
    flow = family.flows[number]
    titles = {i.operation: i.item.title for i in family.interfaces}
    drawn = drawing(flow, titles)
    return (f'<h4 id="{escape(flow.id)}">流程：{escape(flow.title)}　<code>{escape(flow.kind)}</code></h4>{drawn}'
            f"{rule_table(flow.rules)}")


def _interface(catalogue: Catalogue, interface: Interface) -> str:
    item = interface.item
    rules = f"<h5>约定（{escape(counted(interface.rules))}）</h5>{rule_table(interface.rules)}" if interface.rules else ""
    if isinstance(item, Contract):
        known, fields = facts(_message_facts(interface, item)), "".join(of_message(item, catalogue.vocabulary))
        examples = _examples(item)
    else:
        known, fields = facts(_file_facts(interface, item)), "".join(of_file(item, catalogue.vocabulary))
        examples = _file_example(catalogue, item)
    return (f'<section id="{escape(item.id)}"><h4 class="interface">{escape(interface.short)}　{escape(item.title)}'
            f' <span class="small">{KINDS[interface.kind]}</span></h4>{known}{fields}{rules}{examples}</section>')


def _message_facts(interface: Interface, item: Contract) -> Iterator[tuple[str, str]]:
    yield "方向", _way(interface)
    yield "操作", f"<code>{escape(item.operation)}</code>"
    yield from _owner(item)
    yield "引出", escape("、".join(item.causes))
    key = item.idempotency
    if key is not None:
        scope = {"forever": "一直", "year": "同一年内", "day": "同一天内"}.get(key.scope, key.scope)
        yield "防重", (f"<code>{escape('、'.join(key.key))}</code> {scope}不重复；原样重发答{CLASSES[key.same]}，"
                     f"内容有变答{CLASSES[key.changed]}")
    yield "动账", "是" if item.moves_money else ""
    yield "时限", f"{item.deadline_s:g} 秒" if item.kind == "call" else ""


def _file_facts(interface: Interface, item: FileContract) -> Iterator[tuple[str, str]]:
    yield "方向", _way(interface)
    yield from _owner(item)
    shape = "定长" if item.shape == "fixed" else f"分隔符“{item.delimiter}”"
    yield "写法", escape(f"{item.charset}，{shape}，行尾 {item.line_end}")
    mark = item.arrival.mark
    yield "到达", escape(f"先写成 *{mark} 再改名" if item.arrival.way == "rename" else f"写完后另放空文件 *{mark}")
    yield "合计", "；".join(f"{escape(t.name)} 写在 <code>{escape('、'.join(t.into))}</code>" for t in item.totals)


def _owner(item: Contract | FileContract) -> Iterator[tuple[str, str]]:
    yield "依据", escape(cited(item.source))
    yield "责任", escape("，".join(p for p in (item.owner, f"重要程度{SEVERITIES.get(item.severity, item.severity)}") if p))
    yield "契约", f"<code>{escape(f'{item.at.file}')}</code>"


def _examples(item: Contract) -> str:
    blocks = "".join(_bytes(f"{side.title} {item.operation}", text, side.raw) for side, text in shown(item))
    note = "；签名、加密在发送时做，不在例中" if blocks and (item.party.wire.seal or item.party.wire.cipher) else ""
    return f'<h5>样例（线上的字节{note}）</h5><div class="talk">{blocks}</div>' if blocks else ""


def _file_example(catalogue: Catalogue, item: FileContract) -> str:
    data = file_specimen(catalogue, item)
    if data is None:
        return ""
    text = data.decode(item.charset, "backslashreplace")
    return f"<h5>样例（文件的字节）</h5>{_bytes(item.specimen, text, data)}"


def _bytes(title: str, text: str, raw: bytes) -> str:
    cut = f"\n…… 共 {len(text)} 字" if len(text) > MOST_SIGNS else ""
    return (f'<div><p class="label">{escape(title)}（{len(raw)} 字节）</p><pre>{escape(visible(text[:MOST_SIGNS]) + cut)}</pre>'
            f"<details><summary>十六进制</summary><pre>{escape(as_hex(raw, most=1024))}</pre></details></div>")


def _reconciliation(one: Reconciliation) -> str:
    rows = [[cell(escape(side.name)), cell(escape(side.title)), cell(escape(side.contract or f"{side.format} {side.charset}")),
             cell(escape("、".join(side.matching.key))), cell(escape(side.matching.amount))] for side in one.sides]
    return (f'<h3 id="reconcile-{escape(one.id)}">{escape(one.id)}　{escape(one.title)}</h3>'
            f"{facts([('依据', escape(cited(one.source))), ('未达', f'超过 {one.open_days} 天报警')])}"
            f"{table(('方', '名称', '来源', '对账键', '金额'), rows)}")
