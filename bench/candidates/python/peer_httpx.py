"""httpx, in both of its twins."""

import asyncio

import httpx
from lanes import in_a_row, lanes
from payloads import check_version


def measure(spec, stopwatch):
    if spec["case"].startswith("get"):
        return asyncio.run(promised(spec, stopwatch))
    with httpx.Client(base_url=spec["url"]) as client:

        def get():
            response = client.get("/version/")
            response.raise_for_status()
            check_version(response.json())

        return in_a_row(get, spec, stopwatch)


async def promised(spec, stopwatch):
    limits = httpx.Limits(max_connections=100, max_keepalive_connections=100)
    async with httpx.AsyncClient(base_url=spec["url"], limits=limits, timeout=60) as client:

        async def get():
            response = await client.get("/version/")
            response.raise_for_status()
            check_version(response.json())

        return await lanes(get, spec, stopwatch, 1 if spec["case"] == "getOne" else 50)
