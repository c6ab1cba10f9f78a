"""What advice and referrals are about (domain.md §3.2 and §3.4), and what that asks."""

from django.db import models


class Topic(models.TextChoices):
    """The source document's five topics, and those that schools and referrals add.

    The grave ones come last: beside them a form opens what is to be done at once.
    """

    LAW = "law", "The law"
    DELINQUENCY = "delinquency", "Delinquency"
    VIOLENCE = "violence", "Violence"
    SUBSTANCES = "substances", "Alcohol and drugs"
    FAMILY = "family", "Family"
    BULLYING = "bullying", "Bullying and cyberbullying"
    ONLINE = "online", "Social media and sexting"
    DATING = "dating", "Dating violence"
    VAPING = "vaping", "Vaping"
    DRIVING = "driving", "Driving"
    WEAPONS = "weapons", "Weapons"
    THEFT = "theft", "Theft"
    TRUANCY = "truancy", "Truancy"
    PEERS = "peers", "Conflict with others"
    GRIEF = "grief", "Grief"
    NEEDS = "needs", "Home, food or clothing"
    VICTIM = "victim", "Victim of a crime"
    OTHER = "other", "Something else"
    MENTAL_HEALTH = "mental_health", "Mental health"
    CHILD_ABUSE = "child_abuse", "Child abuse, neglect or trafficking"
    SELF_HARM = "self_harm", "Self-harm or suicide"
    THREAT = "threat", "Threat or danger now"


CRISIS = frozenset({Topic.SELF_HARM, Topic.THREAT})
"""Who to call comes before anything else (product.md §3, `referrals/`)."""
DUTY = frozenset({Topic.CHILD_ABUSE})
"""Everybody's duty to report at once, whatever else is done (KRS 620.030)."""


def in_words(topics: list[str]) -> str:
    """Topics as people read them."""
    return ", ".join(Topic(topic).label for topic in topics)
