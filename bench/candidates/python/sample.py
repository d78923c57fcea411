"""One sample of a Python peer: sample.py SPECIFICATION. Prints one line of JSON at its end, as sample.mjs does."""

import importlib
import json
import os
import resource
import sys
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))


class Stopwatch:
    def __init__(self):
        print("begin", flush=True)
        self.used = time.process_time()
        self.start = time.perf_counter()

    def stop(self, count):
        seconds = time.perf_counter() - self.start
        used = time.process_time() - self.used
        return {"seconds": seconds, "rate": count / seconds, "micros": used * 1e6 / count, "used": used}


def main():
    spec = json.loads(sys.argv[1])
    peer = importlib.import_module(f"peer_{spec['module']}")
    metrics = peer.measure(spec, Stopwatch)
    megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"megabytes": megabytes, **metrics}), flush=True)
    os._exit(0)


main()
