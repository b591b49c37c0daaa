"""What contacts say besides their mode: who turned to whom, who was there, what was found.

Each counts the contacts that say it; one that leaves it out is not among them.
"""

from services.reporting.declared.measures.contacts import (
    ADVICE_GIVEN,
    CONTACT_DIRECTIONS,
    CONTACTS_ARRANGED,
    CONTACTS_PRESENT,
    FINDINGS,
    SAFETY_INCIDENTS,
)
from services.reporting.declared.words import Indicator, Selection
from shared.text import Text

BY_DIRECTION = Indicator(
    code="contacts_by_direction",
    name=Text(zh="按联系方向的帮教联系", en="Contacts by direction"),
    unit="人次",
    formula=Text(
        zh="期内填写了联系方向的联系次数：社工联系对象、对象联系社工、与家属联系",
        en="contacts that say who turned to whom: worker to client, client to worker, or with the"
        " family",
    ),
    numerator=Selection(CONTACT_DIRECTIONS),
)

JOINT_CONTACTS = Indicator(
    code="contacts_joint",
    name=Text(zh="联合走访帮教", en="Joint contacts"),
    unit="人次",
    formula=Text(
        zh="期内在场人员有两种以上工作身份（社工、禁毒专干、网格员、民警、社区干部）的联系次数；"
        "多人一同走访计一人次，志愿者和家属不计为工作身份",
        en="contacts at which two or more roles of agencies were present (social worker, cadre,"
        " grid administrator, police, community official); a joint visit is one person-time, and"
        " volunteers and the family are no role of an agency",
    ),
    numerator=Selection(CONTACTS_PRESENT, {"joint": ("yes",)}),
)

CONTACTS_WITH_POLICE = Indicator(
    code="contacts_with_police",
    name=Text(zh="民警参加的帮教联系", en="Contacts at which the police took part"),
    unit="人次",
    formula=Text(
        zh="期内在场人员有民警的联系次数",
        en="contacts at which the police were among those present",
    ),
    numerator=Selection(CONTACTS_PRESENT, {"with_police": ("yes",)}),
)

CONTACTS_ARRANGED_WITH_POLICE = Indicator(
    code="contacts_arranged_with_police",
    name=Text(zh="事先与民警约定的远程联系", en="Remote contacts arranged with the police"),
    unit="人次",
    formula=Text(
        zh="期内事先与社区民警约定的电话、微信或视频联系次数",
        en="contacts by phone, WeChat or video to which the community police agreed beforehand",
    ),
    numerator=Selection(CONTACTS_ARRANGED),
)

PERSONS_WITH_POOR_FINDINGS = Indicator(
    code="persons_with_poor_findings",
    name=Text(zh="生活、心理或健康较差人数", en="Persons found to be badly off"),
    unit="人",
    formula=Text(
        zh="期内至少一次了解到生活、心理或健康状况差的人数，每人只计一次；同一人可有多项，分项不可相加",
        en="persons whose living situation, state of mind or health was found poor at least once,"
        " each counted once; one person may have several, so that they do not add up",
    ),
    numerator=Selection(
        FINDINGS,
        {"subject": ("living", "mind", "health"), "observed": ("poor",)},
        counting="persons",
    ),
)

ADVICE = Indicator(
    code="advice_given",
    name=Text(zh="帮教建议", en="Advice given"),
    unit="项次",
    formula=Text(
        zh="期内各次联系所提建议的项数；一次联系有多项建议的逐项计，合计不等于联系次数",
        en="kinds of advice given at contacts; a contact with several counts under each, so that"
        " the total is not the number of contacts",
    ),
    numerator=Selection(ADVICE_GIVEN),
)

INCIDENTS = Indicator(
    code="safety_incidents",
    name=Text(zh="工作人员安全事件", en="Incidents against workers"),
    unit="次",
    better="low",
    formula=Text(
        zh="期内联系中工作人员遭到辱骂、威胁或暴力的次数",
        en="contacts at which the worker met with abuse, a threat or violence",
    ),
    numerator=Selection(SAFETY_INCIDENTS),
)
