import DocbuildCore
import Glibc

/// What the processes of a document's transcripts are kept in: namespaces of their own, in which the file system can't be
/// written to but for fresh folders, and the machine's sockets can't be reached.
struct Sandbox: Sendable {
  /// The project's root.
  let project: AbsolutePath
  /// What of the project is there, below the root; nil for all.
  let reads: [RootPath]?
  /// Files, folders and sockets that are as they are outside.
  let writes: [AbsolutePath]
  /// Whether root keeps its rights over the kernel.
  let keepsRoot: Bool

  /// The folder that programs keep what makes them faster in; nil where there is none.
  private let cache: AbsolutePath?

  init(of project: Project, reads: [RootPath]?, keepsRoot: Bool) {
    let root = project.root.path
    self.project = root
    self.reads = reads
    self.keepsRoot = keepsRoot
    let home = project.environment["HOME"].flatMap { AbsolutePath(Bytes($0.utf8)) } ?? .top
    cache = Self.cache(project.environment)
    writes = project.configuration.test.writes.compactMap { named in
      let path = Bytes(named.utf8)
      if named == "~" { return home.real }
      if named.hasPrefix("~/") { return home.joined(Bytes(path.dropFirst(2))).real }
      return root.joined(path).real
    }
  }

  /// What the supervisor gets to know of it.
  var words: [Bytes] {
    func word(_ key: String, _ path: AbsolutePath) -> Bytes {
      Bytes("\(key)=".utf8) + path.bytes
    }
    var words = [word("project", project)]
    if keepsRoot { words.append(Bytes("keep-root".utf8)) }
    if let reads {
      words.append(Bytes("narrow".utf8))
      words += reads.map { word("read", project.joined($0)) }
    }
    words += writes.map { word("write", $0) }
    if let cache { words.append(word("cache", cache)) }
    return words
  }

  /// The folder that programs keep what makes them faster in; nil where there is none.
  static func cache(_ environment: Environment) -> AbsolutePath? {
    let said = environment["XDG_CACHE_HOME"]
    let usual = environment["HOME"].map { $0 + "/.cache" }
    return (said ?? usual).flatMap { AbsolutePath(Bytes($0.utf8))?.real }
  }
}
