"""The routes of cases, in the order in which the OpenAPI document has them."""

from services.cases import batch
from services.cases.case.api import (
    assessments,
    closing,
    contacts,
    corrections,
    counselling,
    drug_tests,
    endings,
    facts,
    findings,
    guidance,
    help,
    help_kinds,
    household,
    leave,
    listing,
    maintenance,
    merits,
    needs,
    objections,
    opening,
    oversight,
    particulars,
    person,
    plan,
    programme,
    proposed,
    reading,
    reassignment,
    schemes,
    team,
)
from services.cases.changes import api as changes
from services.cases.client import api as client
from services.cases.client import personal_data_api as personal_data
from services.cases.client import search_api as search
from services.cases.duties.api import calendar, schedule
from services.cases.export import api as export
from services.cases.points import api as points
from services.cases.post import api as posts
from services.cases.post import changes_api as post_changes
from services.cases.reads import api as reads
from services.cases.relief_box import api as relief_box
from services.cases.shop import api as shop
from services.cases.staff import absence_api as staff_absences
from services.cases.staff import api as staff
from services.cases.staff import caseload_api as staff_caseloads
from services.cases.staff import changes_api as staff_changes
from services.cases.staff import handover_api as staff_handover
from services.cases.staff import learning_api as staff_learning
from services.cases.staff import names_api as staff_names
from services.cases.timeline import api as timeline
from services.cases.worklist import api as worklist
from services.cases.workstation import api as workstation
from services.cases.workstation import staffing_api as staffing

ROUTERS = tuple(
    part.router
    for part in (
        staffing,
        workstation,
        staff_names,
        staff_absences,
        staff_caseloads,
        staff,
        client,
        personal_data,
        search,
        opening,
        oversight,
        reassignment,
        listing,
        reading,
        timeline,
        schedule,
        calendar,
        export,
        person,
        reads,
        programme,
        contacts,
        drug_tests,
        objections,
        schemes,
        assessments,
        leave,
        findings,
        proposed,
        plan,
        guidance,
        maintenance,
        help_kinds,
        needs,
        help,
        household,
        counselling,
        team,
        facts,
        merits,
        shop,
        relief_box,
        points,
        particulars,
        endings,
        closing,
        corrections,
        worklist,
        batch,
        staff_learning,
        posts,
        post_changes,
        staff_handover,
        staff_changes,
        changes,
    )
)
