"""Forms of people."""

from typing import Any

from django import forms

from yanxiu.setup.forms.fields import Suggesting, choices_of, chosen_field, day_field

SUBJECTS = (
    "语文",
    "数学",
    "英语",
    "道德与法治",
    "物理",
    "化学",
    "生物",
    "历史",
    "地理",
    "科学",
    "信息科技",
    "体育",
    "音乐",
    "美术",
)
TITLES = ("三级教师", "二级教师", "一级教师", "高级教师", "正高级教师")
EDUCATIONS = ("中专", "专科", "本科", "研究生")
LEVELS = ("校级骨干", "区级骨干", "市级骨干", "省级骨干", "学科带头人", "特级教师")


class PersonForm(forms.Form):
    """What an office knows of a person; only the name is needed."""

    name = forms.CharField(label="姓名", max_length=60, error_messages={"required": "请写姓名。"})
    staff_no = forms.CharField(label="工号", max_length=40, required=False)
    gender = forms.ChoiceField(label="性别", choices=[("", "不填"), ("男", "男"), ("女", "女")], required=False)
    subjects = forms.CharField(
        label="任教学科", max_length=60, required=False, help_text="几科用顿号分开", widget=Suggesting(SUBJECTS)
    )
    phone = forms.CharField(label="手机", max_length=20, required=False, help_text="只给教导处联系用，不用来登录")
    professional_title = forms.CharField(label="职称", max_length=30, required=False, widget=Suggesting(TITLES))
    education = forms.CharField(label="学历", max_length=20, required=False, widget=Suggesting(EDUCATIONS))
    backbone_level = forms.CharField(label="骨干级别", max_length=30, required=False, widget=Suggesting(LEVELS))

    def clean_subjects(self) -> list[str]:
        """Subjects as a list."""
        text = self.cleaned_data["subjects"].replace(",", "、").replace("，", "、")
        return [part.strip() for part in text.split("、") if part.strip()]


class NewPersonForm(PersonForm):
    """A new person, with group and first day."""

    group = forms.ChoiceField(label="组", required=False)
    start = day_field("从哪天起", required=False)

    def __init__(self, *args: Any, groups: Any = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["group"].choices = choices_of(groups, "先不分组")  # type: ignore[attr-defined]


class AppointForm(forms.Form):
    """任职."""

    post = chosen_field("职务")
    group = forms.ChoiceField(label="哪个组", required=False, help_text="组长、副组长、包组领导要选组")
    start = day_field("从哪天起")
    document = forms.CharField(label="任命文号", max_length=60, required=False)

    def __init__(self, *args: Any, posts: Any = (), groups: Any = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["post"].choices = choices_of(posts, "选一个职务")  # type: ignore[attr-defined]
        self.fields["group"].choices = choices_of(groups, "不用选")  # type: ignore[attr-defined]


class JoinForm(forms.Form):
    """Into a group."""

    group = chosen_field("组")
    start = day_field("从哪天起")

    def __init__(self, *args: Any, groups: Any = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["group"].choices = choices_of(groups, "选一个组")  # type: ignore[attr-defined]


class SpellForm(forms.Form):
    """一段特殊情况."""

    kind = chosen_field("情况", "请选一种情况。")
    start = day_field("从哪天起")
    end = day_field("到哪天返岗", required=False, help_text="不知道就空着")
    note = forms.CharField(label="说明", max_length=200, required=False)

    def __init__(self, *args: Any, kinds: Any = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = choices_of(kinds, "选一种情况")  # type: ignore[attr-defined]
