"""The ledgers that can be imported, in the order of import; one module each."""

from deploy.ledgers.kinds import (
    articles,
    assessments,
    clients,
    contacts,
    drug_tests,
    evaluations,
    informings,
    leaves,
    regular_reports,
    sessions,
    summaries,
    treatments,
    warnings,
    workstations,
)

LEDGERS = (
    workstations.LEDGER,
    clients.LEDGER,
    contacts.LEDGER,
    drug_tests.LEDGER,
    assessments.LEDGER,
    summaries.LEDGER,
    evaluations.LEDGER,
    leaves.LEDGER,
    informings.LEDGER,
    warnings.LEDGER,
    regular_reports.LEDGER,
    treatments.LEDGER,
    sessions.LEDGER,
    articles.LEDGER,
)
