"""The errors that end an import."""

from deploy.sentence import CannotGoOn


class CannotRead(CannotGoOn):
    """The folder or one of its files is not a ledger as it stands; nothing was written."""


class CannotReach(CannotGoOn):
    """The service does not answer, or does not let the caller in."""


class NotAllowed(CannotReach):
    """The caller's token does not allow this action."""
