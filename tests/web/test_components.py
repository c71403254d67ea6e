"""Components say what they mean: words for every state, labels for what is seen, nothing lost to escaping."""

from __future__ import annotations

import pytest
from django import forms
from django.core.paginator import Paginator

from yanxiu.web.samples import SampleForm


def test_a_button_is_a_link_when_it_leads_somewhere_and_a_button_otherwise(render):
    assert '<a class="btn btn-primary' in render('<c-button href="/a/" variant="primary">通过</c-button>')
    assert 'type="submit"' in render('<c-button type="submit">交</c-button>')
    assert " disabled" in render("<c-button disabled>封存</c-button>")


def test_attributes_given_to_a_component_cannot_break_out(render):
    evil = '" onclick="alert(1)'
    for html in (
        render('<c-button :title="name">看</c-button>', name=evil),
        render('<c-button title="{{ name }}">看</c-button>', name=evil),
        render('<c-pill state="done">{{ name }}</c-pill>', name="<script>"),
        render('<c-row title="{{ name }}" :sub="name" />', name="<b>张三</b>"),
    ):
        assert 'onclick="alert' not in html and "<script>" not in html and "<b>张三" not in html


@pytest.mark.parametrize(("state", "word"), [("done", "已完成"), ("late", "退回"), ("ruling", "待裁定")])
def test_a_state_is_a_word_as_well_as_a_colour(render, state, word):
    html = render(f'<c-pill state="{state}">{word}</c-pill>')
    assert f"is-{state}" in html and word in html


def test_a_figure_is_a_door_with_a_spoken_label_and_works_as_a_link(render):
    html = render('<c-fig n="13" of="/15 节" href="/why/" label="听课 13 节，看怎么算" state="ruling" />')
    assert 'href="/why/"' in html and 'hx-get="/why/"' in html and 'hx-target="#drawer"' in html
    assert 'aria-label="听课 13 节，看怎么算"' in html and "is-ruling" in html
    assert "<a" not in render('<c-fig n="13" />')


def test_a_bar_carries_its_figures_for_those_who_do_not_see_it(render):
    html = render('<c-bar :value="13" :max="15" label="听课 13/15 节" state="due" />')
    assert 'max="15" value="13"' in html and 'aria-label="听课 13/15 节"' in html


def test_week_ticks_mark_the_week_and_say_it(render):
    html = render('<c-week-ticks :current="12" :total="20" />')
    assert html.count("<rect") == 20
    assert html.count('class="gone"') == 11 and html.count('class="now"') == 1 and html.count('class="left"') == 8
    assert "本学期共20周，现在是第12周" in html
    assert "不在教学周内" in render('<c-week-ticks :current="0" :total="20" />')
    assert "<svg" not in render('<c-week-ticks :current="0" :total="0" />')


def test_a_table_says_how_it_is_sorted_and_where_to_sort(render):
    columns = [{"label": "姓名", "sort_url": "?sort=-name", "sorted": "ascending"}, {"label": "听课", "n": True}]
    html = render('<c-table caption="听课" :columns="columns"><tr data-row><td>甲</td></tr></c-table>', columns=columns)
    assert 'aria-sort="ascending"' in html and 'href="?sort=-name"' in html
    assert '<caption class="sr">听课</caption>' in html and "<tbody data-rows>" in html and "<td>甲</td>" in html
    assert "data-pick-all" not in html


def test_selecting_many_is_a_form_with_token_nonce_and_a_label_for_each_box(render):
    html = render(
        '<c-bulk action="/go/" unit="人"><c-table pick caption="x"><tr>'
        '<c-pick value="7" label="江若谷" /></tr></c-table>'
        '<c-slot name="acts"><button data-pick-act>通过</button></c-slot></c-bulk>'
    )
    assert 'action="/go/"' in html and "csrfmiddlewaretoken" in html and 'name="_nonce"' in html
    assert 'value="7"' in html and 'aria-label="选中：江若谷"' in html and "data-pick-all" in html


def test_each_nonce_is_new(render):
    assert render("{% form_nonce %}") != render("{% form_nonce %}")


def test_a_field_puts_label_help_and_error_beside_its_input(render):
    form = SampleForm({"name": "", "leave": "personal", "reason": ""})
    html = render('<c-field :field="form.reason" />', form=form)
    assert '<label for="id_reason">事由</label>' in html
    assert 'aria-invalid="true"' in html and 'aria-describedby="id_reason_error id_reason_help"' in html
    assert 'id="id_reason_error">请假条要有事由' in html and 'id="id_reason_help">只有批假的人看得到' in html
    assert "可不填" not in html


def test_a_field_that_may_stay_empty_says_so(render):
    assert "可不填" in render('<c-field :field="form.since" />', form=SampleForm())


def test_a_few_choices_stand_side_by_side_and_keep_what_was_chosen(render):
    html = render('<c-field :field="form.leave" />', form=SampleForm({"leave": "sick"}))
    assert html.count('type="radio"') == 3 and "<legend" in html
    assert 'value="sick" checked' in html and 'value="personal" checked' not in html


def test_many_choices_become_boxes_and_keep_what_was_chosen(render):
    html = render('<c-field :field="form.posts" />', form=SampleForm({"posts": ["prep", "class"]}))
    assert html.count("checked") == 2 and 'value="prep" checked' in html


