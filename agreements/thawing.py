"""A frozen text read back as a document: what was signed, to work on, whatever was renamed or moved since.

The PDF of a version is kept byte for byte; its .docx and .odt are drawn from the data kept beside it, never from today's rows.
"""

import types
from dataclasses import fields, is_dataclass, replace
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import cache
from typing import Union, get_args, get_origin, get_type_hints

from agreements.annexes import with_pictures
from agreements.freezing import version_given
from documents.shapes import ConventionDocument, Heading


def signed_document(agreement):
    """Return the ConventionDocument of a closed agreement as it was frozen, with the day of its signature; None without one.

    None too for a text whose data were not kept (it comes from a project file), or are not of a shape that we know.
    """
    version = None if agreement.is_open else version_given(agreement)
    if version is None:
        return None
    document = document_from(version.frozen.get("document"))
    if document is None:
        return None
    return replace(document, signed_on=agreement.signed_on, annexes=with_pictures(agreement, document.annexes))


def document_from(data):
    """Return the ConventionDocument that freezing.as_data has written, None when it cannot be read.

    What a later code added takes its default; what an older one had and no longer exists is left out. Pictures come without
    their bytes, which are kept by their SHA-256.
    """
    try:
        return _read(ConventionDocument, data)
    except (KeyError, TypeError, ValueError, InvalidOperation):
        return None


def _read(kind, value):
    if get_origin(kind) in (Union, types.UnionType):
        return None if value is None else _read(_among(get_args(kind), value), value)
    if get_origin(kind) is tuple:
        return _read_tuple(get_args(kind), value)
    if is_dataclass(kind):
        hints = _hints(kind)
        return kind(**{one.name: _read(hints[one.name], value[one.name]) for one in fields(kind) if one.name in value})
    if kind is bytes:
        return b""
    if kind is date:
        return date.fromisoformat(value)
    if kind is Decimal:
        return Decimal(value)
    if not isinstance(value, kind):
        raise TypeError(kind)
    return value


def _read_tuple(inside, values):
    if len(inside) == 2 and inside[1] is Ellipsis:
        return tuple(_read(inside[0], value) for value in values)
    return tuple(_read(kind, value) for kind, value in zip(inside, values, strict=True))


def _among(kinds, value):
    """Return which of the kinds a value is: a dataclass by the names of its fields, else what its text can be read as."""
    kinds = [kind for kind in kinds if kind is not types.NoneType]
    if not isinstance(value, dict) or len(kinds) == 1:
        return next((kind for kind in kinds if isinstance(kind, type) and isinstance(value, kind)), kinds[0])
    if value.get("is_heading"):
        return Heading
    named = [kind for kind in kinds if kind is not Heading and {one.name for one in fields(kind)} == set(value)]
    if not named:
        raise TypeError(value.keys())
    return named[0]


@cache
def _hints(kind):
    return get_type_hints(kind)
