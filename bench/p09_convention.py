"""P9: a convention of 8 pages with a RACI of 60 by 40 and the frise, tagged, with a real table.

Control of the same run: the same text and the same table as one writes them first (a span per cell, collapsed borders,
`nth-child` stripes), with the same engine, fonts and tags. Each render is a process of its own; its CPU is
counted after the imports, its memory at its highest.
"""

import resource
import subprocess
import sys
import time
from itertools import chain

from bench import paper

PASSES = 3
# The style of the mock-up's table, as first written: collapsed borders, a drawn span per cell, stripes.
NAIVE_STYLE = """
@page paysage { size: A4 landscape; margin: 10mm }
section { page: paysage; break-before: page }
.raci-pdf { width: 100%; border-collapse: collapse; font-size: 6pt; line-height: 1.2 }
.raci-pdf thead th { font-weight: 700; text-align: center; vertical-align: bottom; padding: 0 .3mm 1mm;
  border-bottom: 1.4pt solid #1a2421 }
.raci-pdf tbody td, .raci-pdf tbody .act { border-bottom: .4pt solid #b9b8a8; border-right: .4pt solid #b9b8a8;
  height: 4mm; vertical-align: middle; text-align: center; padding: 0 }
.raci-pdf tbody .act { text-align: left; font-weight: 400 }
.raci-pdf tbody tr:nth-child(2n) td { background: #f4f3ec }
.raci-pdf tbody td:nth-child(5n) { border-right: .8pt solid #6f7167 }
.r { display: inline-block; width: 3.6mm; height: 3.6mm; line-height: 3.6mm; text-align: center; font-weight: 700;
  box-sizing: border-box }
.r-A { background: #14594b; color: #fff }
.r-R { border: 1.2pt solid #1a2421 }
.r-C { border: .8pt solid #6f7167; border-radius: 50%; font-weight: 400 }
.r-I { border-bottom: 1.2pt dotted #6f7167; font-weight: 400; color: #43504b }
"""


def naive_page(document):
    """Return the page of a first writing: the same words, the same cells, the same drawing."""
    from documents.board import board_figure

    drawing = document.board
    _place, pictures = board_figure(drawing)
    (picture,) = pictures.values()
    text = "".join(
        f"<h2>{article.number} {article.title}</h2>" + "".join(f"<p>{block.text}</p>" for block in article.blocks)
        for article in document.articles
    )
    head = "".join(f"<th scope=col>{column.name}</th>" for column in document.raci.columns)
    rows = "".join(
        f'<tr><th class="act" scope="row">{row.name}</th>'
        + "".join(f'<td><span class="r r-{cell}">{cell}</span></td>' for cell in row.cells)
        + "</tr>"
        for row in chain.from_iterable(group.rows for group in document.raci.groups)
    )
    places = {(card.partner, card.horizon): drawing.levels[card.level].name for card in drawing.cards}
    partners = "".join(
        f'<tr><th class="act" scope="row">{partner}</th>'
        + "".join(f'<td><span class="r">{places.get((partner, n), "")}</span></td>' for n in range(3))
        + "</tr>"
        for partner in dict.fromkeys(card.partner for card in drawing.cards)
    )
    return (
        f"<html lang=fr><head><title>Convention</title><style>{NAIVE_STYLE}</style></head><body>"
        f"<h1>{document.title}</h1>{text}"
        f'<section><table class="raci-pdf"><thead><tr><th scope=col>Activité</th>{head}</tr></thead>'
        f"<tbody>{rows}</tbody></table></section>"
        f"<section>{picture}</section>"
        f'<section><table class="raci-pdf"><tbody>{partners}</tbody></table></section></body></html>'
    )


def render(which):
    """Render once and print: CPU seconds, megabytes."""
    paper.start()
    from documents import engine
    from documents.convention import convention_pdf
    from documents.painter import Painter

    painter = Painter()
    engine._renderer.render = lambda request: painter.paint(**request)
    document = paper.convention(14)  # 8 pages of text
    painter.paint("<p>a", [], {})
    began = time.process_time()
    convention_pdf(document) if which == "ours" else painter.paint(naive_page(document), [], {})
    spent = time.process_time() - began
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(spent, memory)  # noqa: T201


def main():
    figures = {"ours": [], "naive": []}
    for _pass in range(PASSES):
        for which in figures:
            done = subprocess.run(
                [sys.executable, "-m", "bench.p09_convention", which], check=True, capture_output=True, text=True
            )
            figures[which].append([float(word) for word in done.stdout.split()])
    ours, naive = (paper.median([figure[0] for figure in figures[which]]) for which in figures)
    memory = max(figure[1] for figure in figures["ours"])
    return all(
        [
            paper.line(
                "P9 convention, RACI 60×40, frise",
                "tagged",
                f"{ours:.2f} s",
                f"{naive:.2f} s",
                f"{ours / naive:.2f}",
                "≤ 0.45",
                ours / naive <= 0.45,
            ),
            paper.line("P9 memory of the renderer", "", f"{memory:.0f} MB", "", "", "≤ 150 MB", memory <= 150),
        ]
    )


if __name__ == "__main__":
    if sys.argv[1:]:
        render(sys.argv[1])
    else:
        raise SystemExit(0 if main() else 1)
