"""Refusals. Each carries one sentence for the person and one HTTP status."""

USED_FORM = "This form was already used. Open a new one and fill it in again."


class ProductError(Exception):
    """The product says no, in words for a person; nothing has been changed."""

    status = 422
    title = "That did not work"
    advice = "Go back to change it."
    has_account = True

    def __init__(self, sentence: str, url: str = "") -> None:
        """`url` is the record that this is about, for a way back to it."""
        super().__init__(sentence)
        self.sentence = sentence
        self.url = url


class NotAllowed(ProductError):
    """This person may not do this; the sentence says why (403)."""

    status = 403
    title = "You cannot do this"
    advice = (
        "If you think that you should be able to, ask the sheriff’s office to check "
        "your roles."
    )


class WrongState(ProductError):
    """The record has moved on; someone was faster (409)."""

    status = 409
    title = "This has moved on"
    advice = "Open it again to see what is there now."


class AlreadyDone(WrongState):
    """The same person did the same before, and pressed "back" (409)."""

    title = "That is done already"


class Stale(WrongState):
    """The form was filled in against an older version of the record (409)."""

    title = "That page was out of date"
    advice = ""


class RuleBroken(ProductError):
    """A rule of the domain or of the database refuses the content (422)."""

    title = "That is not possible"


class LinkUnusable(ProductError):
    """A signed link is damaged, expired or already used (410)."""

    status = 410
    title = "This link no longer works"
    advice = ""


class AgencyLinkUnusable(LinkUnusable):
    """The same for someone who has no account: nothing here asks them to sign in."""

    has_account = False


class LinkOfAnother(ProductError):
    """Somebody else is signed in than the person to whom the link was sent (403)."""

    status = 403
    title = "This link is for somebody else"
    advice = "If it is yours, sign out first, then open it again."
