#!/usr/bin/env python3
"""The contract of 19.0/wait-for-psql.py in odoo/docker: waits until PostgreSQL lets the user in."""

import argparse
import configparser
import os
import sys
import time

import psycopg2

PARAMETERS = ("host", "port", "user", "password")


def main() -> int:
    parser = argparse.ArgumentParser()
    for name in PARAMETERS:
        parser.add_argument(f"--db_{name}")
    parser.add_argument("--timeout", type=int, default=5)
    arguments = parser.parse_args()

    file = configparser.RawConfigParser()
    file.read(os.environ["ODOO_RC"])
    options = dict(file.items("options"))
    found = {
        name: options.get(f"db_{name}") or getattr(arguments, f"db_{name}") or os.environ.get(f"PG{name.upper()}")
        for name in PARAMETERS
    }
    missing = [f"db_{name}" for name in PARAMETERS if found[name] is None]
    if missing:
        print(f"Missing required database parameters: {', '.join(missing)}", file=sys.stderr)
        return 1

    error = None
    end = time.monotonic() + arguments.timeout
    while time.monotonic() < end:
        try:
            psycopg2.connect(dbname="postgres", **found).close()
            return 0
        except psycopg2.OperationalError as failure:
            error = failure
            time.sleep(1)
    print(f"Database connection failure: {error}", file=sys.stderr)
    return 1


sys.exit(main())
