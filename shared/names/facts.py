"""Names of what is known of a person in codes. Pure."""

from collections.abc import Mapping

from shared.events.cases.person import AgeBand, Sex, Substance
from shared.text import Text

SEXES: Mapping[Sex, Text] = {
    Sex.MALE: Text(zh="男", en="male"),
    Sex.FEMALE: Text(zh="女", en="female"),
}
AGE_BANDS: Mapping[AgeBand, Text] = {
    AgeBand.UNDER_18: Text(zh="不满18岁", en="under 18"),
    AgeBand.FROM_18_TO_35: Text(zh="18至35岁", en="18 to 35"),
    AgeBand.FROM_36_TO_59: Text(zh="36至59岁", en="36 to 59"),
    AgeBand.FROM_60: Text(zh="60岁以上", en="60 and over"),
}
SUBSTANCES: Mapping[Substance, Text] = {
    Substance.HEROIN: Text(zh="海洛因", en="heroin"),
    Substance.OTHER_OPIOID: Text(zh="其他阿片类", en="other opioids"),
    Substance.METHAMPHETAMINE: Text(zh="甲基苯丙胺（冰毒）", en="methamphetamine"),
    Substance.MDMA: Text(zh="MDMA（摇头丸）", en="MDMA"),
    Substance.KETAMINE: Text(zh="氯胺酮（K粉）", en="ketamine"),
    Substance.COCAINE: Text(zh="可卡因", en="cocaine"),
    Substance.CANNABIS: Text(zh="大麻", en="cannabis"),
    Substance.SYNTHETIC_CANNABINOID: Text(zh="合成大麻素", en="synthetic cannabinoids"),
    Substance.ETOMIDATE: Text(zh="依托咪酯", en="etomidate"),
    Substance.SEDATIVE: Text(zh="镇静催眠药", en="sedatives"),
    Substance.OTHER: Text(zh="其他", en="other"),
}
