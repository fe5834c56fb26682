/// What is said about lists, owners and what they leave open.
extension Phrasebook {
  /// Phrases without parts.
  static let stateOfThings: [(String, String)] = [
    ("waiting", "等待回收"), ("unproven", "未证实"), ("suspect", "可疑"), ("unlisted", "未列出"),
    ("no pod that is shown has its name or address", "所显示的 Pod 中没有与其同名或使用该地址的"),
    ("it has no uid: a manifest, or a copy that somebody edited", "它没有 uid：是清单，或被编辑过的副本"),
    ("its labels are not shown: it may be reserved", "其标签未显示：可能是预留地址"),
    ("the nodes were dumped before the object was made", "节点的转储早于该对象的创建"),
    ("the machines were dumped before the object was changed", "虚拟机的转储早于该对象的修改"),
    ("the pods were dumped before the object was changed", "Pod 的转储早于该对象的修改"),
    ("the machines were dumped before the object was made", "虚拟机的转储早于该对象的创建"),
    (
      "its deletion was asked for, and the evidence does not show that it went",
      "已请求删除它，但证据未显示它已消失"
    ),
    (
      "its deletion failed when the log ends, and no later evidence shows that it went",
      "日志结束时删除它仍失败，且没有更晚的证据显示它已消失"
    ),
    ("its deletion was asked for, and nothing shows how that ended", "已请求删除它，但没有证据显示结果"),
    ("its deletion was asked for afterwards, and nothing shows how that ended", "此后已请求删除它，但没有证据显示结果"),
    ("the pods were listed after the IP objects", "Pod 的列出晚于 IP 对象"),
    ("a container of kube-ovn-controller is started again and again", "kube-ovn-controller 的容器被反复重启"),
    ("a newer list, which may not be whole, does not show it any more", "更新的列表（可能不完整）中已没有它"),
    ("its pod has gone since the IP objects were listed", "IP 对象列出之后，其 Pod 已消失"),
    (
      "it is not tried again, but nothing shows that the log has more than deletions and errors",
      "没有再次尝试，但没有证据表明日志中除删除和错误外还有其他内容"
    ),
    (
      "it is of another cluster than the log, as far as names tell; read without the log it is judged for itself",
      "从名称来看，它与日志属于不同的集群；不与日志一起读取时会单独判断"
    ),
    (
      "it has the name of its Subnet, as those for health checks, and no SwitchLBRule is shown",
      "它与子网同名，如健康检查所用，但证据中没有 SwitchLBRule"
    ),
    ("no Subnet says how many there are", "没有子网说明应有多少个"),
    ("no pod of kube-ovn-controller was ready", "没有就绪的 kube-ovn-controller Pod"),
    (
      "a list of one namespace, and nothing shows that it was not asked for by name",
      "单个命名空间的列表，没有任何内容表明它不是按名称选取的"
    ),
    (
      "its pod has ended, and a pod that ended keeps no address",
      "其 Pod 已结束，而已结束的 Pod 不保留地址"
    ),
    ("a Subnet counts more addresses than the list shows", "有子网统计的地址多于列表所示"),
    ("its pod has no address yet, or none any more", "其 Pod 尚无地址，或已不再有地址"),
    ("a pod of its name exists, in the network of its node", "存在同名 Pod，但它使用节点网络"),
    ("a pod of its name exists, which has other addresses", "存在同名 Pod，但其地址不同"),
    ("the pod that runs its machine has other addresses", "运行其虚拟机的 Pod 使用其他地址"),
    (
      "it is shown without finalizers and status: whether it is being deleted is not to be seen",
      "显示时没有 finalizer 和 status：无法看出是否正在删除"
    ),
    ("a list without pods of kube-system, which every cluster has", "列表中没有 kube-system 的 Pod，而任何集群都有"),
    ("an empty list, and every cluster has some", "空列表，而任何集群都有此类对象"),
    ("it is empty, and no Subnet says that there are none", "它是空的，而没有子网说明确实一个也没有"),
    ("a page of a list that goes on", "列表的一页，后面还有"),
    ("a table, which may have been filtered or cut", "表格，可能被过滤或截断"),
    ("none of its pods is running: a selection", "其中没有运行中的 Pod：是筛选结果"),
    ("no list of Vpcs says whether it shows all Subnets", "没有 Vpc 列表可以说明它是否包含所有子网"),
    ("the audit log shows no such object being made", "审计日志中没有创建该对象的记录"),
    (
      "the audit log shows no such object being made, and covers its pod's life",
      "审计日志覆盖其 Pod 的整个生命周期，但没有创建该对象的记录"
    ),
    ("a list that has no date does not show it any more", "一份没有时间的列表中已不再有它"),
    ("a list that may not be whole does not show it", "一份可能不完整的列表中没有它"),
    (
      "the log ends with its process: what that was doing, no other is seen to take up",
      "日志随其进程结束：未见其他进程接手它正在做的事"
    ),
    ("none is an error", "没有一行是错误"),
    ("pods are given addresses and few of these are named", "为 Pod 分配了地址，但其中很少写出"),
    ("work on pods fails and none is tried again", "对 Pod 的处理失败，却没有一次重试"),
    (
      "no pod of kube-ovn-controller was ready: it may only wait for a controller",
      "没有就绪的 kube-ovn-controller Pod：它可能只是在等待控制器"
    ),
    ("it has an address by its annotations, and no IP object", "其注解中有地址，却没有 IP 对象"),
    (
      "OVN still has its port: the collector may take it, and nothing shows since when the leader works",
      "OVN 中仍有它的端口：垃圾回收可能会清理它，而没有证据显示主控制器从何时开始工作"
    ),
    ("whether the two were there at one time", "两者是否同时存在"),
    ("on which switches the two ports are", "两个端口位于哪些交换机"),
    ("a list that is cut off or damaged", "被截断或损坏的列表"),
    ("a page of a list that goes on", "未完的列表中的一页"),
    ("no dump, and no audit record names it", "没有转储，也没有审计记录提到它"),
    ("no northbound database file", "没有 OVN 北向数据库文件"),
    ("no dump shows the IP objects", "没有转储显示 IP 对象"), ("the IP objects were not dumped", "没有转储 IP 对象"),
    ("no evidence shows the Subnet's status", "没有证据显示该子网的状态"),
    ("warnings and errors only", "只有警告和错误"), ("all come from one source file", "全部来自同一源文件"),
    ("somebody pasted them together", "由人粘贴拼成"),
    (
      "it is not tried again, but the log shows nothing at all at the times when it was due",
      "没有再次尝试，但日志在应当重试的时间完全没有内容"
    ),
  ]

