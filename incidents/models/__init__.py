"""What police work on campus leaves behind: incidents and what belongs to them."""

from incidents.models.case_files import CaseFile
from incidents.models.incidents import Incident, Numbering
from incidents.models.interviews import Interview
from incidents.models.measures import Measure
from incidents.models.offences import Charge, CrdcType, Offence, OffenceCode
from incidents.models.papers import Attachment, HandBack, Remark, Submission, Supplement
from incidents.models.people import Involvement
from incidents.models.received import ReceivedReport
from incidents.models.sealing import SealingName, SealingOrder
from incidents.models.tallies import StaleTally, Tally

__all__ = [
    "Attachment",
    "CaseFile",
    "Charge",
    "CrdcType",
    "HandBack",
    "Incident",
    "Interview",
    "Involvement",
    "Measure",
    "Numbering",
    "Offence",
    "OffenceCode",
    "ReceivedReport",
    "Remark",
    "SealingName",
    "SealingOrder",
    "StaleTally",
    "Submission",
    "Supplement",
    "Tally",
]
