"""Charts, drawn on the server as SVG: no script, and in the colours of the page's own style.

Every chart stands beside a table of what it draws, so it says to a screen reader no more than what
it is.
"""

import sys
from collections import OrderedDict
from collections.abc import Callable, Sequence
from functools import wraps
from typing import ParamSpec
from xml.etree.ElementTree import Element

import pygal
from markupsafe import Markup

# The library's finder of plug-ins, of which there are none here, would warn at every later import.
sys.meta_path[:] = [each for each in sys.meta_path if type(each).__module__ != "pygal"]

Value = int | float | None
Drawing = ParamSpec("Drawing")

_SPARK_WIDE, _SPARK_HIGH, _EDGE = 196, 40, 2
_SPARK = Markup(
    '<svg xmlns="http://www.w3.org/2000/svg" class="spark" viewBox="0 0 200 44" role="img"'
    ' aria-label="{title}" preserveAspectRatio="none">'
    '<g class="series color-0"><path d="{path}" class="line" /></g></svg>'
)
_KEPT = 200  # charts, of some twenty kilobytes each


def _once(draw: Callable[Drawing, Markup]) -> Callable[Drawing, Markup]:
    """Draw a chart once for all who see the same figures: those of months that are over stay."""
    kept: OrderedDict[str, Markup] = OrderedDict()

    @wraps(draw)
    def drawn(*given: Drawing.args, **more: Drawing.kwargs) -> Markup:
        key = repr((given, more))  # 1 and 1.0 are written apart
        chart = kept.get(key)
        if chart is None:
            chart = kept[key] = draw(*given, **more)
            if len(kept) > _KEPT:
                kept.popitem(last=False)
        else:
            kept.move_to_end(key)
        return chart

    return drawn


_WIDE, _HIGH = 720, 260
_BARS_WIDE = 520  # bars are read on a phone as well
_NAMED = 8  # periods at most that are named under a chart
_LONGEST = 26  # columns of a name beside a bar; the table beside the chart has it whole


@_once
def lines(
    title: str, labels: Sequence[str], series: Sequence[tuple[str, Sequence[Value]]]
) -> Markup:
    """Several rows of figures over time. `labels` name the periods; None leaves a gap.

    Nothing, as of the others, where no figure is known.
    """
    return _drawn(pygal.Line, title, labels, series, show_dots=len(labels) <= 40)


@_once
def columns(
    title: str,
    labels: Sequence[str],
    series: Sequence[tuple[str, Sequence[Value]]],
    *,
    stacked: bool = False,
) -> Markup:
    """Rows of figures as columns, beside or on top of one another."""
    return _drawn(pygal.StackedBar if stacked else pygal.Bar, title, labels, series)


@_once
def bars(title: str, labels: Sequence[str], values: Sequence[Value]) -> Markup:
    """One figure of many things, one under another, the first on top."""
    labels = [_short(each) for each in labels]
    rows = [(title, [*reversed(values)])]
    height = 60 + 26 * len(labels)
    return _drawn(
        pygal.HorizontalBar,
        title,
        [*reversed(labels)],
        rows,
        width=_BARS_WIDE,
        height=height,
        margin_left=_wider(labels),
    )


def sparkline(title: str, values: Sequence[Value]) -> Markup:
    """A trend as small as a word; nothing where there are fewer than two figures.

    Drawn here: a page has ten of them, and the library takes some milliseconds for each.

    >>> print(sparkline("t", [1, 3, None, 2, 2])[-86:])
    <g class="series color-0"><path d="M2 42L51 2M149 22L198 22" class="line" /></g></svg>
    """
    known = [value for value in values if value is not None]
    if len(known) < 2:
        return Markup()
    low, step = min(known), _SPARK_WIDE / (len(values) - 1)
    upwards = _SPARK_HIGH / ((max(known) - low) or 1)
    path, pen = "", "M"
    for at, value in enumerate(values):
        if value is None:
            pen = "M"  # what is not known is a gap
            continue
        across, down = _EDGE + at * step, _EDGE + _SPARK_HIGH - (value - low) * upwards
        path, pen = f"{path}{pen}{across:.4g} {down:.4g}", "L"
    return _SPARK.format(title=title, path=path)


