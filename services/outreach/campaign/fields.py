"""The field that names a campaign, by its code."""

from typing import Annotated

from pydantic import AfterValidator, Field, StringConstraints

from shared.http.fields import names_nobody, reaches_nobody

CampaignCode = Annotated[
    str,
    StringConstraints(pattern=r"^[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?$"),
    AfterValidator(names_nobody),
    AfterValidator(reaches_nobody),
    Field(
        description="By which activities name it: a-z, 0-9 and -, 40 at most",
        examples=["2019-june"],
    ),
]
