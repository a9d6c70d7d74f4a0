#!/usr/bin/env python3
"""Writes through the session store's own connection, and says which writes Redis acknowledged."""

import argparse
import json
import sys
import time
from itertools import pairwise
from typing import Any

from redis import Redis, RedisError

from standin.sessions import redis_client


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--prefix")
    parser.add_argument("--seconds", type=float, default=10)
    parser.add_argument("--interval", type=float, default=100, help="milliseconds from one write to the next")
    parser.add_argument("--check", metavar="PREFIX", help="read back what an output, on stdin, says was acknowledged")
    arguments = parser.parse_args()
    client = redis_client(socket_timeout=1)
    if arguments.prefix:
        write(client, arguments.prefix, arguments.seconds, arguments.interval / 1000)
        return 0
    if not arguments.check:
        parser.error("--prefix or --check is needed")
    try:
        check(client, arguments.check)
        return 0
    except RedisError as error:
        print(f"writer: {type(error).__name__}: {error}", file=sys.stderr)
        return 1


def write(client: Redis, prefix: str, seconds: float, interval: float) -> None:
    acknowledged: list[float] = []
    number = 0
    start = time.monotonic()
    while time.monotonic() - start < seconds:
        number += 1
        result = _write_one(client, f"{prefix}:{number:06}", number)
        if result["acknowledged"]:
            acknowledged.append(result["monotonic"])
        _print(result)
        time.sleep(max(0.0, interval - (time.monotonic() - result["monotonic"]) - result["ms"] / 1000))
    gaps = [after - before for before, after in pairwise(acknowledged)]
    _print(
        {
            "summary": True,
            "prefix": prefix,
            "acknowledged": len(acknowledged),
            "failed": number - len(acknowledged),
            "longest_gap_ms": round(max(gaps) * 1000, 1) if gaps else None,
            "since_last_ms": round((time.monotonic() - acknowledged[-1]) * 1000, 1) if acknowledged else None,
        }
    )


def _write_one(client: Redis, key: str, number: int) -> dict[str, Any]:
    """`monotonic` and `wall` are the moment of the answer, `ms` is how long it took."""
    before = time.monotonic()
    error = None
    try:
        client.set(key, number)
    except (RedisError, OSError) as failure:
        error = f"{type(failure).__name__}: {failure}"
    after = time.monotonic()
    result = {
        "n": number,
        "key": key,
        "acknowledged": error is None,
        "monotonic": round(after, 6),
        "wall": round(time.time(), 6),
        "ms": round((after - before) * 1000, 3),
    }
    return result if error is None else {**result, "error": error}


def check(client: Redis, prefix: str) -> None:
    wanted = {}
    for line in sys.stdin:
        result = json.loads(line)
        if result.get("acknowledged") is True and result["key"].startswith(f"{prefix}:"):
            wanted[result["key"]] = result["n"]
    missing = [number for key, number in wanted.items() if client.get(key) != str(number).encode()]
    _print({"acknowledged": len(wanted), "present": len(wanted) - len(missing), "missing": missing})


def _print(content: dict[str, Any]) -> None:
    print(json.dumps(content), flush=True)


if __name__ == "__main__":
    sys.exit(main())
