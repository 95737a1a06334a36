"""What may go wrong between the register and us, each with the sentence that the page says."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext


class RegisterTrouble(Exception):
    """The register gave nothing usable. `sentence` tells the person what happened."""

    sentence = _("Le registre n’a pas donné de réponse.")


class TooSlow(RegisterTrouble):
    sentence = _("Le registre n’a pas répondu à temps.")


class Unreachable(RegisterTrouble):
    sentence = _("Le registre est injoignable\u00a0: le réseau ou le service est coupé.")


class Down(RegisterTrouble):
    sentence = _("Le registre répond qu’il est en panne.")


class Refused(RegisterTrouble):
    sentence = _("Le registre refuse cette recherche. Essayez d’autres mots.")


class Moved(RegisterTrouble):
    sentence = _("Le registre renvoie vers une autre adresse. Maillage ne la suit pas.")


class Unreadable(RegisterTrouble):
    sentence = _("La réponse du registre est illisible.")


class TooLarge(RegisterTrouble):
    sentence = _("La réponse du registre est trop grosse\u00a0: elle n’a pas été lue.")


class TooOften(RegisterTrouble):
    """Too many searches, here or there. `wait`: seconds before another one."""

    def __init__(self, wait):
        super().__init__(wait)
        self.wait = wait

    @property
    def sentence(self):
        if self.wait < 60:
            told = ngettext(
                "Réessayez dans %(count)s\u00a0seconde.", "Réessayez dans %(count)s\u00a0secondes.", self.wait
            )
            delay = told % {"count": self.wait}
        else:
            minutes = -(-self.wait // 60)
            told = ngettext("Réessayez dans %(count)s\u00a0minute.", "Réessayez dans %(count)s\u00a0minutes.", minutes)
            delay = told % {"count": minutes}
        return _("Trop de recherches à la fois.") + " " + delay
