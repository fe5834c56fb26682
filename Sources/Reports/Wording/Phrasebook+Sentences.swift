extension Phrasebook {
  /// Sentences with parts, in the order in which they are tried.
  static let sentences: [(String, String)] =
    overview + counted + summaries + details + verdicts + clocks + advice + stateSentences

  private static let summaries: [(String, String)] = [
    ("Cause {w0}: {1} ({2}). It leads to {3}.", "根因 {w0}：{1}（{2}）。由此导致 {3}。"),
    ("Cause {w0}: {1} ({2}).", "根因 {w0}：{1}（{2}）。"),
    // Before what takes a list apart, one item at a time.
    ("{0} and {#1} more", "{0}，另有 {#1} 个"),
    ("{0} (KOV-{w1})", "{0}（KOV-{w1}）"),
    ("{w0} ({1}), {2}", "{w0}（{1}）、{2}"),
    ("{w0} ({1})", "{w0}（{1}）"),
    ("{#0} more causes stand below.", "另有 {#0} 个根因见下文。"), ("{#0} more cause stands below.", "另有 {#0} 个根因见下文。"),
    (
      "Inconclusive: nothing was found, but the evidence cannot show that there is nothing ({0}).",
      "无法下结论：没有发现问题，但现有证据不足以证明没有问题（{0}）。"
    ),
    ("No leak found in the time of the log, {0} UTC.", "在日志覆盖的时间内（{0} UTC）未发现泄漏。"),
    ("What leaked in the time of the log, {0} UTC, was cleaned up.", "在日志覆盖的时间内（{0} UTC）泄漏的对象已被清理。"),
    ("Nothing was found that was asked for; findings left out: {#0}.", "没有符合所选条件的发现；未列出的发现：{#0} 个。"),
    ("the log lasts {#0} s, too short to tell", "日志只有 {#0} 秒，太短，无法判断"),
    (
      "nothing shows that these are all lines of their time: they hold no start of a process and no pass of its collector",
      "没有迹象表明这些是该时段的全部日志：其中既没有进程启动，也没有垃圾回收的一轮"
    ),
    ("when the log ends, deletions that failed are still to be tried again: {#0}", "日志结束时，仍有失败的删除等待重试：{#0} 个"),
    (
      "virtual machines that were stopped, whose end this log does not show: {#0}",
      "已停止、而该日志不会显示其被删除的虚拟机：{#0} 台"
    ),
    ("pods whose deletion began too shortly before the log ends: {#0}", "在日志结束前不久才开始删除的 Pod：{#0} 个"),
    (
      "the counter of the Subnet stands at {#0}: some of its addresses have gone since, and nothing tells which",
      "该子网的计数为 {#0}：其中部分地址此后已消失，但无从得知是哪些"
    ),
    ("what {0} shows", "{0} 显示了什么"),
    ("IP objects in part: {0}", "IP 对象不完整：{0}"), ("IP objects: {0}", "IP 对象：{0}"),
    ("Subnets in part: {0}", "子网不完整：{0}"), ("Subnets: {0}", "子网：{0}"),
    ("pods in part: {0}", "Pod 不完整：{0}"), ("pods: {0}", "Pod：{0}"),
    (
      "Still so at the end of the evidence, {0} UTC. First sign {1} UTC, of what is only suspected {2} UTC.",
      "到证据结束时（{0} UTC）仍未恢复。首次出现：{1} UTC；仅为疑似的首次出现：{2} UTC。"
    ),
    (
      "Not seen to be cleaned up until the end of the evidence, {0} UTC. First sign {1} UTC, of what is only suspected {2} UTC.",
      "到证据结束时（{0} UTC）未见清理。首次出现：{1} UTC；仅为疑似的首次出现：{2} UTC。"
    ),
    (
      "Whether it goes on is not to be told from the evidence. First sign {0} UTC, of what is only suspected {1} UTC.",
      "从证据无法判断是否仍在持续。首次出现：{0} UTC；仅为疑似的首次出现：{1} UTC。"
    ),
    (
      "Still so at the end of the evidence, {0} UTC. Begun at the earliest {1} UTC.",
      "到证据结束时（{0} UTC）仍未恢复。最早始于：{1} UTC。"
    ),
    (
      "Not seen to be cleaned up until the end of the evidence, {0} UTC. Begun at the earliest {1} UTC.",
      "到证据结束时（{0} UTC）未见清理。最早始于：{1} UTC。"
    ),
    (
      "Whether it goes on is not to be told from the evidence. Begun at the earliest {0} UTC.",
      "从证据无法判断是否仍在持续。最早始于：{0} UTC。"
    ),
    (
      "Still so at the end of the evidence, {0} UTC. First sign of what is only suspected {1} UTC.",
      "到证据结束时（{0} UTC）仍未恢复。仅为疑似的首次出现：{1} UTC。"
    ),
    (
      "Not seen to be cleaned up until the end of the evidence, {0} UTC. First sign of what is only suspected {1} UTC.",
      "到证据结束时（{0} UTC）未见清理。仅为疑似的首次出现：{1} UTC。"
    ),
    (
      "Whether it goes on is not to be told from the evidence. First sign of what is only suspected {0} UTC.",
      "从证据无法判断是否仍在持续。仅为疑似的首次出现：{0} UTC。"
    ),
    ("Still so at the end of the evidence, {0} UTC. First sign {1} UTC.", "到证据结束时（{0} UTC）仍未恢复。首次出现：{1} UTC。"),
    ("Still so at the end of the evidence, {0} UTC.", "到证据结束时（{0} UTC）仍未恢复。"),
    (
      "Not seen to be cleaned up until the end of the evidence, {0} UTC. First sign {1} UTC.",
      "到证据结束时（{0} UTC）未见被清理。首次出现：{1} UTC。"
    ),
    ("Not seen to be cleaned up until the end of the evidence, {0} UTC.", "到证据结束时（{0} UTC）未见被清理。"),
    ("Whether it goes on is not to be told from the evidence. First sign {0} UTC.", "从证据无法判断是否仍在持续。首次出现：{0} UTC。"),
    ("Whether it goes on is not to be told from the evidence.", "从证据无法判断是否仍在持续。"),
    ("Over: {0}, cleaned up by now.", "已结束：{0}，现已清理。"),
    ("Do first: {w0}, {1}.", "首先：{w0}，{1}。"),
    ("CONFIRMED: {0}.", "已证实：{0}。"), ("PROBABLE: {0}.", "很可能：{0}。"), ("SUSPECTED: {0}.", "疑似：{0}。"),
    ("NOT EVALUATED: {0}.", "未评估：{0}。"),
    ("{#0} addresses leaked, {1}", "{#0} 个地址泄漏，{1}"), ("{#0} address leaked, {1}", "{#0} 个地址泄漏，{1}"),
    ("{#0} addresses leaked", "{#0} 个地址泄漏"), ("{#0} address leaked", "{#0} 个地址泄漏"),
    ("{#0} Subnets stuck, {1}", "{#0} 个子网卡住，{1}"), ("{#0} Subnet stuck, {1}", "{#0} 个子网卡住，{1}"),
    ("{#0} objects stuck", "{#0} 个对象卡住"), ("{#0} object stuck", "{#0} 个对象卡住"),
    ("{#0} Vpcs stuck, {1}", "{#0} 个 Vpc 卡住，{1}"), ("{#0} Vpc stuck, {1}", "{#0} 个 Vpc 卡住，{1}"),
    ("{#0} IP objects {1}", "{#0} 个 IP 对象{1}"), ("{#0} IP object {1}", "{#0} 个 IP 对象{1}"),
    ("{#0} Subnets {1}", "{#0} 个子网{1}"), ("{#0} Subnet {1}", "{#0} 个子网{1}"),
    ("{#0} Vpcs {1}", "{#0} 个 Vpc {1}"), ("{#0} Vpc {1}", "{#0} 个 Vpc {1}"),
    ("{#0} controllers {1}", "{#0} 个控制器{1}"), ("{#0} controller {1}", "{#0} 个控制器{1}"),
    ("{#0} objects {1}", "{#0} 个对象{1}"), ("{#0} object {1}", "{#0} 个对象{1}"),
    ("leaked: {0}", "泄漏：{0}"), ("stuck: {0}", "卡住：{0}"), ("at risk: {0}", "有风险：{0}"), ("affected: {0}", "受影响：{0}"),
    ("lingered and went: {0}", "曾残留，后已消失：{0}"), ("looked like it and is not: {0}", "看似如此，实际不是：{0}"),
    ("Of pods {0}", "所属 Pod：{0}"), ("Of pod {0}", "所属 Pod：{0}"), ("In Subnets {0}.", "所在子网：{0}。"),
    ("In Subnets {0}", "所在子网：{0}"), ("In Subnet {0}.", "所在子网：{0}。"), ("In Subnet {0}", "所在子网：{0}"),
    ("Held by {0}.", "占用者：{0}。"), ("Held by {0}", "占用者：{0}"), ("{0}; and {#1} more", "{0}；另有 {#1} 项"),
  ]

  /// How many objects of a kind are in which state, and what follows.
  private static let counted: [(String, String)] =
    [
      ("leaked", "泄漏"), ("stuck", "卡住"), ("affected", "受影响"), ("at risk", "有风险"),
      ("lingered and went", "曾残留，后已消失"), ("looked like it and is not", "看似如此，实际不是"),
      ("looked like it and are not", "看似如此，实际不是"),
    ].flatMap { state, said in
      [(", {2}", "，{2}"), (": {2}.", "：{2}。"), (": {2}", "：{2}"), ("", "")].map { rest, saidRest in
        ("{#0} {n1} \(state)\(rest)", "{#0} 个{n1}\(said)\(saidRest)")
      }
    } + [("{#0} {n1}", "{#0} 个{n1}")]

  private static let details: [(String, String)] = [
    ("made {0} UTC", "创建于 {0} UTC"), ("same address as {0}", "与 {0} 地址相同"),
    ("Subnet {w0} is gone", "子网 {w0} 已不存在"), ("Subnet {w0}", "子网 {w0}"), ("pod {w0}", "Pod {w0}"),
    (
      "lines are missing: {#0} of {#1} lines stand without the one that belongs to them",
      "日志有缺行：{#1} 行中有 {#0} 行缺少必然与其成对的行"
    ),
    ("lines are cut or wrapped at {#0} bytes", "日志行在 {#0} 字节处被截断或折行"),
    ("something was put behind every line: all end in '{0}'", "每一行末尾都被添加了内容：均以 '{0}' 结尾"),
    ("lines were cut: {#0} end in '…'", "日志行被截断：{#0} 行以“…”结尾"),
    (
      "lines were cut or changed: {#0} do not read as the places that print them write",
      "日志行被截断或改动：{#0} 行与打印它们的位置所写的不符"
    ),
    ("a selection of lines: every one holds '{w0}'", "筛选过的日志：每一行都含有 '{w0}'"),
    ("a selection of lines: {0}", "筛选过的日志：{0}"),
    (
      "no controller of v1.15.3 or v1.15.4 runs, which panic on such objects: the evidence shows {w0}, so upgrade first",
      "没有运行会因此类对象 panic 的 v1.15.3 或 v1.15.4 控制器：但证据显示为 {w0}，须先升级"
    ),
    ("gone at {0} UTC", "于 {0} UTC 消失"),
    ("No evidence names {0}.", "没有证据提到 {0}。"),
    ("Followed to {0}.", "一并跟踪：{0}。"), ("The last {#0} of {#1} rows.", "共 {#1} 行，仅显示最后 {#0} 行。"),
    ("The controller's log covers {0} to {1}.", "控制器日志覆盖 {0} 至 {1}。"),
    ("Nothing is known from {0} to {1}: {2}.", "{0} 至 {1} 之间没有记录：{2}。"),
    ("Clock of the log: {0}.", "日志时钟：{0}。"), ("Below {0}:", "位于 {0} 下："),
    ("Group {#0}, one incident: {1}.", "第 {#0} 组，同一事件：{1}。"), ("{#0} of {#1} shown.", "共 {#1} 个，显示 {#0} 个。"),
    ("{#0} objects: {1}.", "{#0} 个对象：{1}。"), ("{0} at {1}: {w2}, held by {3}.", "{0}（{1}）：{w2}，占用者 {3}。"),
    ("{0} at {1}: {w2}, {3}.", "{0}（{1}）：{w2}，{3}。"), ("{0} at {1}: {w2}.", "{0}（{1}）：{w2}。"),
    ("{#0} in-use", "{#0} 使用中"), ("{#0} kept", "{#0} 保留"), ("{#0} reserved", "{#0} 预留"), ("{#0} vip", "{#0} Vip"),
    ("{#0} node", "{#0} 节点"), ("{#0} u2o", "{#0} u2o"), ("{#0} mcast", "{#0} 组播"), ("{#0} in-grace", "{#0} 宽限期内"),
    ("{#0} leaking", "{#0} 正在泄漏"), ("{#0} leaked", "{#0} 泄漏"), ("{#0} conflict", "{#0} 冲突"),
    ("{#0} unknown", "{#0} 未知"), ("by {w0} with {1}", "由 {w0} 通过 {1}"), ("by {w0}", "由 {w0}"),
    ("cleaned up by the leader that started at {0} UTC", "由 {0} UTC 启动的主控制器清理"),
    ("its finalizer was removed by hand, by {w0}", "其终结器由 {w0} 手工移除"),
    ("deleted by hand, by {w0}", "由 {w0} 手工删除"),
    ("how it went is not in the evidence, because {0}", "证据中没有它如何消失的记录，因为{0}"),
    ("{0}, and its deletion does not finish", "{0}，且其删除未完成"),
    ("its pod is gone, and StatefulSet {w0} has only {#1} replicas", "其 Pod 已不存在，且 StatefulSet {w0} 只有 {#1} 个副本"),
    ("pod {w0} and its StatefulSet are gone", "Pod {w0} 及其 StatefulSet 均已不存在"), ("pod {w0} is gone", "Pod {w0} 已不存在"),
    ("pod {w0} is gone, and StatefulSet {w1} has only {#2} replicas", "Pod {w0} 已不存在，且 StatefulSet {w1} 只有 {#2} 个副本"),
    ("pod {w0} exists", "Pod {w0} 存在"), ("node {w0} is gone", "节点 {w0} 已不存在"),
    ("pod {w0} existed when the IP objects were last seen", "最后一次看到 IP 对象时 Pod {w0} 存在"),
    ("pod {w0} went just before the evidence ends", "Pod {w0} 在证据结束前刚刚消失"),
    ("pod type {w0} is not known", "未知的 Pod 类型 {w0}"), ("address of node {w0}", "节点 {w0} 的地址"),
    ("StatefulSet {w0} keeps the address of ordinal {#1}", "StatefulSet {w0} 保留序号 {#1} 的地址"),
    ("no evidence shows how many replicas StatefulSet {w0} has", "没有证据显示 StatefulSet {w0} 的副本数"),
    ("virtual machine {w0} exists", "虚拟机 {w0} 存在"), ("virtual machine {w0} is gone", "虚拟机 {w0} 已不存在"),
    ("shares its address with {w0}", "与 {w0} 共用同一地址"),
    (
      "no other IP object holds its address: the evidence shows {0}, so release nothing in OVN or IPAM",
      "没有其他 IP 对象占用其地址：证据显示 {0} 占用，因此不要在 OVN 或 IPAM 中释放任何内容"
    ),
    ("{0} (first {#1} of {#2}; the JSON report lists all)", "{0}（前 {#1} 个，共 {#2} 个；JSON 报告列出全部）"),
    ("time zone of {0}", "{0} 的时区"), ("time of {0}", "{0} 的时间"),
  ]

  private static let verdicts: [(String, String)] = [
    ("Proven by the state: {0}.", "由集群状态证实：{0}。"), ("Contradicted by the state: {0}.", "与集群状态矛盾：{0}。"),
    (
      "a restart heals it in this release: the evidence shows {w0}, where it does not",
      "该版本中重启可以恢复：但证据显示为 {w0}，重启无效"
    ),
    ("{0} (not for {1}: {2})", "{0}（不适用于 {1}：{2}）"),
    ("The state shows it: {0}.", "集群状态显示：{0}。"),
    ("Not proven; all that is shown: {0}.", "未证实；仅显示：{0}。"), ("not shown: {0}", "未显示：{0}"),
    ("no list of {w0} objects", "没有 {w0} 对象的列表"), ("a table does not show {w0}", "表格不显示 {w0}"),
    ("no evidence shows what {0} refers to", "没有证据显示 {0} 引用了什么"), ("it has no {w0}", "它没有 {w0}"),
    ("no evidence shows {w0} of {1}", "没有证据显示 {1} 的 {w0}"),
    ("Not proven: {0}.", "尚未证实：{0}。"), ("Over: {0}.", "已结束：{0}。"), ("not seen: {0}", "未见：{0}"),
    ("seen: {0}", "见到：{0}"),
    (
      "Cause not shown. Candidates: {0}. The controller's log of the time when the pod was deleted would decide.",
      "原因未显示。候选：{0}。删除该 Pod 时的控制器日志可以判定。"
    ),
    ("waiting until {0} UTC: {1}", "等待至 {0} UTC：{1}"),
    ("not done by {0} UTC: {1}", "{0} UTC 之前未完成：{1}"),
    (
      "could have happened unseen, because a selection of lines: {0}: {1}", "可能发生但未被看到，因为是筛选过的日志（{0}）：{1}"
    ),
    ("could have happened unseen, because {0}: {1}", "可能发生但未被看到，因为{0}：{1}"),
    (
      "the order of '{w0}' and '{w1}' lies within the uncertainty of the clocks",
      "“{w0}”与“{w1}”的先后在时钟误差之内"
    ),
    ("the {w0} objects are not a whole list: {1}", "{w0} 对象不是完整列表：{1}"),
  ]

  private static let clocks: [(String, String)] = [
    ("year {#0}, local time {1}: {2}", "年份 {#0}，本地时间 {1}：{2}"), ("changed since {0}", "自 {0} 以来有变化"),
    ("{w0}, changing {#1} time(s)", "{w0}（其间变化 {#1} 次）"),
    ("zone {w0} as given", "时区 {w0}（由用户指定）"),
    ("{#0} allocations match creation times of IP objects", "{#0} 次地址分配与 IP 对象的创建时间吻合"),
    ("{0} assumed", "假定为{0}"),
    (
      "this clock is {#0} s ahead of the API server by {#1} creation times of IP objects, which is corrected",
      "该时钟比 API 服务快 {#0} 秒（依据 {#1} 个 IP 对象的创建时间），已校正"
    ),
    (
      "this clock is {#0} s behind the API server by {#1} creation times of IP objects, which is corrected",
      "该时钟比 API 服务慢 {#0} 秒（依据 {#1} 个 IP 对象的创建时间），已校正"
    ),
    (
      "the clock went back by {#0} minutes, taken for the end of daylight saving time",
      "时钟回拨 {#0} 分钟，视为夏令时结束"
    ),
    ("the clock was set back once, by up to {#0} s: the order of the lines is kept", "时钟回拨 1 次，最多 {#0} 秒：保持日志行的顺序"),
    (
      "the clock was set back {#0} times, by up to {#1} s: the order of the lines is kept",
      "时钟回拨 {#0} 次，最多 {#1} 秒：保持日志行的顺序"
    ),
    (
      "times go back {#0} time(s) by minutes or more, as when logs are put one behind the other",
      "时间倒退 {#0} 次，每次数分钟以上，如同多份日志首尾相接"
    ),
    ("Names are as short as they can be told apart; all lie below {0}", "名称缩短到可以区分为止；均位于 {0} 下"),
    ("{#0} objects: {1}", "{#0} 个对象：{1}"), ("{#0} gaps", "{#0} 处缺口"), ("in {#0} namespaces", "{#0} 个命名空间"),
    ("in {#0} namespace", "{#0} 个命名空间"), ("{#0} objects of {#1} namespaces", "{#1} 个命名空间的 {#0} 个对象"),
    ("{#0} objects of {#1} namespace", "{#1} 个命名空间的 {#0} 个对象"), ("Timeline of {0}", "{0} 的时间线"),
    ("Not understood, {w0}: {1}", "无法识别，{w0}：{1}"), ("IP objects ({0})", "IP 对象（{0}）"),
    ("controller log ({0})", "控制器日志（{0}）"), ("log of the process before ({0})", "前一个进程的日志（{0}）"),
    ("API server audit log ({0})", "API 服务审计日志（{0}）"), ("Kubernetes Events ({0})", "Kubernetes 事件（{0}）"),
    ("OVN northbound ports ({0})", "OVN 北向端口（{0}）"), ("{0}: {#1} of {#2} lines", "{0}：{#2} 行中的 {#1} 行"),
    ("header of a table of {0}", "{0} 表格的表头"),
    (
      "hole of {#0} zero bytes: the file was truncated while its writer had it open",
      "{#0} 个零字节的空洞：写入进程打开文件期间文件被截断"
    ),
  ]

  private static let advice: [(String, String)] = [
    ("{w0}: upgrade to {w1} or later on the same line", "{w0}：升级到同一系列的 {w1} 或更高版本"), ("{w0} has the fix", "{w0} 已包含修复"),
    (
      "{w0} and what follows on its line have the fix; which release runs is not shown",
      "{w0} 及同一系列的后续版本已包含修复；未显示正在运行的版本"
    ),
    (
      "{w0}: no release of this line has the fix; the nearest that has is {w1}",
      "{w0}：该系列没有包含修复的版本；最近的修复版本是 {w1}"
    ),
    ("{w0} is newer than the first fixed release", "{w0} 比首个修复版本更新"),
    ("keep away from {0}", "避免使用 {0}"), ("{#0} of {#1} known call sites agree", "{#1} 个已知调用点中的 {#0} 个吻合"),
    (
      "no banner; {#0} of {#1} known call sites agree, which tells no release",
      "没有版本横幅；{#1} 个已知调用点中的 {#0} 个吻合，不足以判断版本"
    ),
    ("version banner, commit {w0}", "版本信息行，提交 {w0}"), ("call sites say {0}", "调用点显示为 {0}"),
    ("version banner, commit {w0}; call sites say {1}", "版本信息行，提交 {w0}；调用点显示为 {1}"),
  ]
}
