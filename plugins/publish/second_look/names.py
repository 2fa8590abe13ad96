"""Who is spoken of in a sentence, found sign by sign: a surname where a word can begin, and how the sentence goes on behind it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from plugins.publish.second_look.thing import list_words

_SURNAMES = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾萧肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石"
    "廖贾夏韦付傅方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤温康施牛樊葛邢乔伍庞颜倪庄聂鲁岳翟殷詹耿焦俞"
    "柳祝阮柯裴霍凌甄欧蓝阎安齐易章申关兰左甘包宁尚符舒纪梅童毕单季涂成苗谷曲盛简文"
)
_DOUBLE = list_words("欧阳 司马 上官 诸葛 司徒 东方 尉迟 公孙 慕容 令狐")
_ELDER = list_words(
    "老先生 老太太 阿姨 叔叔 大爷 大妈 大叔 大娘 奶奶 爷爷 婆婆 公公 师傅 先生 女士 小姐 太太 伯伯 老人 大姐 "
    "大哥 大嫂 阿婆 阿公 阿伯 老伯 婶婶"
)
_SHORT = list_words("伯 叔 姨 姐 哥 婶 嫂 婆 爹 某")
"""How one is called with a single sign; it begins many a word, so the sentence has to go on like one about a person."""
YOUNG = ("同学", "小朋友")
_OFFICE = list_words(
    "老师 主任 校长 院长 医生 医师 大夫 书记 站长 社工 律师 警官 教练 园长 护士 经理 教授 班主任 局长 处长 "
    "科长 所长 队长 馆长 专家 老板 记者 司机"
)
_NO_WORDS = list_words(
    "张贴 张开 张罗 张数 陈列 陈旧 陈述 陈皮 杨梅 杨树 杨柳 黄金 黄昏 黄色 黄豆 黄瓜 黄疸 黄河 黄石 黄牌 黄灯 "
    "黄线 周一 周二 周三 周四 周五 周六 周日 周末 周边 周围 周年 周期 周到 周岁 周转 周知 孙子 孙女 马路 马上 "
    "马拉 马桶 马虎 马力 马桥 朱红 胡同 胡椒 胡萝 何时 何地 何处 何种 何人 何为 何况 林荫 林业 林木 林立 林区 "
    "高血 高龄 高中 高考 高温 高压 高层 高空 高尿 高脂 高度 高级 高质 高效 高速 高校 高处 高发 高危 高热 高烧 "
    "高一 高二 高三 高新 高铁 高位 高清 高峰 高等 高职 高声 高值 罗列 郑重 谢谢 谢绝 唐氏 唐诗 许多 许可 许愿 "
    "韩国 韩语 曾经 曾有 曾在 曾患 曾任 曾被 曾因 曾获 肖像 田园 田间 田径 董事 于是 于本 于今 于一 于此 于每 "
    "余额 余下 余名 余人 杜绝 叶子 叶片 程度 程序 程控 苏醒 苏打 任何 任意 任务 任职 任教 任课 沈阳 丁香 卢布 "
    "姜茶 钟头 钟表 陆续 陆地 汪洋 范围 范本 范例 范畴 金额 金融 金色 金属 金牌 金秋 石材 石头 石油 石阶 石膏 "
    "石榴 贾汪 夏天 夏季 夏令 付款 付费 付出 方便 方法 方式 方向 方案 方可 方能 方面 方程 方圆 白天 白色 白血 "
    "白内 白班 白酒 白发 孟夏 雷雨 雷电 雷锋 龙头 龙舟 龙眼 史料 陶瓷 黎明 贺卡 贺信 顾问 顾客 顾虑 毛巾 毛病 "
    "毛笔 毛衣 毛重 万一 万人 万元 万分 万户 万家 万科 万众 钱款 钱包 严重 严格 严禁 严肃 武术 武装 武汉 武警 "
    "戴上 戴好 莫名 孔雀 孔径 向社 向居 向本 向全 向大 向有 向上 汤圆 温馨 温度 温暖 温和 温室 康复 康养 "
    "康宁 施工 施救 施药 施肥 牛奶 牛肉 乔木 颜色 庄重 岳麓 焦虑 焦点 柳树 祝福 祝贺 祝愿 凌晨 蓝色 蓝天 蓝图 "
    "江苏 江西 江南 江北 江边 江水 石家 秦皇 康健 段落 段考 覃塘 安全 安排 安装 安置 安康 安宁 安心 安静 安乐 "
    "齐心 齐全 齐备 易患 易感 易得 易发 易燃 章程 章节 申请 申报 申领 申诉 关于 关心 关爱 关注 关怀 关节 "
    "关闭 关门 关系 兰州 左右 左侧 左手 左邻 左边 甘肃 甘蔗 包括 包含 包装 包裹 包粽 宁静 宁可 尚未 尚有 尚可 "
    "符合 符号 舒适 舒心 纪念 纪律 纪录 梅毒 梅花 童年 童心 童话 童装 毕业 毕竟 单位 单元 单独 单身 单号 单据 "
    "单程 季节 季度 季末 涂料 涂改 成人 成年 成功 成立 成员 成长 成绩 成都 成为 成本 成果 成中 苗圃 苗木 谷雨 "
    "谷物 曲目 曲线 盛夏 盛大 简单 简介 简易 简化 文化 文明 文体 文艺 文件 文具 文书 文号 文字 文本 文章 蓝牙 "
    "欧洲 欧元 安徽 关联 关卡 安保 安检 安抚 安顿 安家 易经 程门 文静 高音 高低 高出 高于 高架 高原 高尔 林地 "
    "金华 金山 金湾 金钱 金价 方形 方块 方舱 方言 方才 叶酸 白菜 白云 白蚁 白板 白领 马蹄 马鞍 "
    "罗湖 江河 石子 夏装 田野 阎王 王国 王牌 李子 成分 成品 成交 成套 成片 成群 单双 单价 单项 单人 季后 毕生 "
    "童谣 童车 左转 右转 包子 包邮 宁愿 尚且 文旅 文案 简称 简历 简报 盛开 盛放 曲艺 谷歌 文档 文献"
)
"""Words that begin like a name."""
_NO_GIVEN = frozenset("年级班学园队社各位全校中的和与是在有了也都就为被把将到从去来向以及或等于之其此这那每个些们吗呢吧并但而则所可能会要应须请先再只不没无非患病症癌残疾区县市省街道镇村楼栋座室号门路站店院馆厅")  # fmt: skip
_OPENERS = list_words(
    "居民 村民 业主 住户 租客 租户 学生 孩子 儿子 女儿 孙子 孙女 外孙 外孙女 侄子 侄女 弟弟 妹妹 哥哥 姐姐 "
    "丈夫 妻子 爱人 母亲 父亲 爸爸 妈妈 老伴 老人 户主 党员 对象 人员 儿童 孤儿 之子 之女 之妻 之夫 之母 之父 名叫 叫 是 患者 患儿 病人 家住 同学 花园 "
    "小区 社区 家园 姓名 名字 儿童 青年 少年 女孩 男孩 女童 男童 宝宝 邻居 小朋友 困难户 低保户 户 工人 职工 "
    "学员 队员 队友 的 和 与 及 班 室 栋 楼 房 为 帮 给 让 望 访 者 小学 中学 幼儿园 学校 大学 年级 初一 初二 "
    "初三 高一 高二 高三 残疾人 盲人 聋哑人 精神病人 智障人士 视障人士 听障人士 婴儿 幼儿 母女 父子 夫妇 军人 "
    "老兵 同事 工友 房东 房客 大班 中班 小班 大人 男子 女子 老党员 独居老人 退休职工 寿星 亲属 家属 成员 选手 "
    "同志 获得 由 因 替 被 对 向 找 请 请问 祝 感谢 学子 新生"
)
"""What may stand right before a name within a sentence."""
_GOES_ON = list_words(
    "患 确诊 查出 检出 诊断 被 因 感染 得了 得的 身患 罹患 住院 中风 偏瘫 瘫痪 骨折 去年 今年 前年 上月 "
    "上个月 昨 近日 最近 不幸 前不久 刚 突 上周 近年 多年 长期 一直 从小 自幼 已 曾 也 是 为 系 怀孕 吸毒 "
    "戒毒 做手术 动手术 在 每 有 就读 读 上 家 的 正 现 目前 没 不 早 还 又 领 说 捐 获 坐 走 做 去世 离世 "
    "病了 失明 失聪 截 流产 心 脑 肝 肾 肺 胃 乳 癌 糖 高血压 老年 抑郁 哮喘 精神 肢体 视力 听力 智力 见义 "
    "拾金 同 一家 家里 家住 住 来 到 从 向 把 和 与 等 两 三 透析 化疗 放疗 手术 高位 双 左 右 下 先天 重 轻 "
    "残 独 年 于 本 自 终 常 经 这 那 未 要 能 会 想 请 于 完 拿 用 需 行 卧 摔 募 筹 产后"
)
"""How a sentence goes on behind a name; what else stands there makes another word of it."""
_GOES_FURTHER = tuple(word for word in _GOES_ON if len(word) > 1)
_LIKELY = frozenset("明红强丽华军芳刚杰宝玲燕辉英雨宇轩涵萱欣怡豪磊鹏飞波涛婷娜敏静浩梓月星晨阳琪龙虎娟莉伟勇萍兰凤莲")


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody in a sentence: where the name begins and ends, and whether it says that this is a grown-up or a child."""

    start: int
    end: int
    name: str
    called: str = ""
    """elder, young or nothing."""
    led: str = ""
    """What right before the name says who it is."""


