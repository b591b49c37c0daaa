"""Names of what is said of workers and of posts. Pure."""

from collections.abc import Mapping

from shared.events.cases.posts import Funds, PostEnding, PostState, VacancyReason
from shared.events.cases.staff import Area, EmployedAs, Field, LeavingReason
from shared.text import Text

EMPLOYMENTS: Mapping[EmployedAs, Text] = {
    EmployedAs.FULL_TIME_CADRE: Text(zh="禁毒专干", en="full-time cadre"),
    EmployedAs.SOCIAL_WORKER: Text(zh="禁毒社工", en="social worker"),
    EmployedAs.VOLUNTEER: Text(zh="志愿者", en="volunteer"),
    EmployedAs.GRID_ADMINISTRATOR: Text(zh="网格员", en="grid administrator"),
    EmployedAs.POLICE_OFFICER: Text(zh="民警", en="police officer"),
    EmployedAs.OTHER: Text(zh="其他", en="other"),
}
FIELDS: Mapping[Field, Text] = {
    Field.COMMUNITY: Text(zh="社区戒毒社区康复", en="community rehabilitation"),
    Field.PREVENTION: Text(zh="预防宣传", en="prevention"),
    Field.MAINTENANCE: Text(zh="药物维持治疗", en="maintenance treatment"),
    Field.COMPULSORY: Text(zh="强制隔离戒毒", en="compulsory rehabilitation"),
    Field.OTHER: Text(zh="其他", en="other"),
}
AREAS: Mapping[Area, Text] = {
    Area.URBAN: Text(zh="城镇", en="town"),
    Area.RURAL: Text(zh="乡村", en="country"),
}
LEAVING_REASONS: Mapping[LeavingReason, Text] = {
    LeavingReason.CONTRACT_ENDED: Text(zh="合同到期", en="contract ended"),
    LeavingReason.RESIGNED: Text(zh="辞职", en="resigned"),
    LeavingReason.TRANSFERRED: Text(zh="调离", en="transferred"),
    LeavingReason.RETIRED: Text(zh="退休", en="retired"),
    LeavingReason.DISMISSED: Text(zh="解聘", en="dismissed"),
    LeavingReason.DIED: Text(zh="去世", en="died"),
    LeavingReason.REGISTERED_IN_ERROR: Text(zh="误登", en="registered in error"),
}
FUNDS: Mapping[Funds, Text] = {
    Funds.CENTRAL: Text(zh="中央财政", en="central budget"),
    Funds.PROVINCE: Text(zh="省级财政", en="budget of the province"),
    Funds.CITY: Text(zh="市级财政", en="budget of the city"),
    Funds.COUNTY: Text(zh="区县财政", en="budget of the county"),
    Funds.STREET: Text(zh="街道（乡镇）自筹", en="the street's or town's own"),
    Funds.LOTTERY: Text(zh="福利彩票公益金", en="welfare lottery"),
    Funds.OTHER: Text(zh="其他", en="other"),
}
POST_STATES: Mapping[PostState, Text] = {
    PostState.VACANT: Text(zh="空缺", en="vacant"),
    PostState.FILLED: Text(zh="在岗", en="filled"),
}
VACANCY_REASONS: Mapping[VacancyReason, Text] = {
    VacancyReason.WORKER_LEFT: Text(zh="人员离岗", en="the worker left"),
    VacancyReason.WORKER_MOVED: Text(zh="人员调动", en="the worker was moved"),
    VacancyReason.ENTERED_IN_ERROR: Text(zh="误登", en="entered in error"),
}
POST_ENDINGS: Mapping[PostEnding, Text] = {
    PostEnding.CONTRACT_ENDED: Text(zh="合同到期", en="contract ended"),
    PostEnding.CANCELLED: Text(zh="取消", en="cancelled"),
    PostEnding.ENTERED_IN_ERROR: Text(zh="误登", en="entered in error"),
}
