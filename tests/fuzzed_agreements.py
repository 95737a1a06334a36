"""Agreements that nobody would write, the same for the same seed: from 2 to 9 parties, 1 to 60 articles, any letter."""

import datetime
import random
import sys
import unicodedata
from decimal import Decimal

from documents.shapes import (
    GAP,
    ConventionAnnex,
    ConventionArticle,
    ConventionDocument,
    ConventionMean,
    ConventionParty,
    Items,
    Paragraph,
)
from tests.documents_samples import board, raci

WORDS = (
    *("la", "convention", "halte", "partenaires", "s’engagent", "à", "informer", "l’autre", "Partie", "sans", "délai"),
    *("habitant·es", "n°\u00a04", "«\u00a0Projet\u00a0»", "23\u00a0000\u00a0€", "50\u00a0%", "17.2", "2026-2028", GAP),
)
HOSTILE = (
    *("<script>alert(1)</script>", "</section></body>", "{{ projet }}", "{% load %}", "&amp;amp;", "\"'<>", "]]>"),
    *(
        "=1+1",
        "\u202eabc",
        "a\u0301\u0302\u0303",
        "\u0338",
        "\ud83d\ude00".encode("utf-16", "surrogatepass").decode("utf-16"),
    ),
    *(
        "\u200b\u200d\ufeff",
        "\u2028x\u2029",
        "url(http://exemple.example/)",
        "מסמך",
        "合同",
        "🇫🇷",
        "ﬃ",
        "＜b＞",
        "\u0000\u0007",
    ),
)


def fuzzed(seed):
    """Return the ConventionDocument of a seed."""
    return _Fuzz(seed).document()


class _Fuzz:
    def __init__(self, seed):
        self.dice = random.Random(seed)

    def document(self):
        dice = self.dice
        annexes = [
            ConventionAnnex("text", self.text(6), self.blocks(dice.randrange(0, 12)))
            for _ in range(dice.randrange(0, 3))
        ]
        means = tuple(self.mean() for _ in range(dice.randrange(0, 8)))
        drawn = board(waiting=(self.text(3),)) if dice.random() < 0.3 else None
        roles = raci(dice.randrange(1, 45), dice.randrange(1, 40)) if dice.random() < 0.3 else None
        annexes += [ConventionAnnex("means", "Apports", ())] if means else []
        annexes += [ConventionAnnex("raci", "Rôles", ())] if roles else []
        annexes += [ConventionAnnex("board", "Frise", ())] if drawn else []
        dice.shuffle(annexes)
        return ConventionDocument(
            title=self.text(12)[:300],
            project=self.text(6)[:200],
            banner=self.text(2)[:80],
            number=self.text(2)[:40],
            version=str(dice.randrange(0, 40)),
            day=datetime.date(2026, 1, 1) + datetime.timedelta(days=dice.randrange(1000)),
            draft=dice.random() < 0.5,
            parties=tuple(self.party() for _ in range(dice.randrange(2, 10))),
            preamble=self.blocks(dice.randrange(0, 4)),
            articles=tuple(
                ConventionArticle(rank, self.text(8)[:200], self.blocks(dice.randrange(0, 6)), mark=f"a{rank}")
                for rank in range(1, dice.randrange(1, 61) + 1)
            ),
            place=self.text(2)[:200],
            signed_on=None if dice.random() < 0.5 else datetime.date(2026, 4, 1),
            means=means,
            board=drawn,
            raci=roles,
            originals=dice.randrange(0, 10),
            annexes=tuple(annexes),
            preamble_mark="pre",
        )

    def party(self):
        return ConventionParty(
            self.text(8)[:200], self.text(3)[:60], self.text(30), self.text(4)[:200], self.text(4)[:200]
        )

    def mean(self):
        value = Decimal(self.dice.randrange(0, 10**10)) / 100 if self.dice.random() < 0.7 else None
        return ConventionMean(self.text(3)[:200], self.text(10)[:300], value)

    def blocks(self, count):
        return tuple(
            Items(tuple(self.text(15) for _ in range(self.dice.randrange(1, 6))))
            if self.dice.random() < 0.3
            else Paragraph(self.text(60))
            for _ in range(count)
        )

    def text(self, longest):
        """Return a text of up to so many words; one in twenty is empty, and so are the words of some."""
        if self.dice.random() < 0.05:
            return ""
        return " ".join(self.word() for _ in range(self.dice.randrange(1, longest + 1)))

    def word(self):
        chance = self.dice.random()
        if chance < 0.9:
            return self.dice.choice(WORDS)
        if chance < 0.93:
            return self.dice.choice(HOSTILE)
        if chance < 0.95:
            return self.dice.choice("aWé-—_.0") * self.dice.randrange(40, 400)
        return "".join(self.letter() for _ in range(self.dice.randrange(1, 12)))

    def letter(self):
        while True:
            letter = chr(
                self.dice.randrange(32, sys.maxunicode + 1)
                if self.dice.random() < 0.3
                else self.dice.randrange(32, 0x3000)
            )
            if unicodedata.category(letter) not in ("Cs", "Cn"):
                return letter
