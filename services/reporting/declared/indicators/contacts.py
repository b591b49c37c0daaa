"""Contacts with clients: person-times, and persons."""

from services.reporting.declared.dimensions import AT_LARGE, PROGRAMME
from services.reporting.declared.measures.contacts import CONTACTS
from services.reporting.declared.measures.standing import STANDING
from services.reporting.declared.words import Indicator, Selection
from shared.text import Text

_MET = ("home_visit", "office")
_REMOTE = ("phone", "wechat", "video")

IN_PERSON_PROGRAMME = Indicator(
    code="contacts_in_person_programme",
    name=Text(
        zh="对社区戒毒、社区康复人员的走访帮教",
        en="Contacts in person with clients in a programme",
    ),
    unit="人次",
    formula=Text(
        zh="期内对社区戒毒、社区康复人员入户或面谈的次数；同一人见面两次计两人次",
        en="home visits and talks at the office with clients in community detoxification or"
        " community rehabilitation; a person met twice counts twice",
    ),
    numerator=Selection(CONTACTS, {"group": (PROGRAMME,), "mode": _MET}),
)

IN_PERSON_AT_LARGE = Indicator(
    code="contacts_in_person_at_large",
    name=Text(zh="对社会面吸毒人员的走访帮教", en="Contacts in person with users at large"),
    unit="人次",
    formula=Text(
        zh="期内对社会面吸毒人员入户或面谈的次数",
        en="home visits and talks at the office with users at large",
    ),
    numerator=Selection(CONTACTS, {"group": (AT_LARGE,), "mode": _MET}),
)

BY_PHONE_AT_LARGE = Indicator(
    code="contacts_by_phone_at_large",
    name=Text(zh="对社会面吸毒人员的电话访谈", en="Phone contacts with users at large"),
    unit="人次",
    formula=Text(zh="期内与社会面吸毒人员电话访谈的次数", en="talks by phone with users at large"),
    numerator=Selection(CONTACTS, {"group": (AT_LARGE,), "mode": ("phone",)}),
)

REMOTE_PROGRAMME = Indicator(
    code="contacts_remote_programme",
    name=Text(
        zh="对社区戒毒、社区康复人员的远程联系",
        en="Remote contacts with clients in a programme",
    ),
    unit="人次",
    formula=Text(
        zh="期内以电话、微信或视频与社区戒毒、社区康复人员联系的次数",
        en="contacts by phone, WeChat or video with clients in a programme",
    ),
    numerator=Selection(CONTACTS, {"group": (PROGRAMME,), "mode": _REMOTE}),
)

ALL_CONTACTS = Indicator(
    code="contacts",
    name=Text(zh="帮教联系", en="Contacts"),
    unit="人次",
    formula=Text(zh="期内各种方式的联系次数", en="contacts of every mode with every client"),
    numerator=Selection(CONTACTS),
)

PERSONS_CONTACTED = Indicator(
    code="persons_contacted",
    name=Text(zh="帮教联系人数", en="Persons contacted"),
    unit="人",
    formula=Text(
        zh="期内至少联系过一次的人数，每人只计一次",
        en="persons with at least one contact, each counted once",
    ),
    numerator=Selection(CONTACTS, counting="persons"),
)

SHARE_OF_CLIENTS_MET = Indicator(
    code="share_of_clients_met",
    name=Text(
        zh="社区戒毒、社区康复人员见面率",
        en="Share of clients in a programme who were met in person",
    ),
    unit="%",
    better="high",
    formula=Text(
        zh="期内入户或面谈过至少一次的社区戒毒、社区康复人数（每人只计一次） ÷ 期末在办的社区戒毒、"
        "社区康复档案数（一人至多一份） × 100%；见过面而期末已不在办的仍计入分子，比率可能大于100%",
        en="persons in community detoxification or community rehabilitation met at home or at the"
        " office at least once in the period, each counted once ÷ cases of either programme open"
        " at the end of the period, of which a person has one at most × 100%; who was met and is no"
        " such client at the end counts above, so that it can exceed 100%",
    ),
    numerator=Selection(CONTACTS, {"group": (PROGRAMME,), "mode": _MET}, "persons"),
    denominator=Selection(STANDING, {"group": (PROGRAMME,)}, "stock"),
)
