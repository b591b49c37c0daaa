"""Every stream and every claim of this service by its name, and only here."""

from uuid import UUID


def case_stream(case_id: UUID | str) -> str:
    """The stream of a case.

    >>> case_stream("7")
    'case-7'
    """
    return f"case-{case_id}"


def duties_stream(case_id: UUID | str) -> str:
    """The stream of what became of a case's duties, so that a case keeps its version overnight."""
    return f"duties-{case_id}"


def lacking_stream(what: str, subject: UUID | str) -> str:
    """The stream of what a case or a workstation was observed to lack: a worker, post or staff."""
    return f"lacking_{what}-{subject}"


def over_limit_stream(worker_id: UUID | str) -> str:
    """The stream of whether a worker was observed to have more cases than one may have."""
    return f"over_limit-{worker_id}"


def points_stream(case_id: UUID | str) -> str:
    """The stream of what a case's points were spent on; what was earned, its entries say."""
    return f"points-{case_id}"


def shop_stream(workstation_id: UUID | str) -> str:
    """The stream of the exchange shop of a workstation."""
    return f"shop-{workstation_id}"


def relief_box_stream(workstation_id: UUID | str) -> str:
    """The stream of the relief box of a workstation."""
    return f"reliefbox-{workstation_id}"


def client_stream(client_id: UUID | str) -> str:
    """The stream of a client."""
    return f"client-{client_id}"


def workstation_stream(workstation_id: UUID | str) -> str:
    """The stream of a workstation."""
    return f"workstation-{workstation_id}"


def worker_stream(worker_id: UUID | str) -> str:
    """The stream of a worker."""
    return f"worker-{worker_id}"


def post_stream(post_id: UUID | str) -> str:
    """The stream of a post that was bought."""
    return f"post-{post_id}"


def worker_user_claim(user_key: str) -> str:
    """Held by the one worker of an agency who has a user; the key is of both."""
    return f"worker-user:{user_key}"


def post_of_worker_claim(worker_id: UUID | str) -> str:
    """Held by the post that a worker fills; once the worker has left, by the worker."""
    return f"post-of-worker:{worker_id}"


def open_case_claim(person_id: UUID) -> str:
    """Held by the one open case of a person (一人一档)."""
    return f"open-case:{person_id}"


def file_claim(registration_id: UUID) -> str:
    """Held by the case, open or requested, that rests on a registration; or by its withdrawal."""
    return f"file-of:{registration_id}"


def registration_claim(identity: str, agency: str) -> str:
    """Held by an agency's registration of the person whom `identity` is the claim of.

    No other agency's is touched by it, so that registering tells nothing.
    """
    return f"registration:{identity}:{agency}"


def reference_claim(keyed_hash: str) -> str:
    """Held by the case that has an agency's own number; the number itself is not kept."""
    return f"reference:{keyed_hash}"


def id_number_claim(keyed_hash: str) -> str:
    """Held by the person who has an ID number; the number itself is not kept."""
    return f"id-number:{keyed_hash}"


def identity_document_claim(keyed_hash: str) -> str:
    """Held by the person who has another identity document; its number is not kept."""
    return f"identity-document:{keyed_hash}"


def workstation_claim(region: str, name: str) -> str:
    """Held by the workstation of a name in a region."""
    return f"workstation:{region}:{name}"


def acquaintance_claim(client_id: UUID, identity: UUID, agency: str) -> str:
    """Held for an agency that knows a client by a number that was given after the registration.

    `identity` is the vault's item that gave the number. Of the time when one registration stood for
    all agencies, it is held too for those that registered the person again; the first item has the
    client's id.
    """
    known = f"{client_id}" if identity == client_id else f"{client_id}@{identity}"
    return f"knows-client:{known}:{agency}"
