"""A few drawings kept in memory, those used last."""

from collections import OrderedDict
from threading import Lock


class Recent:
    """What this process drew last, each under a key that says all that it was drawn from."""

    def __init__(self, size):
        self.size = size
        self._kept = OrderedDict()
        self._lock = Lock()

    def get(self, key):
        """Return what is kept under `key`, or None."""
        with self._lock:
            drawn = self._kept.get(key)
            if drawn is not None:
                self._kept.move_to_end(key)
            return drawn

    def keep(self, key, drawn):
        """Keep what was drawn; the one used longest ago leaves when there are too many."""
        with self._lock:
            self._kept[key] = drawn
            self._kept.move_to_end(key)
            while len(self._kept) > self.size:
                self._kept.popitem(last=False)

    def clear(self):
        """Forget everything (tests and benchmarks)."""
        with self._lock:
            self._kept.clear()
