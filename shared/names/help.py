"""The codes of needs and help by name; kinds of either are named by the policies. Pure."""

from collections.abc import Mapping

from shared.events.cases.help import (
    HelpEnd,
    HelpForm,
    HelpSource,
    NeedOutcome,
    RefusalReason,
    Urgency,
)
from shared.text import Text

URGENCIES: Mapping[Urgency, Text] = {
    Urgency.URGENT: Text(zh="紧急", en="urgent"),
    Urgency.SOON: Text(zh="较急", en="soon"),
    Urgency.ORDINARY: Text(zh="一般", en="ordinary"),
}
NEED_OUTCOMES: Mapping[NeedOutcome, Text] = {
    NeedOutcome.MET: Text(zh="已满足", en="met"),
    NeedOutcome.FALLEN_AWAY: Text(zh="不再需要", en="fallen away"),
    NeedOutcome.REASSESSED: Text(zh="重新评估", en="assessed anew"),
}
FORMS: Mapping[HelpForm, Text] = {
    HelpForm.ONCE: Text(zh="一次性", en="once"),
    HelpForm.LASTING: Text(zh="持续", en="going on"),
    HelpForm.POST: Text(zh="公益性岗位", en="public-benefit post"),
}
SOURCES: Mapping[HelpSource, Text] = {
    HelpSource.CIVIL_AFFAIRS: Text(zh="民政部门", en="civil affairs"),
    HelpSource.HUMAN_RESOURCES: Text(zh="人社部门", en="human resources and social security"),
    HelpSource.ANTI_DRUG_OFFICE: Text(zh="禁毒办", en="anti-drug office"),
    HelpSource.STREET: Text(zh="街道（乡镇）", en="street or town"),
    HelpSource.COMMUNITY: Text(zh="社区（村）", en="community or village"),
    HelpSource.WORKSTATION: Text(zh="工作站", en="workstation"),
    HelpSource.RELIEF_BOX: Text(zh="爱心救助箱", en="relief box"),
    HelpSource.JUSTICE: Text(zh="司法行政部门", en="justice administration"),
    HelpSource.HEALTH: Text(zh="卫健、医保部门", en="health and medical insurance"),
    HelpSource.EDUCATION: Text(zh="教育部门", en="education"),
    HelpSource.DISABLED_FEDERATION: Text(zh="残联", en="disabled persons' federation"),
    HelpSource.TRADE_UNION: Text(zh="工会", en="trade union"),
    HelpSource.YOUTH_LEAGUE: Text(zh="共青团", en="Youth League"),
    HelpSource.WOMENS_FEDERATION: Text(zh="妇联", en="women's federation"),
    HelpSource.CHARITY: Text(zh="慈善组织", en="charity"),
    HelpSource.ENTERPRISE: Text(zh="企业", en="enterprise"),
    HelpSource.OTHER: Text(zh="其他", en="other"),
}
REFUSAL_REASONS: Mapping[RefusalReason, Text] = {
    RefusalReason.CONDITIONS_NOT_MET: Text(zh="不符合条件", en="conditions not met"),
    RefusalReason.PAPERS_MISSING: Text(zh="材料不全", en="papers missing"),
    RefusalReason.WITHDRAWN: Text(zh="本人撤回", en="withdrawn by the client"),
    RefusalReason.NOT_AVAILABLE: Text(zh="暂无名额或资金", en="no place or money left"),
    RefusalReason.OTHER: Text(zh="其他", en="other"),
}
HELP_ENDS: Mapping[HelpEnd, Text] = {
    HelpEnd.EXPIRED: Text(zh="期满", en="its time was over"),
    HelpEnd.RENEWED: Text(zh="续签", en="renewed"),
    HelpEnd.NO_LONGER_NEEDED: Text(zh="不再需要", en="no longer needed"),
    HelpEnd.FOUND_WORK: Text(zh="已就业", en="found work"),
    HelpEnd.NO_LONGER_ENTITLED: Text(zh="不再符合条件", en="no longer entitled"),
    HelpEnd.LEFT: Text(zh="本人退出", en="left"),
    HelpEnd.DISMISSED: Text(zh="被辞退、取消", en="dismissed"),
    HelpEnd.MOVED: Text(zh="迁居", en="moved"),
    HelpEnd.OTHER: Text(zh="其他", en="other"),
}
