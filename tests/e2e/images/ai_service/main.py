"""Stands in for the AI service: healthy while Redis answers at the address it was given."""

import asyncio
import json
import os
from collections.abc import Awaitable, Callable
from typing import Any

from redis import Redis, RedisError

Receive = Callable[[], Awaitable[Any]]
Send = Callable[[dict[str, Any]], Awaitable[None]]

TIMEOUT = 2  # seconds


def health(client: Redis) -> tuple[int, dict[str, Any]]:
    facts = {
        "claude_api_key_set": bool(os.environ.get("CLAUDE_API_KEY")),
        "model": os.environ.get("ANTHROPIC_MODEL"),
    }
    try:
        client.ping()
        return 200, {"status": "pass", "redis_role": client.info("replication")["role"], **facts}
    except (RedisError, OSError) as error:
        return 503, {"status": "fail", "redis_role": None, "error": type(error).__name__, **facts}


try:
    CLIENT = Redis.from_url(os.environ["REDIS_URL"], socket_timeout=TIMEOUT)
except ValueError:
    # Its text may hold a part of the password.
    raise SystemExit("REDIS_URL is not the address of a Redis server") from None


async def app(scope: dict[str, Any], receive: Receive, send: Send) -> None:
    if scope["type"] == "lifespan":
        await lifespan(receive, send)
    elif scope["type"] == "http":
        status, content = 404, {"error": "not found"}
        if scope["path"] == "/health":
            status, content = await asyncio.to_thread(health, CLIENT)
        headers = [(b"content-type", b"application/json")]
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": json.dumps(content).encode() + b"\n"})


async def lifespan(receive: Receive, send: Send) -> None:
    for phase in ("startup", "shutdown"):
        await receive()
        await send({"type": f"lifespan.{phase}.complete"})
