"""The ledgers that can be imported, in the order of import; one module each."""

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
    regular_reports,
    sessions,
    steps,
    summaries,
    treatments,
    warnings,
    workstations,
)

LEDGERS = (
    workstations.LEDGER,
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
    sessions.LEDGER,
    articles.LEDGER,
)
