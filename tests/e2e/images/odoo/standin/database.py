"""PostgreSQL as odoo/sql_db.py and odoo/service/db.py of Odoo 19.0 use it."""

import logging
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg2
from psycopg2 import errors, sql

from .config import Config

logger = logging.getLogger("odoo.sql_db")

_FACTS = """
SELECT current_database() AS database,
       current_user AS "user",
       rolsuper AS superuser,
       rolcreatedb AS createdb,
       pg_get_userbyid(datdba) AS owner,
       pg_encoding_to_char(encoding) AS encoding,
       CASE datlocprovider WHEN 'i' THEN 'icu' ELSE 'libc' END AS locale_provider,
       daticulocale AS icu_locale,
       datcollate AS collate,
       datctype AS ctype,
       current_setting('server_version') AS server_version,
       to_regclass('ir_module_module') IS NOT NULL AS initialized,
       ARRAY(SELECT word FROM unnest(%s) AS word ORDER BY word) AS sorted
  FROM pg_database, pg_roles
 WHERE datname = current_database() AND rolname = current_user
"""
_WORDS = ["oso", "ñandu", "nube", "Ábaco", "abeja", "zorro"]


class PoolError(Exception):
    pass


class _Pooled:
    def __init__(self, connection: Any, database: str) -> None:
        self.connection = connection
        self.database = database
        self.used = True


class Pool:
    """At most so many connections; a broken one is dropped when it is asked for, and a new one made."""

    def __init__(self, config: Config, size: int) -> None:
        self._config = config
        self._size = size
        self._lock = threading.Lock()
        self._pooled: list[_Pooled] = []

    @contextmanager
    def connection(self, database: str) -> Iterator[Any]:
        pooled = self._borrow(database)
        try:
            yield pooled.connection
        finally:
            pooled.used = False

    def _borrow(self, database: str) -> _Pooled:
        with self._lock:
            for pooled in [p for p in self._pooled if not p.used and p.database == database]:
                try:
                    pooled.connection.reset()
                except psycopg2.Error:
                    pooled.connection.close()
                    self._pooled.remove(pooled)
                else:
                    pooled.used = True
                    return pooled
            self._make_room()
            pooled = _Pooled(self._connect(database), database)
            self._pooled.append(pooled)
            return pooled

    def _make_room(self) -> None:
        if len(self._pooled) < self._size:
            return
        idle = next((p for p in self._pooled if not p.used), None)
        if idle is None:
            raise PoolError("The Connection Pool Is Full")
        idle.connection.close()
        self._pooled.remove(idle)

    def _connect(self, database: str) -> Any:
        options = {name: self._config[f"db_{name}"] for name in ("host", "port", "user", "password", "sslmode")}
        try:
            return psycopg2.connect(
                dbname=database,
                application_name=self._config["db_app_name"].format(pid=os.getpid()),
                **{name: value for name, value in options.items() if value},
            )
        except psycopg2.Error:
            logger.info("Connection to the database failed")
            raise


def facts(pool: Pool, database: str) -> dict[str, Any]:
    with pool.connection(database) as connection, connection, connection.cursor() as cursor:
        cursor.execute(_FACTS, [_WORDS])
        return dict(zip([column.name for column in cursor.description], cursor.fetchone(), strict=True))


def initialise(config: Config, pool: Pool, database: str) -> None:
    """What `-d NAME -i base` leaves behind, as far as others can tell: a database of the role,
    the table by which Odoo knows that it is initialised, and an attachment in the filestore."""
    try:
        _create(config, pool, database)
        logger.info("database %s created", database)
    except errors.DuplicateDatabase:
        pass
    with pool.connection(database) as connection, connection, connection.cursor() as cursor:
        cursor.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
        cursor.execute("CREATE TABLE IF NOT EXISTS ir_module_module (name text PRIMARY KEY, state text)")
        for module in config.init:
            cursor.execute("INSERT INTO ir_module_module VALUES (%s, 'installed') ON CONFLICT DO NOTHING", [module])
    folder = os.path.join(config.filestore(database), "00")
    os.makedirs(folder, exist_ok=True)
    with open(os.path.join(folder, "attachment"), "w", encoding="utf-8") as file:
        file.write("base\n")
    logger.info("Modules loaded.")


def _create(config: Config, pool: Pool, database: str) -> None:
    template = config["db_template"]
    with pool.connection("postgres") as connection:
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute(
                sql.SQL("CREATE DATABASE {} ENCODING 'unicode' {} TEMPLATE {}").format(
                    sql.Identifier(database),
                    sql.SQL("LC_COLLATE 'C'" if template == "template0" else ""),
                    sql.Identifier(template),
                )
            )
