"""What a place's policies say of indicators: held to those there are, and made into schemes. Pure.

The file of policies names indicators by their codes; which of them fits an aim or a score is known
here alone.
"""

from collections.abc import Iterator, Mapping
from datetime import date

from services.reporting.declared.indicators import INDICATORS
from services.reporting.declared.schemes.clients import CLIENTS_2026
from services.reporting.declared.schemes.prevention import PREVENTION_2026, PREVENTION_2027
from services.reporting.declared.schemes.scheme import Part, Scheme, wrong_scoring
from services.reporting.declared.words import Indicator
from shared.policies.aims import AIM, Aim
from shared.policies.faults import Faults
from shared.policies.policies import Policies
from shared.policies.ranking_schemes import RANKING, RankingPart, RankingScheme
from shared.policies.values import Value
from shared.text import Text

BUILT_IN: Mapping[str, Scheme] = {
    each.code: each for each in (CLIENTS_2026, PREVENTION_2026, PREVENTION_2027)
}
# The indicators whose bands are a number of the policies.
BANDS: Mapping[str, Value] = {
    "programme_kept": Value.EXECUTION_BANDS,
    "awareness_rate": Value.AWARENESS_BANDS,
    "legal_knowledge_rate": Value.LEGAL_KNOWLEDGE_BANDS,
    "satisfaction_rate": Value.SATISFACTION_BANDS,
}


def check_indicators(own: Policies, faults: Faults) -> None:
    """Note aims and schemes of a place that no indicator fits."""
    for aim in own.aims:
        _check_aim(aim, faults)
    for ranking in own.rankings:
        _check_ranking(ranking, faults)


def schemes_at(policies: Policies, region: str, day: date) -> Mapping[str, Scheme]:
    """The schemes by which the regions below one may be ranked, the place's own first."""
    own = policies.rankings_at(region, day)
    return {**{code: _scheme(each) for code, each in own.items()}, **BUILT_IN}


def all_schemes(policies: Policies) -> Iterator[tuple[Scheme, RankingScheme | None]]:
    """Every version that is published, those that hold no more included."""
    for each in policies.rankings:
        yield _scheme(each), each
    for built_in in BUILT_IN.values():
        yield built_in, None


def _scheme(published: RankingScheme) -> Scheme:
    until = published.holding.until
    return Scheme(
        code=published.scheme,
        version=published.version,
        name=published.name,
        since=published.holding.since,
        until=None if until == date.max else until,
        strands=published.strands,
        parts=tuple(map(_part, published.parts)),
    )


def _part(part: RankingPart) -> Part:
    return Part(
        indicator=INDICATORS[part.indicator],
        weight=part.weight,
        scoring=part.scoring.value,
        per=part.per,
        aim=part.aim,
        better=None if part.better is None else part.better.value,
        strand=part.strand,
    )


def _check_aim(aim: Aim, faults: Faults) -> None:
    place = AIM.place(aim.code)
    indicator = INDICATORS.get(aim.indicator)
    if not aim.indicator:
        return  # noted already
    if indicator is None:
        faults.unknown(place, "indicator", aim.indicator, [*INDICATORS])
    elif aim.indicator in BANDS:
        value = BANDS[aim.indicator]
        faults.add(
            place,
            "indicator",
            f'该指标的分档请用 [[number]]，value = "{value}"。',
            f'the bands of this indicator are set by [[number]], value = "{value}".',
        )
    elif (given := _given(aim)) is not None and given != (fitting := aim_field(indicator)):
        name = _FIELDS[fitting]
        faults.add(
            place,
            given,
            f"{indicator.code} 的目标请写 {fitting}（{name.zh}）。",
            f"the aim of {indicator.code} is said as {fitting} ({name.en}).",
        )
    elif len(aim.percent) > 1 and (aim.percent[0] < aim.percent[-1]) != is_low(indicator):
        order = ("由低到高", "rising") if is_low(indicator) else ("由高到低", "falling")
        faults.add(
            place,
            "percent",
            f"该指标最好的一档在前，应{order[0]}。",
            f"the best comes first: of this indicator, {order[1]}.",
        )


def aim_field(indicator: Indicator) -> str:
    """How the aim of an indicator is said."""
    if indicator.denominator is not None:
        return "percent" if indicator.times == 100 else "number"
    return "number" if indicator.numerator.counting == "stock" else "a_year"


def is_low(indicator: Indicator) -> bool:
    """Whether an aim is what an indicator is not to go beyond."""
    return indicator.better == "low"


def _given(aim: Aim) -> str | None:
    if aim.a_year is not None:
        return "a_year"
    if aim.percent:
        return "percent"
    return None if aim.number is None else "number"


_FIELDS = {
    "a_year": Text(zh="全年总数", en="of a whole year"),
    "percent": Text(zh="比率的分档", en="bands in per cent"),
    "number": Text(zh="数值", en="a number"),
}


def _check_ranking(ranking: RankingScheme, faults: Faults) -> None:
    place = RANKING.place(ranking.scheme)
    if ranking.scheme in {*BUILT_IN, *INDICATORS}:
        faults.add(
            place,
            "code",
            "这是内置方案或指标的代码，其含义不能改变；请另取代码。",
            "this is the code of a built-in scheme or of an indicator, which does not change; give"
            " yours another code.",
        )
    for at, part in enumerate(ranking.parts, 1):
        indicator = INDICATORS.get(part.indicator)
        if indicator is None:
            faults.unknown(place, f"parts[{at}].indicator", part.indicator, [*INDICATORS])
            continue
        wrong = wrong_scoring(
            indicator,
            scoring=part.scoring.value,
            per=part.per,
            better=None if part.better is None else part.better.value,
        )
        if wrong is not None:
            faults.add(place, f"parts[{at}].{wrong[0]}", wrong[1].zh, wrong[1].en)
