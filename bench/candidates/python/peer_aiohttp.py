"""aiohttp: the Python SDKs' asynchronous way."""

import asyncio
import os

import aiohttp
from lanes import lanes
from payloads import FILE, JSON, check_created, check_list, check_uploaded, check_version
from saving import fresh_folder


def measure(spec, stopwatch):
    if "path" in spec:
        with fresh_folder(spec) as folder:
            return asyncio.run(images(spec, folder, stopwatch))
    return asyncio.run(requests(spec, stopwatch))


async def requests(spec, stopwatch):
    url = spec["url"]
    connector = aiohttp.TCPConnector(limit=100)
    async with aiohttp.ClientSession(connector=connector, raise_for_status=True) as session:

        async def get():
            async with session.get(f"{url}/version/") as response:
                check_version(await response.json())

        async def listing():
            async with session.get(f"{url}/list/") as response:
                check_list(await response.json())

        async def post():
            async with session.post(f"{url}/things/", json=JSON) as response:
                check_created(await response.json())

        async def upload():
            form = aiohttp.FormData()
            form.add_field("request", "1")
            form.add_field("file", FILE, filename="notes.bin")
            async with session.post(f"{url}/uploads/", data=form) as response:
                check_uploaded(await response.json())

        calls = {"getOne": get, "getFifty": get, "list": listing, "post": post, "upload": upload}
        return await lanes(calls[spec["case"]], spec, stopwatch, 1 if spec["case"] == "getOne" else 50)


async def images(spec, folder, stopwatch):
    import aiofiles

    url = spec["url"]
    left = iter(range(spec["count"]))
    connector = aiohttp.TCPConnector(limit=spec["concurrency"])
    async with aiohttp.ClientSession(connector=connector, raise_for_status=True) as session:

        async def lane():
            for index in left:
                async with session.get(f"{url}/{spec['path']}/{index}.bin") as response:
                    async with aiofiles.open(os.path.join(folder, f"{index}.bin"), "wb") as file:
                        data = await response.read()
                        await file.write(data)
                if len(data) != spec["size"]:
                    raise ValueError(f"{len(data)} bytes")

        watch = stopwatch()
        await asyncio.gather(*(lane() for _ in range(spec["concurrency"])))
        return watch.stop(spec["count"])
