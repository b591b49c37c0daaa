"""The values of dimensions by name, for people. Pure."""

from collections.abc import Mapping
from enum import StrEnum
from functools import lru_cache
from typing import Any

from services.reporting.declared.dimensions import AT_LARGE, NOT_ASSESSED, PROGRAMME, Whether
from services.reporting.declared.measures.duties import Answered, Lateness, Whose
from services.reporting.declared.measures.endings import Served
from services.reporting.declared.measures.findings import Decided
from services.reporting.declared.measures.lacking import Lacking
from services.reporting.declared.measures.leave import Promptness
from services.reporting.declared.measures.standing_teams import Team
from services.reporting.declared.words import NOT_KNOWN, ClosedDimension, Dimension
from shared.events.cases.duties import Duty
from shared.learnt_names import training_name
from shared.names.by_list import NAMES
from shared.policies.dictionaries import PLACE_SETS, PlaceSet, Word, WordList
from shared.policies.helping import HelpKind, NeedKind
from shared.policies.in_force import policies_in_force
from shared.policies.naming import DUTIES
from shared.policies.occasions import OccasionPolicy
from shared.text import Text

_SERVED: Mapping[Served, Text] = {
    Served.NONE: Text(zh="未执行", en="none"),
    Served.UNDER_12: Text(zh="不满12个月", en="under 12 months"),
    Served.FROM_12: Text(zh="12至23个月", en="12 to 23 months"),
    Served.FROM_24: Text(zh="24至35个月", en="24 to 35 months"),
    Served.FROM_36: Text(zh="36个月及以上", en="36 months and over"),
}
_LATENESS: Mapping[Lateness, Text] = {
    Lateness.UP_TO_7: Text(zh="1至7天", en="1 to 7 days"),
    Lateness.UP_TO_30: Text(zh="8至30天", en="8 to 30 days"),
    Lateness.LATER: Text(zh="31天及以上", en="31 days and over"),
}
_ANSWERED: Mapping[Answered, Text] = {
    Answered.UP_TO_3: Text(zh="3天内", en="up to 3 days"),
    Answered.UP_TO_7: Text(zh="4至7天", en="4 to 7 days"),
    Answered.UP_TO_30: Text(zh="8至30天", en="8 to 30 days"),
    Answered.LATER: Text(zh="31天及以上", en="31 days and over"),
    Answered.NOT_YET: Text(zh="尚未完成", en="not done"),
}
_WHOSE: Mapping[Whose, Text] = {
    Whose.CLIENT: Text(zh="服务对象", en="the client's"),
    Whose.WORKER: Text(zh="社工", en="the worker's"),
    Whose.POLICE: Text(zh="公安机关", en="the police's"),
}
_PROMPTNESS: Mapping[Promptness, Text] = {
    Promptness.ON_TIME: Text(zh="按时", en="on time"),
    Promptness.LATE: Text(zh="逾期", en="late"),
}
_WHETHER: Mapping[Whether, Text] = {
    Whether.YES: Text(zh="是", en="yes"),
    Whether.NO: Text(zh="否", en="no"),
}
_TEAMS: Mapping[Team, Text] = {
    Team.COMPLETE: Text(zh="齐全", en="complete"),
    Team.LACKING: Text(zh="缺人", en="lacks somebody"),
    Team.NOBODY: Text(zh="无责任社工", en="nobody has the case"),
}
_LACKING: Mapping[Lacking, Text] = {
    Lacking.NOT_IN_TEAM: Text(zh="小组无责任社工", en="nobody in the team"),
    Lacking.NOT_THERE: Text(zh="离岗或缺勤无人顶岗", en="has left, or is absent and not covered"),
}
_DECIDED: Mapping[Decided, Text] = {
    Decided.CONFIRMED: Text(zh="认定", en="confirmed"),
    Decided.DISMISSED: Text(zh="不予认定", en="dismissed"),
}
# Values of no enum: groups, bands, and the default levels of risk.
# Values of no enum: groups, bands, the default levels of risk and roles in teams.
_OTHERS: Mapping[str, Text] = {
    PROGRAMME: Text(zh="社区戒毒、社区康复", en="in a programme"),
    AT_LARGE: Text(zh="社会面", en="at large"),
    NOT_KNOWN: Text(zh="未登记", en="not known"),
    NOT_ASSESSED: Text(zh="未评估", en="not assessed"),
    "low": Text(zh="低风险", en="low"),
    "medium": Text(zh="中风险", en="medium"),
    "high": Text(zh="高风险", en="high"),
    "social_worker": Text(zh="社工（专干）", en="social worker or cadre"),
    "police_officer": Text(zh="社区民警", en="community police officer"),
    "grid_administrator": Text(zh="网格员", en="grid administrator"),
    "volunteer": Text(zh="志愿者", en="volunteer"),
    "family": Text(zh="家属", en="family"),
    "same_day": Text(zh="当天", en="the same day"),
    "1_to_3_days": Text(zh="1至3天", en="1 to 3 days"),
    "4_to_7_days": Text(zh="4至7天", en="4 to 7 days"),
    "8_to_30_days": Text(zh="8至30天", en="8 to 30 days"),
    "31_days_and_over": Text(zh="31天及以上", en="31 days and over"),
    "": Text(zh="不适用", en="does not apply"),
}
# The dictionary that a dimension's values are words of.
_WORDS: Mapping[str, WordList] = {
    **{each.value: each for each in WordList if each is not WordList.SUBJECT},
    "publicity_subject": WordList.SUBJECT,
}
_OF_ENUM: Mapping[type[StrEnum], Mapping[Any, Text]] = {
    **NAMES,
    Duty: DUTIES,
    Answered: _ANSWERED,
    Decided: _DECIDED,
    Lacking: _LACKING,
    Lateness: _LATENESS,
    Promptness: _PROMPTNESS,
    Served: _SERVED,
    Team: _TEAMS,
    Whether: _WHETHER,
    Whose: _WHOSE,
}


