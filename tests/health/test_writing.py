"""The house rules a tool can check, each with a planted breach: a check that cannot fail is worthless."""

import pytest

from tests.health import leaks, pages, writing
from tests.health.tree import FRONT, PRODUCT, ROOT, SOURCE, TEMPLATES, files, found, named

ROOMS = named(PRODUCT, ".py", under=("yanxiu/",), outside=("yanxiu/cli/",))
TIMED = named(PRODUCT, ".py", under=("yanxiu/",), outside=("yanxiu/base/clock.py",))
TEXTS = [path for path in files() if path.suffix not in {".png", ".ico", ".xlsx", ".xls", ".docx", ".zip", ".db"}]


def test_the_lists_of_files_are_not_empty():
    assert len(SOURCE) > 100
    assert len(ROOMS) > 80
    assert len(TEMPLATES) > 30
    assert len(FRONT) > 8
    names = {path.relative_to(ROOT).as_posix() for path in TEXTS}
    assert {"run.py", "pyproject.toml", ".importlinter", "docs/clauses.json"} <= names


def test_files_stay_under_500_lines():
    assert found(writing.long_file, [*SOURCE, *TEMPLATES, *FRONT]) == []


def test_a_long_file_is_found():
    assert writing.long_file("planted.py", "x = 1\n" * 500) == ["planted.py:1: 500 lines"]
    assert writing.long_file("planted.py", "x = 1\n" * 499) == []


def test_functions_stay_under_60_lines():
    assert found(writing.long_functions, SOURCE) == []


def test_a_long_function_is_found():
    assert writing.long_functions("planted.py", "def f():\n" + "    x = 1\n" * 59) == ["planted.py:1: f has 60 lines"]
    assert writing.long_functions("planted.py", "def f():\n" + "    x = 1\n" * 58) == []
    assert writing.long_functions("planted.py", "class A:\n  async def f(self):\n" + "    x = 1\n" * 59)


def test_rooms_do_not_print():
    assert found(writing.prints, ROOMS) == []


def test_a_print_is_found():
    assert writing.prints("planted.py", "def f():\n    print('x')\n") == ["planted.py:2: print"]


def test_the_present_is_read_from_the_clock_only():
    assert found(writing.naive_clock, TIMED) == []


@pytest.mark.parametrize(
    "planted",
    [
        "date.today()",
        "datetime.now()",
        "datetime.utcnow()",
        "datetime.today()",
        "datetime.date.today()",
        "dt.datetime.now()",
    ],
)
def test_a_naive_present_is_found(planted):
    assert len(writing.naive_clock("planted.py", f"x = {planted}\n")) == 1


def test_an_aware_present_passes():
    assert writing.naive_clock("planted.py", "x = datetime.now(UTC)\ny = clock.today()\n") == []


# One handler may catch everything: a job may fail in any way, and its row must say so.
CATCHES_ALL = ("yanxiu/jobs/runner.py", "yanxiu/setup/roster/reader.py")  # a job of any kind; a parser that panics


def test_nothing_catches_everything_but_the_runner_of_jobs_and_the_reader_of_files():
    caught = found(writing.catch_alls, SOURCE)
    assert [one for one in caught if not one.startswith(CATCHES_ALL)] == []
    assert len(caught) <= 2


@pytest.mark.parametrize("planted", ["", " Exception", " (ValueError, Exception) as error", " BaseException"])
def test_a_catch_all_is_found(planted):
    assert len(writing.catch_alls("planted.py", f"try:\n    f()\nexcept{planted}:\n    pass\n")) == 1


def test_nothing_is_left_for_later():
    assert found(writing.left_for_later, SOURCE) == []


@pytest.mark.parametrize("planted", ["x = 1  # TODO later", "# FIXME", "def f():\n    raise NotImplementedError('x')"])
def test_what_is_left_for_later_is_found(planted):
    assert len(writing.left_for_later("planted.py", planted + "\n")) == 1


def test_no_test_is_skipped_or_expected_to_fail():
    """What cannot run here is left out by its mark (postgres, browser), never skipped."""
    assert found(writing.skipped_tests, named(SOURCE, ".py", under=("tests/",))) == []


@pytest.mark.parametrize(
    "planted", ["@pytest.mark.skip\ndef f(): ...", "@pytest.mark.xfail(reason='x')\ndef f(): ...", "pytest.skip('x')"]
)
def test_a_skipped_test_is_found(planted):
    assert len(writing.skipped_tests("planted.py", planted + "\n")) == 1


def test_templates_hold_no_inline_script_or_style_and_name_their_language():
    assert found(pages.inline, TEMPLATES) == []


def test_markup_written_by_python_holds_none_either():
    assert found(pages.inline_in_python, PRODUCT) == []


