"""The words of drug tests and of appointments for them."""

from deploy.ledgers.ledger import Words
from shared.text import Text

RESULTS = Words(
    "unknown_result",
    Text(zh="结果请写阴性、阳性或未检。", en="Write 阴性, 阳性 or 未检."),
    {"阴性": "negative", "阳性": "positive", "未检": "not_done"},
)
AWAITED = "awaited"  # a sample was taken, and its result is not known yet
RESULTS_OR_NONE_YET = Words(
    RESULTS.reason,
    Text(
        zh="结果请写阴性、阳性或未检；已采样、结果未出的写待结果。",
        en="Write 阴性, 阳性 or 未检; 待结果 for a sample whose result is not known yet.",
    ),
    {**RESULTS.codes, "待结果": AWAITED, "结果未出": AWAITED},
)
RECHECKED = Words(
    "unknown_result",
    Text(zh="复检结果请写阴性或阳性。", en="Write 阴性 or 阳性."),
    {"阴性": "negative", "阳性": "positive"},
)
NOT_DONE_REASONS = Words(
    "unknown_reason",
    Text(
        zh="未检要写原因：请假、无故、逃避或拒检。",
        en="A test not done needs its reason: 请假, 无故, 逃避 or 拒检.",
    ),
    {"请假": "excused", "无故": "unexcused", "逃避": "evaded", "拒检": "refused"},
)
METHODS = Words(
    "unknown_method",
    Text(zh="检测方法请写尿检或毛发检测。", en="Write 尿检 or 毛发检测."),
    {
        "尿检": "urine",
        "尿液": "urine",
        "尿液检测": "urine",
        "毛发检测": "hair",
        "毛发": "hair",
    },
)
SUBSTANCES = Words(
    "unknown_substance",
    Text(
        zh="毒品种类请写海洛因、其他阿片类、冰毒、摇头丸、氯胺酮、可卡因、大麻、合成大麻素、依托咪酯、"
        "镇静催眠药或其他；几种之间用顿号。",
        en="Write 海洛因, 其他阿片类, 冰毒, 摇头丸, 氯胺酮, 可卡因, 大麻, 合成大麻素, 依托咪酯, "
        "镇静催眠药 or 其他; several with 、 between them.",
    ),
    {
        "海洛因": "heroin",
        "其他阿片类": "other_opioid",
        "冰毒": "methamphetamine",
        "甲基苯丙胺": "methamphetamine",
        "甲基苯丙胺（冰毒）": "methamphetamine",
        "摇头丸": "mdma",
        "MDMA": "mdma",
        "MDMA（摇头丸）": "mdma",
        "氯胺酮": "ketamine",
        "K粉": "ketamine",
        "氯胺酮（K粉）": "ketamine",
        "可卡因": "cocaine",
        "大麻": "cannabis",
        "合成大麻素": "synthetic_cannabinoid",
        "依托咪酯": "etomidate",
        "镇静催眠药": "sedative",
        "其他": "other",
    },
)
TESTERS = Words(
    "unknown_tester",
    Text(
        zh="单位请写公安机关（派出所）、医院、检测机构或工作站。",
        en="Write 公安机关 (派出所), 医院, 检测机构 or 工作站.",
    ),
    {
        "公安机关": "police",
        "派出所": "police",
        "公安": "police",
        "医院": "hospital",
        "检测机构": "laboratory",
        "实验室": "laboratory",
        "工作站": "workstation",
    },
)
PLACES = Words(
    "unknown_place",
    Text(
        zh="采样地点请写派出所、医院、检测机构、工作站或住处。",
        en="Write 派出所, 医院, 检测机构, 工作站 or 住处.",
    ),
    {
        "派出所": "police_station",
        "医院": "hospital",
        "检测机构": "laboratory",
        "实验室": "laboratory",
        "工作站": "workstation",
        "住处": "home",
        "家中": "home",
    },
)
WHY = Words(
    "unknown_test_reason",
    Text(
        zh="检测原因请写定期、随机（抽检）、可疑或销假。",
        en="Write 定期, 随机 (抽检), 可疑 or 销假.",
    ),
    {
        "定期": "scheduled",
        "定期检测": "scheduled",
        "随机": "random",
        "抽检": "random",
        "随机抽检": "random",
        "可疑": "suspicion",
        "涉嫌吸毒": "suspicion",
        "销假": "return_from_leave",
        "请假返回": "return_from_leave",
    },
)
