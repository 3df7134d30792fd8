"""Judges of what plans say: each a module with NAME, MUTATIONS and judge(texts, kit), which gives complaints."""
import typing


class Text(typing.NamedTuple):
    """A text that a plan tells somebody to run or to merge."""
    label: str
    platform: str
    via: str
    step: str
    syntax: str
    text: str


class Complaint(typing.NamedTuple):
    label: str
    what: str


class Mutation(typing.NamedTuple):
    """A mistake put into the first text of that syntax which holds old: the judge must see it."""
    syntax: str
    old: str
    new: str


class Missing(Exception):
    """What a judge needs is not in the kit."""
