"""One operation for the first migrations of our apps: all their tables, the models drawn once."""

from django.db.migrations.operations.base import Operation


class CreateTables(Operation):
    """Run several CreateModel as one. Their models may point at each other, in any order.

    After each operation Django draws anew every model related to the one that it made; here nearly all are related, and two
    hundred CreateModel in a row took a minute and a half of processor on an empty database. They take two seconds when the
    models are drawn once.
    """

    serialization_expand_args = ("operations",)

    def __init__(self, operations):
        self.operations = operations

    def state_forwards(self, app_label, state):
        state.__dict__.pop("apps", None)  # drawn when next asked for, not once an operation
        for operation in self.operations:
            operation.state_forwards(app_label, state)

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        for operation in self.operations:
            operation.database_forwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(self, app_label, schema_editor, from_state, to_state):
        for operation in reversed(self.operations):
            operation.database_backwards(app_label, schema_editor, from_state, to_state)

    def describe(self):
        return f"Create {len(self.operations)} tables"
