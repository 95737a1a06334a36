"""The French register of companies (API Recherche d'entreprises): asked when somebody presses the button, if it is switched on.

`client` talks, `answers` reads what comes back as hostile until proven otherwise, `lookup` keeps it a day and slows who asks
too often, `filling` turns one company into the fields of a partner. Nothing here writes.
"""
