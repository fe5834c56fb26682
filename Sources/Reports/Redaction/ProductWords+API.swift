extension ProductWords {
  /// Words of the shell functions that check what a finalizer patch asks for, and of the commands beside them.
  static let commandWords = "safe echo printf left alone grep wF cxF qxF sort uniq kubectl jq le lt ge gt eq ne"

  /// Words of the Kubernetes API, of audit records, of Go's panics and of common log lines, which quoted lines are full of.
  static let apiWords = """
    apiVersion kind metadata name namespace uid resourceVersion creationTimestamp deletionTimestamp generation labels
    deletionGracePeriodSeconds annotations ownerReferences managedFields manager operation time fieldsType fieldsV1
    fieldsType finalizers selfLink generateName spec status items code reason message details causes list continue
    remainingItemCount audit level auditID stage requestURI verb verbs user username userAgent groups extra sourceIPs
    objectRef resource apiGroup subresource responseStatus requestObject responseObject requestReceivedTimestamp
    stageTimestamp RequestResponse Request Metadata ResponseComplete ResponseStarted Panic authorization decision allow
    forbid impersonatedUser authentication credential api apis core batch apps v1 create get update patch delete watch
    deletecollection Success Failure Status Event EventList List Pod Subnet Vpc IP gracePeriodSeconds propagationPolicy
    Background Foreground Orphan preconditions dryRun fieldManager force limit allowWatchBookmarks timeoutSeconds
    resourceVersionMatch labelSelector fieldSelector pretty json yaml yml log logs txt gz tar tgz zip zst xz csv html md
    db ndjson http https application strategic merge apply linux amd64 arm64 darwin windows kubectl client go create
    controller blockOwnerDeletion true false null nil none yes no type string object array int value values key keys
    conditions condition lastTransitionTime lastUpdateTime lastProbeTime observedGeneration phase Pending Running
    Succeeded Failed Unknown Ready Scheduled Initialized ContainersReady PodScheduled hostIP hostIPs podIP podIPs
    nodeName hostname hostNetwork dnsPolicy restartPolicy Always Never OnFailure containers container containerID
    containerStatuses image imageID imagePullPolicy ports port protocol TCP UDP SCTP env args command volumes
    volumeMounts mountPath secret configMap serviceAccount serviceAccountName tolerations affinity selector
    matchLabels template replicas readyReplicas serviceName updateStrategy startTime qosClass BestEffort Burstable
    Guaranteed terminationGracePeriodSeconds securityContext schedulerName tolerationSeconds effect NoExecute NoSchedule
    operator Exists Equal provider cidrBlock gateway gatewayNode gatewayType excludeIps allowSubnets protocol IPv4 IPv6
    Dual vlan vpcName natOutgoing externalEgressGateway private default usingIPs availableIPs v4usingIPs v6usingIPs
    v4availableIPs v6availableIPs v4usingIPrange v6usingIPrange v4availableIPrange v6availableIPrange activateGateway
    u2oInterconnectionIP u2oInterconnectionVPC ipAddress v4IpAddress v6IpAddress macAddress containerID podName podType
    attachIps attachMacs attachSubnets v4Ip v6Ip staticRoutes policyRoutes namespaces standby router subnets
    defaultLogicalSwitch enableExternal VpcPeerings tcpLoadBalancer udpLoadBalancer sctpLoadBalancer cidr nextHopIP
    enableDHCP dhcpV4OptionsUUID dhcpV6OptionsUUID mcastQuerierIP mcastQuerierMAC enableLb config nad networks network
    logical switch switches ls lsp lr lrp lb nb sb northd raft external ids acl acls qos uuid row rows column table
    involvedObject firstTimestamp lastTimestamp count source component host reportingComponent reportingInstance related
    series action Normal Warning Killing Created Started Pulled Pulling FailedScheduling FailedCreatePodSandBox
    SuccessfulCreate SuccessfulDelete SandboxChanged BackOff Unhealthy DiscoveryFailed LeaderElection Scheduled Preempted
    leases lease holderIdentity acquireTime renewTime leaseDurationSeconds leaseTransitions coordination
    CrashLoopBackOff ImagePullBackOff ErrImagePull ContainerCreating PodInitializing OOMKilled Evicted Completed
    Terminating NotReady SchedulingDisabled CreateContainerError CreateContainerConfigError RunContainerError
    ContainerStatusUnknown NodeLost Init quot amp apos nbsp bash sh shell console text plaintext diff
    goroutines asleep deadlock dereference pointer index bounds concurrent conversion interface signal segmentation
    violation SIGSEGV SIGABRT addr pc recovered
    goroutine running chan receive sync runtime main panic panics error errors err warn warning info debug trace fatal
    msg ts caller stack stdout stderr stream docker cri klog systemd kernel net sock pkg cmd src internal vendor github
    com sigs apimachinery util wait worker workers workqueue informer informers reflector queue handler handlers
    obtain failed fail fails cannot could not to for from of on in at by with without and or the a an is are was were be
    been has have had does do did done it its this that these those which while when where who what why how all any each
    no more than less least most new old first last next other same such so as if else then too very will would should
    may might must can only again still already yet also because due before after during until since between within
    into onto over under out off up down left right top bottom begin began end ended start started starting stop
    stopped stopping finish finished add added adding remove removed removing deleted deleting created creating updated
    updating sync synced syncing requeue requeuing enqueue handle handled handling process processed processing wait
    waiting try tried trying retry retrying release released releasing assign assigned acquire acquired allocate
    allocated allocation available unavailable exist exists existing found missing empty invalid valid unknown unable
    request requests requested response refused connection connect connected connecting disconnect disconnected closed
    open opened timeout timed reached exceeded deadline context canceled cancelled lost leader elected election leading
    become became check checked checking set get got gets use used using want wanted need needs needed show shows shown
    see seen read reading write writing written load loaded save saved make made take took taken give given go gone
    address addresses mac macs ipam pool pools range ranges dual stack cluster clusters node nodes pod pods object
    objects service services endpoint endpoints route routes routing policy policies rule rules group groups chassis
    security nat snat dnat eip fip vip vips iptables bridge tunnel vxlan geneve device devices interface interfaces link
    mtu arp dhcp dns proxy hostname hosts path paths file files line lines folder version versions release releases
    commit build date number total current desired expected actual changed changes change conflict conflicts duplicate
    duplicated inconsistency detected empty full free busy init initialize initialized setup configure configured
    evidence bundle bundles resources dump dumps snapshot before after audit var tmp home root opt mnt data usr etc proc
    run must gather sos previous archive bz2 bzip2 tbz tbz2 tlz4 txz tzst lz4 7z cpio gzip zstd stdin plugins
    last-applied-configuration kubectl-client-side-apply kubectl-edit kubectl-patch rollout deployments finalize
    deleteFromPrimitiveList rawValue Jan Feb Mar Apr Jun Jul Aug Sep Oct Nov Dec GMT UTC
    fieldValidation Strict Ignore Warn DeleteOptions CreateOptions
    """
}