@lru_cache(maxsize=10_000)
def value_name(dimension: Dimension, value: str) -> Text:
    """What a value of a dimension is called: the code itself where a place's own list names it.

    >>> from services.reporting.declared.dimensions import GROUP, KIND, LEVEL
    >>> value_name(KIND, "at_large").en, value_name(GROUP, "at_large").en
    ('user at large', 'at large')
    >>> value_name(LEVEL, "c1").zh
    'c1'
    >>> from services.reporting.declared.measures.staff import TRAINING
    >>> value_name(TRAINING, "own_safety").zh
    '自身安全防护'
    """
    if isinstance(dimension, ClosedDimension) and value in {*dimension.members}:
        return _OF_ENUM[dimension.members][dimension.members(value)]
    if isinstance(value, StrEnum):
        return _OF_ENUM[type(value)][value]
    if value in {*Whose}:
        return _WHOSE[Whose(value)]
    if dimension.code == "training":
        return training_name(value)
    if (named := _of_policy(dimension.code, value)) is not None:
        return named
    return _OTHERS.get(value) or Text(zh=value, en=value)


def _of_policy(dimension: str, value: str) -> Text | None:
    """The name of a kind of need or of help, or of a word of prevention, by the policies."""
    if dimension == "place_set" and value in {*PlaceSet}:
        return PLACE_SETS[PlaceSet(value)]
    policies = policies_in_force()
    kind: NeedKind | HelpKind | Word | OccasionPolicy | None = None
    if dimension == "need_kind":
        kind = policies.need(value)
    elif dimension == "help_kind":
        kind = policies.help(value)
    elif dimension == "occasion":
        kind = policies.occasion(value)
    elif (of := _WORDS.get(dimension)) is not None:
        kind = policies.word(of, value)
    return None if kind is None else kind.name
