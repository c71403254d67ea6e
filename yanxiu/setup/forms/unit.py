"""Forms of units and school time."""

from typing import Any

from django import forms

from yanxiu.org.enums import DayKind
from yanxiu.setup.forms.fields import Suggesting, choices_of, chosen_field, day_field

STAGES = ("学前", "小学", "初中", "高中", "职业")
TYPES = ("小学", "初中", "九年一贯制学校", "高中", "完全中学", "幼儿园", "特殊教育学校", "职业学校")


class FirstSchoolForm(forms.Form):
    """The three facts of a school, and who administers it."""

    name = forms.CharField(label="学校名称", max_length=100, error_messages={"required": "请写学校名称。"})
    unit_type = forms.CharField(
        label="单位类型",
        max_length=20,
        required=False,
        widget=Suggesting(TYPES),
        help_text="小学、初中、幼儿园……以后也能改",
    )
    first_day = day_field("开学第一天", help_text="照惯例先填了一个，和校历不一样就改")
    weeks = forms.IntegerField(
        label="共几周",
        min_value=1,
        max_value=30,
        initial=20,
        error_messages={
            "max_value": "一个学期最多 30 周，请检查。",
            "min_value": "至少一周。",
            "invalid": "请写一个数。",
            "required": "请填共几周。",
        },
    )
    administrator = forms.CharField(
        label="你的姓名",
        max_length=60,
        help_text="你就是本校管理员，以后可以再加人",
        error_messages={"required": "请写你的姓名。"},
    )
    people = forms.CharField(
        label="教职工姓名", required=False, widget=forms.Textarea(attrs={"rows": 6}),
        help_text="一行一个，后面可以写组名，例如：周以宁 数学组。也可以先空着，下一步传 Excel",
    )  # fmt: skip


class FirstDistrictForm(forms.Form):
    """A district and its administrator."""

    code = forms.CharField(
        label="区代码",
        max_length=40,
        help_text="自己定的短代号，字母数字都行",
        error_messages={"required": "请定一个区代码。"},
    )
    name = forms.CharField(
        label="区名称", max_length=60, help_text="例如：某某区", error_messages={"required": "请写区名称。"}
    )
    institute = forms.CharField(
        label="区级培训机构", max_length=60, required=False, help_text="例如：某某区教师研修中心"
    )
    administrator = forms.CharField(
        label="你的姓名", max_length=60, help_text="你就是区级管理员", error_messages={"required": "请写你的姓名。"}
    )


