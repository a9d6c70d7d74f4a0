"""Logs in to PostgreSQL with each library of Python, at the address of DATABASE_URL. Prints user and database for each."""

import asyncio
import os

import asyncpg
import psycopg
import sqlalchemy

URL = os.environ["DATABASE_URL"]
ASKED = "select current_user || ' ' || current_database()"

with psycopg.connect(URL) as connection:
    print("psycopg", connection.execute(ASKED).fetchone()[0])


async def by_asyncpg() -> str:
    connection = await asyncpg.connect(URL)
    return await connection.fetchval(ASKED)


print("asyncpg", asyncio.run(by_asyncpg()))
with sqlalchemy.create_engine(URL).connect() as connection:
    print("SQLAlchemy", connection.execute(sqlalchemy.text(ASKED)).scalar_one())
