import DocbuildCore

@testable import DocbuildEngine

/// A project in memory, said to lie in `/project`, whose clock stands still unless a test moves it.
struct MemoryProject {
  let files = MemoryFiles()
  let overlay = Overlay()

  init(_ texts: [String: String]) {
    for (path, text) in texts.sorted(by: { $0.key < $1.key }) { files[path] = text }
  }

  /// The project as it is now, its configuration read anew.
  func open(_ options: Project.Options = Project.Options()) throws -> Project {
    let path = AbsolutePath(trusted: Bytes("/project".utf8))
    return try Project(
      Root(path, holding: files, overlay: overlay), options: options,
      environment: Environment(folder: path))
  }

  /// Lets time pass.
  func wait(seconds: Double = 10) { files.now += Int(seconds * 1_000_000_000) }

  /// Builds all, with what it did to files' contents.
  ///
  /// - Parameter earlier: what need not be looked at again.
  @discardableResult
  func build(
    _ options: Project.Options = Project.Options(), earlier: EarlierBuild? = nil
  ) throws -> (
    report: BuildReport, events: [MemoryFiles.Event]
  ) {
    _ = files.takeEvents()
    let session = Session(
      try open(options), clock: WallClock { [files] in files.now }, interrupt: Interrupt())
    var build = BuildOptions()
    build.earlier = earlier
    let report = try DocbuildEngine.build(session, build)
    return (report, files.takeEvents())
  }
}

extension [MemoryFiles.Event] {
  /// What was not only read.
  var changes: [MemoryFiles.Event] { filter { $0.action != .read } }

  /// The paths that were read, in order.
  var reads: [String] { filter { $0.action == .read }.map(\.path.text) }
}
