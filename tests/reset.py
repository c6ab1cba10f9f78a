"""Puts a test database back as the migrations left it, after a test that committed.

Django's own flush truncates, which the product's role may not do, and would also
throw away the reference data that migrations brought.
"""

import psycopg
import redis
from psycopg import sql

from sro_program.embedded import Urls

TABLES = """
    SELECT relname FROM pg_class
    WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' ORDER BY relname
"""
FINGERPRINT = sql.SQL(
    "SELECT {name}, count(*), coalesce(sum(hashtextextended(row::text, 0)), 0)"
    " FROM {table} row"
)

type Fingerprint = tuple[int, int]


class Baseline:
    """The rows that the migrations brought, and a way back to exactly those."""

    def __init__(self, urls: Urls) -> None:
        # Triggers and foreign keys do not fire for a replica: rows can go in any
        # order, and history stays append-only for everybody else.
        self.database = psycopg.connect(
            urls.superuser,
            autocommit=True,
            options="-c session_replication_role=replica -c lock_timeout=20s",
        )
        self.broker = redis.Redis.from_url(urls.redis)
        self.tables = [name for (name,) in self.database.execute(TABLES)]
        self.query = sql.SQL(" UNION ALL ").join(
            FINGERPRINT.format(name=sql.Literal(name), table=sql.Identifier(name))
            for name in self.tables
        )
        self.fingerprints = self.now()
        self.rows = {
            name: self.read(name)
            for name, (count, _) in self.fingerprints.items()
            if count
        }

    def now(self) -> dict[str, Fingerprint]:
        rows = self.database.execute(self.query)
        return {name: (count, total) for name, count, total in rows}

    def read(self, table: str) -> bytes:
        statement = sql.SQL("COPY {} TO STDOUT").format(sql.Identifier(table))
        with self.database.cursor().copy(statement) as copy:
            return b"".join(bytes(block) for block in copy)

    def restore(self) -> None:
        """Put back every table that differs, and forget what the broker holds."""
        present = self.now()
        with self.database.transaction():
            for table in self.tables:
                if present[table] != self.fingerprints[table]:
                    self.put_back(table)
        self.broker.flushdb()

    def put_back(self, table: str) -> None:
        name = sql.Identifier(table)
        self.database.execute(sql.SQL("DELETE FROM {}").format(name))
        if table in self.rows:
            statement = sql.SQL("COPY {} FROM STDIN").format(name)
            with self.database.cursor().copy(statement) as copy:
                copy.write(self.rows[table])

    def close(self) -> None:
        self.database.close()
        self.broker.close()
