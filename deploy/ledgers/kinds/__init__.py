"""The ledgers that can be imported, in the order of import; one module each."""

from deploy.ledgers.kinds import (
    articles,
    assessments,
    clients,
    contacts,
    crises,
    drug_tests,
    evaluations,
    sessions,
    summaries,
    workstations,
)

LEDGERS = (
    workstations.LEDGER,
    clients.LEDGER,
    contacts.LEDGER,
    crises.LEDGER,
    drug_tests.LEDGER,
    assessments.LEDGER,
    summaries.LEDGER,
    evaluations.LEDGER,
    sessions.LEDGER,
    articles.LEDGER,
)
