"""The yardstick: Django pages with a session, three queries and 25 rows."""
