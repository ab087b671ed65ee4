"""Public routes that help to share a poll: its QR code, and a picture for previews of its link."""

from hashlib import sha256
from typing import Any

from fastapi import APIRouter, Request, Response

from app.polls.links import SVG, link_of, qr_code
from app.results.dependencies import PublishedPoll
from app.sharing.drawings import Drawings, Undrawable
from app.sharing.picture import blank, picture
from react_admin.errors import responses

PNG = "image/png"
NOT_MODIFIED: dict[int | str, dict[str, Any]] = {
    304: {"description": "Not changed since the ETag in If-None-Match"}
}

router = APIRouter(prefix="/polls", tags=["polls"])


def _tagged(request: Request, content: str) -> tuple[bool, dict[str, str]]:
    """True if the client has what `content` stands for, and the headers by which it asks again.

    Nothing is used without asking, so that a result that is hidden is not shown from a cache.
    """
    tag = f'"{sha256(content.encode()).hexdigest()[:32]}"'
    sent = request.headers.get("If-None-Match", "").replace("W/", "")  # nginx compresses, and weakens tags
    return tag in sent.split(", "), {"ETag": tag, "Cache-Control": "no-cache"}


@router.head("/{slug}/qr.svg", include_in_schema=False)
@router.get(
    "/{slug}/qr.svg",
    response_class=Response,
    responses={200: {"content": {SVG: {}}}, **NOT_MODIFIED, **responses(404)},
)
def get_qr_code(request: Request, poll: PublishedPoll) -> Response:
    """The address of a poll's page as a QR code, black on white."""
    link = link_of(request, poll.question.slug)
    is_known, headers = _tagged(request, link)
    if is_known:
        return Response(status_code=304, headers=headers)
    return Response(qr_code(link), headers=headers, media_type=SVG)


@router.head("/{slug}/picture.png", include_in_schema=False)
@router.get(
    "/{slug}/picture.png",
    response_class=Response,
    responses={200: {"content": {PNG: {}}}, **NOT_MODIFIED, **responses(404)},
)
async def get_picture(request: Request, poll: PublishedPoll) -> Response:
    """A picture of the poll for previews of its link, 1200 by 630, with the votes that everyone may see."""
    site_name = request.app.state.settings.site_name
    svg = picture(poll.question, site_name)
    is_known, headers = _tagged(request, svg)
    if is_known:
        return Response(status_code=304, headers=headers)
    drawings: Drawings = request.app.state.drawings
    try:
        png = await drawings.draw(svg)
    except Undrawable:
        png = await drawings.draw(blank(site_name))
    return Response(png, headers=headers, media_type=PNG)
