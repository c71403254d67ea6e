"""Signing in, the office's slips and claims, my own way in."""

from django.urls import path

from yanxiu.setup.views import join, login, mine, slips

patterns = [
    path("login/", login.sign_in, name="login"),
    path("login/code/", login.second_step, name="second"),
    path("logout/", login.sign_out, name="logout"),
    path("j/<str:code>/", join.slip, name="slip"),
    path("join/", join.join, name="join"),
    path("join/wait/", join.waiting, name="waiting"),
    path("s/<str:token>/", join.school, name="school_login"),
    path("welcome/", mine.welcome, name="welcome"),
    path("me/password/", mine.password, name="password"),
    path("me/second/", mine.second_set, name="second_set"),
    path("me/login/", mine.my_login, name="my_login"),
    path("me/login/others/", mine.sign_out_others, name="sign_out_others"),
    path("me/login/<uuid:pk>/end/", mine.sign_out_device, name="sign_out_device"),
    path("me/data/", mine.my_data, name="my_data"),
    path("me/data/yanxiu.xlsx", mine.my_data_file, {"kind": "xlsx"}, name="my_data_file"),
    path("me/data/yanxiu.json", mine.my_data_file, {"kind": "json"}, name="my_data_json"),
    path("people/slips/", slips.slips, name="slips"),
    path("people/claims/", slips.claims, name="claims"),
    path("people/claims/<uuid:pk>/", slips.decide, name="decide_claim"),
    path("people/<uuid:pk>/access/", slips.access, name="access"),
    path("people/<uuid:pk>/access/slip/", slips.give_back, name="give_back"),
]
