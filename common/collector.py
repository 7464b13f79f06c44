"""Python's collector of circular garbage, held back where very many objects are made and none of them is garbage."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def collector_at_rest() -> Iterator[None]:
    """Let the collector rest: it would walk all objects made so far again and again, and find nothing.

    What was made meanwhile counts as old afterwards, or it would be walked once more right away. Of two threads that
    ask for this at once, the one that asked first ends it for both.
    """
    was_at_work = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_at_work:
            # Frozen and released, objects are of the oldest generation.
            gc.freeze()
            gc.unfreeze()
            gc.enable()
