"""The ledgers that can be imported, in the order of import; one module each."""

from collections.abc import Collection, Sequence

from deploy.ledgers.kinds import (
    appointments,
    articles,
    assessments,
    clients,
    contacts,
    corrections,
    crises,
    drug_tests,
    evaluations,
    informings,
    leaves,
    posts,
    regular_reports,
    roster,
    sessions,
    steps,
    summaries,
    teams,
    treatments,
    warnings,
    workstations,
)
from deploy.ledgers.ledger import Ledger
from deploy.ledgers.schemes import schemes_of
from deploy.ledgers.sending import Api

LEDGERS = (
    workstations.LEDGER,
    roster.LEDGER,
    posts.LEDGER,
    clients.LEDGER,
    steps.LEDGER,  # before the entries: these carry the kind that the file was of on their day
    corrections.LEDGER,
    contacts.LEDGER,
    appointments.LEDGER,
    crises.LEDGER,
    drug_tests.LEDGER,
    assessments.LEDGER,
    summaries.LEDGER,
    evaluations.LEDGER,
    leaves.LEDGER,
    informings.LEDGER,
    warnings.LEDGER,
    regular_reports.LEDGER,
    treatments.LEDGER,
    teams.LEDGER,
    sessions.LEDGER,
    articles.LEDGER,
)


async def ledgers_of(api: Api, present: Collection[Ledger]) -> Sequence[Ledger]:
    """The ledgers, with the words of the place that a service is of, where one present has any."""
    if assessments.LEDGER not in present:
        return LEDGERS
    here = assessments.ledger_of(await schemes_of(api))
    return [here if ledger is assessments.LEDGER else ledger for ledger in LEDGERS]
