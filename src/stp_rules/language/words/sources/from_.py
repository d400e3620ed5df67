"""`from:` the value of another name."""

from attrs import frozen

from stp_rules.language.word import SourceWord


@frozen
class From(SourceWord):
    """The value of an input or of another measure."""

    word = "from"

    name: str
