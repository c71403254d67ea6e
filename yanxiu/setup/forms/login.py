"""Forms of signing in."""

from typing import Any

from django import forms

from yanxiu.setup.codes import cleaned


class LoginForm(forms.Form):
    """Name and password."""

    username = forms.CharField(
        label="登录名", max_length=60, widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}),
        error_messages={"required": "请输入登录名。"},
    )  # fmt: skip
    password = forms.CharField(
        label="密码", max_length=128, strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        error_messages={"required": "请输入密码。"},
    )  # fmt: skip
    remember = forms.BooleanField(label="记住这台设备", required=False, help_text="180 天内不用再登录；公用电脑不要勾")


class CodeForm(forms.Form):
    """The code of a slip, typed; after many wrong ones from one place, the name with it."""

    code = forms.CharField(
        label="登录条上的九位码", max_length=20, help_text="例如 7KQ-4MP-X2D，不分大小写，横线可不打",
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "autocapitalize": "characters", "spellcheck": "false"}),
        error_messages={"required": "请输入登录条上的九位码，例如 7KQ-4MP-X2D。"},
    )  # fmt: skip
    name = forms.CharField(
        label="姓名", max_length=60, help_text="这里试错的次数多了，要连姓名一起核对。也可以打全拼",
        error_messages={"required": "请写登录条上的姓名。"},
    )  # fmt: skip

    def __init__(self, *args: Any, with_name: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not with_name:
            del self.fields["name"]

    def clean_code(self) -> str:
        """Without hyphens, spaces and case."""
        return cleaned(self.cleaned_data["code"])


class ClaimForm(forms.Form):
    """「这是我」: the full name, and what only this person has."""

    name = forms.CharField(
        label="姓名", max_length=60, help_text="写全名；也可以打全拼，例如 zhouyining",
        widget=forms.TextInput(attrs={"autocomplete": "name"}), error_messages={"required": "请写姓名。"},
    )  # fmt: skip
    proof = forms.CharField(
        label="工号，或登录条上的九位码", max_length=40, help_text="写码马上能进；写工号要等教导处点一下确认。本校没有工号就写“无”",
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
        error_messages={"required": "请写工号，或登录条上的九位码；本校没有工号就写“无”。"},
    )  # fmt: skip


class PasswordForm(forms.Form):
    """A new password, twice; a login name to go with it; the old one unless it may be forgotten."""

    username = forms.CharField(
        label="登录名", max_length=40, help_text="以后用它和密码登录，可以改成好记的", widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none"}),
        error_messages={"required": "请定一个登录名。"},
    )  # fmt: skip
    old = forms.CharField(
        label="现在的密码", max_length=128, strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        error_messages={"required": "请输入现在的密码。忘了就请教导处印一张登录条，扫码进来再改。"},
    )  # fmt: skip
    password = forms.CharField(
        label="新密码", max_length=128, strip=False, help_text="至少 8 个字，不要全是数字",
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}), error_messages={"required": "请输入新密码。"},
    )  # fmt: skip
    again = forms.CharField(
        label="再输一次", max_length=128, strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        error_messages={"required": "请把新密码再输一次。"},
    )  # fmt: skip

    def __init__(self, *args: Any, with_old: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not with_old:
            del self.fields["old"]

    def clean(self) -> dict[str, Any]:
        """Both must be equal."""
        data = super().clean() or {}
        if data.get("password") and data.get("again") and data["password"] != data["again"]:
            self.add_error("again", "两次输的不一样，请再输一次。")
        return data


class SecondForm(forms.Form):
    """Six digits of the authenticator, or a recovery code."""

    code = forms.CharField(
        label="验证码", max_length=20, widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}),
        help_text="手机验证器里的六位数；手机不在身边，用一个备用码", error_messages={"required": "请输入验证码。"},
    )  # fmt: skip
