"""The HTTP side: Odoo's /web/health and /websocket, and what tests ask about under /standin/."""

import base64
import hashlib
import json
import logging
import os
import socket
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, HTTPServer
from socketserver import ThreadingMixIn
from typing import Any
from urllib.parse import parse_qs, urlsplit

import psycopg2

from . import database, processes
from .config import Config
from .sessions import Store

logger = logging.getLogger("werkzeug")

Answer = tuple[int, dict[str, Any]]


class Application:
    def __init__(self, config: Config, pool: database.Pool, sessions: Store) -> None:
        self.config = config
        self.pool = pool
        self.sessions = sessions

    def answer(self, path: str, query: dict[str, str], body: bytes | None) -> Answer:
        routes: dict[str, Callable[[], Answer]] = {
            "/web/health": lambda: self._health(query),
            "/standin/options": lambda: (200, self._options()),
            "/standin/database": lambda: (200, database.facts(self.pool, query.get("name", "postgres"))),
            "/standin/session": lambda: (200, self._session(query["sid"], body)),
            "/standin/processes": lambda: (200, processes.running(self.config)),
        }
        if path not in routes:
            return 404, {"error": "not found"}
        try:
            return routes[path]()
        except Exception as error:  # each request answers for itself, as in Odoo
            logger.warning("%s: %s: %s", path, type(error).__name__, str(error).strip())
            return 500, {"error": type(error).__name__, "message": str(error).strip()}

    def _health(self, query: dict[str, str]) -> Answer:
        if not query.get("db_server_status"):
            return 200, {"status": "pass"}
        try:
            with self.pool.connection("postgres") as connection, connection, connection.cursor():
                return 200, {"status": "pass", "db_server_status": True}
        except psycopg2.Error:
            return 500, {"status": "fail", "db_server_status": False}

    def _options(self) -> dict[str, Any]:
        loaded, missing = self.config.modules()
        filestore = os.path.join(self.config["data_dir"], "filestore")
        return {
            **self.config.public(),
            "modules": {"loaded": loaded, "missing": missing},
            "filestore_writable": os.access(filestore, os.W_OK),
        }

    def _session(self, sid: str, body: bytes | None) -> dict[str, Any]:
        return self.sessions.read(sid) if body is None else self.sessions.write(sid, json.loads(body))


class Server(HTTPServer):
    """One request at a time, on a socket that several processes may listen on."""

    def __init__(self, listener: socket.socket, application: Application, serves_websocket: bool) -> None:
        super().__init__(listener.getsockname(), Handler, bind_and_activate=False)
        self.socket.close()
        self.socket = listener
        self.application = application
        self.serves_websocket = serves_websocket


class ThreadedServer(ThreadingMixIn, Server):
    daemon_threads = True


class Handler(BaseHTTPRequestHandler):
    server: Server
    timeout = 2  # what Odoo gives a client that says nothing (ODOO_HTTP_SOCKET_TIMEOUT)

    def do_GET(self) -> None:
        if urlsplit(self.path).path == "/websocket":
            self._websocket()
        else:
            self._answer(None)

    def do_POST(self) -> None:
        self._answer(self.rfile.read(int(self.headers.get("Content-Length", 0))))

    def _answer(self, body: bytes | None) -> None:
        url = urlsplit(self.path)
        query = {name: values[-1] for name, values in parse_qs(url.query).items()}
        self._send(*self.server.application.answer(url.path, query, body))

    def _send(self, status: int, content: dict[str, Any]) -> None:
        data = json.dumps(content, ensure_ascii=False).encode() + b"\n"
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        self.wfile.write(data)

    def _websocket(self) -> None:
        """The handshake of RFC 6455, then the end: nothing is sent here."""
        key = self.headers.get("Sec-WebSocket-Key")
        if not self.server.serves_websocket:
            port = self.server.application.config["gevent_port"]
            message = f"Couldn't bind the websocket. Is the connection opened on the evented port ({port})?"
            self._send(500, {"error": "RuntimeError", "message": message})
        elif self.headers.get("Upgrade", "").lower() != "websocket" or key is None:
            self._send(400, {"error": "BadRequest", "message": "not a websocket handshake"})
        else:
            digest = hashlib.sha1(f"{key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11".encode()).digest()
            self.protocol_version = "HTTP/1.1"
            self.send_response(101)
            self.send_header("Upgrade", "websocket")
            self.send_header("Connection", "Upgrade")
            self.send_header("Sec-WebSocket-Accept", base64.b64encode(digest).decode())
            self.end_headers()
            self.close_connection = True

    def log_request(self, code: Any = "-", size: Any = "-") -> None:
        logger.info('%s "%s %s" %d', self.client_address[0], self.command, urlsplit(self.path).path, code)

    def log_message(self, format: str, *args: Any) -> None:
        logger.info(format, *args)
