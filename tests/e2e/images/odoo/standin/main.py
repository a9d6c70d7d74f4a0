"""The program `odoo`."""

import logging
import os
import socket
import sys

from . import database, log, processes, sessions
from .config import Config
from .server import Application, Server, ThreadedServer

logger = logging.getLogger("odoo")


def main(arguments: list[str]) -> int:
    config = Config(arguments, dict(os.environ))
    log.set_up(config)
    config.complain()
    if config["db_user"] == "postgres":
        sys.stderr.write("Using the database user 'postgres' is a security risk, aborting.\n")
        return 1
    logger.info("Odoo version %s (stand-in)", config.series)
    logger.info("Using configuration file at %s", config.file_name)
    logger.info("addons paths: %s", config["addons_path"])
    user, host, port = (config[f"db_{name}"] or "default" for name in ("user", "host", "port"))
    logger.info("database: %s@%s:%s", user, host, port)

    loaded, missing = config.modules()
    for module in missing:
        logger.critical("Failed to load server-wide module `%s`.", module)
    store = sessions.store(config, loaded)
    if config.init:
        pool = database.Pool(config, config["db_maxconn"])
        for name in config["db_name"]:
            database.initialise(config, pool, name)
    if config.stop_after_init:
        return 0
    if config["workers"]:
        _serve_prefork(config, store)
    else:
        _serve_threaded(config, store)
    return 0


def _serve_threaded(config: Config, store: sessions.Store) -> None:
    pool = database.Pool(config, config["db_maxconn"])
    listener = _listen(config, "http_port")
    logger.info("HTTP service (werkzeug) running on %s:%d", socket.gethostname(), config["http_port"])
    server = ThreadedServer(listener, Application(config, pool, store), serves_websocket=True)
    crons = {f"cron{number}": lambda: processes.cron(pool) for number in range(config["max_cron_threads"])}
    processes.run_threaded(config, {"http": server.serve_forever, **crons})


def _serve_prefork(config: Config, store: sessions.Store) -> None:
    http = _listen(config, "http_port")
    http.setblocking(False)  # another worker may have taken the connection that woke this one
    gevent = _listen(config, "gevent_port")
    logger.info("HTTP service (werkzeug) running on %s:%d", socket.gethostname(), config["http_port"])
    logger.info("Evented Service (longpolling) running on %s:%d", config["http_interface"], config["gevent_port"])
    maxconn = config["db_maxconn"]

    def serve_http() -> None:
        Server(http, Application(config, database.Pool(config, maxconn), store), serves_websocket=False).serve_forever()

    def serve_gevent() -> None:
        pool = database.Pool(config, config["db_maxconn_gevent"] or maxconn)
        ThreadedServer(gevent, Application(config, pool, store), serves_websocket=True).serve_forever()

    def run_cron() -> None:
        processes.cron(database.Pool(config, maxconn))

    processes.run_prefork(
        config,
        [("http", serve_http)] * config["workers"]
        + [("gevent", serve_gevent)]
        + [("cron", run_cron)] * config["max_cron_threads"],
    )


def _listen(config: Config, port: str) -> socket.socket:
    return socket.create_server((config["http_interface"] or "0.0.0.0", config[port]), backlog=128)
