from schools.forms.plans import AddPlanForm, PinForm
from schools.forms.territory import (
    MAX_UPLOAD,
    AddDaysForm,
    AddPlaceForm,
    ApplyForm,
    DayForm,
    PeriodForm,
    RenamePlaceForm,
    UploadForm,
    YearForm,
)

__all__ = [
    "MAX_UPLOAD",
    "AddDaysForm",
    "AddPlaceForm",
    "AddPlanForm",
    "ApplyForm",
    "DayForm",
    "PeriodForm",
    "PinForm",
    "RenamePlaceForm",
    "UploadForm",
    "YearForm",
]
