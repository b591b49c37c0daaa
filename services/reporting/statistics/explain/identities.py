"""Who a person is in an opened figure: an id made for that figure alone, and for one agency.

The ids of two figures cannot be joined, nor can those that two agencies were given; for one figure
they stay the same from page to page, and in both parts of a share. See docs/decisions/0080.
"""

import hmac

from services.reporting.statistics.explain.opening import Opening
from shared.http import problems
from shared.http.cursors import Cursors
from shared.http.field_errors import FieldError
from shared.http.problems import Problem
from shared.sealing import NotSealed, Sealer
from shared.text import Text

_LONGEST = 200  # characters


class Identities:
    """Makes the ids, and the cursors of openings; `secret` is a key that serves other ends too."""

    def __init__(self, secret: bytes) -> None:
        self.cursors = Cursors(secret, "openings of figures")
        self._sealer = Sealer(_derived(secret, "persons of figures"), longest=_LONGEST)
        self._order = _derived(secret, "order of persons of figures")

    def shown(self, agency: str, opening: Opening, owner: str) -> str:
        """The id of a person: letters, digits, `-` and `_`."""
        return self._sealer.seal(owner, [agency, opening.figure_text()])

    def meant(self, agency: str, opening: Opening, person: str) -> str:
        """Whose id it is; a 400 Problem if it was not given to this agency in this figure."""
        try:
            return self._sealer.open(person, [agency, opening.figure_text()])
        except NotSealed:
            raise _bad_person() from None

    def salt(self, agency: str, opening: Opening) -> str:
        """What the order of persons follows from: of two figures, it says nothing about either."""
        text = f"{agency}\n{opening.figure_text()}"
        return hmac.digest(self._order, text.encode(), "sha256").hex()


def _derived(secret: bytes, purpose: str) -> bytes:
    return hmac.digest(secret, purpose.encode(), "sha512")


def _bad_person() -> Problem:
    return problems.bad_request(
        FieldError(
            "bad_person",
            Text(
                zh="该人员编号无效：编号只在给出它的那个数字内有效，请原样使用，其他参数不变；"
                "或去掉此参数，重新列出人员。",
                en="An id of a person holds for the one figure in which it was given: send it as it"
                " was, with the same other parameters; or leave it out to list the persons.",
            ),
            parameter="person",
        )
    )
