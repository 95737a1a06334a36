"""Seal a PDF in a process of its own, under limits. Run as a script by documents.seal. No Django here.

The certificate and its passphrase come on stdin, never in the arguments or the environment, and go with the process.
"""

import asyncio
import base64
import io
import sys
from pathlib import Path

MEGABYTES, SECONDS = 1024, 30


def main():
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
    from documents.apart import answer, asked, limit

    limit(megabytes=MEGABYTES, seconds=SECONDS)
    head, content = asked()
    try:
        found, sealed = asyncio.run(seal(content, head))
    except Exception as error:
        # The words of an exception may hold what it was given: its name is enough.
        found, sealed = {"failed": "authority" if "Timestamp" in type(error).__name__ else type(error).__name__}, b""
    answer(found, sealed)


async def seal(content, head):
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.sign import signers
    from pyhanko.sign.fields import SigSeedSubFilter
    from pyhanko.sign.timestamps import HTTPTimeStamper
    from pyhanko.stamp.noop import NoOpStampStyle

    from documents.seal_mark import NAME, add_sealed_field

    signer = signers.SimpleSigner.load_pkcs12_data(
        base64.b64decode(head["certificate"]), other_certs=[], passphrase=head["passphrase"].encode() or None
    )
    authority = HTTPTimeStamper(head["authority"], https=True, timeout=10) if head["authority"] else None
    writer = IncrementalPdfFileWriter(io.BytesIO(content))
    add_sealed_field(writer, signer.subject_name)
    metadata = signers.PdfSignatureMetadata(
        field_name=NAME,
        md_algorithm="sha256",
        subfilter=SigSeedSubFilter.PADES,
        reason="Intégrité du fichier",
        name=signer.subject_name,
    )
    out = io.BytesIO()
    style = NoOpStampStyle()  # the mark is drawn already
    sealing = signers.PdfSigner(metadata, signer=signer, timestamper=authority, stamp_style=style)
    await sealing.async_sign_pdf(writer, output=out)
    return {"subject": signer.subject_name, "stamped": authority is not None}, out.getvalue()


if __name__ == "__main__":
    main()
