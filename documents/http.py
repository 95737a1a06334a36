"""A file as an answer."""

import hashlib

from django.http import HttpResponse
from django.utils.http import content_disposition_header


def file_response(content, filename, content_type, inline=False):
    """Return the response that downloads `content` (bytes), or shows it when `inline`; with an ETag and nosniff.

    The name goes in ASCII or in UTF-8 (RFC 5987), whichever its letters need.
    """
    response = HttpResponse(content, content_type=content_type)
    response.headers["Content-Disposition"] = content_disposition_header(not inline, filename)
    response.headers["ETag"] = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "private, no-cache"
    return response
