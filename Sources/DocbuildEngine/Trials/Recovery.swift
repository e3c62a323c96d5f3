import DocbuildCore

/// Whether text that `docbuild accept` replaces can be had back: from git's HEAD, from `accept` itself, which wrote it,
/// or, where git does not know the document, from a copy in `StateFile.replaced`.
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
      !change.replaced.isEmpty && !(accepted?.contains(digest(change.old)) ?? false)
    }
    if open.isEmpty { return .held }
    let head = CommittedTexts(of: project, interrupt: interrupt)
      .texts(at: [document.document.path])
    guard let bytes = head.first ?? nil else { return .unknown }
    let lines = Source(name: "", bytes: normalised(bytes)).allLines
    for change in open where change.replaced.contains(where: { !lines.hold($0) }) {
      return .lost(change)
    }
    return .held
  }

  // MARK: what accept has written

  private func digest(_ lines: [Bytes]) -> Hash {
    var key = KeyWriter()
    for line in lines where !line.allSatisfy(\.isBlank) { key.add(line) }
    return key.hash
  }

  /// The digests of expectations that `accept` wrote; none where that can't be read.
  private var accepted: DigestList? { try? DigestList(.accepted, of: project.root) }

  /// Notes that `accept` wrote these.
  func note(_ changes: [AcceptedChange]) throws {
    let known = accepted
    let new = changes.map { digest($0.new) }.filter { !(known?.contains($0) ?? false) }
    guard !new.isEmpty else { return }
    try DigestList.add(new, to: .accepted, in: .make(in: project.root))
  }

  // MARK: copies

  /// Keeps a document as it is; returns the copy's name.
  func keep(_ bytes: Bytes, of document: TestedDocument) throws -> String {
    let folder = try StateFolder.make(in: project.root).makeFolder(.replaced)
    // One folder for all: a slash in the path is written as in an address.
    let flat = document.document.path.bytes.flatMap { byte -> Bytes in
      byte == Bytes.slash
        ? Bytes("%2F".utf8) : byte == UInt8(ascii: "%") ? Bytes("%25".utf8) : [byte]
    }
    var slot = FileSlot(flat, in: folder)
    var count = 1
    // An older copy may hold what nothing else does.
    while slot.kind != nil {
      count += 1
      slot = FileSlot(flat + Bytes(".\(count)".utf8), in: folder)
    }
    let name = project.name(of: StateFile.replaced.path.joined(slot.name)).text
    try OutputFile.replace(slot, withBytes: bytes, name)
    return name
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
        return line.ends(with: wanted)
          && line.dropLast(wanted.count).allSatisfy { $0.isBlank || $0 == UInt8(ascii: ">") }
      }
    }
  }
}
