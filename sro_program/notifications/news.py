"""The parts of a message that is nothing but a few sentences and a button."""

from typing import NamedTuple


class News(NamedTuple):
    """The subject, one sentence more, and the word on the button."""

    heading: str
    text: str
    label: str = "Open"


def fill(news: News, words: dict[str, str]) -> dict[str, str]:
    """The three parts with the record's own words in them."""
    return {
        "heading": news.heading.format(**words),
        "text": news.text.format(**words),
        "label": news.label,
    }
