"""Charts by themselves: what is in them, and what is not."""

import re
from xml.etree.ElementTree import Element, fromstring

import pytest

from services.reporting.dashboard import charts

EVIL = '<script>alert("1")</script>&'
SVG = "{http://www.w3.org/2000/svg}"


def drawn(svg: str) -> Element:
    """A chart as an element."""
    return fromstring(svg)


def texts(svg: str) -> list[str]:
    """Everything that is written in a chart."""
    return ["".join(each.itertext()) for each in drawn(svg).iter(f"{SVG}text")]


@pytest.mark.parametrize(
    "svg",
    [
        charts.lines(EVIL, [EVIL, "2"], [(EVIL, [1, None]), ("b", [2.5, 3])]),
        charts.columns(EVIL, [EVIL], [(EVIL, [1]), ("b", [2])]),
        charts.bars(EVIL, [EVIL, "b"], [1, 2]),
        charts.sparkline(EVIL, [1, 2]),
    ],
)
def test_a_chart_brings_no_script_no_style_and_nothing_from_elsewhere(svg: str) -> None:
    """It is an image with a name; what is written in it is text."""
    root = drawn(svg)
    assert root.get("role") == "img"
    assert root.get("aria-label") == EVIL
    for each in root.iter():
        assert each.tag not in {f"{SVG}{name}" for name in ("script", "style", "defs", "title")}
        assert not [
            name for name in each.attrib if name.startswith("on") or name in ("id", "style")
        ]
        assert not [text for text in each.attrib.values() if "://" in text]


def test_a_gap_is_a_gap() -> None:
    """What is not known is not drawn as nothing."""
    svg = charts.lines("t", ["1", "2", "3"], [("a", [1, None, 3])])
    assert len(re.findall(r'class="dot ', svg)) == 2
    assert len(re.findall(r'class="dot ', charts.lines("t", ["1", "2"], [("a", [0, 0])]))) == 2


def test_what_has_no_figure_is_not_drawn() -> None:
    """Where all are too small to be shown there is no chart, and no name without a line."""
    assert charts.lines("t", ["1", "2"], [("a", [None, None])]) == ""
    assert charts.bars("t", ["a"], [None]) == ""
    two = charts.lines("t", ["1", "2"], [("known", [1, 2]), ("hidden", [None, None])])
    assert "known" not in texts(two), "one line alone has no legend"
    assert len(re.findall(r'class="dot ', two)) == 2


def test_a_few_are_counted_in_whole_numbers() -> None:
    """At the axis of counts; a share has what it needs."""
    assert {"0", "1", "2"} <= {*texts(charts.bars("t", ["a", "b"], [1, 2]))}
    assert not [text for text in texts(charts.bars("t", ["a", "b"], [1, 2])) if "." in text]
    assert [text for text in texts(charts.bars("t", ["a", "b"], [0.5, 1.25])) if "." in text]


def test_the_first_is_on_top_and_long_names_leave_room() -> None:
    """Bars come in the order of the table beside them."""
    names = [f"Street {number}" for number in range(5)] + ["An extraordinarily long name of a zone"]
    svg = charts.bars("t", names, [1, 2, 3, 4, 5, 6])
    heights = {
        "".join(each.itertext()): float(each.get("y") or 0)
        for each in drawn(svg).iter(f"{SVG}text")
    }
    assert [*sorted(names[:5], key=lambda name: heights[name])] == names[:5]
    assert "An extraordinarily long n…" in heights


def test_the_last_period_is_named() -> None:
    """Of many there are few names, so that they do not run into each other."""
    months = [f"2026-{number:02}" for number in range(1, 13)] + ["2027-01"]
    svg = charts.lines("t", months, [("a", [*range(13)])])
    root = drawn(svg)
    major = [
        "".join(each.itertext())
        for each in root.iter(f"{SVG}text")
        if each.get("class") == "major" and "-" in "".join(each.itertext())
    ]
    assert major[-1] == "2027-01"
    assert len(major) <= 8


def test_a_trend_needs_two_figures() -> None:
    """One alone is no trend."""
    assert charts.sparkline("t", [None, 3, None]) == ""
    assert charts.sparkline("t", [1, None, 3]) != ""


def test_a_trend_has_a_gap_and_reaches_from_edge_to_edge() -> None:
    """The least is at the bottom, the most on top; a level trend lies at the bottom."""
    [path] = drawn(charts.sparkline("t", [1, 3, None, 2, 2])).iter(f"{SVG}path")
    assert path.get("d") == "M2 42L51 2M149 22L198 22"
    [path] = drawn(charts.sparkline("t", [5, 5])).iter(f"{SVG}path")
    assert path.get("d") == "M2 42L198 42"


def test_the_same_chart_is_drawn_once() -> None:
    """And another is drawn of its own figures, also where these are equal numbers."""
    asked = ("t", ["1", "2"], [("once", [1, 2])])
    assert charts.lines(*asked) is charts.lines(*asked)
    assert charts.lines("t", ["1", "2"], [("once", [1, 3])]) != charts.lines(*asked)
    whole = texts(charts.columns("t", ["1", "2"], [("once", [1, 2])]))
    assert whole != texts(charts.columns("t", ["1", "2"], [("once", [1.0, 2.0])]))
    for number in range(charts._KEPT):
        charts.bars("t", [str(number)], [1])
    assert charts.lines(*asked) is charts.lines(*asked)  # charts of another kind are kept apart


def test_every_name_of_a_legend_is_within_its_chart() -> None:
    """However many lines it has."""
    series = [(f"A share of something that was due, number {n}", [1, 2]) for n in range(4)]
    root = drawn(charts.lines("t", ["1", "2"], series))
    height = float((root.get("viewBox") or "").split()[3])
    [legend] = [each for each in root.iter(f"{SVG}g") if each.get("class") == "legends"]
    shift = re.findall(r"[\d.]+", legend.get("transform") or "")
    lowest = max(float(each.get("y") or 0) for each in legend.iter(f"{SVG}text"))
    assert len([*legend.iter(f"{SVG}text")]) == 4
    assert float(shift[1]) + lowest < height
