"""The columns that ledgers of activities share, and how a row of theirs is posted."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from deploy.ledgers import values
from deploy.ledgers.call import LedgerCall
from deploy.ledgers.directory import NOT_YET
from deploy.ledgers.kinds.activity_words import (
    AUDIENCES,
    FORMS,
    MATERIALS,
    OCCASIONS,
    PARTNERS,
    PLACE_KINDS,
)
from deploy.ledgers.kinds.single import call, single
from deploy.ledgers.known_places import PLACE_TEXTS, fault_of
from deploy.ledgers.ledger import REGION, Column, Ledger, RowValues, one_of, some_of, text
from deploy.ledgers.outreach_words import Lists, materials, serving, words
from deploy.ledgers.reasons import Reason, RowRefused
from deploy.ledgers.sender import Sender
from deploy.ledgers.sending import CallAnswer

PATH, EVENT = "/v1/activities", "outreach.SessionHeld"
PLACE = "place_id"  # what the service takes; a row has a name
HELPERS = "helpers"  # these are files; a row has their numbers
_NOT_LAUNCHED = "unknown_campaign"


def number(name: str, field: str, *also: str) -> Column:
    """A column of a number that may be blank; the service has none then."""
    return Column(name, field, values.optional(values.people), also=also, usual=0)


def attendance(*also: str) -> Column:
    """How many came."""
    return Column("人数", "attendance", values.people, 0, needed=True, also=also)


def place_kind(lists: Lists, *, needed: bool) -> Column:
    """As what the place is entered."""
    return one_of(
        words(PLACE_KINDS, lists, "place_kind"),
        "场所类别",
        "place_kind",
        needed=needed,
        also=("场所类型", "活动场所类别"),
    )


def topic(*also: str) -> Column:
    """Of what it was, in words."""
    return text("主题", "topic", also=also)


def forms(lists: Lists) -> Column:
    """In which forms."""
    return some_of(words(FORMS, lists, "form"), "形式", "forms", also=("活动形式", "宣传形式"))


def partners(lists: Lists) -> Column:
    """With whom."""
    known = words(PARTNERS, lists, "partner")
    return some_of(known, "合作单位", "partners", also=("协作单位", "配合单位"))


def occasion(lists: Lists) -> Column:
    """To which day or month it is tied, those of the place's own too."""
    known = words(OCCASIONS, lists, "occasion")
    return one_of(known, "节点", "occasion", needed=False, also=("宣传节点", "时间节点"))


def audiences(lists: Lists, name: str = "宣传对象", *also: str) -> Column:
    """Whom it was for."""
    return some_of(words(AUDIENCES, lists, "audience"), name, "audiences", also=also)


def of_materials(lists: Lists) -> Column:
    """What was handed out or put up, with its numbers."""
    return materials(words(MATERIALS, lists, "material"))


def campaign() -> Column:
    """The code of the campaign that it was of."""
    read = values.optional(values.one_spelling)
    return Column("专项活动", "campaign", read, also=("专项行动", "专项活动代码"))


def place() -> Column:
    """The named place where it was held: by its name, or by its id.

    What an entry says of it is the id alone, which no row can be compared with.
    """
    return Column(
        "阵地",
        PLACE,
        values.optional(values.one_spelling),
        also=("举办阵地", "活动阵地", "举办地点"),
        texts=PLACE_TEXTS,
        rests_on=dict.fromkeys(PLACE_TEXTS, ("区划代码",)),
        private=True,
        expected=False,
    )


def helpers() -> Column:
    """The clients who helped at it, by their numbers.

    What an entry says of them is ids, which no row can be compared with.
    """
    return Column(
        "协助的服务对象",
        HELPERS,
        values.several(values.reference),
        (),
        also=("参与的服务对象", "协助人员编号"),
        private=True,
        expected=False,
    )


def of_publicity(lists: Lists) -> tuple[Column, ...]:
    """How people were reached, whom and with whom, and by whom: of drugs or of other subjects."""
    return (
        forms(lists),
        partners(lists),
        occasion(lists),
        audiences(lists, "宣传对象", "受众", "重点人群"),
        of_materials(lists),
        number("入户数", "households", "入户户数", "覆盖户数"),
        serving(),
        campaign(),
        place(),
        helpers(),
    )


def also_of_gatherings(lists: Lists) -> tuple[Column, ...]:
    """What trainings, meetings and duty seldom have, and sessions often."""
    columns = (
        forms(lists),
        partners(lists),
        occasion(lists),
        of_materials(lists),
        number("入户数", "households", "入户户数", "覆盖户数"),
        helpers(),
    )
    return tuple(replace(column, expected=False) for column in columns)


def of_kinds(*kinds: str) -> Callable[[Mapping[str, Any]], bool]:
    """Says whether an entry is of these kinds, and of no plan: what a plan became is in its row."""
    return lambda facts: facts.get("kind", "session") in kinds and facts.get("version", 1) == 1


def activities(name: str, columns: tuple[Column, ...], *kinds: str) -> Ledger:
    """A ledger of activities of these kinds that were held."""

    async def ask(record: RowValues, sender: Sender) -> CallAnswer:
        day = record["occurred_on"]
        made = await at_place(call(PATH, columns, record), record, day, sender)
        made = await with_helpers(made, record, sender)
        return await foreseeing(made, record, sender)

    ledger = single(name, PATH, EVENT, columns)
    return replace(ledger, wrote=of_kinds(*kinds), check=ask, send=ask)


async def at_place(
    made: LedgerCall, record: RowValues, day: str | None, sender: Sender
) -> LedgerCall:
    """A call with the id of the place that its row names; raises `RowRefused`.

    One that a dry run has not entered yet is left out.
    """
    name, region = record[PLACE], record[REGION]
    if name is None:
        return made
    body = {field: value for field, value in made.body.items() if field != PLACE}
    if region is not None:
        found = await sender.directory.places.near(name, region, day)
        if len(found) != 1:
            raise RowRefused([fault_of(made.columns[PLACE], found)])
        if found[0] != NOT_YET:
            body[PLACE] = found[0]
    return replace(made, body=body)


async def with_helpers(made: LedgerCall, record: RowValues, sender: Sender) -> LedgerCall:
    """A call with the files of the clients that its row names; raises `RowRefused`.

    Those that a dry run has not opened yet are left out.
    """
    body = {field: value for field, value in made.body.items() if field != HELPERS}
    files = []
    for reference in record[HELPERS] or ():
        if sender.directory.is_ambiguous(reference):
            raise RowRefused([made.columns[HELPERS].fault(Reason.AMBIGUOUS_CLIENT)])
        case_id = await sender.directory.case(reference)
        if case_id is None:
            raise RowRefused([made.columns[HELPERS].fault(Reason.UNKNOWN_CLIENT)])
        if case_id != NOT_YET:
            files.append(case_id)
    return replace(made, body={**body, HELPERS: files} if files else body)


async def foreseeing(made: LedgerCall, record: RowValues, sender: Sender) -> CallAnswer:
    """Post a row; a dry run takes the campaign that a row of the same folder is to launch."""
    try:
        return await sender.post(made)
    except RowRefused as refused:
        foreseen = sender.dry_run and record["campaign"] in sender.directory.campaigns
        if not foreseen or {each.reason for each in refused.faults} != {_NOT_LAUNCHED}:
            raise
        return CallAnswer({}, is_new=True)
