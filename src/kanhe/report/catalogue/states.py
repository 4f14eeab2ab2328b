"""A flow's transition table as a drawing (inline SVG): states one below the other, each transition a bracket at their right side.

Every line that ends at a box has a row of its own, and its text stands on that row, left of all brackets: no text can lie upon another,
however many transitions there are. Brackets that do not meet share a lane. What leads back to an earlier state is dashed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape

from kanhe.model.contract import Flow
from kanhe.report.words import width

ROW, GAP, LANE, TOP, SIGN = 24, 26, 14, 26, 7  # heights of a row and between boxes, width of a lane, what is above, width of a column


@dataclass(frozen=True, slots=True)
class _Box:
    """A state with its rows: first what goes out, then what comes in."""

    name: str
    top: int
    rows: int

    @property
    def bottom(self) -> int:
        return self.top + max(self.rows, 1) * ROW + 8


@dataclass(frozen=True, slots=True)
class _Arrow:
    """From one row to another; labels are stacked above the first."""

    labels: tuple[str, ...]
    start: int
    end: int
    back: bool


def drawing(flow: Flow, titles: Mapping[str, str]) -> str:
    """The drawing; '' for a flow without transitions. titles: operation -> Chinese."""
    edges = _edges(flow, titles)
    if not edges:
        return ""
    order = _order(flow)
    boxes = _boxes(order, edges)
    arrows = list(_arrows(order, boxes, edges))
    names = {s: flow.states.get(s, "") for s in order}
    box_width = 24 + SIGN * max(max(width(s), width(names[s])) for s in order)
    label_width = SIGN * max(width(text) for a in arrows for text in a.labels) + 28
    lanes = _lanes(arrows)
    left = 8 + box_width
    lane_x = [left + label_width + LANE * lane for lane in lanes]
    wide, high = max(lane_x) + 12, max(b.bottom for b in boxes.values()) + 8
    told = "；".join(f"{a} 经 {'、'.join(labels)} 到 {b}" for (a, b), labels in edges.items())
    body = [_start(8 + box_width // 2) if order[0] == flow.initial else ""]
    body += [_box(boxes[s], s, names[s], box_width, last=not any(a == s for a, _ in edges)) for s in order]
    body += [_arrow(arrow, left, x) for arrow, x in zip(arrows, lane_x, strict=True)]
    return (f'<div class="wide"><svg class="states" role="img" width="{wide}" height="{high}" viewBox="0 0 {wide} {high}">'
            f"<title>{escape(flow.title)}：{escape(told)}</title>{''.join(body)}</svg></div>")


def _edges(flow: Flow, titles: Mapping[str, str]) -> dict[tuple[str, str], list[str]]:
    found: dict[tuple[str, str], list[str]] = {}
    for source, to, by in flow.transitions:
        found.setdefault((source, to), []).append(f"{by} {titles.get(by, '')}".strip())
    return found


def _order(flow: Flow) -> list[str]:
    """States so that most transitions lead down: after all that lead to them, as far as there are no circles."""
    into: dict[str, list[str]] = {flow.initial: []} if flow.initial else {}
    for source, to, _ in flow.transitions:
        into.setdefault(source, [])
        into.setdefault(to, [])
        if source != to:
            into[to].append(source)
    order: list[str] = []
    while len(order) < len(into):
        rest = [s for s in into if s not in order]
        ready = [s for s in rest if all(before in order for before in into[s])]
        reached = [s for s in rest if any(before in order for before in into[s])]
        order.append((([flow.initial] if flow.initial in rest else []) or ready or reached or rest)[0])
    return order


def _boxes(order: Sequence[str], edges: Mapping[tuple[str, str], list[str]]) -> dict[str, _Box]:
    boxes, top = dict[str, _Box](), TOP
    for state in order:
        rows = sum(len(labels) for (a, _), labels in edges.items() if a == state) + sum(b == state for _, b in edges)
        boxes[state] = _Box(state, top, max(rows, 2))
        top = boxes[state].bottom + GAP
    return boxes


def _arrows(order: Sequence[str], boxes: Mapping[str, _Box], edges: Mapping[tuple[str, str], list[str]]) -> Iterator[_Arrow]:
    place = {state: number for number, state in enumerate(order)}
    row = {state: boxes[state].top + ROW - 2 for state in order}
    starts: dict[tuple[str, str], int] = {}
    for (source, to), labels in sorted(edges.items(), key=lambda e: place[e[0][1]]):
        row[source] += ROW * (len(labels) - 1)
        starts[source, to] = row[source]
        row[source] += ROW
    for (source, to), labels in sorted(edges.items(), key=lambda e: -place[e[0][0]]):
        yield _Arrow(tuple(labels), starts[source, to], row[to], place[to] <= place[source])
        row[to] += ROW


def _lanes(arrows: Sequence[_Arrow]) -> list[int]:
    """For each bracket the innermost lane in which it meets no other; short ones inside."""
    taken: list[list[tuple[int, int]]] = []
    lanes = [0] * len(arrows)
    for number in sorted(range(len(arrows)), key=lambda n: abs(arrows[n].end - arrows[n].start)):
        low, high = sorted((arrows[number].start, arrows[number].end))
        free = (n for n, spans in enumerate(taken) if all(high < a or b < low for a, b in spans))
        lane = next(free, len(taken))
        if lane == len(taken):
            taken.append([])
        taken[lane].append((low, high))
        lanes[number] = lane
    return lanes


def _start(x: int) -> str:
    head = f'<path class="head" d="M{x - 4} {TOP - 8}L{x} {TOP - 1}L{x + 4} {TOP - 8}Z"/>'
    return f'<circle cx="{x}" cy="7" r="5"/><path d="M{x} 12V{TOP - 1}"/>{head}'


def _box(box: _Box, state: str, title: str, wide: int, *, last: bool) -> str:
    high, middle, x = box.bottom - box.top, (box.top + box.bottom) // 2, 8 + wide // 2
    ring = f'<rect x="11" y="{box.top + 3}" width="{wide - 6}" height="{high - 6}" rx="5"/>' if last else ""
    texts = [(title, middle - 4, "name"), (state, middle + 15, "code")] if title else [(state, middle + 5, "name")]
    written = "".join(f'<text class="{kind}" x="{x}" y="{y}" text-anchor="middle">{escape(text)}</text>' for text, y, kind in texts)
    return f'<rect x="8" y="{box.top}" width="{wide}" height="{high}" rx="7"/>{ring}{written}'


def _arrow(arrow: _Arrow, left: int, lane: int) -> str:
    kind = ' class="back"' if arrow.back else ""
    first = arrow.start - ROW * (len(arrow.labels) - 1)
    texts = "".join(f'<text x="{left + 8}" y="{first + ROW * n - 4}">{escape(text)}</text>' for n, text in enumerate(arrow.labels))
    head = f'<path class="head" d="M{left + 9} {arrow.end - 4}L{left + 1} {arrow.end}L{left + 9} {arrow.end + 4}Z"/>'
    return f'<path{kind} d="M{left} {arrow.start}H{lane}V{arrow.end}H{left + 2}"/>{head}{texts}'
