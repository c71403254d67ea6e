"""Forms of the roster import."""

from django import forms

from yanxiu.setup.forms.fields import day_field
from yanxiu.setup.roster.profiles import profiles


def _offered() -> list[tuple[str, str]]:
    return [(profile.name, profile.title) for profile in profiles().values()]


class UploadForm(forms.Form):
    """A file, and by which measure it is judged."""

    file = forms.FileField(
        label="名单文件", widget=forms.FileInput(attrs={"accept": ".xlsx,.xls,.csv", "max_bytes": str(50 * 1024 * 1024)}),
        help_text=".xlsx、.xls、.csv 都行；有标题、合并格、小计也不用整理", error_messages={"required": "请选一个文件。", "empty": "这个文件是空的，请重新选。"},
    )  # fmt: skip
    profile = forms.ChoiceField(label="口径", choices=_offered, initial="school")
    as_of = day_field("年龄、教龄算到哪一天")


class SchoolListForm(forms.Form):
    """A list of schools."""

    file = forms.FileField(
        label="学校名单", widget=forms.FileInput(attrs={"accept": ".xlsx,.xls,.csv", "max_bytes": str(5 * 1024 * 1024)}),
        help_text="要有三列：学校代码、学校名称、单位类型；标题、合计行不用删", error_messages={"required": "请选一个文件。", "empty": "这个文件是空的，请重新选。"},
    )  # fmt: skip
