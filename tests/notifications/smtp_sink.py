"""A mail server for tests: takes every mail, a little slowly, and keeps it."""

import socketserver
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes
from email.message import Message
from threading import Thread
from time import sleep

PAUSE = 0.02
"""Seconds each mail takes, so that a kill can hit the moment of sending."""


class Conversation(socketserver.StreamRequestHandler):
    """As much of SMTP as Python's smtplib speaks."""

    server: "Sink"

    def handle(self) -> None:
        self._say("220 sink")
        while line := self.rfile.readline():
            verb = line[:4].upper()
            if verb == b"DATA":
                self._take()
            elif verb == b"QUIT":
                self._say("221 bye")
                return
            elif verb == b"RCPT" and self.server.refusal:
                self._say(self.server.refusal)
            else:
                self._say("250 ok")

    def _take(self) -> None:
        self._say("354 go on")
        lines: list[bytes] = []
        while (line := self.rfile.readline()) not in {b".\r\n", b""}:
            lines.append(line)
        if line:  # else the sender died in the middle, and this is no mail
            sleep(PAUSE)
            self.server.mails.append(message_from_bytes(b"".join(lines)))
            self._say("250 taken")

    def _say(self, text: str) -> None:
        self.wfile.write(text.encode() + b"\r\n")


class Sink(socketserver.ThreadingTCPServer):
    """Set `refusal` to an answer such as `550 unknown` to refuse recipients."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Conversation)
        self.mails: list[Message] = []
        self.refusal = ""

    @property
    def port(self) -> int:
        return int(self.server_address[1])

    def handle_error(self, request: object, client_address: object) -> None:
        """A sender that was killed is the point of the exercise."""


@contextmanager
def smtp_sink() -> Iterator[Sink]:
    """Run the server for the time of a test."""
    with Sink() as sink:
        Thread(target=sink.serve_forever, daemon=True).start()
        yield sink
        sink.shutdown()
