"""Who took part, by role: the words for it."""

from deploy.ledgers.ledger import Words
from shared.text import Text

PRESENT = Words(
    "unknown_role",
    Text(
        zh="人员只写身份，不写姓名：社工、禁毒专干、网格员、民警、志愿者、社区干部或家属，多种用顿号隔开。",
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
        "派出所民警": "police",
        "派出所": "police",
        "志愿者": "volunteer",
        "社区干部": "community_official",
        "村干部": "community_official",
        "家属": "family",
    },
)
