"""States of claims and imports."""

from django.db.models import TextChoices


class ClaimState(TextChoices):
    """Where a claim stands; two claims on one name are both CONTESTED until the office decides."""

    WAITING = "waiting", "等教导处确认"
    CONTESTED = "contested", "两人认领同一姓名"
    APPROVED = "approved", "已确认"
    REFUSED = "refused", "没有通过"


OPEN_CLAIMS = (ClaimState.WAITING, ClaimState.CONTESTED)


class ImportState(TextChoices):
    """Where a roster import stands."""

    READING = "reading", "正在读"
    READY = "ready", "等你定"
    UNREADABLE = "unreadable", "读不了"
    IMPORTING = "importing", "正在写入"
    DONE = "done", "已导入"
    WITHDRAWN = "withdrawn", "已撤回"
    DROPPED = "dropped", "已放弃"