class SchoolForm(forms.Form):
    """A school's particulars."""

    name = forms.CharField(label="全称", max_length=100, error_messages={"required": "请写学校全称。"})
    short_name = forms.CharField(label="简称", max_length=40, required=False)
    unit_type = forms.ChoiceField(label="单位类型", required=False)
    figures_from = day_field("起算日", required=False, help_text="这一天以前的周和月不判；以前的用期初结转")
    regulation_from = day_field(
        "制度启用日", required=False, help_text="可以先不定制度，只排活动、点名、记录；定了以后从这一天起算"
    )

    def __init__(self, *args: Any, types: Any = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit_type"].choices = choices_of(types, "未定")  # type: ignore[attr-defined]


class NewSchoolForm(SchoolForm):
    """A new school of the district."""

    code = forms.CharField(label="学校代码", max_length=40, error_messages={"required": "请写学校代码。"})
    field_order = ("code", "name")


class GroupForm(forms.Form):
    """A group: its kind and name."""

    kind = forms.ChoiceField(label="种类")
    name = forms.CharField(label="组名", max_length=60, error_messages={"required": "请写组名，例如：语文组。"})
    subject = forms.CharField(
        label="学科", max_length=20, required=False, help_text="同学科的老师会列出来，勾一下就进组"
    )
    grade = forms.CharField(label="年级", max_length=20, required=False)

    def __init__(self, *args: Any, kinds: Any = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = choices_of(kinds)  # type: ignore[attr-defined]


class AllianceForm(forms.Form):
    """学区、集团、联片: its kind, name and leading school."""

    kind = chosen_field("种类", "请选一种。")
    name = forms.CharField(label="名称", max_length=60, error_messages={"required": "请写名称，例如：城东学区。"})
    lead = forms.ChoiceField(label="牵头学校", required=False, help_text="牵头的学校就是第一个成员")

    def __init__(self, *args: Any, kinds: Any = (), schools: Any = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = choices_of(kinds, "选一种")  # type: ignore[attr-defined]
        self.fields["lead"].choices = choices_of(schools, "先不定")  # type: ignore[attr-defined]


class MergeForm(forms.Form):
    """Into which school another goes, and from when."""

    target = chosen_field("并入的学校", "请选并入哪所学校。")
    on = day_field("从哪天起", help_text="从这天起，人、组、下属学校归新校，校级职务免去；以前的记录不改")

    def __init__(self, *args: Any, schools: Any = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["target"].choices = choices_of(schools, "选一所")  # type: ignore[attr-defined]


class TermForm(forms.Form):
    """A term by its first day and its weeks or last day."""

    begins_in = forms.IntegerField(
        label="学年从哪一年开始", min_value=2000, max_value=2100, help_text="2025—2026学年填 2025",
        error_messages={"required": "请填学年从哪一年开始，例如 2025。", "invalid": "请填四位年份，例如 2025。"},
    )  # fmt: skip
    number = forms.TypedChoiceField(label="学期", choices=[("1", "第一学期"), ("2", "第二学期")], coerce=int)
    stage = forms.ChoiceField(
        label="哪个学段", choices=[("", "全区各学段"), *((one, one) for one in STAGES)], required=False,
        help_text="幼儿园、高中和别的学段开学不同，就单给它定",
    )  # fmt: skip
    first_day = day_field("开学第一天")
    weeks = forms.IntegerField(
        label="共几周", min_value=1, max_value=30, required=False, help_text="填周数或结束日期，二选一"
    )
    last_day = day_field("结束日期", required=False)
    plan_issued_on = day_field("学校工作计划出台日", required=False, help_text="有的制度从计划出台那一周起算")

    def __init__(self, *args: Any, of_district: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not of_district:
            del self.fields["stage"]  # a school has its own 学段 and needs no choice


class ExamForm(forms.Form):
    """考试周 by its name and days."""

    name = forms.CharField(
        label="哪次考试", max_length=20, widget=Suggesting(("期中考试", "期末考试", "学业水平考试")),
        error_messages={"required": "请写哪次考试，例如：期中考试。"},
    )  # fmt: skip
    first_day = day_field("从哪天")
    last_day = day_field("到哪天")


class MonthsForm(forms.Form):
    """教学月, a line each."""

    months = forms.CharField(
        label="教学月", required=False, widget=forms.Textarea(attrs={"rows": 6}),
        help_text="一行一个月：名称 起 止，例如：第一月 2026-03-02 2026-03-29。全删掉就按自然月",
    )  # fmt: skip


class DayForm(forms.Form):
    """One corrected day."""

    day = day_field("哪一天")
    kind = forms.ChoiceField(label="这一天", choices=DayKind.choices)
    name = forms.CharField(label="为什么", max_length=40, required=False, help_text="例如：运动会停课、补周一的课")


class BandForm(forms.Form):
    """Age bands, a line each, in words."""

    bands = forms.CharField(
        label="年龄段",
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="一行一段，从小到大，例如：35岁以下，36—45岁，46岁以上",
    )


class CommunityForm(forms.Form):
    """群体 by years of age, a line each."""

    communities = forms.CharField(
        label="三大群体", required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="一行一个：年轻教师 35岁以下，老教师 50岁以上。年龄由学校定；有骨干级别的就是骨干教师",
    )  # fmt: skip


class SeatForm(forms.Form):
    """A seat of a leading group."""

    seat = forms.ChoiceField(label="席位")
    person = chosen_field("人员", "请选一个人。")
    division = forms.CharField(label="分工", max_length=100, required=False)

    def __init__(self, *args: Any, seats: Any = (), people: Any = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["seat"].choices = [(s["code"], s["title"]) for s in seats]  # type: ignore[attr-defined]
        self.fields["person"].choices = choices_of(people, "选一个人")  # type: ignore[attr-defined]
