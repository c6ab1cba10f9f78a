"""What waits for a person in each wing: `parts` asks for it, `needs_in` words it.

In the order of the page; talks are asked for and worded by `finding` and `page`.
"""

from sro_program.overview.home import (
    advising,
    agreeing,
    appraising,
    barring,
    directing,
    mending,
    policing,
    remembering,
    reporting,
)

WINGS = (
    policing,
    advising,
    directing,
    reporting,
    mending,
    barring,
    agreeing,
    remembering,
    appraising,
)
