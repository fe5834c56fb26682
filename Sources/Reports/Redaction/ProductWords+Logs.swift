extension ProductWords {
  /// Words that logs and dumps of Kubernetes, Kube-OVN and OVN are full of, whatever the cluster: options, fields, columns of
  /// databases, controllers. Counted in recordings of many releases; what people call things is not among them.
  static let logWords = """
    APF APIPath APIServerIdentity APIServiceRegistrationController AcceptContentTypes AdditionalErrorMsg
    AggregationController AlwaysAllow AnonymousAuth AnpClient Arch AttachNetClient AuthConfigPersister
    AuthProvider AuthProviderConfigPersister BFD Band BearerToken BearerTokenFile BfdDetectMult BfdID BfdMinRx
    BfdMinTx BgpConf Binary Binding Built Burst CAData CAFile CPU CRDFinalizer Caches CertData CertFile
    CertManagerIPSecCert CertificateApproval CertificateSigning CertificateSubjectRestriction Channel ClientIndex
    ClusterFirst ClusterRouter ClusterSctpLoadBalancer ClusterSctpSessionLoadBalancer ClusterTCPLoadBalancer
    ClusterTCPSessionLoadBalancer ClusterTrustBundleAttest ClusterUDPLoadBalancer ClusterUDPSessionLoadBalancer
    ColumnKey ConfigMap Conn ContentConfig ContentType Copp CustCrdRetryMaxDelay CustCrdRetryMinDelay DefaultCIDR
    DefaultExchangeLinkName DefaultExcludeIps DefaultGateway DefaultGatewayCheck DefaultHostInterface
    DefaultIngressClass DefaultLogicalGateway DefaultLogicalSwitch DefaultProviderName DefaultStorageClass
    DefaultTolerationSeconds DefaultU2OInterconnection DefaultVlanID DefaultVlanName Deprecated Dial
    DisableCompression DiscoveryController DynamicResourceAllocation DynamicServingCertificateController ECMPMode
    EXCLUDEIPS EnableANP EnableDNSNameResolver EnableEcmp EnableEipSnat EnableExternalVpc EnableKeepVMIP EnableLb
    EnableLbSvc EnableLiveMigrationOptimize EnableMetrics EnableNP EnableNonPrimaryCNI EnableOVNIPSec
    EnableOVNLBPreferLocal EnablePprof Ending EstablishingController EvpnConf ExecProvider ExtClient
    ExternalGatewayConfigNS ExternalGatewayNet ExternalGatewaySwitch ExternalGatewayVlanID ExternalIP FRRImage
    FieldsV1 Forwarding GATES GATEWAYTYPE GCInterval GOGC GOMAXPROCS GOTRACEBACK Generated Generating Global
    Golang GraphBuilder GroupVersion HA IWEF IfNotPresent Impersonate ImpersonationConfig Insecure InspectInterval
    InternalIP KeyData KeyFile KubeClient KubeConfigFile KubeFactoryClient KubeOvnClient KubeOvnFactoryClient
    KubeRestConfig KubeletReady KubernetesAPIApprovalPolicyConformantConditionController KubevirtClient
    LimitRanger LocalAvailability LogPerm LsCtSkipDstLportIPs LsDnatModDlDst Meter MinimumReplicasAvailable Mirror
    MultiCIDRServiceAllocator MutatingAdmissionWebhook NBGlobal NOMINATED NamespaceLifecycle
    NamingConditionController NegotiatedSerializer NetworkAttachmentDefinitionList NetworkPolicyEnforcement
    NetworkType NewReplicaSetAvailable NextHopIP NextProtos NodeLocalDNSIP NodeLocalDNSIPs NodePgProbeTime
    NodeSwitch NodeSwitchCIDR NodeSwitchGateway NonStructuralSchemaConditionController OpenAPI OvnNbAddr OvnSbAddr
    OvnTimeout OvsDbConnectMaxRetry OvsDbConnectTimeout OvsDbInactivityTimeout Parallel Password
    PersistentVolumeClaimResize PodName PodNamespace PodNicType PodSecurity PprofPort PreemptLowerPriority
    PriorityClass Proceeding Progressing QPS READINESS REDACTED RateLimiter Relay RemoteAvailability
    RequestHeaderAuthRequestController RequestWatchProgress Resetting ResourceDiscoveryManager ResourceManager
    ResourceQuota Retain RollingUpdate RoundTripper RouteTable RuntimeClass SHA SSL SUBOBJECT Sample Sampling
    ScalingReplicaSet SecureServing ServerName ServiceClusterIPRange Serving SkipConntrackDstCidrs Southbound
    StorageError StorageObjectCountTracker StorageObjectInUseProtection StorageVersionAPI SubChannel
    TLSCipherSuites TLSClientConfig TLSMaxVersion TLSMinVersion TaintNodesByCondition Transport
    U2OINTERCONNECTIONIP URL UserAgent V3 V4AVAILABLE V4USED V6AVAILABLE V6USED ValidatingAdmissionPolicy
    ValidatingAdmissionPolicyBinding ValidatingAdmissionWebhook Validator VpcEgressGatewayList WarningHandler
    WarningHandlerWithContext WorkerNum WrapTransport WrapperFunc addrConn address-family admission
    admissionregistration alert all allocatable allow-related allow-stateless allowed apiregistration arch
    architecture associated authorizer autoregister autoscaling availability balancers bands bandwidth bfd bfdPort
    bindAddress binding boolean bootID bootstrap burst ca caches cap capabilities capacity capnslog cert
    certificate certificates certificatesigningrequest-approving-controller
    certificatesigningrequest-cleaner-controller certificatesigningrequest-signing-controller certs cfg cidrs
    ciphers ciphersuites cksum client-ca client-ca-file cloud-node-lifecycle-controller cluster-sctp-loadbalancer
    cluster-sctp-session-loadbalancer cluster-tcp-loadbalancer cluster-tcp-session-loadbalancer
    cluster-udp-session-loadbalancer clusterIPs cniVersion collectors collisionCount combined comment common
    configmap configmaps configs containerRuntimeVersion containerd controller controller-revision-hash
    controller-runtime controllerrevisions copp cpu crd-autoregister createTransport crt ct currentRevision
    daemonEndpoints daemonset-controller deny desc detect dev dhcpv4 dhcpv6 dial dialing diff direction
    disableInterConnection discovery distributed dl drop dscp dst dst-ip duration dynamic enable-eip-snat
    enableBfd enableServiceLinks enabled endpointSlice endpoints-controller endpointslice-mirroring-controller
    enforce-policy ensure ensurer enum ep ephemeral erspan establishing etcdmain eth evaluator eventTime exclude
    exempted exit expiration ext extension-apiserver-authentication externalID externalIDs extraExternalSubnets
    extrenalID fair feature fields flag flowcontrol following forwarding from-lport func
    garbage-collector-controller garbagecollector gate generated go1 gre grpc headings hh hv ifName in-cluster
    in-memory inactivity incoming indexes information inport integer inv ip4 ip6 ipsec isRoot isU2OOverlayCIDRs kB
    kbps kube kube-ovn-daemon kube-ovn-version kubeProxyVersion kubeconfig kubeletEndpoint lastHeartbeatTime
    latest learn legacy legacy-serviceaccount-token-cleaner-controller len libovsdb limitranges listening liveness
    load localnet lport machineID map mappings mark max maxInteger maxLength maxRows maxSurge maxUnavailable meta
    meter meters metrics min minInteger minimum mirror mm mmdd mod modified monitors mult mutating n-weak-refs
    natOutgoingPolicyRules nb nbdb neigh networking nextHops nexthop node node-ipam-controller
    node-lifecycle-controller node-name node-role not-ready notice np op openvswitch operatingSystem os outport
    override ovn-nb-lsp ovn-nb-show ovn-nbctl ovn-vlan ovnnb partition persistentVolumeClaimRetentionPolicy
    persistentvolume-attach-detach-controller persistentvolume-binder-controller
    persistentvolume-expander-controller persistentvolume-protection-controller
    persistentvolumeclaim-protection-controller persistentvolumeclaims pki pktps plugin pod-index pod-name
    pod-security pod-template-hash podtemplates policyDst policySource policySrc posting preemptionPolicy
    privileged probe progressDeadlineSeconds progressed proto protobuf protocols providername pruner query quota
    ra rate rbac rc rebalancing reconcile reconciler recorded refTable refType refreshing reject relay replace
    replicationcontroller-controller replicationcontrollers requestheader-client-ca-file requiredFeatureGates
    reroute resident residual resource-ep resourceclaim-controller resourcequotas rest revision
    revisionHistoryLimit role rollingUpdate root-ca-certificate-publisher-controller router-port rx
    sanitizedTLSClientConfig sbdb scale scheduler scheduling schema sctp sctpSessionLoadBalancer secrets
    securely securitygroup self-signed service service-cidr-controller service-lb-controller serviceaccount
    serviceaccount-controller serviceaccount-token-controller serving-cert sessions sg shutdown sid slice socket
    specified src-ip srv ss ssl startedAt storage-version-migrator-controller storagemigration
    storageversion-garbage-collector-controller stored strategy subdomain subnetprovider succeeded successful
    supported svc sys system-cluster-critical system-node-critical systemUUID tables tag taint-eviction-controller
    taints tcp tcpSessionLoadBalancer termination-log terminationMessagePath terminationMessagePolicy threadid
    threshold tier timestamp to-lport token tp tracking transport trust tunid tx u2oFeatures u2oInterconnectionMAC
    udp udpSessionLoadBalancer uint8 unit unlimited unreachable updateRevision url uuuuuu validating
    validatingadmissionpolicy-status-controller var-log-kube-ovn variables veth-pair vlog vmac vnd weak
    whenDeleted whenScaled writers zap
    """
}
