/// All wrappers, in the order in which they are tried: what proves itself first, what matches loosely last.
enum LineWrapperRegistry {
  static let all: [any LineWrapper.Type] = [
    CRIWrapper.self,
    KubectlPrefixWrapper.self,
    DockerJSONWrapper.self,
    JournaldJSONWrapper.self,
    SternJSONWrapper.self,
    LokiJSONWrapper.self,
    ShipperJSONWrapper.self,
    SyslogRFC5424Wrapper.self,
    SyslogTraditionalWrapper.self,
    JournaldFullWrapper.self,
    JournaldUnixWrapper.self,
    LogcliWrapper.self,
    GrafanaTextWrapper.self,
    GitHubActionsWrapper.self,
    SyslogISOWrapper.self,
    KubectlTimestampsWrapper.self,
    KailWrapper.self,
    KubetailWrapper.self,
    SternNamespaceWrapper.self,
    SternWrapper.self,
    ContainerPrefixWrapper.self,
    QuotePrefixWrapper.self,
    GrepPrefixWrapper.self,
    ColorWrapper.self,
  ]
}
