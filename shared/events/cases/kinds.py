"""What a case is."""

from enum import StrEnum


class CaseKind(StrEnum):
    """What a case is: one of the two programmes, or the file of a user at large."""

    DETOXIFICATION = "community_detoxification"
    REHABILITATION = "community_rehabilitation"
    AT_LARGE = "at_large"
