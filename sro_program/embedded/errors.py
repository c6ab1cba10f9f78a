"""What the embedded servers say when they cannot do their work."""


class ServiceError(Exception):
    """A server did not start or stop; the message tells a person what to do."""
