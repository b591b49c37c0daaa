"""The streams of the service in memory, and by what it knows things again."""

from typing import Any

STREAMS = {
    "workstations": "workstation",
    "workers": "worker",
    "posts": "post",
    "clients": "client",
    "cases": "case",
    "activities": "activity",
    "plans": "activity",
    "publications": "publication",
    "campaigns": "campaign",
    "held": "survey",
    "places": "place",
    "uses": "use",
}


def claim_of(name: str, body: Any) -> str:
    """The name that what a body makes holds, "" where it holds none."""
    match name:
        case "workstations":
            return f"workstation:{body.region}:{body.name}"
        case "clients":
            return f"person:{body.id_number}"
        case _:
            return ""
