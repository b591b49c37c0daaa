"""The three services, built for one process on one database server."""

from deploy.embedded.folder import DataFolder
from deploy.embedded.postgres import Postgres
from deploy.embedded.tokens import inner_token, issuer_of
from services.cases import app as cases
from services.outreach import app as outreach
from services.reporting import app as reporting
from shared.http.application import Service
from shared.identity.tokens import Verifier
from shared.vault import VaultKeys


def build_apps(
    folder: DataFolder, server: Postgres, url: str, kafka: str | None
) -> dict[str, Service]:
    """The services, by their prefixes, that will answer at `url`, not yet started.

    The vault's keys and the issuer's are made if the folder has none.
    """
    if not folder.vault_keys.exists():
        VaultKeys.create(folder.vault_keys)
    issuer = issuer_of(folder)
    verifier = Verifier(issuer, issuer=issuer.name)
    addresses = {name: server.address(name, name) for name in ("cases", "outreach", "reporting")}
    return {
        "cases": cases.build(
            cases.CasesSettings(cases_database=addresses["cases"], vault_keys=folder.vault_keys),
            verifier,
        ),
        "outreach": outreach.build(
            outreach.OutreachSettings(outreach_database=addresses["outreach"]), verifier
        ),
        "reporting": reporting.build(
            reporting.ReportingSettings(
                reporting_database=addresses["reporting"],
                kafka=kafka,
                cases_url=f"{url}/cases",
                outreach_url=f"{url}/outreach",
                journal_token=inner_token(folder, "journal:read"),
            ),
            verifier,
        ),
    }
