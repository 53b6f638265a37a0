"""What breaks, and everything that belongs to it: how a customer tells it, what is found, done and
put in, and why.

Each row is one fault of some models; whatever is drawn from one row agrees with the rest of it.
"""

from __future__ import annotations

from msgspec import Struct

from sample.robots import MODELS


class Fault(Struct, frozen=True, kw_only=True):
    """`phone` is what can be tried by telephone, empty if nothing can; `bench` says whether it
    needs a workbench.
    """

    models: str  # beginnings of names
    judged: str
    symptoms: tuple[str, ...]
    found: tuple[str, ...]
    done: tuple[str, ...]
    parts: tuple[str, ...] = ()  # alternatives by model: the first that fits the model is put in
    causes: dict[str, int]
    evidence: str = ""  # what shows misuse
    phone: str = ""
    bench: bool = False
    advice: str = ""
    factory: bool = False  # only the factory can do it

    def fits(self, model: str) -> bool:
        return any(model.startswith(prefix) for prefix in self.models.split())


FAULTS: tuple[Fault, ...] = (
    Fault(
        models="CR-200",
        judged="加热管断路",
        symptoms=(
            "开机后不加热，面板报 E-07", "锅体一直是凉的，报 E-07", "预热二十分钟锅温还在 30 度左右，报 E-07",
            "炒到第二锅突然不加热了，面板 E-07", "加热指示灯亮，但锅底不热", "三相表只有两相走，加热特别慢",
        ),
        found=("三根加热管中一根断路，绝缘正常", "加热管引出端烧断，接线端子发黑", "测加热管阻值无穷大，接触器吸合正常"),
        done=("更换加热管，紧固接线端子，满载试机 30 分钟", "换新加热管并重做端子，热态绝缘合格，试炒三锅正常"),
        parts=("P-1001",), causes={"quality": 5, "wear": 4, "environment": 1}, advice="干烧前先下油，避免空锅预热过久",
    ),
    Fault(
        models="CR-200 CR-300",
        judged="锅温传感器漂移",
        symptoms=(
            "锅温显示 300 多度，实际没那么热", "锅温忽高忽低，菜老是炒糊，偶尔报 E-05", "刚开机就显示锅温过高 E-05，不让启动",
            "设定 180 度，炒出来的菜不熟", "面板锅温一直显示 -- ，报 E-05", "同一个菜谱今天炒出来颜色明显偏深",
        ),
        found=("PT100 引线接头松脱，阻值跳变", "测温探头表面结焦，示值偏高 40℃", "传感器绝缘下降，冷态示值 86℃"),
        done=("更换温度传感器，用标准温度计校准三点", "换传感器并重新固定引线，180℃ 校准误差 2℃ 以内"),
        parts=("P-1002",), causes={"wear": 5, "quality": 3, "environment": 1},
        phone="关机断电五分钟，擦净锅底测温点的焦渣再开机", advice="每天收档后擦净锅底测温点",
    ),
    Fault(
        models="CR-200",
        judged="搅拌电机碳刷磨损",
        symptoms=(
            "搅拌时转时停，报 E-03", "搅拌桨转得很慢，炒土豆丝都拌不动", "搅拌电机有火花味，转速上不去",
            "启动菜谱后搅拌不转，手拨一下才转", "报 E-03 搅拌过流，重启能用几分钟", "搅拌电机嗡嗡响就是不转",
        ),
        found=("碳刷磨到 3 mm，换向器有拉痕", "一侧碳刷卡在刷架里，换向器发黑"),
        done=("更换碳刷一副，清理换向器，空载和满载各试 10 分钟", "换碳刷，打磨换向器，电流恢复到 1.7 A"),
        parts=("P-1032",), causes={"wear": 9, "quality": 1}, bench=True, advice="碳刷每 1500 小时检查一次",
    ),
    Fault(
        models="CR-200",
        judged="搅拌电机烧毁",
        symptoms=(
            "搅拌电机冒烟，已经关机", "搅拌处有焦味，电机烫得不能摸，报 E-03", "搅拌电机一启动空开就跳",
            "炒大份牛腩时搅拌停了，有一股糊味",
        ),
        found=("电机绕组烧毁，热保护动作", "电机匝间短路，壳体温度 110℃ 以上"),
        done=("更换搅拌电机，检查驱动板输出正常，试炒 8 kg 满载", "换搅拌电机，核对额定投料量后试机正常"),
        parts=("P-1005",), causes={"misuse": 4, "quality": 4, "wear": 2}, bench=True,
        evidence="运行记录显示连续三天单锅投料 11 kg，超过额定 8 kg", advice="单锅投料不超过 8 kg",
    ),
    Fault(
        models="CR-200 CR-300",
        judged="减速箱漏油异响",
        symptoms=(
            "搅拌处咯咯响，声音越来越大", "搅拌轴下面滴油，台面一滩", "减速箱漏油，担心滴到菜里，先停用了",
            "转起来有金属摩擦声，锅体跟着抖", "滚筒转到一个位置就咯噔一下",
        ),
        found=("减速箱油封老化漏油，齿轮有点蚀", "减速箱轴承松旷，润滑脂乳化"),
        done=("更换减速箱，食品级润滑脂加注到位，噪声恢复正常", "换减速箱总成并校正同轴度，试机无异响"),
        parts=("P-1006",), causes={"wear": 6, "quality": 4}, bench=True, advice="发现滴油立即停机报修",
    ),
    Fault(
        models="CR-300 CR-500",
        judged="翻锅限位失灵",
        symptoms=(
            "翻锅到一半停住，报 E-15", "出菜后锅不回位，报 E-15", "锅翻过头了，菜洒了一地",
            "翻锅不到位，出菜口接不住", "回位时撞一下才停，声音很大", "报 E-15 之后手动也点不动翻锅",
        ),
        found=("磁感应限位开关失效，支架松动 4 mm", "限位线束磨破，信号时有时无"),
        done=("更换翻锅限位开关并重新定位，连续翻锅 20 次正常", "换限位开关，重走线束加护套，上下限位复测正常"),
        parts=("P-1018",), causes={"quality": 4, "wear": 4, "environment": 2}, advice="清洗时不要用高压水直冲限位处",
    ),
    Fault(
        models="CR-200",
        judged="锅盖限位开关失灵",
        symptoms=(
            "锅盖盖好了还提示请关盖", "锅盖关上也不启动，面板提示 E-11", "炒到一半提示锅盖打开，自动停了",
            "要用手压着锅盖才能转", "盖子没关它也能启动，不敢用了",
        ),
        found=("滚轮限位开关弹片变形", "限位开关进油污，触点不通"),
        done=("更换锅盖限位开关，调整压板间隙，开合 30 次正常", "换限位开关并清理油污，联锁试验合格"),
        parts=("P-1017",), causes={"wear": 6, "environment": 2, "quality": 2},
        phone="断电后擦净锅盖右侧滚轮上的油污，重新合盖试一次", advice="每天擦净锅盖滚轮",
    ),
    Fault(
        models="CR-300 CR-500",
        judged="投料气缸不动作",
        symptoms=(
            "二号料盒不投料，报 E-21", "投料门打不开，主料下不去", "投料只开一半，青菜卡在里面",
            "气泵一直响，投料没反应", "投料动作比菜谱慢十几秒",
        ),
        found=("投料气缸密封圈老化漏气", "气缸活塞杆弯曲卡滞，气压只有 0.25 MPa"),
        done=("更换投料气缸，气压调到 0.45 MPa，各料盒试投 10 次", "换气缸并疏通气路，投料时间与菜谱一致"),
        parts=("P-1028",), causes={"wear": 6, "quality": 3, "misuse": 1},
        evidence="料盒内有整块冻品，活塞杆弯曲处有撞痕", advice="冻品解冻后再放料盒",
    ),
    Fault(
        models="CR-200 CR-300",
        judged="液料泵不出料",
        symptoms=(
            "酱油打不出来，泵在转", "油泵出油越来越少，菜谱里写 80 克只出 30 克", "二号液料没有流量，报 E-23",
            "加了新的料汁之后就不出了", "液料断断续续，有气泡", "液料管接头漏，柜子里都是糖浆",
        ),
        found=("蠕动泵管压扁老化，回弹不足", "泵管被糖浆结晶堵住", "泵管接头开裂进气"),
        done=("更换蠕动泵管，重新标定流量，误差 2% 以内", "换泵管并用温水冲洗管路，三路液料各标定两次"),
        parts=("P-1016",), causes={"wear": 7, "misuse": 1, "environment": 1},
        evidence="泵管里是未过滤的蒜蓉酱，颗粒大于 3 mm", advice="料汁先过滤，收档后走一遍清洗程序",
        phone="把液料管放到 50 度温水里，走两遍管路清洗程序再试",
    ),
    Fault(
        models="CR-200 CR-300",
        judged="蠕动泵电机损坏",
        symptoms=("三号液料泵完全不转", "按排空键液料泵没有声音", "液料泵一转就报 E-24 过流", "泵头卡死，拧不动"),
        found=("泵电机绕组断路", "泵头轴承锈死，电机堵转"),
        done=("更换蠕动泵，标定流量后试机正常", "换泵并检查驱动输出 24 V 正常"),
        parts=("P-1015",), causes={"quality": 4, "wear": 5, "environment": 1}, advice="停用三天以上先排空管路",
    ),
    Fault(
        models="CR",
        judged="触摸屏失灵",
        symptoms=(
            "屏幕点不动，只能断电", "触摸屏花屏，菜谱看不清", "屏幕左边一条点了没反应", "屏幕自己乱跳，点这里开那里",
            "开机后屏幕是黑的，机器里有风扇声", "屏幕里进了水汽，点什么都不准",
        ),
        found=("触摸屏排线氧化，触控失灵", "屏内进水汽，触摸层短路", "背光电源损坏，显示屏无背光"),
        done=("更换触摸屏，恢复菜谱备份，校准触控", "换屏并补打密封胶，触控九点校准通过"),
        parts=("P-1007",), causes={"environment": 4, "quality": 3, "misuse": 2}, evidence="屏面有刮铲敲击的裂点",
        phone="戴干手套擦干屏幕，按住右下角十秒进入触控校准", advice="清洁时用拧干的布擦屏幕", bench=True,
    ),
    Fault(
        models="CR-200",
        judged="主控板损坏",
        symptoms=(
            "合闸后没有任何反应，屏幕和风扇都不动", "开机自检停在 40%，每次都一样", "运行中自己重启，一天五六次",
            "打雷以后就开不了机了", "面板报 E-01 通信失败，断电重启也不行",
        ),
        found=("主控板电源芯片击穿", "主控板受潮，通信口腐蚀", "主控板程序区损坏，无法启动"),
        done=("更换主控板，写入参数和菜谱，联网复核版本", "换主控板并恢复出厂校准数据，试机两小时正常"),
        parts=("P-1003",), causes={"quality": 5, "environment": 5}, bench=True, factory=True, advice="加装防雷器，电柜底部保持干燥",
    ),
    Fault(
        models="CR-300 CR-500",
        judged="主控板损坏",
        symptoms=(
            "开机黑屏，急停也松开了", "自检过不去，反复重启", "炒到一半全机断电，再也开不了", "报 E-01，所有轴都不动",
        ),
        found=("主控板 24V 输入短路", "主控板受油烟腐蚀，多处走线断开"),
        done=("更换主控板，参数与菜谱恢复，全轴回零正常", "换主控板，清理电柜油污，加装滤棉"),
        parts=("P-1023",), causes={"quality": 5, "environment": 5}, factory=True, advice="每月更换电柜滤棉",
    ),
    Fault(
        models="CR",
        judged="接触器触点烧蚀",
        symptoms=(
            "一按加热就跳闸", "加热时电柜里滋滋响", "加热停不下来，关了还在热", "电柜里有烧焦味，加热断断续续",
            "早上一合闸，整条线都跳了",
        ),
        found=("接触器触点烧蚀粘连", "接触器线圈短路，带动空开跳闸"),
        done=("更换交流接触器，紧固主回路端子，三相电流平衡", "换接触器，测绝缘 20 MΩ 以上，满载试机正常"),
        parts=("P-1009", "P-1022"), causes={"wear": 6, "quality": 3, "environment": 1}, advice="每季度请电工紧固主回路端子",
    ),
    Fault(
        models="CR-300 CR-500",
        judged="功率模块击穿",
        symptoms=(
            "电磁加热报 E-31，加热不了", "加热到一半啪的一声，报 E-31", "功率只能上到一半，炒菜出水",
            "一加大火就报过流 E-31", "报 E-33 模块过热，风扇在转",
        ),
        found=("IGBT 击穿，驱动保险熔断", "功率模块散热膏干裂，过热击穿"),
        done=("更换功率模块，重涂导热硅脂，满功率试机 30 分钟", "换功率模块和保险，清理风道，模块温度 62℃"),
        parts=("P-1021",), causes={"quality": 5, "environment": 4, "wear": 1}, factory=True, advice="进风口离墙 30 cm 以上",
    ),
    Fault(
        models="CR-300 CR-500",
        judged="电磁加热盘绝缘下降",
        symptoms=(
            "漏电保护老跳，下雨天更厉害", "加热盘一侧不热，炒菜一半生一半熟", "加热时锅体发麻，不敢用了",
            "报 E-32 漏电，复位后几分钟又报",
        ),
        found=("加热盘线圈绝缘 0.3 MΩ，有水渍", "加热盘云母片破损，线圈对地漏电"),
        done=("更换电磁加热盘，绝缘 50 MΩ 以上，接地复测合格", "换加热盘并更换云母片，漏电流合格"),
        parts=("P-1019", "P-1020"), causes={"environment": 4, "quality": 4, "misuse": 2}, evidence="锅底缝隙有大量冲洗积水和洗涤剂残留",
        advice="不要用水管直接冲洗锅体底部",
    ),
    Fault(
        models="CR-500",
        judged="翻锅推杆卡滞",
        symptoms=("翻锅推杆响但锅不动", "翻锅到顶就下不来了", "翻锅速度慢了一倍，出菜来不及", "推杆处掉铁屑"),
        found=("推杆丝杆磨损卡滞", "推杆电机过热保护，丝杆缺油"),
        done=("更换翻锅推杆，载荷试翻 10 次", "换推杆并加注润滑脂，翻锅时间恢复 6 秒"),
        parts=("P-1025",), causes={"wear": 6, "quality": 3, "misuse": 1}, evidence="锅体内残留 60 kg 以上的汤料翻锅",
        advice="翻锅前汤料不超过 45 kg",
    ),
    Fault(
        models="CR-300",
        judged="滚筒电机过载",
        symptoms=("滚筒转不动，报 E-18", "滚筒转速忽快忽慢", "滚筒电机很烫，十分钟就停", "滚筒反转正常，正转不转"),
        found=("滚筒电机轴承抱死", "电机相间绝缘下降，电流不平衡"),
        done=("更换滚筒电机，正反转试机各 15 分钟", "换电机，校正皮带张力，电流 2.1 A 平衡"),
        parts=("P-1024",), causes={"wear": 5, "quality": 4, "misuse": 1}, evidence="滚筒与挡板间夹有钢丝球", advice="收档清洁后取出工具再合盖",
    ),
    Fault(
        models="CR",
        judged="电柜散热风扇停转",
        symptoms=(
            "中午最忙的时候报 E-33 过热停机", "电柜风扇不转，机箱烫手", "用一个小时就过热保护，歇一会又能用",
            "风扇声音像拖拉机，吵得很", "后面的风扇叶子断了一片",
        ),
        found=("散热风扇轴承卡死", "风扇被油絮缠死，滤棉堵塞"),
        done=("更换散热风扇，清理风道和滤棉", "换风扇并清理滤棉，电柜温度由 68℃ 降到 41℃"),
        parts=("P-1012",), causes={"environment": 5, "wear": 4, "quality": 1},
        phone="断电后取下电柜滤棉清洗晾干，检查风扇有没有被油絮缠住", advice="滤棉每周清洗",
    ),
    Fault(
        models="CR",
        judged="清洗喷头堵塞",
        symptoms=(
            "自动清洗水很小，洗不干净", "清洗时一边有水一边没水", "清洗程序走完锅里还有饭粒", "清洗喷头滴水不喷",
        ),
        found=("喷头被水垢堵住，进水滤网有泥沙", "喷头内结垢，水压正常"),
        done=("更换清洗喷头，清洗进水滤网", "换喷头并除垢，清洗程序试走两遍"),
        parts=("P-1029",), causes={"environment": 8, "wear": 2},
        phone="拧下喷头用除垢液泡半小时，冲净装回", advice="加装前置滤水器，每月除垢",
    ),
    Fault(
        models="CR",
        judged="急停按钮不复位",
        symptoms=("急停松开了还是提示急停", "急停拍下去弹不起来了", "碰一下急停按钮机器就停", "面板一直显示 E-02 急停"),
        found=("急停按钮触点氧化", "急停按钮机械卡滞"),
        done=("更换急停按钮，急停回路试验合格", "换急停按钮并检查回路端子"),
        parts=("P-1030",), causes={"wear": 5, "environment": 3, "quality": 2}, phone="顺时针旋转急停按钮半圈，让它弹起，再按复位键三秒",
    ),
    Fault(
        models="CR",
        judged="联网模块掉线",
        symptoms=(
            "菜谱同步不下来，一直转圈", "平台上显示机器离线，店里能用", "换了路由器之后连不上网了", "新菜谱下发了两天还没到",
            "同步到 70% 就失败，提示 N-05",
        ),
        found=("通信模块天线松脱", "通信模块固件卡死，SIM 卡正常"),
        done=("更换通信模块，重新绑定设备，菜谱全部同步", "换通信模块并升级固件，在线 2 小时稳定"),
        parts=("P-1031",), causes={"software": 6, "environment": 2, "quality": 2},
        phone="设置—网络里删掉旧 WiFi 重新输入密码，再点一次立即同步",
    ),
    Fault(
        models="CR",
        judged="菜谱程序出错",
        symptoms=(
            "选宫保鸡丁出来的是别的菜的步骤", "更新之后投料顺序乱了", "菜谱步骤走到第五步就卡住", "时间显示 1970 年，菜谱全灰",
            "称重老是差半斤，归零也没用",
        ),
        found=("软件版本与菜谱格式不一致", "参数区数据错乱，时钟电池没电"),
        done=("升级软件到最新版，重新下发菜谱并核对步骤", "恢复参数备份，重设时钟，菜谱逐条核对"),
        causes={"software": 10}, phone="设置—系统里点检查更新，升级后重启，再同步一次菜谱", advice="更新请放在收档以后",
    ),
    Fault(
        models="CR-300 CR-500",
        judged="现场电源缺相",
        symptoms=("报 E-04 相序错误，换了店里的电工弄过", "一开大火灯就暗，机器报欠压 E-06", "搬到新厨房后所有电机都反转", "报 E-04，别的机器正常"),
        found=("现场配电箱 B 相端子松动", "进线相序接反，移位时未复核"),
        done=("通知客户电工紧固并调整相序，复测三相 386 V 平衡，机器正常", "协助电工换相后试机，向客户说明相序保护的作用"),
        causes={"environment": 10}, advice="配电箱端子每季度紧固，移机后先验相序",
    ),
    Fault(
        models="SO-80",
        judged="蒸汽发生器结垢",
        symptoms=(
            "蒸汽很小，蒸一盘鱼要半小时", "蒸箱功能报 S-11 缺水，水明明通着", "出汽口喷水不出汽", "蒸的时候炉里有白渣",
            "蒸汽发生器一会儿有一会儿没有",
        ),
        found=("蒸汽发生器内水垢 8 mm，水位探针被包住", "水位探针结垢误报缺水"),
        done=("除垢并更换水位探针，蒸汽量恢复，试蒸 20 分钟", "清洗发生器，换探针，出汽时间 3 分钟"),
        parts=("P-1036",), causes={"environment": 9, "misuse": 1}, evidence="软水器滤芯超期一年未换，进水硬度 420 mg/L",
        advice="软水滤芯三个月一换，每月走除垢程序", phone="走一遍除垢程序（设置—维护—除垢），结束后放水冲两遍",
    ),
    Fault(
        models="SO-80",
        judged="蒸汽发生器烧坏",
        symptoms=("一开蒸汽就跳闸", "蒸汽发生器那一侧冒烟", "报 S-14 发生器过热，蒸不了", "蒸汽模式漏电，空开合不上"),
        found=("发生器加热元件干烧击穿", "发生器壳体裂纹漏水"),
        done=("更换蒸汽发生器，绝缘合格，试蒸 30 分钟", "换蒸汽发生器和进水密封，无渗漏"),
        parts=("P-1035",), causes={"environment": 5, "quality": 4, "wear": 1}, factory=True, advice="不要跳过除垢提醒",
    ),
    Fault(
        models="SO-80",
        judged="门封条老化漏汽",
        symptoms=("门缝漏汽，前面地上都是水", "烤的时候门边烫手，上色不匀", "门关不严，蒸汽往外冒", "门右下角一直滴水"),
        found=("门封条硬化开裂", "门封条右下角脱槽，压不紧"),
        done=("更换门封条，调整门锁压紧量，四周纸条试验合格", "换门封条并校正门板，无漏汽"),
        parts=("P-1033",), causes={"wear": 8, "misuse": 1, "quality": 1}, evidence="封条上有钢丝球和刀刮痕迹", advice="门封用软布和中性洗涤剂清洁",
    ),
    Fault(
        models="SO-80",
        judged="循环风机异响",
        symptoms=("风机嗡嗡响得厉害，整个柜子在抖", "烤盘左边糊右边白", "风机不转，报 S-21", "开门停风的时候吱吱叫"),
        found=("循环风机轴承磨损，叶轮动平衡差", "风机电容失效，启动困难"),
        done=("更换循环风机，空炉升温到 200℃ 用时 9 分钟", "换风机，紧固叶轮，噪声正常"),
        parts=("P-1037",), causes={"wear": 7, "quality": 3}, advice="烤盘不要挡住风口",
    ),
    Fault(
        models="SO-80",
        judged="炉腔温度探头偏差",
        symptoms=("设 200 度烤出来像 150 度", "炉温显示乱跳，报 S-03", "面包烤不上色，时间要加一倍", "一开机就报 S-03，不升温"),
        found=("K 型探头断偶", "探头位置被撞弯贴壁，示值偏高"),
        done=("更换炉腔温度探头，100/200℃ 两点校准", "换探头并校正位置，烤色均匀"),
        parts=("P-1038",), causes={"wear": 4, "quality": 3, "misuse": 2}, evidence="探头被烤盘撞弯，有新的撞痕", advice="推拉烤车时避开探头",
    ),
    Fault(
        models="SO-80 RC-60",
        judged="门磁开关误报",
        symptoms=("门关好了还显示门开", "用到一半提示关门，停了", "要顶着门才加热", "门没关它也蒸，热汽扑脸"),
        found=("门磁位移 6 mm，感应不到", "门磁开关进水失效"),
        done=("更换门磁开关并重新定位，开关门 30 次正常", "换门磁，补打密封胶"),
        parts=("P-1041",), causes={"wear": 5, "quality": 3, "environment": 2}, phone="擦干门框上方的感应点，把门把手压到底再试",
    ),
    Fault(
        models="SO-80",
        judged="排水泵堵塞",
        symptoms=("炉底积水排不掉", "洗完以后报 S-31 排水超时", "排水的时候返味，水漫出来", "排水泵响，水不下去"),
        found=("排水泵叶轮被骨渣卡住", "排水泵烧毁，泵腔油脂凝结"),
        done=("更换排水泵，清理排水管，试排 10 升 40 秒", "换排水泵并加装滤渣篮"),
        parts=("P-1040",), causes={"misuse": 4, "wear": 4, "environment": 2}, evidence="泵腔内有鸡骨和竹签", phone="取出炉底滤网清干净，按排水键三次",
        advice="清洗前先清走炉底残渣",
    ),
    Fault(
        models="FF-40",
        judged="超温保护器跳开",
        symptoms=("不加热，面板报 F-04", "炸到一半不热了，油温往下掉", "重启没用，F-04 一直在", "每天都要跳一次，不知道为什么"),
        found=("超温保护器动作，油位低于下限", "超温保护器老化误动作"),
        done=("更换超温保护器，油温 180℃ 校准，试炸两篮", "换保护器，校核油温控制偏差 3℃"),
        parts=("P-1046",), causes={"misuse": 3, "wear": 4, "quality": 3}, evidence="油位长期低于下限刻度，加热管表面有干烧色",
        phone="加油到上限刻度，油冷到 60 度以下，打开下柜按红色复位钮", advice="油位低于下限不要加热",
    ),
    Fault(
        models="FF-40",
        judged="油温探头偏差",
        symptoms=("油温显示 180，炸出来发白", "油冒烟了显示才 150", "油温跳来跳去，报 F-02", "鸡块外面焦里面生，油温不准"),
        found=("油温探头积碳，示值偏低 28℃", "探头引线破损，阻值跳变"),
        done=("更换油温探头，160/180℃ 两点校准", "换探头，清除积碳，偏差 2℃"),
        parts=("P-1045",), causes={"wear": 6, "misuse": 1, "quality": 3}, evidence="探头护套被炸篮砸扁", advice="每周换油时清洁探头",
    ),
    Fault(
        models="FF-40",
        judged="升篮电机不动作",
        symptoms=("炸好了篮子不升起来", "左边升篮卡住，炸糊了两次", "升篮一顿一顿的", "升到一半掉下去，油溅出来"),
        found=("升篮电机齿轮打齿", "升篮导轨变形卡滞，电机过流"),
        done=("更换升篮电机，校正导轨，升降 30 次正常", "换升篮电机，导轨涂食品级润滑脂"),
        parts=("P-1047",), causes={"wear": 5, "misuse": 2, "quality": 3}, evidence="单篮装料 5 kg，超过额定 2.5 kg", bench=True, advice="单篮不超过 2.5 kg",
    ),
    Fault(
        models="FF-40",
        judged="滤油泵不吸油",
        symptoms=("滤油循环不出油", "滤油泵空转，声音很尖", "滤完的油还是黑的", "滤油时下面漏油"),
        found=("滤油网堵塞，泵进口负压过大", "滤油网破损，渣子进泵"),
        done=("更换滤油网，疏通管路，滤油 3 分钟一缸", "换滤油网，清洗泵腔，无渗漏"),
        parts=("P-1049",), causes={"wear": 6, "misuse": 3, "environment": 1}, evidence="滤油网被硬物戳破，油槽里有整块面糊", phone="取出滤油网，热水加洗涤剂泡洗后装回",
        advice="每天收档清洗滤油网",
    ),
    Fault(
        models="FF-40",
        judged="加热管烧断",
        symptoms=("升温要一个多小时", "只有一边在热", "加热时跳闸，冷了又能合上", "左缸不加热，右缸正常"),
        found=("一根加热管断路", "加热管对地短路，表面裂纹"),
        done=("更换加热管，绝缘合格，10 分钟升到 170℃", "换加热管并检查接线，两缸升温一致"),
        parts=("P-1044",), causes={"wear": 5, "quality": 4, "misuse": 1}, evidence="缸内无油时通电，管面氧化发蓝", bench=True, advice="先加油后开机",
    ),
    Fault(
        models="NB-120",
        judged="加热管结垢烧坏",
        symptoms=("水烧不开，面煮不熟", "六个缸有两个不滚", "烧水要四十多分钟", "加热一会儿漏电跳闸", "水温只到 80 度"),
        found=("加热管水垢 6 mm，一根断路", "加热管结垢过热，绝缘下降"),
        done=("更换加热管，缸体除垢，12 分钟烧开", "换加热管并除垢，水沸腾均匀"),
        parts=("P-1051",), causes={"environment": 6, "wear": 4}, bench=True, advice="每周用除垢剂煮一次缸",
    ),
    Fault(
        models="NB-120",
        judged="浮球开关卡住",
        symptoms=("一直加水，溢了一地", "显示缺水不让加热，缸里是满的", "不会自动补水了", "报 M-02，水位灯闪"),
        found=("浮球被面粉糊粘住", "浮球开关触点不通"),
        done=("更换浮球开关，水位上下限试验三次", "换浮球并清理水位腔"),
        parts=("P-1052",), causes={"environment": 4, "wear": 4, "misuse": 1}, evidence="水位腔里有整团面条和筷子", phone="关机放水，拿掉水位腔挡板，把浮球上的面糊冲干净",
        advice="每天换水时冲洗水位腔",
    ),
    Fault(
        models="NB-120",
        judged="升降电机卡住",
        symptoms=("煮好了面篓不升", "三号面篓升一半停了", "面篓升起来又掉下去", "升降吱吱响，越来越慢"),
        found=("升降电机蜗杆磨损", "升降导杆弯曲，电机过流保护"),
        done=("更换升降电机，升降 30 次正常", "换升降电机，校直导杆"),
        parts=("P-1053",), causes={"wear": 6, "quality": 3, "misuse": 1}, evidence="导杆被重物压弯，旁边放过汤桶", bench=True, advice="面篓架上不要放汤桶",
    ),
    Fault(
        models="NB-120 RC-60 SO-80",
        judged="进水电磁阀关不严",
        symptoms=("关了机还在进水", "水一直滴，早上来缸满了", "不进水，听得到阀在响", "进水很慢，滤网洗过了"),
        found=("电磁阀膜片破裂", "电磁阀被泥沙卡住，线圈正常"),
        done=("更换进水电磁阀，清洗滤网，通断试验正常", "换电磁阀，加装前置过滤"),
        parts=("P-1039",), causes={"environment": 6, "wear": 3, "quality": 1}, phone="关总水阀，拆进水滤网冲洗后装回",
    ),
    Fault(
        models="NB-120",
        judged="排水阀漏水",
        symptoms=("机器下面漏水，一晚上一盆", "排水阀拧紧了还滴", "排水阀把手断了", "放水放不干净，下面堵着"),
        found=("排水球阀密封面磨损", "排水球阀阀芯开裂"),
        done=("更换排水球阀，静置 30 分钟无渗漏", "换球阀并重打密封"),
        parts=("P-1055",), causes={"wear": 7, "misuse": 2, "quality": 1}, evidence="阀把手有钳子夹扭的痕迹", advice="排水前先捞干净面渣",
    ),
    Fault(
        models="RC-60",
        judged="加热管干烧",
        symptoms=("蒸饭夹生，蒸一小时不熟", "不上汽，报 R-03", "蒸到一半跳闸", "下层熟了上层是生的", "水箱有水但不热"),
        found=("加热管断路一根，水箱水垢厚", "加热管干烧变形"),
        done=("更换加热管，除垢，30 分钟一柜饭试蒸合格", "换加热管，校核低水位保护"),
        parts=("P-1057",), causes={"environment": 5, "wear": 4, "misuse": 1}, evidence="低水位报警被短接", advice="每半月除垢一次",
    ),
    Fault(
        models="RC-60",
        judged="门封条漏汽",
        symptoms=("柜门漏汽，厨房里全是雾", "门下面滴水，人差点滑倒", "饭蒸不透，门缝一直冒汽", "门关上有一边翘着"),
        found=("门封条断裂 10 cm", "门封条老化，压紧把手松动"),
        done=("更换门封条，调整把手，四周不漏汽", "换门封条，紧固铰链"),
        parts=("P-1058",), causes={"wear": 8, "quality": 2}, advice="收档后开门晾干",
    ),
    Fault(
        models="RC-60",
        judged="泄压阀堵塞",
        symptoms=("柜顶喷汽，压力下不来", "开门的时候汽冲出来，差点烫着人", "泄压阀一直响", "报 R-11 超压停机"),
        found=("泄压阀被米浆堵住", "泄压阀弹簧锈蚀，起跳压力偏高"),
        done=("更换泄压阀，起跳压力 0.02 MPa 试验合格", "换泄压阀并清理汽道"),
        parts=("P-1060",), causes={"environment": 4, "wear": 4, "quality": 2}, advice="泄压口每周清理，开门前先泄压",
    ),
)  # fmt: skip


