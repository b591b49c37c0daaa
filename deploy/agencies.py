"""The registers of agencies that an installation may have: its file's, or the embedded one."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from deploy.issuing import AGENCY
from deploy.sentence import CannotGoOn
from shared.agencies import Agencies, Agency, AgencyKind, Register
from shared.agency_file import AgenciesBroken, load_agencies
from shared.agency_register import AgencyFile
from shared.regions import Regions
from shared.regions.provinces import PROVINCES

# As which the operator's commands call an instance that issues its own tokens.
OPERATOR = Agency(
    AGENCY,
    AgencyKind.ANTI_DRUG_OFFICE,
    "驿站 Waystation",
    "驿站 Waystation",
    PROVINCES,
)
EMBEDDED = Agencies([OPERATOR], version="embedded")


def register_in(path: Path, setting: str, besides: Iterable[Agency] = ()) -> Register:
    """The register in a file, which is read again when it changes. Raises CannotGoOn.

    `setting` is what names the file; `besides` as for an `AgencyFile`.
    """
    with _faults_explained(path, setting):
        return AgencyFile(path, besides)


def agencies_in(
    path: Path, setting: str, regions: Regions, besides: Iterable[Agency] = ()
) -> Agencies:
    """The register in a file, as it is now, its regions known by a list. Raises CannotGoOn."""
    with _faults_explained(path, setting):
        return load_agencies(path, besides, regions)


@contextmanager
def _faults_explained(path: Path, setting: str) -> Iterator[None]:
    """Turn the faults of a register into CannotGoOn; `setting` may be empty."""
    zh, en = (f"{setting}：", f"{setting}: ") if setting else ("", "")
    try:
        yield
    except OSError as error:
        reason = type(error).__name__
        raise CannotGoOn(
            zh=f"{zh}单位登记表 {path} 无法读取（{reason}）；请指定一个 TOML 文件，写法见"
            " docs/agencies.md。",
            en=f"{en}The register of agencies {path} cannot be read ({reason}); name a TOML file,"
            " as docs/agencies.md describes it.",
        ) from None
    except AgenciesBroken as broken:
        raise CannotGoOn(
            zh=f"{zh}单位登记表 {path} 有误，请逐行更正：\n{broken.text.zh}",
            en=f"{en}The register of agencies {path} is wrong; each line names a fault:\n"
            f"{broken.text.en}",
        ) from None
