"""A process that has started: what it holds stays, and is not looked through again at each request."""

import gc


def settle():
    """Keep the collector of cycles away from what lives as long as the process: modules, models, compiled templates.

    A page makes thousands of objects that are dropped with it. At Python's own pace the collector walked through the whole
    application several times a page of the frise, a twentieth of its time. Memory: bench/p15_memory.py.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)
