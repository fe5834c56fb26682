import Glibc
import Model

/// The compiled catalogue: flat tables in memory that is written once, when the table is made.
///
/// A message finds its candidates by file name and first three bytes. Candidates stand in order of exactness, and the
/// next bytes of each are compared with one masked comparison before the rest of the template is tried.
final class TemplateTable: @unchecked Sendable {
  // Unchecked, because the pointers are written in `init` only.
  struct Bucket: BitwiseCopyable {
    var key: UInt64 = 0
    var first: UInt32 = 0
    var count: UInt32 = 0
  }

  struct Candidate: BitwiseCopyable {
    /// First 16 bytes of the opening, and which of them count.
    var word0: UInt64 = 0
    var mask0: UInt64 = 0
    var word1: UInt64 = 0
    var mask1: UInt64 = 0
    var template: UInt32 = 0
    /// Number of its file in `files`, or -1 if any file will do.
    var file: Int32 = -1
    var lineLow: UInt32 = 0
    var lineHigh = UInt32.max
    var severities: UInt8 = 15

    /// The message with these first bytes begins as the template.
    @inline(__always)
    func begins(_ word0: UInt64, _ word1: UInt64) -> Bool { word0 & mask0 == self.word0 && word1 & mask1 == self.word1 }

    /// So much of the text before the first field is the same that nothing else can be meant.
    func isOpening(_ word0: UInt64, _ word1: UInt64) -> Bool {
      16 - (mask0.leadingZeroBitCount + mask1.leadingZeroBitCount) / 8 >= 8 && begins(word0, word1)
    }
  }

  /// A piece of a template. A literal has `length` > 0 in `text`; a placeholder has none.
  struct Piece: BitwiseCopyable {
    var offset: UInt32 = 0
    var length: UInt32 = 0
    var roleCount: UInt8 = 0
    var role0 = FieldRole.other
    var role1 = FieldRole.other
    var text = FieldText.anything
  }

  /// A file name in `text`.
  struct FileName: BitwiseCopyable {
    var offset: UInt32
    var length: UInt32
  }

  struct Header: BitwiseCopyable {
    var firstPiece: UInt32 = 0
    var pieceCount: UInt32 = 0
    var kind = ObservationKind.processStarted
    var traits = ObservationKind.processStarted.traits
    var subject: FieldRole?
    /// Of all its fields.
    var roles = RoleSet()
    /// It has an error text, which may name more.
    var hasError = false
  }

  let templates: [MessageTemplate]
  let errorPatterns: [ErrorPattern]
  let files: UnsafeMutablePointer<FileName>
  /// For each byte, the bits of the kinds of field that may hold it.
  let fieldBytes: UnsafeMutablePointer<UInt8>
  let buckets: UnsafeMutablePointer<Bucket>
  let bucketMask: Int
  let candidates: UnsafeMutablePointer<Candidate>
  let headers: UnsafeMutablePointer<Header>
  let pieces: UnsafeMutablePointer<Piece>
  let text: UnsafeMutablePointer<UInt8>

  init(_ catalogue: CatalogueReader) throws(CatalogueError) {
    templates = catalogue.templates
    errorPatterns = catalogue.errorPatterns
    let layout = TemplateLayout(catalogue.templates)
    let groups = try layout.groups()

    var size = 16
    while size < groups.count * 4 { size *= 2 }
    bucketMask = size - 1
    buckets = Self.filled(Array(repeating: Bucket(), count: size))
    headers = Self.filled(layout.headers)
    pieces = Self.filled(layout.pieces)
    text = Self.filled(layout.text + layout.fileNames.flatMap { $0 })
    var nameStart = layout.text.count
    files = Self.filled(
      layout.fileNames.map { name in
        defer { nameStart += name.count }
        return FileName(offset: UInt32(nameStart), length: UInt32(name.count))
      })
    fieldBytes = Self.filled((0...255).map(FieldText.bits(ofByte:)))
    candidates = Self.filled(groups.flatMap(\.candidates))
    var first = 0
    for group in groups {
      var slot = Int(truncatingIfNeeded: group.key) & bucketMask
      while buckets[slot].key != 0 { slot = (slot + 1) & bucketMask }
      buckets[slot] = Bucket(key: group.key, first: UInt32(first), count: UInt32(group.candidates.count))
      first += group.candidates.count
    }
  }

  deinit {
    buckets.deallocate()
    files.deallocate()
    fieldBytes.deallocate()
    headers.deallocate()
    pieces.deallocate()
    text.deallocate()
    candidates.deallocate()
  }

  private static func filled<T: BitwiseCopyable>(_ values: [T]) -> UnsafeMutablePointer<T> {
    let memory = UnsafeMutablePointer<T>.allocate(capacity: max(values.count, 1))
    for i in values.indices { (memory + i).initialize(to: values[i]) }
    return memory
  }

  /// The candidates under a key; none if there is no such key.
  @inline(__always)
  func bucket(_ key: UInt64) -> UnsafeBufferPointer<Candidate> {
    var slot = Int(truncatingIfNeeded: key) & bucketMask
    while true {
      let bucket = buckets[slot]
      if bucket.key == key {
        return UnsafeBufferPointer(start: candidates + Int(bucket.first), count: Int(bucket.count))
      }
      if bucket.key == 0 { return UnsafeBufferPointer(start: nil, count: 0) }
      slot = (slot + 1) & bucketMask
    }
  }
}
