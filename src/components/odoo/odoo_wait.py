import configparser
import os
import sys
import time

PATIENCE = 60  # seconds to wait for a login before the container exits


def say(message):
    print(f"start: {message}", file=sys.stderr, flush=True)


try:
    import psycopg2
except ImportError as error:
    say(f"not waiting for PostgreSQL: {error}")
    sys.exit()

parser = configparser.RawConfigParser()
parser.read(os.environ["ODOO_RC"], encoding="utf-8")
names = ("host", "port", "user", "password", "sslmode")
options = {name: parser.get("options", f"db_{name}", fallback=None) for name in names}
where = "PostgreSQL at {host}:{port} as {user}".format_map(options)
begin = time.monotonic()
answered = None
while True:
    try:
        psycopg2.connect(dbname="postgres", connect_timeout=3, **options).close()
        break
    except psycopg2.Error as error:
        answer = " ".join(str(error).split())
    if answer != answered:
        say(f"waiting for {where}: {answer}")
        answered = answer
    if time.monotonic() - begin > PATIENCE:
        say(f"could not log in to {where} within {PATIENCE} s")
        sys.exit(1)
    time.sleep(1)
