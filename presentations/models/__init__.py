"""Topics, presentations, and what comes after them."""

from presentations.models.afterwards import AdviceSlot, Delivery, Feedback
from presentations.models.conflicts import ConflictRule
from presentations.models.presentation import Presentation
from presentations.models.proposed import ProposedSlot
from presentations.models.topics import Topic, TopicMaterial

__all__ = [
    "AdviceSlot",
    "ConflictRule",
    "Delivery",
    "Feedback",
    "Presentation",
    "ProposedSlot",
    "Topic",
    "TopicMaterial",
]