def faults_of(model: str) -> list[Fault]:
    return [fault for fault in FAULTS if fault.fits(model)]


FAULTS_OF_STORE: dict[str, list[Fault]] = {
    "unbooked": [
        Fault(
            models="CR-200",
            judged="搅拌桨刮片磨损",
            symptoms=("炒菜粘锅，刮片刮不干净", "搅拌桨边缘缺了一块，菜里见到硅胶屑"),
            found=("刮片磨损到限，边缘缺口两处",), done=("更换搅拌桨，试炒两锅不粘",),
            parts=("P-1026",), causes={"wear": 1}, advice="刮片用满三个月检查一次",
        )
    ],
    "board": [
        Fault(
            models="CR-200",
            judged="主控板电源部分故障",
            symptoms=("通电没有任何反应，指示灯不亮", "炒到一半整机断电，再也开不起来"),
            found=("主控板电源芯片烧毁，外围正常",), done=("更换主控板，写入参数，满载试机 30 分钟",),
            parts=("P-1014",), causes={"quality": 1}, advice="电柜滤棉每周清洗",
        )
    ],
}  # fmt: skip
"""Of the tickets that came with the store, by their way."""

TAILS = (
    "", "", "", "，断电重启过一次没有用", "，重启后还是一样", "，已经停用", "，现在用备用的顶着", "，晚市等着用", "，一天出现三四次", "，昨晚收档时还好好的",
    "，旁边同型号的那台正常", "，厨师不敢再用", "，拍了视频可以发过来", "，只有这一台，影响出餐", "，上周也有过一次，自己好了", "，刚做完清洁就这样",
    "，按说明书试过没解决", "，声音和平时不一样", "，越用越频繁", "，客人在等", "，先改人工了", "，没有人动过设置", "，停了半小时再开还是这样",
)  # fmt: skip
"""What customers say besides: agrees with every fault."""

assert all(faults_of(model) for model in MODELS)
