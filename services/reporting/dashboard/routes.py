"""All pages, and what they are styled by."""

from fastapi import APIRouter, Request, Response
from starlette.routing import Route

from services.reporting.dashboard import (
    campaigns,
    clients,
    coverage,
    figure,
    help,
    indicators,
    overview,
    places,
    prevention,
    ranking,
    regions,
    surveys,
    workforce,
    year,
)
from services.reporting.dashboard.style import STYLE, STYLE_PATH

VIEWS: tuple[APIRouter, ...] = (
    overview.router,
    regions.router,
    ranking.router,
    clients.router,
    help.router,
    prevention.router,
    surveys.router,
    coverage.router,
    places.router,
    campaigns.router,
    workforce.router,
    indicators.router,
    figure.router,
    year.router,
)


async def _style(request: Request) -> Response:
    """The style sheet: its name changes with it, so that browsers may keep it."""
    kept = "public, max-age=31536000, immutable"
    return Response(STYLE, media_type="text/css", headers={"Cache-Control": kept})


# What needs no rights: it says nothing of anybody.
ASSETS = (Route(STYLE_PATH, _style),)
