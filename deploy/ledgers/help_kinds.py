"""The kinds of needs and of help of a place, as the service answers them, and their words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from deploy.ledgers.sending import Api
from shared.text import Text

Names = Mapping[str, Text]


@dataclass(frozen=True)
class HelpKinds:
    """Kinds by their codes."""

    needs: Names = field(default_factory=dict)
    helps: Names = field(default_factory=dict)


# Those of a service that does not say which it has.
BUILT_IN = HelpKinds(
    needs={
        "livelihood": Text(zh="基本生活", en="livelihood"),
        "medical": Text(zh="就医", en="medical care"),
        "counselling": Text(zh="心理支持", en="counselling"),
        "legal": Text(zh="法律", en="legal aid"),
        "housing": Text(zh="住房", en="housing"),
        "employment": Text(zh="就业", en="work"),
        "skills": Text(zh="技能", en="skills"),
        "schooling": Text(zh="子女就学", en="schooling of a child"),
        "care": Text(zh="照料老人、子女、残疾人", en="care of dependants"),
        "family": Text(zh="家庭关系", en="family"),
        "documents": Text(zh="户籍、证件", en="household registration and papers"),
    },
    helps={
        "temporary_relief": Text(zh="临时救助", en="temporary relief"),
        "minimum_living_allowance": Text(zh="最低生活保障", en="minimum living allowance"),
        "sympathy_gift": Text(zh="慰问品", en="gift of sympathy"),
        "medical": Text(zh="医疗救助", en="medical help"),
        "legal": Text(zh="法律援助", en="legal aid"),
        "schooling": Text(zh="子女就学帮助", en="schooling of a child"),
        "skills_training": Text(zh="技能培训", en="skills training"),
        "business_incubation": Text(zh="创业扶持", en="business incubation"),
        "job": Text(zh="推荐就业", en="job"),
        "public_benefit_post": Text(zh="公益性岗位", en="public-benefit post"),
        "housing": Text(zh="住房帮助", en="housing"),
        "counselling": Text(zh="转介心理咨询", en="counselling arranged elsewhere"),
        "documents": Text(zh="户籍、证件办理", en="household registration and papers"),
    },
)
# As ledgers write what is built in; a place's own names go before these.
USUAL_NEEDS: Mapping[str, Sequence[str]] = {
    "livelihood": ("生活困难", "生活"),
    "medical": ("医疗",),
    "counselling": ("心理咨询", "心理"),
    "employment": ("工作",),
    "care": ("照料",),
}
USUAL_HELPS: Mapping[str, Sequence[str]] = {
    "temporary_relief": ("临时补助",),
    "minimum_living_allowance": ("低保", "最低生活保障金"),
    "sympathy_gift": ("慰问", "慰问金"),
    "schooling": ("助学",),
    "skills_training": ("培训",),
    "business_incubation": ("创业",),
    "job": ("就业", "介绍工作"),
    "public_benefit_post": ("公益岗", "公益岗位"),
    "housing": ("公租房", "住房"),
    "counselling": ("心理咨询",),
}


def words_of(names: Names, usual: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """The words for each kind, with its code: its name first, its code, and the usual words."""
    words: dict[str, str] = {}
    for code, name in names.items():
        for word in (name.zh, name.en, code):
            words.setdefault(word, code)
    for code in names:
        for word in usual.get(code, ()):
            words.setdefault(word, code)
    return words


async def help_kinds_of(api: Api) -> HelpKinds:
    """The kinds of the place that a service is of; an older one has those that are built in."""
    answer = await api.get("/v1/help-kinds", []) or {}
    if not (answer.get("needs") and answer.get("help")):
        return BUILT_IN
    return HelpKinds(_named(answer["needs"]), _named(answer["help"]))


def _named(kinds: Sequence[Mapping[str, Any]]) -> Names:
    return {each["code"]: Text(**each["name"]) for each in kinds}
