"""The words of a message, from its templates."""

from django.conf import settings
from django.template import Context, Engine, TemplateDoesNotExist

from sro_program.core.text import in_one_line

OF_SEVERAL_LINES = {"reason"}


def subject_of(template: str, context: dict[str, object]) -> str:
    """The first line of the text: the mail's subject, and the line in the program."""
    return text_of(template, context)[0]


def text_of(template: str, context: dict[str, object]) -> tuple[str, str]:
    """Subject and text of a mail; names are written as they are, not as HTML."""
    source = Engine.get_default().get_template(f"notifications/{template}.txt")
    text = source.render(Context(_with_names(context), autoescape=False))
    subject, _, body = text.strip().partition("\n")
    return subject.strip(), body.strip() + "\n"


def html_of(template: str, context: dict[str, object]) -> str:
    """The same in HTML; empty where a message has none."""
    try:
        source = Engine.get_default().get_template(f"notifications/{template}.html")
    except TemplateDoesNotExist:
        return ""
    return source.render(Context(_with_names(context)))


def _with_names(context: dict[str, object]) -> dict[str, object]:
    """Every mail may name the product and its button.

    All but a reason is one line: a title with a line break would end the subject.
    """
    defaults = {"product_name": settings.PRODUCT_NAME, "url": "", "action_label": ""}
    lines = {
        name: in_one_line(value)
        for name, value in context.items()
        if isinstance(value, str) and name not in OF_SEVERAL_LINES
    }
    return {**defaults, **context, **lines}
