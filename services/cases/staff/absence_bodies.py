"""What is sent and shown of absences over HTTP."""

from datetime import date
from uuid import UUID

from pydantic import BaseModel

from shared.http.command_answers import Written
from shared.http.fields import AnyDay, Body, example


class NewAbsence(Body):
    """An absence from a day until the day of the return; it may lie ahead. Why is not kept."""

    model_config = example(since="2019-08-01", until="2019-08-15")
    since: AnyDay
    until: AnyDay
    covered_by: UUID | None = None


class Cover(Body):
    """Who stands in from a day of the absence on; without one, nobody."""

    model_config = example(since="2019-08-05")
    since: AnyDay
    covered_by: UUID | None = None


class Return(Body):
    """The day of the return; the first day of the absence, where the worker was never away."""

    model_config = example(until="2019-08-12")
    until: AnyDay


class AbsenceWritten(Written):
    """The answer to an absence."""

    absence_id: UUID


class PresentAbsence(BaseModel):
    """Who is absent on the day, and who stands in; null: nobody, or one who is absent too."""

    worker_id: UUID
    absence_id: UUID
    since: date
    until: date
    covered_by: UUID | None


class PresentAbsences(BaseModel):
    """Absences of a day; where there are more, `next` is what to ask `after`."""

    absences: list[PresentAbsence]
    next: str | None
