"""Keeps calls under way: first to warm up, then timed."""

import asyncio
import time


async def _during(call, concurrency, seconds):
    end = time.perf_counter() + seconds
    count = 0

    async def lane():
        nonlocal count
        while time.perf_counter() < end:
            await call()
            count += 1

    await asyncio.gather(*(lane() for _ in range(concurrency)))
    return count


async def lanes(call, spec, stopwatch, concurrency):
    await _during(call, concurrency, spec["warmUp"])
    watch = stopwatch()
    return watch.stop(await _during(call, concurrency, spec["seconds"]))


def _repeat(call, seconds):
    end = time.perf_counter() + seconds
    count = 0
    while time.perf_counter() < end:
        call()
        count += 1
    return count


def in_a_row(call, spec, stopwatch):
    _repeat(call, spec["warmUp"])
    watch = stopwatch()
    return watch.stop(_repeat(call, spec["seconds"]))
