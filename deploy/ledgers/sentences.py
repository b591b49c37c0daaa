"""Sentences for people, in Chinese and English, and the errors that end an import."""

from typing import NamedTuple

from deploy.sentence import CannotGoOn


class Sentence(NamedTuple):
    """The same thing said twice: in Chinese and in English."""

    zh: str
    en: str

    def __str__(self) -> str:
        return f"{self.zh}\n{self.en}"


class CannotRead(CannotGoOn):
    """The folder or one of its files is not a ledger as it stands; nothing was written."""


class CannotReach(CannotGoOn):
    """The service does not answer, or does not let the caller in."""
