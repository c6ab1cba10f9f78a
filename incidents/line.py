"""The Line: is it the school's, or the law's? Four questions decide (product.md §3).

An SRO is not responsible for school discipline (KRS 158.4414(3)).
"""

from incidents.models import CaseFile

RULE = "A school resource officer is not responsible for school discipline."
STATUTE = "KRS 158.4414(3)"


def conduct_of(
    *, possible_crime: str, school_alone: str, asked_to_discipline: bool
) -> CaseFile.Conduct:
    """What the answers make of it until the officer says more.

    No crime, or a request to discipline that is not said to be about one, is the
    school's. What may be a crime is not determined before the officer has looked.
    """
    if possible_crime == CaseFile.Answer.YES:
        return CaseFile.Conduct.OPEN
    is_no_crime = possible_crime == CaseFile.Answer.NO
    if is_no_crime or asked_to_discipline or school_alone == CaseFile.Alone.YES:
        return CaseFile.Conduct.MISCONDUCT
    return CaseFile.Conduct.OPEN
