"""The one look of all pages, and the policy under which a browser takes it from the page itself."""

from importlib.resources import files

from shared.http.security_headers import policy_of

STYLE = files(__package__).joinpath("page.css").read_text("utf-8")

# For a page that has this style and no other, and no script.
POLICY = policy_of(f"<style>{STYLE}</style>")
