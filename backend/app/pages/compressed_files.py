"""Static files in the encoding that a client prefers, if the build has compressed them."""

import os
import re
from collections.abc import Iterable
from mimetypes import guess_type
from pathlib import Path

from fastapi import Response
from fastapi.responses import FileResponse
from fastapi.staticfiles import StaticFiles
from starlette.datastructures import Headers
from starlette.staticfiles import NotModifiedResponse, PathLike
from starlette.types import Scope

# The suffix of a file's name by its encoding, the smallest file first.
SUFFIXES = {"br": ".br", "gzip": ".gz"}

WEIGHT = re.compile(r"\s*q\s*=\s*(0(?:\.\d{0,3})?|1(?:\.0{0,3})?)\s*")

# The weight of an uncompressed file if the client gives it none.
LEAST = 0.0001


class EncodedFiles(StaticFiles):
    """Starlette's static files, compressed if the client accepts that."""

    def lookup_path(self, path: str) -> tuple[str, os.stat_result | None]:
        # A compressed file is a representation of another file and has no address of its own.
        return ("", None) if path.endswith((*SUFFIXES.values(),)) else super().lookup_path(path)

    def file_response(
        self, full_path: PathLike, stat_result: os.stat_result, scope: Scope, status_code: int = 200
    ) -> Response:
        path, request = Path(full_path), Headers(scope=scope)
        encoding = None
        # A range is served uncompressed: clients can neither decode nor combine parts of a compressed file.
        if "range" not in request:
            accept = ",".join(request.getlist("accept-encoding"))
            encoding = preferred(accept, _encodings_of(path, stat_result))
        if encoding:
            path = _encoded(path, encoding)
            stat_result = path.stat()
        response = FileResponse(
            path, status_code, media_type=guess_type(full_path)[0], stat_result=stat_result
        )
        response.headers["Vary"] = "Accept-Encoding"
        if encoding:
            response.headers["Content-Encoding"] = encoding
            response.headers["ETag"] = f'{response.headers["ETag"][:-1]}-{encoding}"'
        if status_code == 200 and self.is_not_modified(response.headers, request):
            return NotModifiedResponse(response.headers)
        return response


def preferred(accept: str, available: Iterable[str]) -> str | None:
    """The encoding among `available` that an Accept-Encoding prefers, or None for no encoding."""
    weights = {}
    for item in accept.lower().split(","):
        name, _, parameters = item.partition(";")
        weights[name.strip().removeprefix("x-")] = _weight(parameters)
    best, most = None, weights.get("identity", weights.get("*", LEAST))
    for name in available:
        weight = weights.get(name, weights.get("*", 0.0))
        if weight and (weight > most or (best is None and weight == most)):
            best, most = name, weight
    return best


def _weight(parameters: str) -> float:
    weight = WEIGHT.fullmatch(parameters or "q=1")
    return float(weight[1]) if weight else 0.0


def _encodings_of(path: Path, stat_result: os.stat_result) -> Iterable[str]:
    for name in SUFFIXES:
        encoded = _encoded(path, name)
        # An older file was compressed from previous content.
        if encoded.is_file() and encoded.stat().st_mtime >= stat_result.st_mtime:
            yield name


def _encoded(path: Path, encoding: str) -> Path:
    return path.with_name(path.name + SUFFIXES[encoding])
