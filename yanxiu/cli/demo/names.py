"""Invented names, always the same: surname and given name walk through two lists at different paces."""

from collections.abc import Iterator

SURNAMES = (
    "沈 周 顾 程 陶 向 罗 尹 白 严 唐 贺 高 吴 王 江 卢 邵 朱 柳 蒋 阮 秦 许 何 吕 施 张 孔 曹 华 金 魏 姜 谢 邹 窦 章 "
    "苏 潘 葛 范 彭 郎 鲁 韦 昌 马 苗 凤 方 俞 袁 酆 鲍 史 费 廉 岑 薛 雷 倪 汤 滕 殷 毕 郝 邬 安 常 乐 于 时 傅 皮 卞 "
    "齐 康 伍 余 元 卜 孟 平 黄 和 穆 萧 单 曾 解 任 仇 区 查 尉迟 欧阳 司徒"
).split()
GIVEN = (
    "砚秋 以宁 明川 立 安 晚 衡 思齐 露 松 知夏 云舒 志远 念慈 维桢 若谷 照 文博 微 成蹊 未晞 歌 一诺 清和 望舒 景行 "
    "书瑶 怀瑾 子衿 静姝 远山 嘉树 乐天 承泽 雨桐 秉文 慧敏 建国 春梅 海燕 秀兰 国强 晓东 丽华 志强 雪梅 永红 文静 "
    "俊杰 雅琴 立新 桂芳 振华 玉洁 少峰 美玲 世昌 小满 谷雨 芒 霁 朗 昭 越 澄 蔚 桥 苇 汀 岚"
).split()


def names() -> Iterator[str]:
    """Endless distinct full names, in a fixed order."""
    step = 0
    seen: set[str] = set()
    while True:
        name = SURNAMES[(step * 7) % len(SURNAMES)] + GIVEN[(step * 11 + step // len(SURNAMES)) % len(GIVEN)]
        step += 1
        if name not in seen:
            seen.add(name)
            yield name
