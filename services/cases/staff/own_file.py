"""A worker who was a client never opens the own file: conditions, for statements that look cases
up or list them.

The file is known by the ID number that the worker was registered with: its claim is held by the
case's person, and by the registration that the case rests on. It is nothing to who calls as that
user, for as long as there is the row; while the worker serves also to a call of the agency that
names no user. Where the worker's user is not known it is nothing to a call that names none, or one
who is not known to be another worker: each of these may be the one, also after the worker has left.

In each condition `agency` and `user` are the agency's id and the user's keyed hash (null without
one) as the statement has them. An agency without such a worker is told so by one index probe.
"""

# Workers of the agency who may be the one who is calling, and whose ID number is known.
_MAY_BE = """person.agency = {agency} AND person.id_claim IS NOT NULL AND (
        person.user_key = {user}
        OR person.left_on IS NULL AND {user}::text IS NULL
        OR person.user_key IS NULL AND NOT EXISTS (
            SELECT FROM workers AS other
            WHERE other.agency = {agency} AND other.user_key = {user} AND other.left_on IS NULL
        )
    )"""

_IS_OWN = f"""(
    EXISTS (SELECT FROM workers AS person WHERE {_MAY_BE})
    AND EXISTS (
        SELECT FROM claims AS number JOIN workers AS person
            ON person.id_claim = substring(number.name FROM 'id-number:[0-9a-f]+')
        WHERE number.holder IN ({{holders}}) AND number.name LIKE '%id-number:%' AND {_MAY_BE}
    )
)"""

_OF_PERSON = f"""SELECT file.holder FROM workers AS person
        JOIN claims AS number ON number.name = person.id_claim
        JOIN claims AS file ON file.name = 'open-case:' || number.holder
        WHERE {_MAY_BE}"""
_REGISTRATIONS = f"""SELECT number.holder FROM workers AS person
        JOIN claims AS number
            ON number.name = 'registration:' || person.id_claim || ':' || person.agency
        WHERE {_MAY_BE}"""
_OWN_CASES = f"""ARRAY(
        {_OF_PERSON}
        UNION ALL
        SELECT file.holder FROM ({_REGISTRATIONS}) AS own
        JOIN claims AS file ON file.name = 'file-of:' || own.holder
    )::uuid[]"""


def is_own_file(case: str, *, agency: str, user: str) -> str:
    """SQL: whether a case is the own file of who may be calling; `case` is its register row."""
    holders = f"{case}.person_id::text, {case}.registration_id::text"
    return _IS_OWN.format(holders=holders, agency=agency, user=user)


def is_own_registration(registration: str, *, agency: str, user: str) -> str:
    """SQL: the same of a registration, by its id as a text."""
    return _IS_OWN.format(holders=registration, agency=agency, user=user)


def own_cases(*, agency: str, user: str) -> str:
    """SQL: the own files that are open, requested or ended, found once for a whole statement.

    A list leaves these out before it is cut into pages, so that no short page tells of them.
    """
    return _OWN_CASES.format(agency=agency, user=user)


def own_registrations(*, agency: str, user: str) -> str:
    """SQL: the agency's registrations of who may be calling."""
    return f"ARRAY({_REGISTRATIONS.format(agency=agency, user=user)})::uuid[]"


def may_be_calling(*, agency: str, user: str) -> str:
    """SQL: whether the worker `person`, whose own file is known, may be the one who is calling."""
    return _MAY_BE.format(agency=agency, user=user)


# Of workers ($2), also of other agencies, those whom a case ($1) is about: by the number of their
# row, or of another one that the same user of their agency had.
CLIENTS = """
SELECT DISTINCT named.worker_id
FROM unnest($2::uuid[]) AS wanted (worker_id)
JOIN workers AS named ON named.worker_id = wanted.worker_id
JOIN workers AS person ON person.id_claim IS NOT NULL AND (
    person.worker_id = named.worker_id
    OR person.agency = named.agency AND person.user_key = named.user_key
)
JOIN case_register AS kept ON kept.case_id = $1
JOIN claims AS number ON number.holder IN (kept.person_id::text, kept.registration_id::text)
    AND number.name LIKE '%id-number:%'
    AND substring(number.name FROM 'id-number:[0-9a-f]+') = person.id_claim
"""

# Whether two workers ($1, $2) are one person: by the number, or by the user, of their rows.
ARE_ONE = """
SELECT EXISTS (
    SELECT FROM workers AS one JOIN workers AS other ON other.worker_id = $2 AND (
        other.id_claim = one.id_claim
        OR other.agency = one.agency AND other.user_key = one.user_key
    )
    WHERE one.worker_id = $1
)
"""

# Whoever is calling: for what cannot be told who it is.
ANY_USER = "NULL"
