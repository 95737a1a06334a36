"""The order in which the tags of a PDF have its contents read aloud."""

import io

import pikepdf


def read_aloud(pdf):
    """Return [(page, place in the page)] of the marked contents, in the order of the tags: sorted when both agree.

    Of the pages in portrait: a table of roles is cut into its cells once it is drawn, and they take the next numbers.
    """
    with pikepdf.open(io.BytesIO(pdf)) as file:
        numbers = {page.objgen: number for number, page in enumerate(file.pages)}
        upright = {number for number, page in enumerate(file.pages) if page.MediaBox[2] < page.MediaBox[3]}
        contents = list(_contents(file.Root.StructTreeRoot.K, None, numbers))
        return [place for place in contents if place[0] in upright]


def _contents(kid, page, numbers):
    if isinstance(kid, pikepdf.Array):
        for one in kid:
            yield from _contents(one, page, numbers)
    elif isinstance(kid, pikepdf.Dictionary):
        page = numbers[kid.Pg.objgen] if "/Pg" in kid else page
        if "/MCID" in kid:
            yield (page, int(kid.MCID))
        elif "/K" in kid:
            yield from _contents(kid.K, page, numbers)
    elif kid is not None:
        yield (page, int(kid))
