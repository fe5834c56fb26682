import Glibc

/// libFuzzer's loop, which calls `one` for each input and ends the process itself. From its documentation, "Using libFuzzer as
/// a library"; SwiftPM names the entry point of a program itself, so libFuzzer's own cannot be used.
@_silgen_name("LLVMFuzzerRunDriver")
private func drive(
  _ count: UnsafeMutablePointer<CInt>,
  _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>>,
  _ one: @convention(c) (UnsafePointer<UInt8>?, Int) -> CInt
) -> CInt

guard let chosen = FuzzTargets.chosen else {
  print("FUZZ_TARGET is one of: \(FuzzTargets.all.map(\.name).joined(separator: " "))")
  exit(64)
}
var count = CommandLine.argc
var arguments = CommandLine.unsafeArgv
exit(
  drive(&count, &arguments) { start, count in
    guard let start, count > 1 else { return 0 }
    FuzzTargets.chosen?.run(FuzzInput(UnsafeBufferPointer(start: start, count: count)))
    return 0
  })
