import Model

/// One network interface of a pod: what an IP object stands for.
///
/// The log names a pod and a Subnet when it hands out an address, and an IP object when it deletes one; which object
/// belongs to which interface has to be put together, and `basis` says how that was done.
public struct Nic: Sendable, Hashable {
  public var pod: ResourceID
  /// 0 when no evidence names it.
  public var subnet: ResourceID
  /// The IP object; 0 when its name could not be told.
  public var ip: ResourceID
  public var basis: Basis

  /// Describes an interface.
  public init(pod: ResourceID, subnet: ResourceID, ip: ResourceID, basis: Basis) {
    self.pod = pod
    self.subnet = subnet
    self.ip = ip
    self.basis = basis
  }

  /// What the name of the IP object rests on, strongest first.
  public enum Basis: Int, Sendable, Hashable, Comparable {
    /// Evidence names the object together with the Subnet.
    case named
    /// Other interfaces in the same Subnet show the provider, and the name follows from pod and provider.
    case mapped
    /// The only name and the only Subnet of the pod that were left over.
    case eliminated
    /// The Subnet is named like others whose provider is known.
    case analogy
    /// Unknown.
    case unknown

    public static func < (a: Basis, b: Basis) -> Bool { a.rawValue < b.rawValue }

    /// Not only likely.
    public var isFirm: Bool { self <= .mapped }
  }
}
