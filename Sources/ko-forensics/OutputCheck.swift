import CommandLineKit
import Glibc
import Intake

/// Refuses outputs that would destroy what is read or each other, before anything is read.
enum OutputCheck {
  /// A file by what it is, not by its name.
  private struct Identity: Hashable {
    var device: UInt64
    var inode: UInt64

    /// `nil` for what takes any number of writers without harm, such as the null device.
    init?(_ info: stat) {
      // Memory devices: null, zero, full.
      if info.st_mode & S_IFMT == S_IFCHR, info.st_rdev >> 8 & 0xFFF == 1 { return nil }
      (device, inode) = (UInt64(info.st_dev), UInt64(info.st_ino))
    }
  }

  /// `isFolderRead`: every file below an input that is a folder is read, too.
  static func check(_ choices: [OutputChoice], inputs: [String], isFolderRead: Bool = true) throws(UsageError) {
    let read = Set(inputs.compactMap(identity))
    let folders = isFolderRead ? inputs.filter { $0 != "-" }.compactMap(folder) : []
    var names: [Identity: String] = [:]
    for choice in choices {
      let name = choice.file ?? "/dev/stdout"
      guard let file = target(name) else { continue }
      let shown = choice.file ?? "standard output"
      if let id = file.id {
        if read.contains(id) {
          throw UsageError("'\(shown)' is an input and would be overwritten", hint: "give the output another name")
        }
        if let other = names.updateValue(shown, forKey: id) {
          throw UsageError(
            other == shown ? "'\(shown)' is named twice" : "'\(other)' and '\(shown)' are one file",
            hint: "give each format a file of its own")
        }
      }
      if choice.file != nil, file.isRegular, let path = file.path, folders.contains(where: { path.hasPrefix($0) }) {
        throw UsageError(
          "'\(shown)' lies in a folder that is read, and would be read and overwritten",
          hint: "write it elsewhere, or remove it first")
      }
    }
    // Files that are still to be made have no identity but their names.
    var made: Set<String> = []
    for case let file? in choices.map(\.file) where target(file) == nil {
      if !made.insert(place(file)).inserted {
        throw UsageError("'\(file)' is named twice", hint: "give each format a file of its own")
      }
    }
  }

  /// A folder that takes a copy of what is read: none of the inputs, not inside one, and empty if it is there.
  static func check(folder: String, inputs: [String]) throws(UsageError) {
    var info = stat()
    if stat(folder, &info) == 0 {
      guard info.st_mode & S_IFMT == S_IFDIR else { throw UsageError("'\(folder)' is no folder") }
      guard Intake.entries(folder)?.isEmpty == true else {
        throw UsageError("'\(folder)' is not empty", hint: "a copy needs a folder of its own")
      }
    }
    let place = (real(folder) ?? Self.place(folder)) + "/"
    if inputs.filter({ $0 != "-" }).compactMap(Self.folder).contains(where: { place.hasPrefix($0) }) {
      throw UsageError("'\(folder)' lies in a folder that is read", hint: "put the copy elsewhere")
    }
  }

  /// Terminals and sockets are read from and written to at once.
  private static func identity(_ input: String) -> Identity? {
    var info = stat()
    guard (input == "-" ? fstat(0, &info) : FileName.withBytes(input) { stat($0, &info) }) == 0 else { return nil }
    return [S_IFREG, S_IFBLK, S_IFIFO].contains(info.st_mode & S_IFMT) ? Identity(info) : nil
  }

  private static func target(_ name: String) -> (id: Identity?, isRegular: Bool, path: String?)? {
    var info = stat()
    if let descriptor = OutputFile.descriptor(name) {
      guard fstat(descriptor, &info) == 0 else { return nil }
      return (Identity(info), false, nil)
    }
    guard stat(name, &info) == 0 else { return nil }
    return (Identity(info), info.st_mode & S_IFMT == S_IFREG, real(name))
  }

  private static func folder(_ input: String) -> String? {
    var info = stat()
    guard FileName.withBytes(input, { stat($0, &info) }) == 0, info.st_mode & S_IFMT == S_IFDIR else { return nil }
    return real(input).map { $0.hasSuffix("/") ? $0 : $0 + "/" }
  }

  /// A name without links and dots, for a file that does not exist yet: that of its folder, and its own.
  private static func place(_ file: String) -> String {
    let slash = file.lastIndex(of: "/")
    let folder = slash.map { $0 == file.startIndex ? "/" : String(file[..<$0]) } ?? "."
    return (real(folder) ?? folder) + "/" + file[(slash.map(file.index(after:)) ?? file.startIndex)...]
  }

  private static func real(_ path: String) -> String? {
    guard let found = FileName.withBytes(path, { realpath($0, nil) }) else { return nil }
    defer { free(found) }
    return String(cString: found)
  }
}
