"""The headers of pages."""

import base64
import hashlib

# Content-Security-Policy: only the pages' own files run.
POLICY = "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'"

# Emotion (in the dashboard) and Swagger UI insert styles into the page.
STYLED = f"{POLICY}; frame-ancestors 'none'; style-src 'self' 'unsafe-inline'"


def source_of(text: str) -> str:
    """The source expression of a Content-Security-Policy that allows this inline script or style."""
    digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
    return f"'sha256-{digest}'"


def page_headers(policy: str) -> dict[str, str]:
    return {
        "Content-Security-Policy": policy,
        "X-Content-Type-Options": "nosniff",
        # The link of an unlisted poll is secret.
        "Referrer-Policy": "same-origin",
        # A page names the files of one build, so browsers must revalidate it each time.
        "Cache-Control": "no-cache",
    }
