"""How pages leave: security headers on every answer, and text compressed where the reader's browser takes it."""

import gzip

import brotli
from flask import Flask, Response, g, request

from survey.settings import Settings

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'{styles}; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors {framing}"
)
EMPTY_STYLE = " 'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='"
"""The hash of an empty style element: plotly.js inserts one before it fills it by script."""

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), browsing-topics=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}
TEXTS = {
    "text/html",
    "text/css",
    "text/csv",
    "text/plain",
    "application/json",
    "text/javascript",
    "image/svg+xml",
}
SMALLEST = 600  # bytes below which compressing costs more than it saves
QUALITY = 4  # of brotli: 5 makes pages 3 % smaller and takes twice the time


def install(app: Flask, settings: Settings) -> None:
    """Add the headers and the compression to every answer of the application."""

    @app.after_request
    def deliver(response: Response) -> Response:
        """Add the headers of every answer, and press its text together."""
        response.headers.update(HEADERS)
        framing = "*" if g.get("framed") else "'none'"
        if g.get("framed"):  # the pages made for other sites' frames, and no others
            response.headers.remove("X-Frame-Options")
        styles = EMPTY_STYLE if g.get("draws") else ""
        if "Content-Security-Policy" not in response.headers:
            response.headers["Content-Security-Policy"] = POLICY.format(styles=styles, framing=framing)
        if settings.secure:
            response.headers["Strict-Transport-Security"] = "max-age=31536000; includeSubDomains"
        if "Cache-Control" not in response.headers:
            response.headers["Cache-Control"] = "no-store"  # pages carry personal answers and CSRF tokens
        return _compressed(response)


def _compressed(response: Response) -> Response:
    if response.mimetype not in TEXTS or response.direct_passthrough or "Content-Encoding" in response.headers:
        return response
    response.vary.add("Accept-Encoding")
    body = response.get_data()
    encoding = request.accept_encodings.best_match(["br", "gzip"])
    if len(body) < SMALLEST or encoding is None:
        return response
    packed = brotli.compress(body, quality=QUALITY) if encoding == "br" else gzip.compress(body, 5, mtime=0)
    response.set_data(packed)
    response.headers["Content-Encoding"] = encoding
    return response
