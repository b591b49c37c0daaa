"""Coded facts of a person that statistics need, and that identify nobody."""

from enum import StrEnum

from shared.events import Event


class Sex(StrEnum):
    """The sex of a client."""

    MALE = "male"
    FEMALE = "female"


class AgeBand(StrEnum):
    """How old a client was when the case was opened; the bands of the yearly national report."""

    UNDER_18 = "under_18"
    FROM_18_TO_35 = "18_to_35"
    FROM_36_TO_59 = "36_to_59"
    FROM_60 = "60_and_over"


class Substance(StrEnum):
    """What was used, or what a test was positive for."""

    HEROIN = "heroin"
    OTHER_OPIOID = "other_opioid"
    METHAMPHETAMINE = "methamphetamine"
    MDMA = "mdma"
    KETAMINE = "ketamine"
    COCAINE = "cocaine"
    CANNABIS = "cannabis"
    SYNTHETIC_CANNABINOID = "synthetic_cannabinoid"
    ETOMIDATE = "etomidate"
    SEDATIVE = "sedative"
    OTHER = "other"


class PersonFacts(Event):
    """What is known of a person in codes; None is not known."""

    sex: Sex | None = None
    age_band: AgeBand | None = None
    substance: Substance | None = None


NOT_KNOWN = PersonFacts()
