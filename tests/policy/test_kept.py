"""A pack kept as texts is the pack of its folder: same rules, same digest, nothing else needed."""

from pathlib import Path

import pytest

from yanxiu.policy.loader import load, load_texts, texts_of
from yanxiu.policy.problems import PackError

PACKS = sorted(path.parent for path in (Path(__file__).parents[2] / "packs").glob("*/rules"))


@pytest.mark.parametrize("folder", PACKS, ids=lambda folder: folder.name)
def test_texts_give_the_same_pack_as_their_folder(folder):
    kept = load_texts(folder.name, texts_of(folder))
    assert (kept.hash, [rule.id for rule in kept.rules]) == (
        load(folder).hash,
        [rule.id for rule in load(folder).rules],
    )


def test_another_word_is_another_digest():
    folder = PACKS[0]
    texts = texts_of(folder)
    changed = texts | {"pack.yaml": texts["pack.yaml"] + "# 只多一句话\n"}
    assert load_texts(folder.name, changed).hash != load_texts(folder.name, texts).hash


def test_a_mistake_in_a_text_names_file_and_line():
    texts = texts_of(PACKS[0])
    with pytest.raises(PackError) as caught:
        load_texts("kept", texts | {"pack.yaml": "id: a\nid: b\n"})
    assert (caught.value.problems[0].file, caught.value.problems[0].line) == ("kept/pack.yaml", 2)
