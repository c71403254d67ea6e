"""What adopting a pack would do, in sentences, before it is done."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from yanxiu.base import clock
from yanxiu.org.models import School
from yanxiu.policy.pack import Pack
from yanxiu.regulations.library import pack_of
from yanxiu.regulations.models import Adoption
from yanxiu.regulations.phrases import day_words
from yanxiu.regulations.queries import adoptions, latest_rulings


def outlook(pack: Pack, school: School | None, start: date) -> list[str]:
    """What changes, what stays, what is left to do."""
    standing = [one for one in adoptions(school) if one.end is None or one.end > start]
    if any(one.version_id == pack.hash and one.start == start for one in standing):
        return ["已经从这一天起采用这一份，再登记一次什么也不变。"]
    return [*_first(pack, start), *_ends(pack, standing, start), *_points(pack, school)]


def _first(pack: Pack, start: date) -> Iterator[str]:
    topics = f"，管{'、'.join(pack.topics)}" if pack.topics else ""
    yield f"自{day_words(start)}起照《{pack.title}》（第 {pack.version} 版）判：{len(pack.rules)} 条规定{topics}。"
    if start > clock.today():
        yield "这一天还没到，今天什么也不变。"
    elif start < clock.today():
        yield f"{day_words(start)}以来已经登记的记录，会照它重新判一遍；记录本身不动。"


def _ends(pack: Pack, standing: list[Adoption], start: date) -> Iterator[str]:
    for one in standing:
        same = one.pack == pack.id
        if not same and not set(pack_of(one.version).topics) & set(pack.topics):
            continue
        title = f"《{one.version.title}》{f'原来的文字（第 {one.version.version} 版）' if same else ''}"
        if one.start and one.start >= start:
            yield f"{title}原定{day_words(one.start)}起用，不再起用。"
        else:
            yield f"{title}用到{day_words(start - timedelta(days=1))}为止；这以前的仍照它判。"


def _points(pack: Pack, school: School | None) -> Iterator[str]:
    made = latest_rulings(school, pack)
    open_ = [point for point in pack.points.values() if point.id not in made and not point.noted]
    if made:
        yield f"以前裁定过的 {len(made)} 处接着用。"
    if open_:
        advised = sum(bool(point.recommended) for point in open_)
        yield (
            f"有 {len(open_)} 处原文没有说定，要本单位裁定，其中 {advised} 处有建议。"
            "裁定以前数字照算，标“待裁定”，不能封存。"
        )
