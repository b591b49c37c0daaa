"""The year's table as a page: language, links, form, words; whatever a caller writes is escaped."""

import re
from base64 import b64encode
from datetime import UTC, date, datetime
from hashlib import sha256
from html.parser import HTMLParser
from typing import Any

import pytest

from services.reporting.statistics.annual import AnnualReport
from services.reporting.statistics.completeness import Completeness
from services.reporting.statistics.page import DataState, Offered, render, render_choice
from shared.http.page_style import POLICY
from shared.text import Language

NOW = datetime(2020, 3, 9, 17, 0, 5, tzinfo=UTC)
COUNTED = datetime(2020, 3, 9, 16, 59, 58, tzinfo=UTC)
EVIL = '4101"><script>alert(1)</script>'


def page(
    language: Language = "zh",
    *,
    region: str = "4101",
    until: date | None = None,
    completeness: Completeness = Completeness(True),  # noqa: B008 -- never changed
    counted_until: datetime | None = COUNTED,
) -> str:
    """The page of a year of Zhengzhou."""
    report = AnnualReport("410100000000", 2019, (658, 1229, 0, 3, 1), until)
    offered = Offered([2020, 2018], ["410100000000", "410105000000"])
    return render(report, region, language, NOW, DataState(completeness, counted_until), offered)


class Elements(HTMLParser):
    """The elements of a page with their attributes."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, Any]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note one element."""
        self.found.append((tag, dict(attrs)))

    def of(self, tag: str) -> list[dict[str, Any]]:
        """The attributes of each element of a tag."""
        return [attributes for name, attributes in self.found if name == tag]


@pytest.mark.parametrize(("language", "tag"), [("zh", "zh-CN"), ("en", "en")])
def test_a_page_is_in_one_language_and_leads_to_the_other(language: Language, tag: str) -> None:
    """And home, in its language."""
    elements = Elements(page(language))
    assert elements.of("html")[0]["lang"] == tag
    other = "en" if language == "zh" else "zh"
    home, switch = elements.of("a")
    assert home["href"] == f"/?lang={language}"
    assert switch["href"] == f"?region=4101&year=2019&lang={other}"
    assert ("人次" in page(language)) == (language == "zh")
    assert ("person-times" in page(language)) == (language == "en")


def test_another_region_and_year_can_be_chosen() -> None:
    """By name or code, of the years with facts and the one that is shown; in the same language."""
    elements = Elements(page("en"))
    [form] = elements.of("form")
    assert form == {"action": "annual"}
    [region] = elements.of("input")
    assert (region["name"], region["value"], region["list"]) == ("region", "4101", "regions")
    assert "pattern" not in region
    years = re.findall(r"<option( selected)?>(\d+)</option>", page("en"))
    assert years == [("", "2020"), (" selected", "2019"), ("", "2018")]
    names = re.findall(r'<option value="(.*)">(\d+)</option>', page("en"))
    assert names == [("Zhengzhou, Henan", "4101"), ("Jinshui, Zhengzhou, Henan", "410105")]
    assert elements.of("button") == [{"name": "lang", "value": "en"}]


def test_a_region_is_shown_by_name_and_code() -> None:
    """In the heading and in the title of the window."""
    assert page("zh").count("河南省郑州市（4101）") == 2
    assert page("en").count("Zhengzhou, Henan (4101)") == 2


def test_the_state_of_the_data_is_said_in_words() -> None:
    """Complete, or how late; until which moment all is counted, and no number of entries."""
    assert "完整，已登记的全部记录均已计入" in page("zh")
    late = page("en", completeness=Completeness(False, 725.0))
    assert "12 minutes behind: not everything recorded is counted yet" in late
    assert "it is not known whether" in page("en", completeness=Completeness(None))
    assert "<dt>计入截止：</dt><dd>2020-03-10 00:59:58 (UTC+8)</dd>" in page("zh")
    assert "<dt>Counted until:</dt><dd>not known at present</dd>" in page("en", counted_until=None)
    assert "2020-03-10 01:00:05 (UTC+8)" in page("zh")


def test_a_year_that_is_not_over_is_marked() -> None:
    """One that is over is not."""
    today = date(2019, 11, 29)
    assert "截至2019-11-29：本年度尚未结束" in page("zh", until=today)
    assert "Until today, 2019-11-29" in page("en", until=today)
    assert "Until today" not in page("en")


@pytest.mark.parametrize("language", ["zh", "en"])
def test_what_a_caller_writes_is_escaped(language: Language) -> None:
    """In texts, values and addresses."""
    for text in (
        page(language, region=EVIL),
        render_choice(EVIL, 2019, ["410100000000"], language),
    ):
        assert "<script" not in text
        assert not any(name.startswith("on") for _, each in Elements(text).found for name in each)


def test_regions_to_choose_from_are_links() -> None:
    """Each to the same year, in the same language, by its code."""
    text = render_choice("开发区", 2019, ["410171000000", "410172000000"], "en")
    hrefs = [each["href"] for each in Elements(text).of("a")]
    assert hrefs[0] == "/?lang=en"
    assert hrefs[2:] == [f"?region={code}&year=2019&lang=en" for code in ("410171", "410172")]
    assert "“开发区”" in text


@pytest.mark.parametrize("language", ["zh", "en"])
def test_nothing_of_a_page_is_refused_by_its_own_policy(language: Language) -> None:
    """One style element, whose hash the policy has; no script, no style within an element."""
    for text in (page(language), render_choice("x", 2019, [], language)):
        elements = Elements(text)
        assert not any("style" in attributes for _, attributes in elements.found)
        assert not elements.of("script") + elements.of("img")
        [style] = re.findall("<style>(.*?)</style>", text, re.DOTALL)
        assert b64encode(sha256(style.encode()).digest()).decode() in POLICY
