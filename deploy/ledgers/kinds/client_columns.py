"""The columns of 服务对象, and the words in them."""

from deploy.ledgers import values
from deploy.ledgers.kinds import drug_test_words
from deploy.ledgers.ledger import Column, Words, day, one_of, region
from deploy.ledgers.reasons import Reason
from shared.text import Text

SEXES = Words(
    "unknown_sex",
    Text(zh="性别请写男或女。", en="Write 男 or 女."),
    {"男": "male", "男性": "male", "女": "female", "女性": "female"},
)
KINDS = Words(
    "unknown_kind",
    Text(zh="类别请写社区戒毒、社区康复或社会面。", en="Write 社区戒毒, 社区康复 or 社会面."),
    {
        "社区戒毒": "community_detoxification",
        "社区康复": "community_rehabilitation",
        "社会面": "at_large",
        "社会面吸毒人员": "at_large",
    },
)

REFERENCE = Column(
    "编号",
    "reference",
    values.needed(values.reference),
    "—",
    needed=True,
    also=("对象编号", "服务对象编号", "人员编号", "档案编号"),
)
PERSON = Column(
    "身份证号",
    "id_number",
    values.digits,
    needed=True,
    also=(
        "身份证号码",
        "身份证",
        "公民身份号码",
        "公民身份证号码",
        "居民身份证号",
        "居民身份证号码",
    ),
    reasons={"missing": Reason.ID_CHECKSUM.value, "too_long": Reason.ID_CHECKSUM.value},
)
SAMPLE_PERSON = "11010519491231002X"  # the example of GB 11643
STATION = Column(
    "工作站",
    "workstation_id",
    values.optional(values.one_spelling),
    also=("工作站名称", "所属工作站"),
    rests_on={Reason.UNKNOWN_WORKSTATION: {"区划代码"}},
)
DECIDED = Column(
    "决定日期",
    "decided_on",
    values.optional(values.day),
    "1949-10-01",
    also=("决定时间", "作出决定日期", "决定书日期"),
    needed_with=("类别", {"社区戒毒", "社区康复"}),
    reasons={"decision_date_missing": Reason.BAD_DATE.value},
    rests_on={"decision_date_missing": {"类别"}},
)
REPORTED = day(
    "报到日期",
    "reported_in_on",
    needed=False,
    also=("报到时间",),
    rests_on={
        Reason.NOT_A_PROGRAMME: {"类别"},
        Reason.REPORTED_IN_BEFORE_DECISION: {"类别", "决定日期"},
    },
)
AGREED = day(
    "协议日期",
    "agreement_signed_on",
    needed=False,
    also=("签订协议日期", "协议签订日期", "签协议日期"),
    rests_on={
        Reason.NOT_A_PROGRAMME: {"类别"},
        Reason.NOT_REPORTED_IN: {"报到日期"},
        Reason.AGREEMENT_BEFORE_REPORTING_IN: {"报到日期"},
    },
)
_NAME_ALSO = ("服务对象姓名", "对象姓名", "人员姓名")
_PHONE_ALSO = ("手机号", "手机号码", "电话", "联系电话", "电话号码", "联系方式")
AGE_BANDS = Words(
    "unknown_age_band",
    Text(
        zh="年龄段请写不满18岁、18至35岁、36至59岁或60岁以上。",
        en="Write 不满18岁, 18至35岁, 36至59岁 or 60岁以上.",
    ),
    {
        "不满18岁": "under_18",
        "18岁以下": "under_18",
        "未满18岁": "under_18",
        "18至35岁": "18_to_35",
        "18-35岁": "18_to_35",
        "36至59岁": "36_to_59",
        "36-59岁": "36_to_59",
        "60岁以上": "60_and_over",
        "60岁及以上": "60_and_over",
    },
)
SUBSTANCES = Words(
    "unknown_substance",
    Text(
        zh="毒品种类请写海洛因、其他阿片类、冰毒、摇头丸、氯胺酮、可卡因、大麻、合成大麻素、"
        "依托咪酯、镇静催眠药或其他。",
        en="Write 海洛因, 其他阿片类, 冰毒, 摇头丸, 氯胺酮, 可卡因, 大麻, 合成大麻素, 依托咪酯, "
        "镇静催眠药 or 其他.",
    ),
    {**drug_test_words.SUBSTANCES.codes, "镇静安眠类": "sedative"},
)
COLUMNS = (
    REFERENCE,
    Column("姓名", "name", values.needed(values.person_name), "—", needed=True, also=_NAME_ALSO),
    one_of(SEXES, "性别", "sex", needed=False),
    PERSON,
    Column("手机", "phone", values.optional(values.phone), also=_PHONE_ALSO),
    one_of(KINDS, "类别", "kind", also=("人员类别", "对象类别")),
    region(),
    STATION,
    DECIDED,
    REPORTED,
    AGREED,
    one_of(AGE_BANDS, "年龄段", "age_band", needed=False, also=("年龄段别",)),
    one_of(SUBSTANCES, "毒品种类", "substance", needed=False, also=("吸食毒品种类", "主要毒品")),
)