def test_a_long_list_can_be_searched_and_a_short_one_is_a_plain_select(render):
    assert "data-search-select" in render('<c-field :field="form.mentor" />', form=SampleForm())
    assert "data-search-select" not in render('<c-field :field="form.group" />', form=SampleForm())


def test_a_hidden_field_has_no_label(render):
    class Hidden(forms.Form):
        token = forms.CharField(widget=forms.HiddenInput, initial="t")

    html = render('<c-field :field="form.token" />', form=Hidden())
    assert 'type="hidden"' in html and "<label" not in html


def test_a_file_field_says_its_limit_to_the_browser(render):
    html = render('<c-field :field="form.proof" />', form=SampleForm())
    assert 'type="file"' in html and f'data-max-bytes="{10 * 1024 * 1024}"' in html and "照片或 PDF" in html


def test_arithmetic_and_clause_read_in_order(render):
    lines = [{"label": "听课记录", "value": "15 张"}, {"label": "有效", "value": "13 节", "kind": "sum"}]
    assert '<dt>听课记录</dt><dd>15 张</dd><dt class="sum">有效</dt><dd class="sum">13 节</dd>' in render(
        '<c-arith :lines="lines" />', lines=lines
    )
    html = render('<c-clause cite="第十一条">不少于 <mark class="v">15 节</mark></c-clause>')
    assert '“不少于<mark class="v">15 节</mark>”' in html and "<figcaption>第十一条</figcaption>" in html


def test_a_matrix_shows_gaps_quiet_rows_and_groups(render):
    rows = [
        {"group": "数学组", "note": "9 人"},
        {"name": "何书瑶", "cells": [{"text": "1", "of": "3", "state": "due", "url": "/w/", "label": "反思 1/3 篇"}]},
        {"name": "陆知微", "quiet": "产假中"},
    ]
    html = render('<c-matrix caption="x" :columns="c" :rows="rows" />', c=[{"label": "反思", "unit": "篇"}], rows=rows)
    assert 'scope="rowgroup">数学组' in html
    assert (
        'class="mx is-due" href="/w/"' in html and 'aria-label="反思 1/3 篇"' in html and "1<small>/3</small>" in html
    )
    assert '<td colspan="1">产假中</td>' in html


def test_a_running_job_asks_again_and_a_finished_one_does_not(render):
    running = render('<c-job title="导入" state="running" :done="3" :total="10" poll_url="/j/" cancel_url="/c/" />')
    assert (
        'hx-get="/j/"' in running
        and 'hx-trigger="every 2s"' in running
        and "3/10 行" in running
        and 'action="/c/"' in running
    )
    done = render('<c-job title="导入" state="done" poll_url="/j/" result_url="/r/" result_label="看名单" />')
    assert "hx-get" not in done and 'href="/r/"' in done and "做完了" in done
    assert "没做成" in render('<c-job title="导入" state="failed" poll_url="/j/" />')


def test_the_autosaving_field_posts_itself_and_has_a_line_that_says_saved(render):
    html = render('<c-autosave name="topic" label="要点" value="甲" url="/save/" saved="15:02" />')
    assert (
        'hx-post="/save/"' in html
        and 'hx-target="#saved_topic"' in html
        and 'id="saved_topic"' in html
        and "已保存 15:02" in html
    )


def test_a_difference_shows_empty_as_a_word(render):
    html = render('<c-diff :rows="rows" />', rows=[{"label": "手机", "before": "", "after": "138"}])
    assert "空" in html and "<ins>138</ins>" in html


def test_the_pager_keeps_the_filters(render, request_):
    request_.GET = request_.GET.copy()
    request_.GET["group"] = "语文组"
    html = render('<c-pager :page="page" unit="人" />', page=Paginator(range(1, 127), 20).page(2))
    assert "第 21—40 人，共 126 人" in html
    assert "page=3" in html and "group=" in html and "2/7" in html


def test_a_sign_in_sheet_has_a_cell_for_every_signature(render):
    html = render(
        '<c-print-sheet title="签到表" :names="names" :blank="1" :signs="signs" />',
        names=["甲", "乙", "丙"],
        signs=["组长"],
    )
    assert html.count("<tr") == 1 + 2
    assert "甲" in html and "丙" in html and "<span>组长：</span>" in html


def test_an_empty_state_says_the_way_on(render):
    html = render(
        '<c-empty title="还没有名单">先导入。'
        '<c-slot name="act"><c-button href="/i/">导入名单</c-button></c-slot></c-empty>'
    )
    assert "还没有名单" in html and 'href="/i/"' in html


def test_the_explanation_leaves_out_what_is_not_there(render):
    full = render(
        '<c-explain title="听课" n="13" of="节" :lines="l"><c-slot name="fix"><li>补两张</li></c-slot></c-explain>',
        l=[{"label": "甲", "value": 1}],
    )
    assert "怎样就够了" in full and "补两张" in full and "怎么算的" in full and "依据" not in full


def test_a_component_does_not_pick_up_names_of_the_page_around_it(render):
    html = render(
        '<c-section-head title="组" /><c-row title="甲" />', count="99", sub="别处的", href="/elsewhere/", note="x"
    )
    assert "99" not in html and "别处的" not in html and "/elsewhere/" not in html