@pytest.mark.parametrize(
    ("planted", "said"),
    [
        ("<script>x()</script>", "script without src"),
        ("<script type='module'>x()</script>", "script without src"),
        ("<style>p {}</style>", "style element"),
        ('<p style="color: red">', "style on p"),
        ('<p {% if a > b %}class="x"{% endif %} style="{{ width }}">', "style on p"),
        ('<button onclick="x()">', "onclick on button"),
        ('<body onLoad="x()">', "onload on body"),
        ('<div hx-on:click="x()">', "hx-on:click on div"),
        ('<a href=" JavaScript:x()">', "javascript: in href of a"),
        ("<html>", "html without lang=zh-CN"),
        ('<html lang="en">', "html without lang=zh-CN"),
    ],
)
def test_an_inline_breach_is_found(planted, said):
    assert pages.inline("planted.html", f"<p>\n{planted}") == [f"planted.html:2: {said}"]
    assert pages.inline_in_python("planted.py", f"x = {planted!r}\n") == [f"planted.py:1: {said}"]


def test_a_calm_page_passes():
    page = (
        '<html lang="zh-CN"><script type="module" src="{% asset \'app.js\' %}"></script><c-row once="1" /><p class="a">'
    )
    assert pages.inline("planted.html", page) == []


def test_pages_and_scripts_ask_no_other_host():
    assert found(pages.other_hosts, [*TEMPLATES, *FRONT]) == []
    assert found(pages.other_hosts_in_python, PRODUCT) == []


@pytest.mark.parametrize(
    ("planted", "host"),
    [
        ('fetch("https://cdn.somewhere.net/x.js")', "cdn.somewhere.net"),
        ('<link href="//fonts.somewhere.net/css">', "fonts.somewhere.net"),
        ("background: url(http://somewhere.net/a.png)", "somewhere.net"),
        ('<a href="https://notw3.org/">', "notw3.org"),
    ],
)
def test_another_host_is_found(planted, host):
    assert pages.other_hosts("planted.js", planted) == [f"planted.js:1: {host}"]
    assert pages.other_hosts_in_python("planted.py", f"x = {planted!r}\n") == [f"planted.py:1: {host}"]


def test_own_addresses_and_comments_pass():
    calm = (
        '<svg xmlns="http://www.w3.org/2000/svg"> // a comment\nhttp://127.0.0.1:8000/ https://yx.example.cn "/login/"'
    )
    assert pages.other_hosts("planted.html", calm) == []
    assert pages.other_hosts_in_python("planted.py", '"""See https://somewhere.net/."""\n') == []


def test_no_file_of_others_is_committed():
    assert [one for path in files() for one in leaks.third_party(path.relative_to(ROOT).as_posix())] == []


@pytest.mark.parametrize("name", ["frontend/htmx.min.js", "frontend/a.woff2", "a.ttf", "dist/app.js.map", "x.whl"])
def test_a_file_of_others_is_found(name):
    assert leaks.third_party(name) == [f"{name}:1: not ours"]


def test_no_file_names_a_machine_or_where_packages_came_from():
    assert found(leaks.machine_paths, TEXTS) == []
    assert found(leaks.package_sources, TEXTS) == []


def test_no_file_names_this_machine():
    assert found(lambda name, text: leaks.this_machine(name, text, leaks.needles()), TEXTS) == []


# Written with | for / and :: for the quote, so that the checks do not find them in this file.
def spelled(text):
    return text.replace("|", "/").replace("::", '"').replace("!", "\\").replace("~", "=")


@pytest.mark.parametrize(
    "planted", ["|root|x.py", "see |work|main", "'|home|li|x'", "|Users|Li|x", "|tmp|x|y", "C:!Users!Li"]
)
def test_a_machine_path_is_found(planted):
    assert len(leaks.machine_paths("planted.md", f"first\n{spelled(planted)}\n")) == 1


@pytest.mark.parametrize(
    "planted", ["frontend/root/x", "/workbook/x", "/homework/", "/users/3/", "${HOME}/x", "xl/work/a"]
)
def test_other_paths_pass(planted):
    assert leaks.machine_paths("planted.md", planted) == []


@pytest.mark.parametrize(
    "planted",
    ["--index-url http:||10.0.0.1|simple", "--find-links~x", "::resolved::: x", "http:||10.0.0.1:81|npm|a"],
)
def test_a_package_source_is_found(planted):
    assert len(leaks.package_sources("planted.lock", spelled(planted))) == 1


def test_this_machine_is_found_by_folder_and_by_index():
    environment = {"PIP_INDEX_URL": "http://user:key@mirror.inside:8081/s", "HOME": "/nonexistent", "PATH": "/bin"}
    assert leaks.configured_hosts(environment) == {"mirror.inside"}
    names = frozenset({"mirror.inside", f"{ROOT}/"})
    assert len(leaks.this_machine("planted.md", f"{ROOT}/run.py\nmirror.inside\n", names)) == 2
