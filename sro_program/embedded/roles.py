"""Applies `roles.sql`, the one description of the database's three roles."""

from pathlib import Path

import psycopg
from psycopg import sql

from sro_program.embedded.passwords import Passwords

ROLES_SQL = Path(__file__).with_name("roles.sql")
DATABASE = "sro"
ROLES = ("sro_owner", "sro_app", "sro_audit")


def set_up(superuser_url: str, passwords: Passwords, database: str = DATABASE) -> None:
    """Make the database and its roles, or bring them up to date; safe to repeat."""
    with psycopg.connect(superuser_url, autocommit=True) as server:
        create_database(server, database)
    url = superuser_url.rsplit("/", 1)[0] + "/" + database
    with psycopg.connect(url) as connection:
        connection.execute(ROLES_SQL.read_bytes())
        for role in ROLES:
            set_password(connection, role, passwords[role.upper()])


def create_database(server: psycopg.Connection, name: str) -> None:
    found = server.execute("SELECT FROM pg_database WHERE datname = %s", [name])
    if found.rowcount == 0:
        server.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))


def set_password(connection: psycopg.Connection, role: str, password: str) -> None:
    statement = sql.SQL("ALTER ROLE {} PASSWORD {}")
    connection.execute(statement.format(sql.Identifier(role), sql.Literal(password)))
