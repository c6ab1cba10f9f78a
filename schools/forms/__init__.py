from schools.forms.plans import AddPlanForm, PinForm
from schools.forms.territory import (
    MAX_UPLOAD,
    AddDaysForm,
    AddPlaceForm,
    ApplyForm,
    ChangeDayForm,
    ChangePeriodForm,
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
    "ChangeDayForm",
    "ChangePeriodForm",
    "PeriodForm",
    "PinForm",
    "RenamePlaceForm",
    "UploadForm",
    "YearForm",
]
