"""Names of people: how one looks, and whether a text is nothing but one; hides the surnames."""

from __future__ import annotations

import re

SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾萧肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范"
    "金石廖贾夏韦付傅方白邹孟熊秦邱江尹薛闫阎段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤温康施文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申"
    "欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单季裴霍涂成苗谷曲盛甄简"
)
COMPOUND = "欧阳|司马|上官|诸葛|司徒|东方|尉迟|公孙|慕容|令狐"
_GIVEN = r"(?:某{1,2}|[一-鿿]{1,2}?|[xX×]{1,2})"
NAME = rf"(?:(?:{COMPOUND}|[{SURNAMES}]){_GIVEN})"
_TITLES = (
    "阿姨|叔叔|大爷|大妈|大叔|大娘|奶奶|爷爷|婆婆|公公|师傅|先生|女士|小姐|老师|太太|伯伯|同学|小朋友|老人|大姐|大哥|"
    "阿婆|阿公|老伯|老先生|老太太|婶婶|婶|姨|叔|姐|哥|伯"
)
TITLED = rf"(?:[{SURNAMES}](?:某{{1,2}}|[一-鿿]{{1,2}}?)?(?:{_TITLES}))"
NO_NAME = re.compile(
    r"安[全排装置康宁心静]|白[天血内]|包[括含]|毕业|成[人年立功长员都]|程[度序]|[于余]是|方[便法式向]|付[款费出]|高[血中考龄发压温层尿脂糖]|关[于心爱注怀节]|何[时人]"
    r"|和[平谐]|华侨|黄[金昏色疸]|高[一二三压校质新速空温位铁清峰等职]|曾[多经在是有获被两三几]|季[节度]|陆续|简[单介]|江[苏西]|康复|雷[锋雨]|连续|凌晨|马[上路]|毛[病巾]|明[年天显]|宁静|牛奶|欧洲|齐心|曲目|任[何课]|尚[未有]|申[请报领]"
    r"|盛夏|施[工救]|石材|时[间候]|水[果痘]|汤圆|唐[氏诗]|田园|童[年心]|万一|温[馨暖度]|文[化明体艺件档字本章献]|武[汉术]|夏[天季]|向[社居本]|谢谢|许[多可]|严[重格]|阳台|易[患感得]|于本"
    r"|张贴|章程|钟头|周[末一二三四五六日边围年]|左[右侧手邻]"
)
"""Words that begin like a name."""
_NAME_ALONE = re.compile(rf"(?:{COMPOUND}|[{SURNAMES}])[一-鿿]{{1,2}}")
_ROLE = re.compile(
    r"[员工岗长师手队组班机人门台站部办局所厅校院店馆版室层楼路园]$|某|老师|主任|阿姨|义工|志愿|楼长|团队"
)


def is_name(text: str) -> bool:
    """Whether a text is a person's name and nothing else."""
    word = text.strip()
    return bool(_NAME_ALONE.fullmatch(word)) and not NO_NAME.match(word) and not _ROLE.search(word)


_TITLE_ALONE = re.compile(rf"(?P<name>(?:{COMPOUND}|[{SURNAMES}])[一-鿿]{{0,2}}?)(?:{_TITLES})")
_ENDS_IN_DIGITS = re.compile(r"[\s\d_（）()-]{0,40}$")
_PAPERS = re.compile(
    r"的|_|个人|身份证|证件|照片|头像|简历|申请|报名|体检|病历|病假|诊断|残疾证|低保|户口|银行卡|承诺书|同意书|签名|成绩|处方|委托书"
)


def names_somebody(text: str) -> bool:
    """Whether a text that should tell a role is somebody's name: three signs of one, or a surname and how one is called."""
    word = text.strip()
    called = _TITLE_ALONE.fullmatch(word)
    if called:
        return len(called["name"]) == 1 or (len(called["name"]) == 3 and is_name(called["name"]))
    return len(word) > 2 and is_name(word)


def names_owner(stem: str) -> bool:
    """Whether a file is called by somebody's name, alone or with what paper of theirs it is."""
    head, *paper = _PAPERS.split(stem[:80], maxsplit=1)
    word = _ENDS_IN_DIGITS.sub("", head)
    return is_name(word) if paper else len(word) > 2 and is_name(word)
