"""Forms of the roster import."""

from django import forms

from yanxiu.setup.forms.fields import day_field


class UploadForm(forms.Form):
    """A file, and by which measure it is judged."""

    file = forms.FileField(
        label="名单文件", widget=forms.FileInput(attrs={"accept": ".xlsx,.xls,.csv", "max_bytes": str(50 * 1024 * 1024)}),
        help_text=".xlsx、.xls、.csv 都行；有标题、合并格、小计也不用整理", error_messages={"required": "请选一个文件。", "empty": "这个文件是空的，请重新选。"},
    )  # fmt: skip
    profile = forms.ChoiceField(
        label="口径",
        choices=[("school", "本校用：有姓名就行"), ("district", "区里要的：身份证、学校代码、年月都要")],
        initial="school",
    )
    as_of = day_field("按哪一天算")
