"""Several people at the same moment: real threads, real transactions."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from django.db import connection

from sro_program.core.db import acting_as
from sro_program.core.errors import ProductError


def together(jobs):
    """Run each in a thread of its own, all at once; what was refused, or None."""
    ready = Barrier(len(jobs))

    def run(job):
        try:
            ready.wait()
            job()
        except ProductError as refusal:
            return refusal.sentence
        finally:
            connection.close()
        return None

    with ThreadPoolExecutor(len(jobs)) as pool:
        return list(pool.map(run, jobs))


def as_(user, act, *args, **said):
    def job():
        with acting_as(user):
            act(*args, by=user, **said)

    return job
