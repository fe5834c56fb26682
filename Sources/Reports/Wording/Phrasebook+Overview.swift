extension Phrasebook {
  /// Addresses that are used twice, with what follows: who has them, or the rest of the headline.
  private static let shared: [(String, String)] = [
    ("on one address", "{#0} 个{n1}使用同一地址"), ("on {#9} shared addresses", "{#0} 个{n1}使用 {#9} 个重复的地址"),
    ("on an address that something else has", "{#0} 个{n1}的地址已被其他对象占用"),
    ("on addresses that something else has", "{#0} 个{n1}的地址已被其他对象占用"),
  ].flatMap { what, said in
    [
      (" ({2}): not proven: {3}.", "（{2}）：未证实：{3}。"), (" ({2}): {3}.", "（{2}）：见 {3}。"),
      (" (probable), {2}", "（很可能），{2}"), (" (probable)", "（很可能）"), (", {2}", "，{2}"), (".", "。"), ("", ""),
    ].map { ("{#0} {n1} " + what + $0, said + $1) }
  }

  /// Sentences of the first screen: headline, controller, what people notice, where to go.
  static let overview = shared + firstScreen

  private static let firstScreen: [(String, String)] = [
    ("Bundles: {#0}; {1}.", "支持包：{#0} 个；{1}。"), ("Bundles: {#0}.", "支持包：{#0} 个。"),
    ("{#0} with something wrong ({#1} leaked, {#2} stuck)", "{#0} 个有问题（泄漏 {#1}，卡住 {#2}）"),
    ("{#0} with nothing found", "{#0} 个未发现问题"), ("{#0} that do not show enough to say", "{#0} 个证据不足以判断"),
    ("{#0} that does not show enough to say", "{#0} 个证据不足以判断"),
    ("{#0} that could not be read", "{#0} 个无法读取"),
    ("Controller: {0}.", "控制器：{0}。"),
    ("{#0} starts", "启动 {#0} 次"), ("{#0} start", "启动 {#0} 次"),
    ("1 crash", "崩溃 1 次"), ("{#0} crashes", "崩溃 {#0} 次"),
    ("1 crash, {0} UTC", "崩溃 1 次，{0} UTC"), ("{#0} crashes, {1} UTC", "崩溃 {#0} 次，{1} UTC"),
    ("{#0} changes of leader", "主控切换 {#0} 次"), ("{#0} change of leader", "主控切换 {#0} 次"),
    ("{#0} restarts by the status of its pods", "按其 Pod 的状态共重启 {#0} 次"),
    ("{#0} restart by the status of its pods", "按其 Pod 的状态共重启 {#0} 次"),
    (
      "{#0} pods without an address ({1}): the controller crashes, {w2}.",
      "{#0} 个 Pod 没有地址（{1}）：控制器在崩溃，见 {w2}。"
    ),
    (
      "{#0} pod without an address ({1}): the controller crashes, {w2}.",
      "{#0} 个 Pod 没有地址（{1}）：控制器在崩溃，见 {w2}。"
    ),
    (
      "{#0} pods without an address ({1}): the log shows that the controller fails to give one.",
      "{#0} 个 Pod 没有地址（{1}）：日志显示控制器分配地址失败。"
    ),
    (
      "{#0} pod without an address ({1}): the log shows that the controller fails to give one.",
      "{#0} 个 Pod 没有地址（{1}）：日志显示控制器分配地址失败。"
    ),
    (
      "{#0} pods without an address ({1}): the Subnet asked for does not exist.",
      "{#0} 个 Pod 没有地址（{1}）：所指定的子网不存在。"
    ),
    (
      "{#0} pod without an address ({1}): the Subnet asked for does not exist.",
      "{#0} 个 Pod 没有地址（{1}）：所指定的子网不存在。"
    ),
    ("{#0} pods without an address ({1}): the cause is not shown.", "{#0} 个 Pod 没有地址（{1}）：证据未显示原因。"),
    ("{#0} pod without an address ({1}): the cause is not shown.", "{#0} 个 Pod 没有地址（{1}）：证据未显示原因。"),
    ("{w0} of Subnet {w1}: {2}.", "子网 {w1} 的 {w0}：{2}。"), ("{w0} of Subnet {w1}: {2}", "子网 {w1} 的 {w0}：{2}"),
    ("{0} cannot go ({1}): {2}.", "{0}无法删除（{1}）：见 {2}。"),
    ("{0} Terminating ({1}): no finding explains it.", "{0}处于 Terminating（{1}）：没有诊断项可以解释。"),
    ("{0} Terminating ({1}): not proven: {2}.", "{0}处于 Terminating（{1}）：未证实：{2}。"),
    ("Cause of {w0} ({1}) not shown; candidates: {2}.", "{w0}（{1}）的原因未在证据中显示；可能的原因：{2}。"),
    ("Cause of {w0} ({1}) not shown.", "{w0}（{1}）的原因未在证据中显示。"),
    (
      "Release to go to: the first of the line that runs, {0}; it mends {1}; no release mends {2}.",
      "建议升级到所运行系列的首个修复版本（{0}）；可修复 {1}；没有版本能修复 {2}。"
    ),
    (
      "Release to go to: the first of the line that runs, {0}; it mends {1}.",
      "建议升级到所运行系列的首个修复版本（{0}）；可修复 {1}。"
    ),
    (
      "Release to go to: {w0} or later on its line; it mends {1}; no release mends {2}.",
      "建议升级到 {w0} 或同一系列的更高版本；可修复 {1}；没有版本能修复 {2}。"
    ),
    ("Release to go to: {w0} or later on its line; it mends {1}.", "建议升级到 {w0} 或同一系列的更高版本；可修复 {1}。"),
    (
      "Do first: save the evidence, for a restart destroys part of it; then upgrade the controller to {w0}, because the release that runs crashes on such objects ({w1}).",
      "首先：保存证据（重启会丢失部分证据）；然后将控制器升级到 {w0}，因为正在运行的版本会因此类对象崩溃（{w1}）。"
    ),
    (
      "Do first: save the evidence, for a restart destroys part of it; then step {#0} of {w1}: {2}.",
      "首先：保存证据（重启会丢失部分证据）；然后执行 {w1} 的第 {#0} 步：{2}。"
    ),
    (
      "Do first: save the evidence, for a restart destroys part of it; then meet what step {#0} of {w1} requires: {2}.",
      "首先：保存证据（重启会丢失部分证据）；然后先满足 {w1} 第 {#0} 步的前提：{2}。"
    ),
    ("No leak is found, but {0}.", "未发现泄漏，但需注意：{0}。"),
    ("Whether anything leaked is not to be told, but {0}.", "无法判断是否有泄漏，但需注意：{0}。"),
    (
      "the controller crashes again and again ({#0} times, last {1} UTC), {2}",
      "控制器反复崩溃（{#0} 次，最近一次 {1} UTC），{2}"
    ),
    ("the controller crashes again and again ({#0} times, last {1} UTC)", "控制器反复崩溃（{#0} 次，最近一次 {1} UTC）"),
    (
      "the controller crashes again and again ({#0} times, last {1} UTC, year assumed), {2}",
      "控制器反复崩溃（{#0} 次，最近一次 {1} UTC，年份为假定），{2}"
    ),
    (
      "the controller crashes again and again ({#0} times, last {1} UTC, year assumed)",
      "控制器反复崩溃（{#0} 次，最近一次 {1} UTC，年份为假定）"
    ),
    ("the controller crashed (last {0} UTC, year assumed), {1}", "控制器已崩溃（{0} UTC，年份为假定），{1}"),
    ("the controller crashed (last {0} UTC, year assumed)", "控制器已崩溃（{0} UTC，年份为假定）"),
    ("the controller crashed (last {0} UTC), {1}", "控制器已崩溃（{0} UTC），{1}"),
    ("the controller crashed (last {0} UTC)", "控制器已崩溃（{0} UTC）"),
    ("the controller crashed (when is not known), {0}", "控制器已崩溃（时间未知），{0}"),
    ("the controller crashed (when is not known)", "控制器已崩溃（时间未知）"),
    (
      "the controller crashes again and again ({#0} times, when is not known), {1}", "控制器反复崩溃（{#0} 次，时间未知），{1}"
    ),
    ("the controller crashes again and again ({#0} times, when is not known)", "控制器反复崩溃（{#0} 次，时间未知）"),
    ("{#0} pods wait for an address, {1}", "{#0} 个 Pod 等待地址，{1}"),
    ("{#0} pod waits for an address, {1}", "{#0} 个 Pod 等待地址，{1}"),
    ("{#0} pods wait for an address", "{#0} 个 Pod 等待地址"), ("{#0} pod waits for an address", "{#0} 个 Pod 等待地址"),
    ("{#0} IP objects stuck, {1}", "{#0} 个 IP 对象卡住，{1}"), ("{#0} IP object stuck, {1}", "{#0} 个 IP 对象卡住，{1}"),
    ("{#0} objects stuck, {1}", "{#0} 个对象卡住，{1}"), ("{#0} object stuck, {1}", "{#0} 个对象卡住，{1}"),
    ("{#0} IP objects", "{#0} 个 IP 对象"), ("{#0} IP object", "{#0} 个 IP 对象"), ("{#0} Subnets", "{#0} 个子网"),
    ("{#0} Subnet", "{#0} 个子网"), ("{#0} Vpcs", "{#0} 个 Vpc"), ("{#0} Vpc", "{#0} 个 Vpc"),
    ("{#0} objects", "{#0} 个对象"),
    ("{#0} object", "{#0} 个对象"),
    ("the deletion of {0} is asked for by {w1} with {w2}", "{w1} 通过 {w2} 请求删除 {0}"),
    ("the deletion of {0} is asked for by {w1}", "{w1} 请求删除 {0}"),
    ("the deletion of {0} is asked for", "请求删除 {0}"),
    ("since {0} UTC at the earliest", "最早始于 {0} UTC"),
    ("since {0} UTC ({1})", "始于 {0} UTC（{1}）"), ("since {0} UTC", "始于 {0} UTC"),
  ]

  /// The same without parts.
  static let overviewPhrases: [(String, String)] = [
    ("cause not shown", "证据未显示原因"), ("year assumed", "年份为假定"), ("zone assumed", "时区为假定"),
    ("year and zone assumed", "年份和时区为假定"),
  ]
}
