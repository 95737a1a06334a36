"""The seal of the server on a PDF: PAdES, with a certificate that the person who runs the server manages.

It proves that the file is the one that this server sealed, unchanged since. It proves neither who signed the agreement nor,
with a certificate that no authority issued, who runs the server; the hour is the server's, unless an authority stamps it.
Two small lines at the foot of the last page say whose seal it is; they are tagged like the rest (documents.seal_mark).
"""

import base64
import logging
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from documents.apart import Stopped, run_apart

logger = logging.getLogger(__name__)

FAILED = "Le cachet n’a pas pu être posé. Prévenez la personne qui administre ce serveur."
NO_STAMP = "L’autorité d’horodatage n’a pas répondu\u00a0: rien n’a été cacheté. Réessayez dans un instant."


class SealFailed(Exception):
    """The PDF was not sealed; the text is a French sentence for the person who asked."""


@dataclass(frozen=True)
class Sealed:
    """`subject`: the certificate's own name. `is_stamped`: an authority stamped the hour."""

    content: bytes
    subject: str
    is_stamped: bool


def is_configured():
    """Say whether this server has a certificate to seal with: SEAL_CERTIFICATE names a file that it can read."""
    path = settings.SEAL_CERTIFICATE
    return bool(path) and Path(path).is_file()


def stamps():
    """Say whether an authority is asked to stamp the hour (SEAL_TSA_URL): the only time the Internet is asked."""
    return bool(settings.SEAL_TSA_URL)


def seal_pdf(content):
    """Return the Sealed PDF. Raises SealFailed. In a process of its own: the key is not in that of the pages."""
    try:
        certificate = Path(settings.SEAL_CERTIFICATE).read_bytes()
    except OSError:
        logger.error("The certificate of the seal cannot be read.")
        raise SealFailed(FAILED) from None
    head = {
        "certificate": base64.b64encode(certificate).decode(),
        "passphrase": settings.SEAL_PASSPHRASE,
        "authority": settings.SEAL_TSA_URL,
    }
    try:
        found, sealed = run_apart("sealer.py", head, content, seconds=30)
    except Stopped as stopped:
        logger.error("The seal stopped with code %s.", stopped.code)
        raise SealFailed(FAILED) from None
    if "failed" in found:
        logger.error("The seal failed: %s", found["failed"])
        raise SealFailed(NO_STAMP if found["failed"] == "authority" else FAILED)
    return Sealed(sealed, found["subject"][:300], found["stamped"])
