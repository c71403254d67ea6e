"""What every page's frame needs; filled by the rooms above through `register`."""

from django.http import HttpRequest

from yanxiu.web.shell import Shell, shell_for


def shell(request: HttpRequest) -> dict[str, Shell]:
    """The frame of the page: unit, date, week, navigation, person."""
    return {"shell": shell_for(request)}
