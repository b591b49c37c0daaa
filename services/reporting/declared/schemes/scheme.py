"""The vocabulary of schemes: how regions are ranked by several indicators together. Pure.

A scheme is published: its code says its year, and what is published under a code never changes. A
new year, or another weight, is another scheme.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Literal

from services.reporting.declared.words import Indicator
from shared.text import Text

Scoring = Literal["percent", "share_of_best", "aim"]
LEAST_WEIGHT = Fraction(1, 2)  # of a scheme's weight that a region must have figures for

SCORINGS: Mapping[Scoring, Text] = {
    "percent": Text(
        zh="得分为该比率的数值，最高100分", en="the score is the share in per cent, at most 100"
    ),
    "share_of_best": Text(
        zh="最高的地区得100分，其他地区按其数值占最高值的比例得分",
        en="the region with the highest figure scores 100, the others in proportion to it",
    ),
    "aim": Text(
        zh="达到目标值的得100分，未达到的按其占目标值的比例得分",
        en="who reaches the aim scores 100, who does not in proportion to it",
    ),
}
TOTAL = Text(
    zh="总分 = 各项得分 × 权重之和 ÷ 各项权重之和。没有应办内容的项目不计入，其权重从分母中扣除；"
    "有数据的项目权重不足一半的地区不参加排名。得分和总分四舍五入保留两位小数，总分相同的名次相同",
    en="total = the sum of score × weight ÷ the sum of the weights. A part in which a region had"
    " nothing due is left out, with its weight; a region whose parts with a figure have less than"
    " half of the weight is not ranked. Scores and totals are rounded half up to two decimals;"
    " equal totals share a rank",
)


@dataclass(frozen=True, eq=False, kw_only=True)
class Part:
    """One indicator of a scheme; `per` takes it per 10,000 residents, `aim` is for that scoring."""

    indicator: Indicator
    weight: int
    scoring: Scoring
    per: bool = False
    aim: int | None = None

    def __post_init__(self) -> None:
        """See that it can be scored."""
        share = self.indicator.denominator is not None and self.indicator.times == 100
        if self.weight <= 0 or (self.scoring == "aim") != bool(self.aim):
            raise ValueError(f"{self.indicator.code}: a weight and, for its scoring, an aim")
        if (self.scoring == "percent" and not share) or (self.per and self.indicator.denominator):
            raise ValueError(f"{self.indicator.code}: only a share is scored in per cent")
        if self.indicator.better != "high":
            raise ValueError(f"{self.indicator.code}: more of it must be better")


@dataclass(frozen=True, eq=False, kw_only=True)
class Scheme:
    """How the regions of one strand of the work are ranked, from the day `since` on."""

    code: str
    name: Text
    since: date
    parts: tuple[Part, ...]

    @property
    def weight(self) -> int:
        """The weights of all parts together."""
        return sum(part.weight for part in self.parts)

    @property
    def formula(self) -> Text:
        """The whole of it in words."""
        zh, en = [], []
        for part in self.parts:
            name, aim = part.indicator.name, f" {part.aim}" if part.aim else ""
            scoring = SCORINGS[part.scoring]
            zh.append(
                f"{name.zh}{'（每万人）' if part.per else ''}，权重{part.weight}：{scoring.zh}{aim}"
            )
            per = ", per 10,000 residents" if part.per else ""
            en.append(f"{name.en}{per}, weight {part.weight}: {scoring.en}{aim}")
        return Text(zh="；".join([*zh, TOTAL.zh]), en="; ".join([*en, TOTAL.en]))
