"""`raci_signaux_attendus`: what the file says that the checks of the RACI must find. Compared, never stored."""

from exchange.errors import Problem
from partnerships.raci.checks import raci_signals

_LEVELS = {"erreurs": "error", "alertes": "warning"}


def compare(project, content, store):
    """Return a remark for each expected signal that is not found, and for each found one that was not expected.

    Two signals are the same when their code and their activity or actor are. Nothing is said when the file is silent.
    """
    expected = content["raci_signaux_attendus"]
    if not expected:
        return []
    activities = {row.pk: name for name, row in store.activities.items()}
    partners = {row.pk: name for name, row in store.partnerships.items()}
    found = {}
    for signal in raci_signals(project):
        activity = activities[signal.activity.pk] if signal.activity else None
        partner = partners[signal.partnership.pk] if signal.partnership and not activity else None
        found[signal.level, signal.code, activity, partner] = signal
    wanted = {}
    for section, level in _LEVELS.items():
        for item in expected[section] or ():
            wanted[level, item["code"], item["activite"], None if item["activite"] else item["acteur"]] = item
    missing = [
        Problem(item.line, item.path, f"Signal attendu et non trouvé\u00a0: {_words(key)}.")
        for key, item in wanted.items()
        if key not in found
    ]
    unexpected = [
        Problem(expected.line, expected.path, f"Signal trouvé et non attendu\u00a0: {_words(key)} ({signal.detail}).")
        for key, signal in found.items()
        if key not in wanted
    ]
    return missing + unexpected


def _words(key):
    _, code, activity, partner = key
    return f"{code}, {activity or partner or 'tout le tableau'}"
