"""Do two names speak of the same organisation? Words, acronyms and spelling; the person decides.

« CCAS d'Ambert » and « Centre communal d'action sociale » are alike; so are « MJC » and « Maison des jeunes ».
"""

import re
from collections import defaultdict

from territories.names import normalise

# Below, two names are not worth a question. A name held inside another counts for HELD.
ALIKE = 86
HELD = 90
SPELLING = 70

ACRONYMS = {
    "adapei": "association departementale parents personnes handicapees mentales",
    "admr": "aide domicile milieu rural",
    "ars": "agence regionale sante",
    "asbl": "",
    "caf": "caisse allocations familiales",
    "camsp": "centre action medico sociale precoce",
    "carsat": "caisse assurance retraite sante travail",
    "cc": "communaute communes",
    "ca": "communaute agglomeration",
    "ccas": "centre communal action sociale",
    "cd": "conseil departemental",
    "chrs": "centre hebergement reinsertion sociale",
    "cias": "centre intercommunal action sociale",
    "cidff": "centre information droits femmes familles",
    "clic": "centre local information coordination",
    "cpam": "caisse primaire assurance maladie",
    "cpas": "centre public action sociale",
    "cpts": "communaute professionnelle territoriale sante",
    "csc": "centre socio culturel",
    "cs": "centre social",
    "cu": "communaute urbaine",
    "ddets": "direction departementale emploi travail solidarites",
    "eaje": "etablissement accueil jeune enfant",
    "ehpad": "etablissement hebergement personnes agees dependantes",
    "epci": "communaute communes",
    "esat": "etablissement service aide travail",
    "evs": "espace vie sociale",
    "fjt": "foyer jeunes travailleurs",
    "hlm": "habitations loyer modere",
    "iae": "insertion activite economique",
    "ime": "institut medico educatif",
    "mda": "maison autonomie",
    "mdph": "maison departementale personnes handicapees",
    "mds": "maison departementale solidarites",
    "mfr": "maison familiale rurale",
    "mjc": "maison jeunes culture",
    "msa": "mutualite sociale agricole",
    "msp": "maison sante pluriprofessionnelle",
    "opac": "office public habitat",
    "oph": "office public habitat",
    "pmi": "protection maternelle infantile",
    "ram": "relais petite enfance",
    "rpe": "relais petite enfance",
    "saad": "service aide accompagnement domicile",
    "savs": "service accompagnement vie sociale",
    "sdis": "service departemental incendie secours",
    "sessad": "service education speciale soins domicile",
    "ssiad": "service soins infirmiers domicile",
    "udaf": "union departementale associations familiales",
}
# Another word for the same thing, or a word that tells nothing.
SAME_WORD = {
    "asso": "association",
    "ass": "association",
    "commune": "mairie",
    "municipalite": "mairie",
    "ville": "mairie",
    "dept": "departement",
    "departemental": "departement",
    "departementale": "departement",
}
# Who works in a town hall is not the town.
ONE_WORD = re.compile(r"\b(?:secretariat|secretaire|accueil) (?:de )?mairie\b")
EMPTY_WORDS = frozenset(
    (
        *(
            "a",
            "au",
            "aux",
            "d",
            "de",
            "des",
            "du",
            "en",
            "et",
            "l",
            "la",
            "le",
            "les",
            "par",
            "pour",
            "sur",
            "un",
            "une",
        ),
        *("association", "loi", "1901", "sarl", "sas"),
    )
)


_DOTTED = re.compile(r"\b(?:[^\W\d_]\.){2,}[^\W\d_]?")


def undotted(name):
    """Return the name with its acronyms in one piece: « CCAS » for « C.C.A.S. »."""
    return _DOTTED.sub(lambda match: match[0].replace(".", ""), name)


def words_of(name):
    """Return the sorted tuple of the words that count in a name: acronyms written out, small words left out."""
    words = []
    for word in ONE_WORD.sub(lambda match: match[0].replace(" ", ""), normalise(undotted(name))).split():
        word = SAME_WORD.get(word, word)
        words += ACRONYMS[word].split() if word in ACRONYMS else [word]
    kept = {word for word in words if word not in EMPTY_WORDS}
    return tuple(sorted(kept or words))


