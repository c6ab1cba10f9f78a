"""Half-open ranges for exclusion constraints: one may begin when another ends."""

from django.contrib.postgres.fields import DateRangeField, DateTimeRangeField
from django.db.models import Func


class DateRange(Func):
    """A range of days; an empty end means without end."""

    function = "DATERANGE"
    output_field = DateRangeField()


class TimeRange(Func):
    """A range of moments."""

    function = "TSTZRANGE"
    output_field = DateTimeRangeField()