_BARE = {"css": (), "js": (), "disable_xml_declaration": True, "no_prefix": True}


def _wider(labels: Sequence[str]) -> int:
    """What labels need beyond the width that the library counts for each character."""
    return 8 + max((_columns(label) + 6 * _wide(label) for label in labels), default=0)


def _beside(names: Sequence[str]) -> int:
    """How many names of a legend stand in a line, so that none runs into the next."""
    longest = max(map(_columns, names), default=1)
    return max(1, min(len(names), (_WIDE - 40) // (8 * longest + 30)))


def _short(label: str) -> str:
    """A label that leaves room for the bars; wide characters take two columns.

    >>> _short("金水区"), _short("Zhengzhou Economic and Technological Development Zone")
    ('金水区', 'Zhengzhou Economic and Te…')
    """
    if _columns(label) <= _LONGEST:
        return label
    while _columns(label) >= _LONGEST:
        label = label[:-1]
    return f"{label}…"


def _columns(label: str) -> int:
    return len(label) + _wide(label)


def _wide(label: str) -> int:
    return sum(not each.isascii() for each in label)


def _steps(values: Sequence[Value]) -> list[int] | None:
    """What stands at the axis of a few: whole numbers; None leaves it to the library."""
    known = [value for value in values if value is not None]
    top = max(known, default=0)
    whole = all(isinstance(value, int) and value >= 0 for value in known)
    return [*range(int(max(top, 1)) + 1)] if whole and top <= 5 else None


def _drawn(
    kind: type[pygal.Graph],
    title: str,
    labels: Sequence[str],
    series: Sequence[tuple[str, Sequence[Value]]],
    *,
    width: int = _WIDE,
    height: int = _HIGH,
    margin_left: int = 8,
    show_dots: bool = True,
) -> Markup:
    # A series of which nothing is known would be a name without a line.
    series = [each for each in series if any(value is not None for value in each[1])]
    if not series:
        return Markup()
    several = len(series) > 1
    beside = _beside([name for name, _ in series])
    # The library leaves room for one line of the legend.
    further = 22 * (-(-len(series) // beside) - 1) if several else 0
    chart = kind(
        **_BARE, width=width, height=height + further + (40 if several else 0),
        margin=8, margin_right=28, margin_bottom=8 + further,
        margin_left=margin_left, show_dots=show_dots,
        show_legend=several, legend_at_bottom=True, legend_at_bottom_columns=beside,
        legend_box_size=10, truncate_legend=-1, truncate_label=-1, include_x_axis=True,
        allow_interruptions=True, show_minor_x_labels=False, max_scale=6,
        formatter=lambda value: "" if value is None else f"{value:,.10g}",
    )  # fmt: skip
    steps = _steps([value for _, values in series for value in values])
    if steps is not None and kind is not pygal.StackedBar:
        chart.y_labels = steps
    chart.x_labels = [*labels]
    if kind is not pygal.HorizontalBar:
        step = -(-len(labels) // _NAMED)
        chart.x_labels_major = [*labels[::-1][::step]]  # the last is always named
    else:
        chart.show_minor_x_labels = True
    for name, values in series:
        chart.add(name, [*values])
    return _svg(chart, title, "chart bars" if kind is pygal.HorizontalBar else "chart")


def _svg(chart: pygal.Graph, title: str, name: str) -> Markup:
    """The chart without the style, script and texts that the library brings along."""

    def plain(root: Element) -> Element:
        root.set("class", name)
        root.set("role", "img")
        root.set("aria-label", title)
        root.set("preserveAspectRatio", "xMidYMid meet")
        for parent in [*root.iter()]:
            parent.attrib.pop("id", None)  # the same in every chart of a page
            for child in [*parent]:
                if _is_brought_along(child):
                    parent.remove(child)
        return root

    chart.add_xml_filter(plain)
    drawn: str = chart.render(is_unicode=True)
    return Markup(drawn)  # noqa: S704 (texts are escaped as they are written)


def _is_brought_along(element: Element) -> bool:
    """Whether an element is a comment, a style, a script, or waits for a script."""
    return (
        not isinstance(element.tag, str)
        or element.tag in ("defs", "desc", "title")
        or "tooltip-overlay" in element.get("class", "")
    )
