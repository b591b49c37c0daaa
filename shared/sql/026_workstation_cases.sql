-- Whether an agency carries a case of a workstation is asked before each entry of its shop or box;
-- see services/cases/workstation/keeping.py.
CREATE INDEX case_register_workstation ON case_register (workstation_id, agency)
    WHERE workstation_id IS NOT NULL;
