"""The seal of the server: what it signs is whole, valid, and the key never leaves the process that seals."""

import datetime
import io

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, pkcs12
from cryptography.x509.oid import NameOID
from django.urls import reverse
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from agreements.models import AgreementFile
from documents.seal import SealFailed, seal_pdf
from tests.scan_samples import pdf
from tests.validation_facts import make_ready

PASSPHRASE = "mot-de-passe-du-cachet"


@pytest.fixture
def certificate(tmp_path, settings):
    """A certificate made for the test, set as the server's; returns it."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Centre social Le Fil")])
    now = datetime.datetime.now(datetime.UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=30))
        .add_extension(
            x509.KeyUsage(True, True, False, False, False, False, False, False, False),
            critical=True,
        )
        .sign(key, hashes.SHA256())
    )
    path = tmp_path / "cachet.p12"
    path.write_bytes(
        pkcs12.serialize_key_and_certificates(
            b"cachet", key, certificate, None, BestAvailableEncryption(PASSPHRASE.encode())
        )
    )
    settings.SEAL_CERTIFICATE, settings.SEAL_PASSPHRASE, settings.SEAL_TSA_URL = str(path), PASSPHRASE, ""
    return certificate


def checked(content):
    (signature,) = PdfFileReader(io.BytesIO(content)).embedded_signatures
    return validate_pdf_signature(signature, ValidationContext(trust_roots=[], allow_fetching=False))


@pytest.mark.once
def test_a_sealed_pdf_is_intact_and_a_changed_one_is_not(certificate):
    sealed = seal_pdf(pdf(pages=2))
    assert "Centre social Le Fil" in sealed.subject
    assert not sealed.is_stamped
    status = checked(sealed.content)
    assert (status.intact, status.valid) == (True, True)
    changed = sealed.content.replace(b"595", b"594", 1)
    assert not checked(changed).intact


@pytest.mark.once
def test_a_wrong_passphrase_or_a_missing_file_seals_nothing(certificate, settings):
    settings.SEAL_PASSPHRASE = "autre"
    with pytest.raises(SealFailed) as failed:
        seal_pdf(pdf())
    assert PASSPHRASE not in str(failed.value)
    settings.SEAL_CERTIFICATE = "/nowhere.p12"
    with pytest.raises(SealFailed):
        seal_pdf(pdf())


@pytest.mark.django_db
def test_the_page_seals_what_is_ready_and_says_what_it_proves(
    project, coordinator, reader, sign_in, certificate, settings, monkeypatch
):
    agreement = make_ready(project, coordinator)
    monkeypatch.setattr("agreements.keeping.pdf_sent", lambda agreement: pdf(pages=2))
    page_url = reverse("agreements:signature_list", args=[project.slug, agreement.public_id])
    seal_url = reverse("agreements:agreement_seal", args=[project.slug, agreement.public_id])
    client = sign_in(coordinator)
    page = client.get(page_url).content.decode()
    assert "Cacheter le PDF" in page
    assert "Il ne prouve pas qui a signé" in page
    assert sign_in(reader).post(seal_url).status_code == 403
    assert client.post(seal_url).status_code == 302
    kept = AgreementFile.objects.get()
    assert "Centre social Le Fil" in client.get(page_url).content.decode()
    assert checked(bytes(kept.stored.content)).intact
    agreement.status = "draft"
    agreement.save()
    assert client.post(seal_url).status_code == 409
    settings.SEAL_CERTIFICATE = ""
    assert client.post(seal_url).status_code == 404
    without = client.get(page_url).content.decode()
    assert "n’a pas de certificat" in without
    assert "Cacheter le PDF" not in without
