"""Calendars of a school as other programs write them (RFC 5545).

`reading` takes the bytes apart, line by line, so that what is wrong has a place;
`rules` refuses what would never end; `occurrences` works out what happens when;
`differences` compares that with what is known, and `applying` writes it. The way is
that of `schools.oneroster`.
"""
