"""The address parameters of the list."""

from django import forms


class PageForm(forms.Form):
    """Where the page begins: after this message."""

    after = forms.UUIDField(required=False)
