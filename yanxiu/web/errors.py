"""Error pages in Chinese: what happened, the way back, a number the administrator finds in the log."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import get_template

from yanxiu.base.middleware import reference


def _page(request: HttpRequest, status: int, title: str, text: str) -> HttpResponse:
    context = {"status": status, "title": title, "text": text, "reference": reference()}
    if getattr(request, "htmx", False):
        return render(request, "web/_problem.html", context, status=status)
    return render(request, "web/problem.html", context, status=status)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _page(request, 400, "这个请求看不懂", "地址或表单不完整。回到上一页，再提交一次。")


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    text = getattr(exception, "message", "") or "这件事不归你办。需要时请找本单位的管理员。"
    return _page(request, 403, "这里你进不去", text)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _page(request, 404, "没有找到这一页", "地址可能写错了，内容可能已移走，或者它不属于你的单位。")


def too_many(request: HttpRequest, text: str = "") -> HttpResponse:
    """429: asked too often; whoever locks says in `text` how long."""
    return _page(request, 429, "试得太快了", text or "等一分钟再试。同一所学校的其他人不受影响。")


def server_error(request: HttpRequest) -> HttpResponse:
    """Rendered without context processors: they may be what failed."""
    text = "你填的内容留在本机草稿里。过一会儿再试；还不行，请把编号告诉管理员。"
    context = {"status": 500, "title": "系统出了问题", "text": text, "reference": reference()}
    return HttpResponse(get_template("web/problem.html").render(context), status=500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    text = "为了安全，这张表单要重新打开。返回上一页，你填的内容还在，再提交一次。"
    return _page(request, 403, "页面放得太久了", text)
