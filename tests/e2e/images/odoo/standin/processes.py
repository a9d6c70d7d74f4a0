"""The processes that odoo/service/server.py of Odoo 19.0 keeps: one with threads, or a master with workers."""

import logging
import os
import resource
import select
import signal
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psycopg2

from .config import Config
from .database import Pool

logger = logging.getLogger("odoo.service.server")

_STOP = {signal.SIGTERM, signal.SIGINT}
_NAME = "odoo-"
_POLL = 60.0  # seconds after which a cron worker looks even if nothing woke it

Work = Callable[[], None]


def running(config: Config) -> dict[str, Any]:
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            name = (folder / "comm").read_text().strip()
            if name.startswith(_NAME):
                found.append({"pid": int(folder.name), "role": name.removeprefix(_NAME), "limit_as": _limit(folder)})
        except OSError:  # it has ended
            continue
    return {
        "mode": "prefork" if config["workers"] else "threaded",
        "served_by": os.getpid(),
        "threads": sorted(thread.name for thread in threading.enumerate() if thread.name.startswith(_NAME)),
        "processes": sorted(found, key=lambda process: process["pid"]),
    }


def run_threaded(config: Config, threads: dict[str, Work]) -> None:
    """Runs each piece of work in a thread of its own until a signal says stop."""
    signal.pthread_sigmask(signal.SIG_BLOCK, _STOP)
    _become("threaded")
    _limit_memory(config["limit_memory_hard"])
    for name, work in threads.items():
        threading.Thread(target=work, name=_NAME + name, daemon=True).start()
    signal.sigwait(_STOP)
    logger.info("Initiating shutdown")


def run_prefork(config: Config, workers: list[tuple[str, Work]]) -> None:
    """Keeps one process for each piece of work until a signal says stop."""
    signal.pthread_sigmask(signal.SIG_BLOCK, {*_STOP, signal.SIGCHLD})
    _become("master")
    children: dict[int, tuple[str, Work]] = {}
    missing = workers
    while True:
        for worker in missing:
            children[_fork(config, *worker)] = worker
        if signal.sigwait({*_STOP, signal.SIGCHLD}) in _STOP:
            break
        missing = [children.pop(pid) for pid in _ended() if pid in children]
        if missing:
            logger.warning("%d workers ended: started again", len(missing))
            time.sleep(0.5)
    logger.info("Stopping gracefully")
    for pid in children:
        os.kill(pid, signal.SIGTERM)
    for pid in children:
        os.waitpid(pid, 0)


def cron(pool: Pool) -> None:
    """Waits for work as a cron worker does: on a connection of its own that listens in `postgres`."""
    while True:
        try:
            with pool.connection("postgres") as connection:
                connection.autocommit = True
                with connection.cursor() as cursor:
                    cursor.execute("LISTEN cron_trigger")
                    while True:
                        select.select([connection], [], [], _POLL)
                        connection.poll()
                        cursor.execute("SELECT 1")
        except psycopg2.Error as error:
            logger.warning("cron: %s", str(error).strip())
            time.sleep(1)


def _fork(config: Config, role: str, work: Work) -> int:
    pid = os.fork()
    if pid:
        return pid
    try:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {*_STOP, signal.SIGCHLD})
        _become(role)
        gevent = config["limit_memory_hard_gevent"] if role == "gevent" else None
        _limit_memory(gevent or config["limit_memory_hard"])
        logger.info("Worker %s (%d) alive", role, os.getpid())
        work()
    except BaseException:
        logger.exception("Worker %s (%d) ended", role, os.getpid())
    finally:
        os._exit(1)


def _ended() -> list[int]:
    """The children that have ended, and orphans of others: as the first process of a container
    the master inherits them."""
    ended = []
    try:
        while (pid := os.waitpid(-1, os.WNOHANG)[0]) != 0:
            ended.append(pid)
    except ChildProcessError:
        pass
    return ended


def _become(role: str) -> None:
    Path("/proc/self/comm").write_text(_NAME + role)


def _limit_memory(limit: int | None) -> None:
    if limit:
        resource.setrlimit(resource.RLIMIT_AS, (limit, resource.getrlimit(resource.RLIMIT_AS)[1]))


def _limit(folder: Path) -> int | None:
    line = next(line for line in (folder / "limits").read_text().splitlines() if line.startswith("Max address space"))
    soft = line.split()[3]
    return None if soft == "unlimited" else int(soft)
