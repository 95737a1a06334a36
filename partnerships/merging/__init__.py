"""Making one record of two that speak of one organisation: shown whole before, done as one gesture, undone as one.

`rules.py`: what becomes of each relation to a partner, a partnership or a contact. `fields.py`: two rows, field by field.
`people.py`: the contacts. `plan.py`: what a merge will do, read and not yet done. `writing.py`: doing it.
"""
