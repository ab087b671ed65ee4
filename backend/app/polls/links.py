"""The link of a poll, and its QR code."""

from io import BytesIO

import segno
from fastapi import Request

from app.health import public_url

SVG = "image/svg+xml"


def link_of(request: Request, slug: str) -> str:
    """The canonical address of a poll."""
    return f"{public_url(request)}/polls/{slug}"


def qr_code(link: str) -> bytes:
    """A link as an SVG of 7 cm, with a quiet zone.

    It is black on white in every theme: cameras miss an inverted code.
    """
    image = BytesIO()
    code = segno.make_qr(link, error="m")
    code.save(
        image, kind="svg", scale=2, unit="mm", light="white", xmldecl=False, svgclass=None, lineclass=None
    )
    return image.getvalue()
