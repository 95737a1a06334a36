"""What a file that somebody holds is, from its bytes alone: their SHA-256 is compared with that of each file that left.

It proves that these very bytes left this server, for that agreement, on that day; not who holds them, nor that anybody signed.
A file written again by any program (printed, annotated, sealed elsewhere) has other bytes: it proves nothing either way.
"""

from dataclasses import dataclass

from agreements.models import Agreement, AgreementFile, AgreementVersion, FileKind, VersionFile

# What left with the text, or came back of it. What the team brings by itself (BROUGHT) is told to nobody.
_OF_THE_TEXT = (FileKind.SEALED, FileKind.ELECTRONIC, FileKind.PAPER)


@dataclass(frozen=True)
class Recognised:
    """One of `version` (with the number of the `newest`), `file` (sealed, or signed), or neither: a sending taken back."""

    agreement: Agreement
    version: AgreementVersion | None = None
    newest: int = 0
    file: AgreementFile | None = None

    @property
    def is_newest(self):
        return self.version is not None and self.version.number == self.newest


def recognise(sha256, agreements=None):
    """Return what a file is as Recognised, None when nothing here has these bytes. Five queries at most.

    `agreements`: those to look among, every one when None. Agreements come with their project.
    """
    among = {} if agreements is None else {"agreement__in": agreements}
    with_project = "agreement__project__organisation"
    versions = (
        AgreementVersion.objects.for_lists().filter(sha256=sha256, **among).select_related("sent_by", with_project)
    )
    version = versions.order_by("-pk").first()
    if version is not None:
        newest = version.agreement.versions.order_by("-number").values_list("number", flat=True).first()
        return Recognised(version.agreement, version=version, newest=newest)
    files = AgreementFile.objects.for_lists().filter(stored__sha256=sha256, kind__in=_OF_THE_TEXT, **among)
    file = files.select_related("stored", with_project).order_by("-pk").first()
    if file is not None:
        return Recognised(file.agreement, file=file)
    taken_back = (
        VersionFile.objects.filter(sha256=sha256, **among).select_related(with_project).defer("content").first()
    )
    return Recognised(taken_back.agreement) if taken_back else None