  /// Sentences with parts.
  static let stateSentences: [(String, String)] = [
    ("its Subnet {w0} does not exist", "它的子网 {w0} 不存在"),
    (
      "it carries the label of Subnet {w0}, which counts it, and is in Subnet {w1}",
      "它带有子网 {w0} 的标签，会被其计数，但位于子网 {w1}"
    ),
    (
      "addresses in use by its counter: {#0}, listed: {#1}, without its Vips, which no list shows",
      "它统计有 {#0} 个地址在用，而列出了 {#1} 个，不含其 VIP（没有列表显示它们）"
    ),
    ("addresses in use by its counter: {#0}, listed: {#1}", "它统计有 {#0} 个地址在用，而列出了 {#1} 个"),
    (
      "it does not exist, and OVN has its port {w0} without an IP object",
      "它不存在，而 OVN 中有它的端口 {w0}，却没有 IP 对象"
    ),
    (
      "OVN has its port {w0} without an IP object, and no list rules it out or shows it",
      "OVN 中有它的端口 {w0}，却没有 IP 对象，也没有列表表明它存在或不存在"
    ),
    ("the controller's lease had not been renewed for {#0} minutes", "控制器的租约已有 {#0} 分钟未续期"),
    ("it names {w0} {w1}, which does not exist", "它引用了 {w0} {w1}，而后者不存在"),
    (
      "addresses in use by its counter: {#0}, in the range of these: {#1}",
      "它统计有 {#0} 个地址在用，而已用范围中有 {#1} 个"
    ),
    ("it counts {w0} as used, and nothing that is listed has that address", "它将 {w0} 计为已用，而所列对象均没有该地址"),
    (
      "the deletion of {w0} {w1} was asked for just before the evidence ends",
      "证据结束前刚请求删除 {w0} {w1}"
    ),
    ("it lacks {w0} {w1}, which lived by the controller's log", "它缺少 {w0} {w1}，而控制器日志表明后者存在"),
    (
      "the list shows no {w0} object at all of namespace {w1}: it may have been left out",
      "列表中没有命名空间 {w1} 的任何 {w0} 对象：可能未包含该命名空间"
    ),
    (
      "the list of {w0} objects shows fewer in namespace {w1} than its workloads count",
      "{w0} 对象列表中命名空间 {w1} 的数量少于其工作负载的计数"
    ),
    (
      "it shows {#0} addresses of Subnet {w1}, which counts {#2}",
      "它显示子网 {w1} 的 {#0} 个地址，而该子网计数为 {#2}"
    ),
    ("it shows no address of node {w0}", "它没有显示节点 {w0} 的地址"),
    ("it shows {#0} of {#1} nodes that IP objects name", "IP 对象指明了 {#1} 个节点，它只显示其中 {#0} 个"),
    ("a pod runs machine {w0}, which it does not show", "有 Pod 运行虚拟机 {w0}，而它未显示"),
    ("pods belong to {w0}, which it does not show", "有 Pod 属于 {w0}，而它未显示"),
    (
      "it shows no address of {#0} of {#1} living pods, such as {w2}",
      "{#1} 个存活的 Pod 中有 {#0} 个的地址它没有显示，例如 {w2}"
    ),
    ("a Vpc has Subnet {w0}, which it does not show", "某个 Vpc 拥有子网 {w0}，而它未显示"),
    ("Subnets name Vpc {w0}, which it does not show", "有子网指明 Vpc {w0}，而它未显示"),
    ("pods run on node {w0}, which it does not show", "有 Pod 运行在节点 {w0} 上，而它未显示"),
    ("it lacks namespace {w0}, which has objects", "它缺少命名空间 {w0}，而该命名空间中有对象"),
    ("its owner exists: {0}", "其所有者存在：{0}"),
    ("{0} has its address", "{0} 持有其地址"),
    ("{0} runs the machine", "{0} 运行该虚拟机"),
    (
      "the IP objects were listed before pod {w0} was made, the pods after it",
      "IP 对象的列表早于 Pod {w0} 的创建，而 Pod 的列表晚于它"
    ),
    (
      "no whole list of pods shows that none runs on node {w0}", "没有完整的 Pod 列表证明节点 {w0} 上没有运行任何 Pod"
    ),
    ("VpcNatGateway {w0} exists", "VpcNatGateway {w0} 存在"),
    (
      "older than the present leader, whose collector may take it until {0} UTC",
      "早于当前主控制器，其垃圾回收可能在 {0} UTC 之前清理它"
    ),
    ("it is being deleted, and {0} holds it", "它正在被删除，{0} 占用着它"),
    ("it is reserved for {0}, which is not shown", "它为 {0} 预留，而后者未显示"),
    ("dumps of another cluster were left out: {0}", "另一个集群的转储未被采用：{0}"),
    ("whether one of {#0} others is like it", "{#0} 个其他对象中是否有与其相同的"),
    ("whether the two differ in {w0}", "两者的 {w0} 是否不同"), ("no dump shows {w0} objects", "没有转储显示 {w0} 对象"),
    ("the lists of {w0} objects do not show namespace {w1}", "{w0} 对象的列表不包含命名空间 {w1}"),
    ("the {w0} objects were listed before it was made", "{w0} 对象的列表早于它的创建"),
    ("all its objects carry the label {w0}: perhaps a selection", "其中所有对象都带有标签 {w0}：可能是筛选结果"),
    ("all its objects carry the label {w0}: a selection", "其中所有对象都带有标签 {w0}：是筛选结果"),
    ("all its objects are on node {w0}: a selection", "其中所有对象都在节点 {w0} 上：是筛选结果"),
    ("{0} of Subnet {w1}, which is gone", "子网 {w1} 的{0}，而该子网已不存在"),
  ]
}
