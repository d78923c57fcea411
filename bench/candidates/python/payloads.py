"""What the peers send, and what they must get."""

JSON = {"name": "Dark matter", "team": 7, "is_active": True, "description": "x" * 200}
FILE = (b"latchkey" * 7500)[:60_000]
IMAGE_BYTES = 60_000


def check_version(document):
    if document["username"] != "ada" or len(document["padding"]) < 200:
        raise ValueError(f"Not the answer that was asked for: {document}")


def check_list(page):
    if len(page["results"]) != 100:
        raise ValueError("Not the answer that was asked for.")


def check_created(document):
    if document["id"] != 7:
        raise ValueError(f"Not the answer that was asked for: {document}")


def check_uploaded(document):
    if document["size"] != IMAGE_BYTES:
        raise ValueError(f"Not the answer that was asked for: {document}")
