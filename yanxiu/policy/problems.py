"""What may be wrong with a pack or a facts file: a code, the place, what is wrong and how to mend it, in Chinese."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

ERROR, WARNING = "error", "warning"

# code → (what is wrong, how to mend it); {…} is filled in. docs/packs.md prints this list.
CATALOGUE: dict[str, tuple[str, str]] = {
    "E01": ("读不了这个文件：{why}", "检查文件在不在、能不能读、是不是 UTF-8。"),
    "E02": ("这不是能读的 YAML：{why}", "看这一行附近的缩进、冒号和引号。"),
    "E03": ("同一处写了两次“{key}”", "留一个，删一个。"),
    "E04": ("用了引用或标签（{what}）", "制度包只写值，不写 &、*、! 和 <<。把值直接写在这里。"),
    "E05": ("文件太大或嵌套太深（{what}）", "一个文件最多 512 KB、40 层；拆成几个文件。"),
    "E06": ("不认得“{key}”", "可以写：{known}。"),
    "E07": ("缺“{key}”", "补上“{key}”。"),
    "E08": ("“{value}”不合要求：{why}", "照 docs/packs.md 里这一项的例子改。"),
    "E09": ("引用的条款“{cite}”在 sources.yaml 里没有", "在 sources.yaml 的 clauses 里写上这一条和原文短引，或改正编号。"),
    "E10": ("这个值没有出处", "写上 cite：条款编号。"),
    "E11": ("两个值的有效期重叠：{what}", "改 from、until，使同一天只有一个值。"),
    "E12": ("没有名为“{name}”的{what}", "改成已有的：{known}。"),
    "E13": ("规则绕成了圈：{ring}", "去掉其中一处引用。"),
    "E14": ("编号“{id}”用了两次", "换一个编号。"),
    "E15": ("值没有日期：制度包没有 effective，这里也没有 from", "在 pack.yaml 写 effective，或在这里写 from。"),
    "E16": ("裁定点“{id}”：{why}", "照 docs/packs.md“裁定点”一节改。"),
    "E17": ("短引“{quote}”超过 {most} 字", "只引关键的几个字，中间用…省略。"),
    "E18": ("次数或数量是负数：{value}", "改成零或正数。"),
    "E19": ("没有这种记录：“{kind}”", "可以写：{known}。"),
    "E20": ("没有这个人或组：“{name}”", "先在 subjects 里写上。"),
    "E21": ("日期“{value}”不对", "写成 2025-09-01 的样子。"),
    "E22": ("没有校历", "在事实文件里写 calendar，或用 --calendar。"),
    "E23": ("学期里没有“{name}”这一段", "可以写：{known}。"),
    "E24": ("裁定“{id}”没有读法“{reading}”", "可以写：{known}。"),
    "E25": ("文件夹里没有 {name}", "制度包要有 pack.yaml、sources.yaml 和 rules 文件夹。"),
    "E26": ("值没有单位", "在规则里写 unit。"),
    "E27": ("extends 的制度包“{name}”不在同一个文件夹旁边", "把上级制度包放在旁边，或删去 extends。"),
    "E28": ("栏目“{field}”{why}", "选择（choice）要写 choices：代号 → 说法，或 words 里一组词的名称；别的填法不写。"),
    "E29": ("栏目“{field}”的 choices 写了“{family}”，words 里没有这组词", "在 words 里写上这组词，或改成已有的：{known}。"),
    "E30": ("“{field}”不会是“{value}”", "改成它可能有的：{known}；或在栏目的 choices 里补上。"),
    "E31": ("“{field}”是与否（flag），这里却是“{value}”", "写成 true 或 false。"),
    "E32": ("“{kind}”没有“{field}”这一栏", "可以写：{known}；或在 pack.yaml 这种记录的 fields 里补上。"),
    "E33": ("这里不能用规则“{name}”：{why}", "换一条规则；名额（cap）要看过所有人才有结果，改用它的定级规则（bands）。"),
    "W01": ("满分合计 {total}，等级只到 {top}", "多半是原文如此：列为裁定点，由单位定。"),
    "W02": ("等级之间有空档：{gap}", "原文没有写落在空档里怎么办：列为裁定点。"),
    "W03": ("等级重叠：{what}", "改正下限，或列为裁定点。"),
    "W04": ("等级“{level}”没有人够得着：{why}", "改正下限，或在说明里写明。"),
    "W05": ("一次扣分 {amount} 超过这一项的满分 {full}", "核对原文。"),
    "W06": ("{what}不在量表里", "原文有数量要求而量表没有：另列检查单，或列为裁定点。"),
    "W07": ("条款“{cite}”没有规则用到", "写一条规则，或在 sources.yaml 里标 text_only。"),
    "W08": ("权重合计 {total}，不是 {whole}", "核对原文，或列为裁定点。"),
    "W09": ("裁定点“{id}”没有规则用到", "在规则里用上，或在裁定点里写 noted: true。"),
    "W10": ("规则“{id}”没有样例", "在 cases 里至少写：刚好不够、刚好、多一点、缺记录、生效前一天。"),
    "W11": ("规则按“{title}”（{field}）的值判，它却是自由填写的文字", "给这一栏写 type：flag、number、date、time 或 choice。"),
    "W12": ("规则看“{field}”，{kind}里没有这一栏", "改正代号，或在记录的 fields 里写上。"),
    "W13": ("规则只看“{field}”写了没有，它是与否（flag），写了“否”也算写了", "改成写日期或写是谁（date、text），或用 where 看它是不是 true。"),
}  # fmt: skip


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong, at a place in a file (line counted from 1; 0 for the whole file)."""

    code: str
    file: str
    line: int
    message: str
    mend: str
    clause: str = ""

    @property
    def severity(self) -> str:
        """error or warning."""
        return WARNING if self.code.startswith("W") else ERROR

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        clause = f"（{self.clause}）" if self.clause else ""
        return f"{place} {self.code}{clause} {self.message}。{self.mend}"


def problem(code: str, file: Path | str, line: int = 0, *, clause: str = "", **words: object) -> Problem:
    """A problem of the catalogue with its blanks filled in."""
    said, mend = CATALOGUE[code]
    return Problem(code, str(file), line, said.format(**words), mend.format(**words), clause)


class PackError(Exception):
    """A pack or facts file that cannot be used; carries every problem found."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = problems
