"""Parameters of the routes of polls."""

from typing import Annotated

from pydantic import AfterValidator

# Capitals find a poll too: mail programs and QR codes change the case of links.
Slug = Annotated[str, AfterValidator(str.lower)]
