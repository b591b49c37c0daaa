"""The ledgers that can be imported, in the order of import; one module each."""

from deploy.ledgers.kinds import (
    articles,
    assessments,
    clients,
    contacts,
    crises,
    drug_tests,
    sessions,
    workstations,
)

LEDGERS = (
    workstations.LEDGER,
    clients.LEDGER,
    contacts.LEDGER,
    crises.LEDGER,
    drug_tests.LEDGER,
    assessments.LEDGER,
    sessions.LEDGER,
    articles.LEDGER,
)
