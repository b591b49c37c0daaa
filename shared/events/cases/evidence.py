"""The documents on which changes of a case rest: their kind alone, never a scan or a number."""

from enum import StrEnum


class Document(StrEnum):
    """A kind of document; its number is for the vault."""

    DECISION = "decision"
    REVOCATION_DECISION = "revocation_decision"
    ISOLATION_DECISION = "isolation_decision"
    DETENTION_NOTICE = "detention_notice"
    ARREST_WARRANT = "arrest_warrant"
    RELEASE_CERTIFICATE = "release_certificate"
    COMPLETION_CERTIFICATE = "completion_certificate"
    JUDGMENT = "judgment"
    DEATH_CERTIFICATE = "death_certificate"
    EXIT_RECORD = "exit_record"
    TRANSFER_LETTER = "transfer_letter"
    REMOVAL_APPROVAL = "removal_approval"
    MEDICAL_CERTIFICATE = "medical_certificate"
    CLINIC_RECORD = "clinic_record"
