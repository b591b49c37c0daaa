"""The statements of lists of cases, in pieces: services/cases/listing.py puts them together."""

from services.cases.staff.own_file import is_own_file, own_cases

# $1: regions; $2 to $5: the range; $6: the agency; $7 to $12: filters; $13: the user. An own file
# is no candidate, so that no page is short by it; one opened in error does not match either.
IS_OWN = is_own_file("kept", agency="$6", user="$13")
NOT_OWN = f"case_id <> ALL ({own_cases(agency='$6', user='$13')})"
MATCHES = """
    kept.region ^@ ANY ($1::text[])
    AND ($7::text IS NULL OR kept.phase = $7) AND ($8::text IS NULL OR kept.kind = $8)
    AND ($9::uuid IS NULL OR kept.workstation_id = $9)
    AND ($10::timestamptz IS NULL OR {changed_at} >= $10)
    AND ($11::text IS NULL OR kept.level = $11) AND (kept.crisis OR NOT $12::bool)
    AND NOT {is_own}{orphaned}"""
# Of a case that the agency was asked for a test in, no change is shown but that it was asked.
CHANGED_AT = "CASE WHEN kept.agency = $6 THEN kept.changed_at ELSE place.at END"

RANGE = """({at}, case_id) > ($2::timestamptz, $3::uuid)
        AND ({at}, case_id) < ($4::timestamptz, $5::uuid)"""

RESPONSIBLE = f"""(
    SELECT {{at}} AS at, case_id AS id FROM case_register
    WHERE {{only}} AND agency = $6 AND {RANGE}
    ORDER BY {{at}} {{way}}, case_id {{way}} LIMIT {{scanned}}
)"""

# The last of the parts that are open, but for the responsibility, or of those of one relation.
# `{once}` leaves out what stands here already.
TAKEN_PART = """(
    SELECT begun_at AS at, case_id AS id FROM relations AS asked
    WHERE agency = $6 AND relation <> 'responsible'{one} AND ended IS NULL AND {not_own}
        AND (begun_at, case_id) > ($2::timestamptz, $3::uuid)
        AND (begun_at, case_id) < ($4::timestamptz, $5::uuid)
        AND NOT EXISTS (
            SELECT FROM relations AS later
            WHERE later.case_id = asked.case_id AND later.relation <> 'responsible'{later_one}
                AND later.agency = $6 AND later.ended IS NULL
                AND (later.begun, later.subject) > (asked.begun, asked.subject) OFFSET 0
        ){once}
    ORDER BY begun_at {way}, case_id {way} LIMIT {scanned}
)"""
NOT_RESPONSIBLE = """ AND NOT EXISTS (
            SELECT FROM case_register AS own
            WHERE own.case_id = asked.case_id AND own.agency = $6 OFFSET 0
        )"""
BOTH = """SELECT at, id FROM ({responsible} UNION ALL {taken_part}) AS either
    ORDER BY at {way}, id {way} LIMIT {scanned}"""

# What the agency is to each of the listed cases, as `relations.LOOK_UP` has it.
WITH_PARTS = """
SELECT listed.*, ARRAY(
    SELECT (part.relation, part.subject, part.until) FROM relations AS part
    WHERE part.case_id = listed.case_id AND part.agency = $6 AND part.ended IS NULL
) AS parts
FROM ({page}) AS listed ORDER BY listed.at {way}, listed.id {way}
"""
