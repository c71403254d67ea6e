"""Words this room itself must know; what one may say of a person at an activity is the regulation's."""

from django.db.models import TextChoices


class SheetState(TextChoices):
    """Where an uploaded register stands."""

    READY = "ready", "待核对"
    IMPORTING = "importing", "正在导入"
    DONE = "done", "已导入"
    DROPPED = "dropped", "已放弃"


class ObjectionState(TextChoices):
    """What became of 记错了."""

    OPEN = "open", "待答复"
    UPHELD = "upheld", "已更正"
    ANSWERED = "answered", "已说明"