def likeness(one, other):
    """Return from 0 to 100 how much two names resemble each other, the order of words left aside."""
    from rapidfuzz import fuzz

    mine, theirs = words_of(one), words_of(other)
    return _compare(fuzz, mine, theirs)


def _compare(fuzz, mine, theirs):
    if _is_held(mine, theirs):
        return max(HELD, round(fuzz.ratio(" ".join(mine), " ".join(theirs))))
    alike = round(fuzz.ratio(" ".join(mine), " ".join(theirs)))
    return alike if _differ_by_spelling(fuzz, mine, theirs) else min(alike, ALIKE - 1)


def _differ_by_spelling(fuzz, mine, theirs):
    """Return whether what the two do not share reads alike: « Tilleul, Tilleuls », not « école, collège » nor « 7, 8 »."""
    apart = [set(mine) - set(theirs), set(theirs) - set(mine)]
    if all(any(map(str.isdigit, words)) for words in apart):
        return False
    left, right = (" ".join(sorted(words)) for words in apart)
    return not left or not right or fuzz.ratio(left, right) >= SPELLING


def _is_held(mine, theirs):
    """Return whether one name is the other with words added; one word alone says too little."""
    few, many = sorted((frozenset(mine), frozenset(theirs)), key=len)
    return len(few) > 1 and few <= many


class Names:
    """Names to look among, by place (any value that compares; None: unknown). Fast enough for thousands of both.

    `near` compares within a place, and with the names whose place is unknown: « Pharmacie du Centre » of two communes are
    two pharmacies.
    """

    def __init__(self):
        self._texts = defaultdict(list)  # place: the words of each name as one text, what rapidfuzz reads
        self._entries = defaultdict(list)  # place: (words, what was added), in the same order
        self._holding = defaultdict(lambda: defaultdict(set))  # place: word: the ranks of the names with this word
        self._known = {}

    def add(self, name, place, what):
        """Remember `what` under a name and a place."""
        words = self._words(name)
        rank = len(self._entries[place])
        self._texts[place].append(" ".join(words))
        self._entries[place].append((words, what))
        for word in words:
            self._holding[place][word].add(rank)

    def near(self, name, place, limit=3):
        """Return [(likeness, what)] of the names alike, the most alike first; `place` None looks everywhere."""
        from rapidfuzz import fuzz, process

        words = self._words(name)
        text = " ".join(words)
        found = {}
        for where in list(self._entries) if place is None else [place, None]:
            if where not in self._entries:
                continue
            entries = self._entries[where]
            alike = process.extract(text, self._texts[where], scorer=fuzz.ratio, score_cutoff=ALIKE, limit=3 * limit)
            for _text, score, rank in alike:
                if _differ_by_spelling(fuzz, words, entries[rank][0]):
                    found[where, rank] = round(score)
            for rank in self._held(where, words):
                if _is_held(words, entries[rank][0]):
                    found[where, rank] = max(HELD, found.get((where, rank), 0))
        best = sorted(found.items(), key=lambda item: (-item[1], item[0][1]))[:limit]
        return [(score, self._entries[where][rank][1]) for (where, rank), score in best]

    def _held(self, where, words):
        """Return the ranks of the names that share at least two words with these: only they can hold, or be held."""
        if len(words) < 2:
            return set()
        holding = self._holding[where]
        shared = sorted((holding[word] for word in words if word in holding), key=len)
        seen = set()
        twice = set()
        # A word that hundreds of names bear tells nothing by itself.
        for ranks in shared:
            if len(ranks) <= 300:
                twice |= seen & ranks
                seen |= ranks
            else:
                twice |= {rank for rank in seen if rank in ranks}
        return twice

    def _words(self, name):
        if name not in self._known:
            self._known[name] = words_of(name)
        return self._known[name]
