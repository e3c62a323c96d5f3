import DocbuildCore
import Testing

@testable import DocbuildEngine

/// Files in memory whose pages are all checked.
struct CheckedTree {
  private let project: MemoryProject

  init(_ files: [String: String]) { project = MemoryProject(files) }

  /// What is found, as `path:line id`, in order.
  func findings() throws -> [String] {
    try report().results.flatMap(\.diagnostics).map {
      "\($0.place.name):\($0.place.line) \($0.id.rawValue)"
    }
  }

  /// All that a check with `--pages` says.
  func report() throws -> CheckReport {
    var options = CheckOptions()
    options.pages = true
    let session = Session(
      try project.open(), clock: WallClock { [files = project.files] in files.now },
      interrupt: Interrupt())
    return try check(session, options)
  }
}
