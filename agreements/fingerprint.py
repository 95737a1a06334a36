"""The text that somebody is asked to validate, as data, and its fingerprint: what is validated is this text and no other.

Beside the words that a version freezes, it has the annexes that are texts: they bind as much. The drawings of the RACI and
of the frise are left out: they follow the life of the project, and the version that is sent keeps them as they were.
"""

from django.utils.translation import gettext as _

from agreements.annexes import annex_blocks
from agreements.comparing import ITEM, Section, sections_as_data, sections_from
from agreements.freezing import fingerprint, present_sections
from agreements.models import TextState
from agreements.templatetags.agreements import dotted
from agreements.wording import Writer
from documents.shapes import Items


def validated_sections(agreement, writer=None):
    """Return the text of an agreement (from with_facts) as Sections, its annexes that are texts before the signatures."""
    writer = writer or Writer(agreement)
    *sections, signature = present_sections(agreement, writer=writer)
    for annex in writer.annexes:
        if annex.kind == "text":
            title = _("Annexe %(number)d. %(title)s") % {"number": annex.number, "title": annex.title}
            sections.append(Section(f"annexe-{annex.key}", "", title, tuple(_annex(agreement, annex))))
    return [*sections, signature]


def _annex(agreement, annex):
    for block in annex_blocks(agreement, annex):
        if isinstance(block, Items):
            yield from (f"{ITEM}{dotted(item)}" for item in block.items)
        else:
            yield dotted(block.text)


def fingerprint_now(agreement, writer=None):
    """Return the fingerprint of the text of an agreement (from with_facts) as it reads now."""
    return fingerprint(sections_as_data(validated_sections(agreement, writer)))


def text_state(agreement, writer=None):
    """Return the TextState of an agreement (from with_facts) as it reads now, written the first time it is asked about."""
    data = sections_as_data(validated_sections(agreement, writer))
    return TextState.objects.get_or_create(
        agreement=agreement, fingerprint=fingerprint(data), defaults={"sections": data}
    )[0]


def sections_of_state(state):
    """Return the Sections of a TextState."""
    return sections_from({"sections": state.sections})
