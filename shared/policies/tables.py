"""Every table that a file of policies may have, and what its entries are called. Pure."""

from collections.abc import Iterator
from typing import Any

from shared.policies.aims import AIM
from shared.policies.dictionaries import DICTIONARIES
from shared.policies.duties import DUTY
from shared.policies.emergencies import EMERGENCY
from shared.policies.helping import HELP, NEED
from shared.policies.listed_days import DAYS
from shared.policies.numbers import NUMBER
from shared.policies.occasions import OCCASION
from shared.policies.points import POINTS
from shared.policies.policies import Policies
from shared.policies.ranking_schemes import RANKING
from shared.policies.schemes import SCHEME
from shared.policies.table import Policy, Table
from shared.policies.teams import TEAM

TABLES: tuple[Table[Any], ...] = (
    *(DUTY, NUMBER, EMERGENCY, SCHEME, POINTS, DAYS),
    *(AIM, RANKING, NEED, HELP, TEAM, OCCASION),
    *DICTIONARIES,
)


def entries_of(policies: Policies) -> Iterator[tuple[Table[Any], Policy]]:
    """All entries, table by table."""
    for table in TABLES:
        for entry in getattr(policies, table.attribute):
            yield table, entry
