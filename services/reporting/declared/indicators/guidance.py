"""Clients who were informed, warnings by reason, and regular reports by mode."""

from services.reporting.declared.measures.guidance import INFORMED, REGULAR_REPORTS, WARNINGS
from services.reporting.declared.words import Indicator, Selection
from shared.text import Text

CLIENTS_INFORMED = Indicator(
    code="clients_informed",
    name=Text(zh="已告知人数", en="Clients informed"),
    unit="人",
    formula=Text(zh="期内至少被告知一次的人数", en="clients who were informed at least once"),
    numerator=Selection(INFORMED, counting="persons"),
)

WARNINGS_GIVEN = Indicator(
    code="warnings",
    name=Text(zh="告诫", en="Warnings"),
    unit="次",
    formula=Text(zh="期内出具告诫书的次数", en="written warnings"),
    numerator=Selection(WARNINGS),
)

REGULAR_REPORTS_MADE = Indicator(
    code="regular_reports",
    name=Text(zh="定期报到", en="Regular reports"),
    unit="人次",
    formula=Text(
        zh="期内按约定到工作站报到或远程报到的次数",
        en="clients' reports to the workstation as arranged, in person or remotely",
    ),
    numerator=Selection(REGULAR_REPORTS),
)
