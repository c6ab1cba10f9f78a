"""Which columns name a person of a school. Port of `schools`."""

from referrals.models import Concern, MandatoryReport
from schools.ports import NamesPerson

COLUMNS = [NamesPerson(Concern, "about"), NamesPerson(MandatoryReport, "about")]
