"""The seal of the server: what it signs is whole, valid, and the key never leaves the process that seals."""

import datetime
import io

import pikepdf
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, pkcs12
from cryptography.x509.oid import NameOID
from django.urls import reverse
from pdfua import validate
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from agreements.models import AgreementFile
from documents.convention import convention_pdf
from documents.seal import SealFailed, seal_pdf
from tests.documents_samples import convention
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
def test_the_mark_of_the_seal_is_seen_and_read_aloud_and_the_archive_stays_one(certificate, tmp_path):
    content = convention_pdf(convention(board=None, raci=None, means=()))
    sealed = seal_pdf(content).content
    assert (checked(sealed).intact, checked(sealed).valid) == (True, True)
    path = tmp_path / "cachet.pdf"
    path.write_bytes(sealed)
    assert [finding.message for finding in validate(path).findings] == []
    with pikepdf.open(path) as file:
        assert file.check_pdf_syntax() == []
        field = file.Root.AcroForm.Fields[0]
        said = "Cachet électronique de Centre social Le Fil. Sa date se lit, et le fichier se vérifie, dans un lecteur de PDF."
        assert str(field.TU) == said
        assert field.P.objgen == file.pages[-1].objgen
        assert file.pages[-1].Tabs == "/S"
        # Drawn without font, on the sheet, under the words of the foot.
        left, bottom, right, top = (float(side) for side in field.Rect)
        assert left > 0 < bottom
        assert top < 12 * 72 / 25.4
        assert right < file.pages[-1].MediaBox[2]
        assert "/Font" not in field.AP.N.get("/Resources", {})
        assert len(field.AP.N.read_bytes()) > 1000
        # The last thing of the tags is the field, and the field knows its place in them.
        last = file.Root.StructTreeRoot.K[0].K[-1]
        assert (last.S, str(last.Alt), last.K.Obj.objgen) == ("/Form", said, field.objgen)
        numbers = list(file.Root.StructTreeRoot.ParentTree.Nums)
        assert numbers[-2] == field.StructParent
        assert numbers[-1].objgen == last.objgen
        assert file.attachments


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
