"""What the persons of an agreement do on its screens: the coordination at its desk, the direction, a partner by its link."""

import re

from playwright.sync_api import expect

LIST = "/projets/le-detour/conventions/"


def put(within, label, value):
    """Fill the field of this label as its kind wants it: a text, an entry of a list, or True for a box to tick."""
    words = r"\s+".join(map(re.escape, label.split()))
    field = within.get_by_label(re.compile(rf"^\s*{words}(\s+facultatif)?\s*$"))
    if value is True:
        field.check()
    elif field.evaluate("field => field.tagName") == "SELECT":
        field.select_option(label=value)
    else:
        field.fill(value)


def stands_at(page, state):
    """Check where the agreement stands on its path: « En négociation »."""
    path = page.get_by_role("navigation", name="Étapes de la convention")
    expect(path.locator("[aria-current=step]")).to_contain_text(state)


def is_signed(page, day):
    """Check that the agreement has come to the end of its path, on that day: « 14 novembre 2026 »."""
    expect(page.get_by_role("navigation", name="Étapes de la convention")).to_contain_text(f"Signéele {day}")


class Desk:
    """The page of the coordination, on one agreement at a time: `base` is its address once it is written."""

    def __init__(self, page):
        self.page = page
        self.base = ""

    def see(self, path=""):
        self.page.goto(f"{self.base}{path}")

    def press(self, name):
        self.page.get_by_role("button", name=name, exact=True).click()

    def says(self, words):
        expect(self.page.get_by_role("status")).to_contain_text(words)

    def write(self, *partners, model, reason, answers=(), amounts=(), start, end):
        """Go through the wizard to the draft. `answers` are ticked, `amounts` are (label, euros).

        Checks that `model` is proposed for that `reason`.
        """
        page = self.page
        page.goto(f"{LIST}nouvelle/")
        for partner in partners:
            page.get_by_label(partner, exact=True).check()
        self.press("Continuer")
        expect(page.get_by_role("heading", name="Quel est votre cas")).to_be_visible()
        for answer in answers:
            page.get_by_label(answer, exact=True).check()
        for label, euros in amounts:
            put(page, label, euros)
        self.press("Continuer")
        expect(page.get_by_role("radio", name=model)).to_be_checked()
        expect(page.get_by_role("region", name="Pourquoi ce texte")).to_contain_text(reason)
        self.press("Continuer")
        put(page, "Prend effet le", start)
        put(page, "Prend fin le", end)
        self.press("Écrire le brouillon")
        self.says("Le brouillon est écrit d’après le projet")
        self.base = re.search(r"/projets/.*/conventions/[^/]+/", page.url)[0]

    def complete(self, facts):
        """Fill what « Ce qui manque » asks for above the text, its first line first, until it asks for nothing more.

        `facts`: {title of a form: {label, or (group, label): value}}. Each is asked for once, and all of them are.
        """
        missing, left = self.page.locator(".conv-manque"), dict(facts)
        panel = self.page.locator("article.texte")
        heading = panel.locator("#texte-t")
        while not missing.get_by_text("Rien ne manque au texte.").is_visible():
            link, before = missing.get_by_role("link").first, heading.inner_text()
            asked = link.locator("span").last.inner_text()
            link.click()
            expect(heading).not_to_have_text(before)
            title = " ".join(heading.inner_text().split())
            assert title in left, f"{title}: {asked}"
            self._fill(panel, left.pop(title))
            expect(missing).not_to_contain_text(asked)
        assert not left, f"Nobody asked for {sorted(left)}"

    def note(self, path, facts):
        """Fill one form of the agreement, at its address."""
        self.see(path)
        self._fill(self.page.locator("article.texte"), facts)
        self.says("c’est noté")

    def _fill(self, panel, facts):
        for label, value in facts.items():
            group, name = label if isinstance(label, tuple) else ("", label)
            put(panel.get_by_role("group", name=group, exact=True) if group else panel, name, value)
        panel.get_by_role("button", name="Enregistrer", exact=True).click()

    def rewrite(self, article, *, before, after):
        """Put other words in the place of some of an article, which is the one that the screen shows or gets named."""
        page = self.page
        if article:
            self.see()
            plan = page.get_by_role("navigation", name="Plan de la convention")
            plan.get_by_role("link", name=article, exact=True).click()
            expect(page.locator("#texte-t")).to_contain_text(article)
        page.get_by_text("Récrire cet article").click()
        text = page.get_by_role("textbox", name="Texte", exact=True)
        body = text.input_value()
        assert before in body, body
        text.fill(body.replace(before, after))
        self.press("Enregistrer l’article")
        self.says("récrit")

    def ask_validation(self, note=""):
        self.see("validation/")
        if note:
            put(self.page, "Mot aux personnes qui valident", note)
        self.press("Demander la validation")

    def send(self, title):
        """Freeze a version under this name for the contacts of the directory; return {contact: the address of its link}."""
        self.see("versions/envoyer/")
        put(self.page, "Nom de cette version", title)
        self.press("Figer et envoyer")
        expect(self.page.get_by_role("heading", name=re.compile("prêts?$"))).to_be_visible()
        letters = self.page.locator("section").filter(has=self.page.get_by_label("Lien", exact=True)).all()
        return {
            letter.get_by_role("heading", level=2).inner_text().split(",")[0]: letter.get_by_label("Lien").input_value()
            for letter in letters
        }

    def say_ready(self):
        self.see()
        self.press("Dire prête à signer")
        stands_at(self.page, "Prête à signer")

    def note_signature(self, name, day, *, way="papier", scan=None, refused=""):
        """Note that somebody signed on a day, with the file that came back if there is one (bytes of a PDF).

        `refused`: why the application does not write it.
        """
        page = self.page
        self.see("signatures/")
        signatory = page.get_by_role("listitem").filter(has=page.get_by_role("heading", name=name))
        signatory.get_by_role("link", name=f"Noter la signature {way}").click()
        put(page, "Signée le", day)
        if scan:
            label = "Copie numérisée" if way == "papier" else "Fichier signé"
            files = {"name": "scan.pdf", "mimeType": "application/pdf", "buffer": scan}
            page.get_by_label(label).set_input_files(files)
        self.press("Enregistrer")
        if refused:
            expect(page.get_by_role("main")).to_contain_text(refused)
        else:
            self.says(f": {name}")


def validate(page):
    """Say yes to the text that waits, from the home of the person who is asked."""
    page.goto("/")
    page.get_by_role("link", name="Lire et répondre").click()
    page.get_by_role("button", name="Valider ce texte").click()
    expect(page.get_by_role("status")).to_contain_text("Texte validé")


def send_back(page, *, article, reason):
    """Ask for a change in an article, from the home of the person who is asked."""
    page.goto("/")
    page.get_by_role("link", name="Lire et répondre").click()
    page.get_by_role("link", name="Demander un changement").click()
    put(page, "Dans quel article ?", article)
    put(page, "Ce qui doit changer", reason)
    page.get_by_role("button", name="Envoyer la demande").click()
    expect(page.get_by_role("heading", name="Un changement est demandé")).to_be_visible()


def answer(page, address, choice, words=""):
    """Open a link and answer for the whole text, without account."""
    page.goto(address)
    expect(page.get_by_role("status")).to_contain_text("C’est à vous de répondre.")
    page.get_by_label(choice).check()
    if words:
        put(page, "Un mot pour l’équipe", words)
    page.get_by_role("button", name="Envoyer la réponse").click()
    expect(page.get_by_role("status")).to_contain_text("Merci. Votre réponse est partie")
