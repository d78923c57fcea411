"""requests: one after the other, or in threads, as many Python programs fetch many files."""

import os
import threading
from concurrent.futures import ThreadPoolExecutor

import requests
from lanes import in_a_row
from payloads import check_version
from saving import fresh_folder


def measure(spec, stopwatch):
    if "path" in spec:
        with fresh_folder(spec) as folder:
            return images(spec, folder, stopwatch)
    session = requests.Session()

    def get():
        response = session.get(f"{spec['url']}/version/")
        response.raise_for_status()
        check_version(response.json())

    return in_a_row(get, spec, stopwatch)


def images(spec, folder, stopwatch):
    local = threading.local()

    def fetch(index):
        if not hasattr(local, "session"):
            local.session = requests.Session()
        response = local.session.get(f"{spec['url']}/{spec['path']}/{index}.bin")
        response.raise_for_status()
        if len(response.content) != spec["size"]:
            raise ValueError(f"{len(response.content)} bytes")
        with open(os.path.join(folder, f"{index}.bin"), "wb") as file:
            file.write(response.content)

    watch = stopwatch()
    with ThreadPoolExecutor(spec["concurrency"]) as pool:
        for _ in pool.map(fetch, range(spec["count"])):
            pass
    return watch.stop(spec["count"])
