"""The registers of agencies that an installation may have: its file's, or the embedded one."""

from pathlib import Path

from deploy.issuing import AGENCY, PROVINCES
from deploy.sentence import CannotGoOn
from shared.agencies import Agencies, Agency, AgencyKind, Register
from shared.agency_file import AgenciesBroken
from shared.agency_register import AgencyFile

# As which the operator's commands call an instance that issues its own tokens.
OPERATOR = Agency(
    AGENCY,
    AgencyKind.ANTI_DRUG_OFFICE,
    "驿站 Waystation",
    "驿站 Waystation",
    PROVINCES,
)
EMBEDDED = Agencies([OPERATOR], version="embedded")


def register_in(path: Path, setting: str) -> Register:
    """The register in a file, which is read again when it changes. Raises CannotGoOn.

    `setting` is what names the file.
    """
    try:
        return AgencyFile(path)
    except OSError as error:
        raise CannotGoOn(
            zh=f"{setting}：单位登记表 {path} 无法读取（{type(error).__name__}）；"
            "请指定一个 TOML 文件，写法见 docs/agencies.md。",
            en=f"{setting}: the register of agencies {path} cannot be read"
            f" ({type(error).__name__}); name a TOML file, as docs/agencies.md describes it.",
        ) from None
    except AgenciesBroken as broken:
        raise CannotGoOn(
            zh=f"{setting}：单位登记表 {path} 有误：\n{broken.text.zh}",
            en=f"{setting}: the register of agencies {path} is wrong:\n{broken.text.en}",
        ) from None
