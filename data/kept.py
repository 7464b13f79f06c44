"""The last few things made from what is stored: nothing stored is ever changed, so they stay true."""

import gc
from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import RLock
from typing import Generic, TypeVar

Thing = TypeVar("Thing")


class Kept(Generic[Thing]):
    """The things asked for last, whose sizes together are no more than `room`; the newest is kept however large it is.

    A thing is made once: who else asks for it meanwhile waits.
    """

    def __init__(self, room: int, size: Callable[[Thing], int] = lambda _thing: 1) -> None:
        self._things: OrderedDict[Hashable, Thing] = OrderedDict()
        self._room = room
        self._size = size
        self._lock = RLock()

    def get(self, key: Hashable, make: Callable[[], Thing]) -> Thing:
        """The thing that this key identifies, made now unless it is kept."""
        with self._lock:
            if key not in self._things:
                self._things[key] = make()
            self._things.move_to_end(key)
            while len(self._things) > 1 and sum(map(self._size, self._things.values())) > self._room:
                self._things.popitem(last=False)
            return self._things[key]


def settle() -> None:
    """All there is now stays: the garbage collector need not look at it again, which takes longer than a page."""
    gc.collect()
    gc.freeze()
