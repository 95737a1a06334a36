"""What a project asks its team: one function a rule, each with its question and the place that answers it.

`base` is the engine and knows no rule; the modules beside it declare theirs when the application starts, and so do the
rooms above (agreements), which nothing here imports.
"""