def find_persons(text: str) -> Iterator[Person]:
    """Everybody in a sentence, in the order of their places."""
    done = 0
    for at, sign in enumerate(text):
        if at < done:
            continue
        found = _person_at(text, at) if sign in _SURNAMES or text[at : at + 2] in _DOUBLE else _nick_at(text, at)
        if found:
            done = found.end
            yield found


def _person_at(text: str, at: int) -> Person | None:
    size = 2 if text[at : at + 2] in _DOUBLE else 1
    if text[at : at + 2] in _NO_WORDS or _is_held_office(text, at + size):
        return None
    return _titled_at(text, at, size) or _named_at(text, at, size)


def _is_held_office(text: str, end: int) -> bool:
    return any(text.startswith(_OFFICE, end + more) for more in (0, 1, 2)) or (
        text.startswith("某", end) and text.startswith(_OFFICE, end + 1)
    )


def _titled_at(text: str, at: int, size: int) -> Person | None:
    for given in (0, 1, 2):
        end = at + size + given
        if not _is_han(text[at:end]) or set(text[at + size : end]) & _NO_GIVEN:
            break
        for titles, called in ((_ELDER, "elder"), (YOUNG, "young")):
            title = next((t for t in titles if text.startswith(t, end)), "")
            if title and (given == 0 or _begins(text, at)):
                name = text[at:end] + (title if given == 0 else "")
                return Person(at, end + len(title), name, called, _led_by(text, at))
    end = at + size
    if text[end : end + 1] in _SHORT and _begins(text, at) and _ends(text, end + 1):
        return Person(at, end + 1, text[at : end + 1], "" if text[end] == "某" else "elder", _led_by(text, at))
    return None


