"""The memory of streams: bounded by number and by bytes; those unused for longest go first."""

from uuid import UUID

from shared.stream_cache import OVERHEAD, Remembered, StreamCache


def remembered(version: int, size: int = 0) -> Remembered:
    """A stream at a version."""
    return Remembered(f"state {version}", version, UUID(int=version), size)


def test_what_was_put_last_is_remembered() -> None:
    """A stream has one place, and its newest state is there."""
    cache = StreamCache()
    cache.put("s", remembered(1))
    cache.put("s", remembered(2))
    assert cache.get("s") == remembered(2)
    assert len(cache) == 1


def test_a_dropped_stream_is_not_remembered() -> None:
    """Nor is one that was never put; to drop it again changes nothing."""
    cache = StreamCache()
    cache.put("s", remembered(1))
    cache.drop("s")
    cache.drop("s")
    assert cache.get("s") is None
    assert len(cache) == 0


def test_the_stream_unused_for_longest_is_forgotten_first() -> None:
    """To look a stream up is to use it."""
    cache = StreamCache(streams=2)
    cache.put("a", remembered(1))
    cache.put("b", remembered(1))
    cache.get("a")
    cache.put("c", remembered(1))
    assert cache.get("a") is not None
    assert cache.get("b") is None


def test_many_bytes_are_bounded_as_well() -> None:
    """A few large states push out as much as many small ones; what was dropped counts no more."""
    cache = StreamCache(size=3 * OVERHEAD + 1000)
    cache.put("a", remembered(1, 400))
    cache.put("b", remembered(1, 400))
    cache.put("b", remembered(2, 500))
    assert len(cache) == 2
    cache.put("c", remembered(1, 300))
    assert cache.get("a") is None
    assert cache.get("b") is not None


def test_a_state_larger_than_all_room_is_not_remembered() -> None:
    """It is read anew each time instead."""
    cache = StreamCache(size=1000)
    cache.put("a", remembered(1, 5000))
    assert len(cache) == 0
