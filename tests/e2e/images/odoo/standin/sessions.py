"""Where sessions live: files as in Odoo core, or Redis as in the module session_redis
(camptocamp/odoo-cloud-platform, session_redis/http.py and session.py)."""

import json
import os
import re
import sys
from typing import Any, Protocol

from redis import Redis
from redis.sentinel import Sentinel

from .config import Config

_WEEK = 7 * 24 * 3600
_ANONYMOUS = 3 * 3600


class Store(Protocol):
    def write(self, sid: str, session: dict[str, Any]) -> dict[str, Any]: ...

    def read(self, sid: str) -> dict[str, Any]: ...


def store(config: Config, modules: list[str]) -> Store:
    folder = config.session_dir()
    in_redis = "session_redis" in modules and os.environ.get("ODOO_SESSION_REDIS", "0").lower() in (
        "y", "yes", "t", "true", "on", "1",
    )  # fmt: skip
    return RedisStore(redis_client()) if in_redis else FileStore(folder)


def redis_client(**socket_options: Any) -> Redis:
    """The client that the environment asks for. Sentinels behind one name are tried one after the
    other by redis-py, which connects to the first of the name's addresses that answers."""
    environment = os.environ.get
    password = environment("ODOO_SESSION_REDIS_PASSWORD")
    sentinel = environment("ODOO_SESSION_REDIS_SENTINEL_HOST")
    if sentinel:
        master = environment("ODOO_SESSION_REDIS_SENTINEL_MASTER_NAME")
        if not master:
            sys.exit("ODOO_SESSION_REDIS_SENTINEL_MASTER_NAME must be defined when using session_redis")
        port = int(environment("ODOO_SESSION_REDIS_SENTINEL_PORT", "26379"))
        return Sentinel([(sentinel, port)], password=password, **socket_options).master_for(master)
    url = environment("ODOO_SESSION_REDIS_URL")
    if url:
        try:
            return Redis.from_url(url, **socket_options)
        except ValueError:
            # Its text may hold a part of the password.
            raise SystemExit("ODOO_SESSION_REDIS_URL is not the address of a Redis server") from None
    return Redis(
        host=environment("ODOO_SESSION_REDIS_HOST", "localhost"),
        port=int(environment("ODOO_SESSION_REDIS_PORT", "6379")),
        password=password,
        **socket_options,
    )


class RedisStore:
    def __init__(self, client: Redis) -> None:
        self._client = client
        prefix = os.environ.get("ODOO_SESSION_REDIS_PREFIX")
        self._prefix = f"session::{prefix}:" if prefix else "session:"

    def write(self, sid: str, session: dict[str, Any]) -> dict[str, Any]:
        if session.get("uid"):
            expiration = os.environ.get("ODOO_SESSION_REDIS_EXPIRATION", _WEEK)
        else:
            expiration = os.environ.get("ODOO_SESSION_REDIS_EXPIRATION_ANONYMOUS", _ANONYMOUS)
        key = self._prefix + sid
        with self._client.client() as client:
            client.set(key, json.dumps(session))
            client.expire(key, int(expiration))
            return self._answer(client, sid, session)

    def read(self, sid: str) -> dict[str, Any]:
        with self._client.client() as client:
            saved = client.get(self._prefix + sid)
            return self._answer(client, sid, json.loads(saved) if saved else None)

    def _answer(self, client: Redis, sid: str, session: Any) -> dict[str, Any]:
        key = self._prefix + sid
        connection = client.connection
        node = {
            "host": connection.host,
            "port": connection.port,
            "db": connection.db,
            "role": client.info("replication")["role"],
            "run_id": client.info("server")["run_id"],
        }
        return {"sid": sid, "store": "redis", "key": key, "session": session, "ttl": client.ttl(key), "node": node}


class FileStore:
    def __init__(self, folder: str) -> None:
        self._folder = folder

    def write(self, sid: str, session: dict[str, Any]) -> dict[str, Any]:
        path = self._path(sid)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w", encoding="utf-8") as file:
            json.dump(session, file)
        return self.read(sid)

    def read(self, sid: str) -> dict[str, Any]:
        path = self._path(sid)
        session = None
        if os.path.exists(path):
            with open(path, encoding="utf-8") as file:
                session = json.load(file)
        return {"sid": sid, "store": "file", "key": path, "session": session}

    def _path(self, sid: str) -> str:
        if not re.fullmatch(r"[A-Za-z0-9_-]+", sid):
            raise ValueError("a session id has letters, digits, _ and - only")
        return os.path.join(self._folder, sid[:2], sid)
