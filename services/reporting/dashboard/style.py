"""The look of all pages of reporting: one style sheet, and the policy under which it is taken."""

import hashlib
from importlib.resources import files

STYLE = files(__package__).joinpath("dashboard.css").read_bytes()
STYLE_PATH = f"/assets/{hashlib.sha256(STYLE).hexdigest()[:12]}.css"

# Its own style sheet, data of its own, and forms to itself; no script, and nothing from elsewhere.
POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self';"
    " base-uri 'none'; frame-ancestors 'none'"
)
