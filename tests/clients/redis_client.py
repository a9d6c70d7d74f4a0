"""Writes through a library of Python: LIBRARY TIMES. Prints, for each write, the id of the server that took it.

The address is what the environment says, and it is read by the library alone.
"""

import os
import sys
import time
from collections.abc import Callable
from typing import Any

TIMEOUT = 1  # seconds


def redis_py(url: str) -> Any:
    import redis

    return redis.from_url(url, socket_timeout=TIMEOUT, socket_connect_timeout=TIMEOUT)


def redis_sentinel_url(url: str) -> Any:
    import redis_sentinel_url

    options = {"socket_timeout": TIMEOUT, "socket_connect_timeout": TIMEOUT}
    _, client = redis_sentinel_url.connect(url, sentinel_options=options, client_options=options)
    return client


def kombu(url: str) -> Any:
    import kombu

    options = {
        "master_name": os.environ["REDIS_MASTER"],
        "socket_timeout": TIMEOUT,
        "socket_connect_timeout": TIMEOUT,
    }
    connection = kombu.Connection(url, transport_options=options)
    connection.SimpleQueue("queue").put("message")
    return connection.default_channel.client


LIBRARIES: dict[str, Callable[[str], Any]] = {
    "redis-py": redis_py,
    "redis-sentinel-url": redis_sentinel_url,
    "kombu": kombu,
}


def main() -> None:
    name, times = sys.argv[1:]
    client = LIBRARIES[name](os.environ["REDIS_URL"])
    for _ in range(int(times)):
        try:
            client.set(name, "1")
            print(client.info("server")["run_id"], flush=True)
        except Exception as error:
            print(type(error).__name__, file=sys.stderr)
        time.sleep(0.05)


main()
