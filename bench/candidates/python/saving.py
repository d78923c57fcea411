"""A fresh folder for files, and a look at every one of them afterwards."""

import contextlib
import os
import shutil
import tempfile

# What is written at a time, and how much more than needed.
PIECE = bytes([1]) * 1_000_000
SPARE = 1.2


@contextlib.contextmanager
def fresh_folder(spec):
    folder = tempfile.mkdtemp(prefix="latchkey-bench-", dir=spec["disk"])
    try:
        if spec["disk"] != tempfile.gettempdir():
            use_memory(folder, spec["count"] * spec["size"])
        yield folder
        sizes = [entry.stat().st_size for entry in os.scandir(folder)]
        if sizes != [spec["size"]] * spec["count"]:
            raise ValueError(f"{len(sizes)} files instead of {spec['count']}, or not of {spec['size']} bytes")
    finally:
        shutil.rmtree(folder)


def use_memory(folder, count):
    """Uses the memory that files will lie in once before: a virtual machine gets it from its host page by page."""
    path = os.path.join(folder, "used")
    with open(path, "xb", buffering=0) as file:
        for _ in range(int(count * SPARE / len(PIECE)) + 1):
            file.write(PIECE)
    os.unlink(path)
