"""A fresh folder for files, and a look at every one of them afterwards."""

import contextlib
import os
import shutil
import tempfile


@contextlib.contextmanager
def fresh_folder(spec):
    folder = tempfile.mkdtemp(prefix="latchkey-bench-", dir=spec["disk"])
    try:
        yield folder
        sizes = [entry.stat().st_size for entry in os.scandir(folder)]
        if sizes != [spec["size"]] * spec["count"]:
            raise ValueError(f"{len(sizes)} files instead of {spec['count']}, or not of {spec['size']} bytes")
    finally:
        shutil.rmtree(folder)
