"""What fits an activity of a kind, and which words are used where it is held. Pure."""

from collections.abc import Iterator
from datetime import date, timedelta

from shared.decider import Refused
from shared.events.outreach.plans import Plan
from shared.events.outreach.sessions import ActivityKind, MeetingLevel, SessionHeld
from shared.policies.dictionaries import LISTS, WordList
from shared.policies.in_force import policies_in_force
from shared.text import Text

FARTHEST = timedelta(days=3 * 366)  # that an activity is planned ahead
MOST_MINUTES = 100_000_000  # of all who served in a role together; figures hold no 2**31
OWN_SUBJECT = "drugs"  # what sessions are about


class PlaceKindMissing(Refused):
    """A prevention session is held in a kind of place; say which."""

    zh = "宣传活动应填写场所类别。"
    field = "place_kind"


class MeetingLevelMissing(Refused):
    """Say for whom the mobilisation meeting was: city, county, street, community or compound."""

    zh = "动员会应填写层级：市、区县、街道、社区或小区。"
    field = "meeting_level"


class CompoundMissing(Refused):
    """Name the residential compound of this meeting."""

    zh = "小区、院落级动员会应填写小区（院落）名称。"
    field = "compound"


class SubjectMissing(Refused):
    """Say of what this publicity was; what is about drugs is a prevention session."""

    zh = "其他主题宣传应填写宣传主题；禁毒宣传请登记为宣传活动。"
    field = "subject"


class MoreWorkersThanServed(Refused):
    """More workers are named than are said to have served in this role; correct the number."""

    zh = "所列人员多于该类服务人数，请核对。"
    field = "served"


class TooManyMinutes(Refused):
    """So many did not serve for so long; `minutes` are those of each: correct the numbers."""

    zh = "服务总时长过大：时长（minutes）按每人分钟数填写，请核对人数和时长。"
    field = "served"


class PlannedForThePast(Refused):
    """A plan is for today or later; record what was held as held."""

    zh = "计划日期已过；已经举办的，请登记为已举办。"
    field = "planned_on"


class PlannedTooFarAhead(Refused):
    """A plan is for at most three years ahead; check the day."""

    zh = "计划日期在三年以后，请核对。"
    field = "planned_on"


class NotOfThisKind(Refused):
    """This is not entered of an activity of this kind; leave it out, or correct the kind."""

    zh = "该类活动不填写此项；请删去，或更正活动种类。"

    def __init__(self, field: str) -> None:
        super().__init__()
        self.field = field


class WordNotUsed(Refused):
    """This code is not used in this region on that day; GET /v1/outreach/words says where it is."""

    zh = "该代码在当地当日不使用；请查看 GET /v1/outreach/words。"

    def __init__(self, field: str, name: Text) -> None:
        super().__init__()
        self.field = field
        self._name = name

    @property
    def text(self) -> Text:
        """Of which dictionary it is."""
        name = self._name
        return Text(
            zh=f"该{name.zh}在当地当日不使用；可用的代码见 GET /v1/outreach/words。",
            en=f"This {name.en} is not used in this region on that day; GET /v1/outreach/words"
            " says where it is.",
        )


def check_held(held: SessionHeld) -> None:
    """Raise a `Refused` for what does not fit the kind, and for words that are not used there."""
    kind = held.kind
    if kind is ActivityKind.SESSION and not held.place_kind:
        raise PlaceKindMissing
    if kind is ActivityKind.MOBILISATION_MEETING:
        if held.meeting_level is None:
            raise MeetingLevelMissing
        if held.meeting_level is MeetingLevel.COMPOUND and not held.compound:
            raise CompoundMissing
    if kind is ActivityKind.OTHER_PUBLICITY and held.subject in (None, OWN_SUBJECT):
        raise SubjectMissing
    for field, given, of in (
        ("meeting_level", held.meeting_level, ActivityKind.MOBILISATION_MEETING),
        ("compound", held.compound, ActivityKind.MOBILISATION_MEETING),
        ("subject", held.subject, ActivityKind.OTHER_PUBLICITY),
        ("people_registered", held.people_registered, ActivityKind.EMERGENCY_DUTY),
        ("vehicles_registered", held.vehicles_registered, ActivityKind.EMERGENCY_DUTY),
    ):
        if given and kind is not of:
            raise NotOfThisKind(field)
    if any(len({*each.worker_ids}) > each.number for each in held.served):
        raise MoreWorkersThanServed
    if any(each.number * each.minutes > MOST_MINUTES for each in held.served):
        raise TooManyMinutes
    check_words(held.region, held.occurred_on, _words_of_held(held))


def check_planned(plan: Plan, today: date) -> None:
    """Raise a `Refused` for a day that is no plan's, and for words that are not used there."""
    if plan.planned_on < today:
        raise PlannedForThePast
    if plan.planned_on > today + FARTHEST:
        raise PlannedTooFarAhead
    if plan.kind is ActivityKind.SESSION and not plan.place_kind:
        raise PlaceKindMissing
    check_words(plan.region, plan.planned_on, _words_of(plan))


Named = tuple[str, WordList, str]  # the field, of which dictionary, the code


def check_words(region: str, day: date, named: Iterator[Named]) -> None:
    """Raise `WordNotUsed` for a word that is not used in a region on a day."""
    for field, of, code in named:
        word = policies_in_force().word(of, code)
        if word is None or word.holding.longest(region, None, day) is None:
            raise WordNotUsed(field, LISTS[of])


def _words_of(activity: SessionHeld | Plan) -> Iterator[Named]:
    if activity.place_kind:
        yield "place_kind", WordList.PLACE_KIND, activity.place_kind
    for field, of, codes in (
        ("audiences", WordList.AUDIENCE, activity.audiences),
        ("forms", WordList.FORM, activity.forms),
        ("partners", WordList.PARTNER, activity.partners),
    ):
        for code in codes:
            yield field, of, code


def _words_of_held(held: SessionHeld) -> Iterator[Named]:
    yield from _words_of(held)
    for each in held.materials:
        yield "materials", WordList.MATERIAL, each.code
    if held.subject:
        yield "subject", WordList.SUBJECT, held.subject


def sets_of(place_kind: str) -> tuple[str, ...]:
    """The named sets that a kind of place is in now, by the policies."""
    word = policies_in_force().word(WordList.PLACE_KIND, place_kind)
    return word.sets if word else ()