def _named_at(text: str, at: int, size: int) -> Person | None:
    if not _begins(text, at):
        return None
    for given in (2, 1):
        end = at + size + given
        name = text[at:end]
        # 马例查出 is 马例, who was found to have something, and no 马例查.
        shorter = given == 2 and text.startswith(_GOES_FURTHER, end - 1)
        if len(name) == size + given and not shorter and _is_given(name[size:]) and _ends(text, end):
            return Person(at, end, name, "", _led_by(text, at))
    return None


def _nick_at(text: str, at: int) -> Person | None:
    """小明, 阿强, 老王."""
    head, second = text[at : at + 1], text[at + 1 : at + 2]
    if head not in ("小", "阿", "老") or not second or not _begins(text, at) or not _ends(text, at + 2):
        return None
    if second in _SURNAMES or (head != "老" and second in _LIKELY):
        return Person(at, at + 2, head + second, "elder" if head == "老" else "", _led_by(text, at))
    return None


def _is_given(given: str) -> bool:
    return (_is_han(given) and not set(given) & _NO_GIVEN) or given in ("XX", "xx", "X", "x", "××")


def _is_han(text: str) -> bool:
    return all("一" <= sign <= "鿿" for sign in text)


def _begins(text: str, at: int) -> bool:
    """Whether a word can begin at a place."""
    return at == 0 or not _is_han(text[at - 1]) or any(text.endswith(opener, 0, at) for opener in _OPENERS)


def _ends(text: str, end: int) -> bool:
    return end >= len(text) or not _is_han(text[end]) or text.startswith(tuple(_GOES_ON), end)


def _led_by(text: str, at: int) -> str:
    """The twelve signs before a name."""
    return text[max(0, at - 12) : at]
