"""The vocabulary of schemes: how regions are ranked by several indicators together. Pure.

A scheme is published: what stands under a code and a version never changes. A new year, or another
weight, is another version.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Literal

from services.reporting.declared.words import Indicator
from shared.text import Text

Scoring = Literal["percent", "share_of_best", "aim"]
Better = Literal["high", "low"]
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
        zh="达到目标值{aim}的得100分，未达到的按其占目标值的比例得分",
        en="who reaches the aim of {aim} scores 100, who does not in proportion to it",
    ),
}
# The same, of an indicator of which less is better.
SCORINGS_OF_LOW: Mapping[Scoring, Text] = {
    "percent": Text(
        zh="得分为100减去该比率的数值", en="the score is 100 less the share in per cent"
    ),
    "share_of_best": Text(
        zh="数值最低的地区得100分，其他地区按最低值占其数值的比例得分",
        en="the region with the lowest figure scores 100, the others by the share that the lowest"
        " is of theirs",
    ),
    "aim": Text(
        zh="不超过目标值{aim}的得100分，超过的按目标值占其数值的比例得分",
        en="who stays within the aim of {aim} scores 100, who does not by the share that it is of"
        " the figure",
    ),
}
STRANDS = Text(
    zh="每条线另按其各项目单独计分、排名",
    en="each strand is scored by its own parts and ranked apart too",
)
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
    """One indicator of a scheme; `per` takes it per 10,000 residents, `aim` is for that scoring.

    `low` is where less of it is better; `strand` is one of the scheme's, if it has any.
    """

    indicator: Indicator
    weight: int
    scoring: Scoring
    per: bool = False
    aim: int | None = None
    better: Better | None = None
    strand: str = ""

    def __post_init__(self) -> None:
        """See that it can be scored."""
        if self.weight <= 0 or (self.scoring == "aim") != bool(self.aim):
            raise ValueError(f"{self.indicator.code}: a weight and, for its scoring, an aim")
        wrong = wrong_scoring(
            self.indicator, scoring=self.scoring, per=self.per, better=self.better
        )
        if wrong is not None:
            raise ValueError(f"{self.indicator.code}: {wrong[1].en}")

    @property
    def low(self) -> bool:
        """Whether less of it is better."""
        return (self.better or self.indicator.better) == "low"

    @property
    def scoring_text(self) -> Text:
        """How its figure becomes a score."""
        text = (SCORINGS_OF_LOW if self.low else SCORINGS)[self.scoring]
        return Text(zh=text.zh.format(aim=self.aim), en=text.en.format(aim=self.aim))


def wrong_scoring(
    indicator: Indicator, *, scoring: Scoring, per: bool, better: Better | None
) -> tuple[str, Text] | None:
    """The field, and why an indicator cannot be scored so; None where it can."""
    share = indicator.denominator is not None and indicator.times == 100
    if scoring == "percent" and not share:
        return "scoring", Text(
            zh='只有比率可以用 percent；请改用 "share_of_best" 或 "aim"。',
            en='only a share is scored in per cent; say "share_of_best" or "aim".',
        )
    if per and indicator.denominator is not None:
        return "per", Text(
            zh="比率和平均数不能再按每万人计算；请删去。",
            en="a share or an average is not divided by residents; leave it out.",
        )
    if better is None and indicator.better is None:
        return "better", Text(
            zh='该指标没有明确的优劣方向；请写 better = "high" 或 "low"。',
            en='neither more nor less of it is better as such: say better = "high" or "low".',
        )
    if better is not None and indicator.better not in (None, better):
        return "better", Text(
            zh=f"与指标本身的方向（{indicator.better}）相反；请删去。",
            en=f"is not that of the indicator itself, {indicator.better}; leave it out.",
        )
    return None


@dataclass(frozen=True, eq=False, kw_only=True)
class Scheme:
    """How regions are ranked by several indicators, from the day `since` on.

    With `strands`, by code and name, each strand is ranked apart too.
    """

    code: str
    name: Text
    since: date
    parts: tuple[Part, ...]
    version: str = "1"
    strands: Mapping[str, Text] = field(default_factory=dict)
    until: date | None = None

    @property
    def weight(self) -> int:
        """The weights of all parts together."""
        return sum(part.weight for part in self.parts)

    @property
    def scored(self) -> list[tuple[Text, Text]]:
        """Each part with its weight, and how its figure becomes a score."""
        return [(self._named(part), part.scoring_text) for part in self.parts]

    @property
    def summed(self) -> Text:
        """How the scores become totals."""
        texts = (TOTAL, STRANDS) if self.strands else (TOTAL,)
        return Text(
            zh="；".join(each.zh for each in texts), en="; ".join(each.en for each in texts)
        )

    @property
    def formula(self) -> Text:
        """The whole of it in words."""
        zh = [f"{part.zh}：{scoring.zh}" for part, scoring in self.scored]
        en = [f"{part.en}: {scoring.en}" for part, scoring in self.scored]
        return Text(zh="；".join([*zh, self.summed.zh]), en="; ".join([*en, self.summed.en]))

    def _named(self, part: Part) -> Text:
        name, strand = part.indicator.name, self.strands.get(part.strand)
        zh, en = ("", "") if strand is None else (f"{strand.zh}·", f"{strand.en}: ")
        per = ("（每万人）", ", per 10,000 residents") if part.per else ("", "")
        return Text(
            zh=f"{zh}{name.zh}{per[0]}，权重{part.weight}",
            en=f"{en}{name.en}{per[1]}, weight {part.weight}",
        )
