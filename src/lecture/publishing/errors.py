"""The one exception of publishing."""


class PublishingError(Exception):
    """The notebook cannot be published; the message names what to repair, one problem a line."""
