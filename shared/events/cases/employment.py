"""Whether a client has work, by codes."""

from enum import StrEnum


class Employment(StrEnum):
    """What a client does for a living, or why not."""

    EMPLOYED = "employed"
    SELF_EMPLOYED = "self_employed"
    FLEXIBLE = "flexible"
    PUBLIC_BENEFIT_POST = "public_benefit_post"
    IN_TRAINING = "in_training"
    LOOKING = "looking"
    STUDYING = "studying"
    RETIRED = "retired"
    UNABLE = "unable"
