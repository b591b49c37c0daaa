"""The words that a ledger of contacts takes for what was found, advised and agreed."""

from deploy.ledgers.ledger import Words
from shared.text import Text

MODES = Words(
    "unknown_mode",
    Text(
        zh="方式请写入户、家访、面谈、电话、微信或视频。",
        en="Write 入户, 家访, 面谈, 电话, 微信 or 视频.",
    ),
    {
        "入户": "home_visit",
        "家访": "home_visit",
        "入户走访": "home_visit",
        "面谈": "office",
        "电话": "phone",
        "微信": "wechat",
        "视频": "video",
    },
)
DIRECTIONS = Words(
    "unknown_direction",
    Text(
        zh="方向请写社工联系、对象联系或家属联系，不清楚就留空。",
        en="Write 社工联系, 对象联系 or 家属联系, or leave it blank.",
    ),
    {
        "社工联系": "worker_to_client",
        "社工联系对象": "worker_to_client",
        "对象联系": "client_to_worker",
        "对象联系社工": "client_to_worker",
        "家属联系": "family",
        "与家属联系": "family",
        "家属": "family",
    },
)
PLACES = Words(
    "unknown_place",
    Text(
        zh="地点请写家中、工作站、派出所、医院、工作单位或公共场所，不写详细地址；没有就留空。",
        en="Write 家中, 工作站, 派出所, 医院, 工作单位 or 公共场所 and no address, or "
        "leave it blank.",
    ),
    {
        "家中": "home",
        "家里": "home",
        "工作站": "workstation",
        "派出所": "police_station",
        "医院": "hospital",
        "工作单位": "workplace",
        "单位": "workplace",
        "公共场所": "public_place",
    },
)
PRESENT = Words(
    "unknown_role",
    Text(
        zh="在场人员只写身份，不写姓名：社工、禁毒专干、网格员、民警、志愿者、社区干部或家属，"
        "多种用顿号隔开。",
        en="Write roles and no names: 社工, 禁毒专干, 网格员, 民警, 志愿者, 社区干部 or 家属, "
        "several with 、 between them.",
    ),
    {
        "社工": "social_worker",
        "禁毒社工": "social_worker",
        "禁毒专干": "cadre",
        "专干": "cadre",
        "网格员": "grid_administrator",
        "民警": "police",
        "社区民警": "police",
        "志愿者": "volunteer",
        "社区干部": "community_official",
        "家属": "family",
    },
)
OBSERVED = Words(
    "unknown_finding",
    Text(zh="请写好、一般或差，没有了解就留空。", en="Write 好, 一般 or 差, or leave it blank."),
    {"好": "good", "良好": "good", "一般": "fair", "差": "poor", "较差": "poor"},
)
ADVICE = Words(
    "unknown_advice",
    Text(
        zh="建议请写坚持戒毒、注意健康、就医治疗、心理咨询、就业、申请救助、家庭关系、遵纪守法或"
        "谨慎交友，多项用顿号隔开。",
        en="Write 坚持戒毒, 注意健康, 就医治疗, 心理咨询, 就业, 申请救助, 家庭关系, 遵纪守法 or "
        "谨慎交友, several with 、 between them.",
    ),
    {
        "坚持戒毒": "abstinence",
        "注意健康": "health",
        "就医治疗": "treatment",
        "就医": "treatment",
        "心理咨询": "counselling",
        "就业": "work",
        "申请救助": "relief",
        "家庭关系": "family",
        "改善家庭关系": "family",
        "遵纪守法": "law",
        "谨慎交友": "company",
    },
)
AGREED = Words(
    "unknown_agreement",
    Text(
        zh="约定请写下次联系、检测、就医、心理咨询、求职、申请救助或与家人沟通，多项用顿号隔开。",
        en="Write 下次联系, 检测, 就医, 心理咨询, 求职, 申请救助 or 与家人沟通, several with 、 "
        "between them.",
    ),
    {
        "下次联系": "next_contact",
        "检测": "test",
        "尿检": "test",
        "就医": "medical_visit",
        "心理咨询": "counselling",
        "求职": "job_search",
        "申请救助": "relief_request",
        "与家人沟通": "family_talk",
    },
)
CRISES = Words(
    "unknown_crisis",
    Text(
        zh="危机请写自伤或自杀危险，或伤害他人危险；没有就留空。",
        en="Write 自伤或自杀危险 or 伤害他人危险, or leave it blank.",
    ),
    {
        "自伤或自杀危险": "danger_to_self",
        "自伤": "danger_to_self",
        "自杀": "danger_to_self",
        "伤害他人危险": "danger_to_others",
        "伤害他人": "danger_to_others",
        "伤人": "danger_to_others",
    },
)
INCIDENTS = Words(
    "unknown_incident",
    Text(
        zh="安全请写社工遇到的辱骂、威胁或暴力，没有就留空。",
        en="Write what the worker met with: 辱骂, 威胁 or 暴力, or leave it blank.",
    ),
    {"辱骂": "abuse", "威胁": "threat", "暴力": "violence"},
)
OUTCOMES = Words(
    "unknown_outcome",
    Text(
        zh="结果请写已脱离危险、正在治疗、由家属照看或由公安机关处置。",
        en="Write 已脱离危险, 正在治疗, 由家属照看 or 由公安机关处置.",
    ),
    {
        "已脱离危险": "safe",
        "脱离危险": "safe",
        "正在治疗": "in_treatment",
        "由家属照看": "with_family",
        "家属照看": "with_family",
        "由公安机关处置": "with_police",
        "公安处置": "with_police",
    },
)
