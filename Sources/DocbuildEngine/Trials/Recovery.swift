import DocbuildCore
import Glibc

/// Whether text that `docbuild accept` replaces can be had back: from git's HEAD, from `accept` itself, which wrote it,
/// or, where git does not know the document, from a copy in `.docbuild/replaced`.
struct Recovery {
  enum Verdict {
    /// All of it can be had back.
    case held
    /// Git does not know the document.
    case unknown
    /// What this replaces is in the document alone.
    case lost(AcceptedChange)
  }

  private let project: Project
  private let interrupt: Interrupt

  init(_ project: Project, _ interrupt: Interrupt) {
    self.project = project
    self.interrupt = interrupt
  }

  /// What becomes of the text that the changes replace.
  func verdict(on changes: [AcceptedChange], in document: TestedDocument) -> Verdict {
    let accepted = self.accepted
    let open = changes.filter { change in
      !change.replaced.isEmpty && !accepted.contains(digest(change.old))
    }
    if open.isEmpty { return .held }
    let head = CommittedTexts(root: project.root, interrupt: interrupt)
      .texts(at: [document.document.path])
    guard let bytes = head.first ?? nil else { return .unknown }
    let lines = Source(name: "", bytes: normalised(bytes)).allLines
    for change in open where change.replaced.contains(where: { !lines.hold($0) }) {
      return .lost(change)
    }
    return .held
  }

  // MARK: what accept has written

  private static let listName = Bytes(".docbuild/accepted".utf8)
  private static let mostDigests = 10_000

  private func digest(_ lines: [Bytes]) -> Bytes {
    var key = KeyWriter()
    for line in lines where !line.allSatisfy(\.isBlank) { key.add(line) }
    return key.hash.bytes
  }

  /// The digests of expectations that `accept` wrote.
  private var accepted: Set<Bytes> {
    let list = list
    return Set(stride(from: 0, to: list.count - 31, by: 32).map { Bytes(list[$0..<$0 + 32]) })
  }

  private var list: Bytes {
    guard
      case .success(let opened) = Descriptor.open(
        project.root.path.joined(Self.listName), flags: O_RDONLY | O_NOFOLLOW | O_NONBLOCK),
      case .success(let bytes?) = opened.readAll(limit: 1 << 24), bytes.count % 32 == 0
    else { return [] }
    return bytes
  }

  /// Notes that `accept` wrote these.
  func note(_ changes: [AcceptedChange]) throws {
    let known = accepted
    let new = changes.map { digest($0.new) }.filter { !known.contains($0) }
    guard !new.isEmpty else { return }
    try Workspace.prepare(project.root)
    try OutputFile.replace(
      project.root.path.joined(Self.listName),
      withBytes: Bytes((list + new.joined()).suffix(32 * Self.mostDigests)))
  }

  // MARK: copies

  /// Keeps a document as it is; returns the copy's name.
  func keep(_ bytes: Bytes, of document: TestedDocument) throws -> String {
    try Workspace.prepare(project.root)
    let folder = project.root.path.joined(Bytes(".docbuild/replaced".utf8))
    if folder.withCString({ mkdir($0, 0o777) }) != 0, errno != EEXIST || !folder.isRealFolder {
      throw SystemError("cannot make", folder.text)
    }
    // One folder for all: a slash in the path is written as in an address.
    let flat = document.document.path.flatMap { byte -> Bytes in
      byte == Bytes.slash
        ? Bytes("%2F".utf8) : byte == UInt8(ascii: "%") ? Bytes("%25".utf8) : [byte]
    }
    var name = flat
    var count = 1
    // An older copy may hold what nothing else does.
    while folder.joined(name).exists {
      count += 1
      name = flat + Bytes(".\(count)".utf8)
    }
    try OutputFile.replace(folder.joined(name), withBytes: bytes)
    return project.name(of: Bytes(".docbuild/replaced/".utf8) + name).text
  }
}

extension Source {
  fileprivate var allLines: [Bytes] { lines.indices.map { Bytes(bytes[line($0)]) } }
}

extension [Bytes] {
  /// Whether the lines stand somewhere one below the other, whatever stands before and behind them.
  fileprivate func hold(_ run: [Bytes]) -> Bool {
    guard !run.isEmpty, run.count <= count else { return run.isEmpty }
    return (0...count - run.count).contains { start in
      run.indices.allSatisfy { index in
        let line = self[start + index].withoutBlankEnd
        let wanted = run[index].withoutBlankEnd
        // What a list or a quote puts before it may be another now.
        return line.hasSuffix(wanted)
          && line.dropLast(wanted.count).allSatisfy { $0.isBlank || $0 == UInt8(ascii: ">") }
      }
    }
  }
}

extension Bytes {
  /// Whether a folder stands there, and no link to one.
  fileprivate var isRealFolder: Bool {
    var status = stat()
    return withCString { lstat($0, &status) } == 0 && status.st_mode & S_IFMT == S_IFDIR
  }
}
