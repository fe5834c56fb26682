/// The one version string of the program.
public enum Version {
  /// Semantic version.
  public static let current = "0.1.0"
}
