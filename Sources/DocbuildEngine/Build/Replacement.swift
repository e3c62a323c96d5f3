import DocbuildCore

/// What is there in a document's place and would be replaced, as far as it is not known yet to be docbuild's own.
///
/// Nothing that can't be had back is deleted: bytes are replaced only when docbuild wrote them, when git's HEAD holds
/// them, or when they are what it would write.
struct Replacement: Sendable {
  enum Content: Sendable {
    /// A whole output: the digest of its text.
    case output(Hash)
    /// Blocks of an in-place document.
    case blocks([ReplacedBlock])
  }

  /// The real path.
  let path: RootPath
  /// The digest of the whole file.
  let digest: Hash
  let content: Content

  /// Nil when nothing is lost.
  ///
  /// - Parameters:
  ///   - existing: what is there.
  ///   - path: where that is, a real path.
  init?(of existing: Bytes, at path: RootPath, by page: Document, _ kind: Template.Kind) {
    guard !existing.isEmpty else { return nil }
    self.path = path
    digest = Hash(existing)
    switch kind {
    case .template: content = .output(Hash(normalised(existing)))
    case .inPlace:
      let made = Set(page.replacedBlocks().isEmpty ? [] : page.ownedBlocks(in: page.bytes))
      let lost = page.replacedBlocks().filter { !made.contains($0.text) }
      if lost.isEmpty { return nil }
      content = .blocks(lost)
    }
  }

  private init(path: RootPath, digest: Hash, _ content: Content) {
    self.path = path
    self.digest = digest
    self.content = content
  }

  /// What is left when docbuild's own is taken away; nil for nothing.
  func without(_ known: KnownTexts) throws(SystemError) -> Replacement? {
    if try known.contains(digest) { return nil }
    if case .output(let text) = content, try known.contains(text) { return nil }
    guard case .blocks(let blocks) = content else { return self }
    var rest: [ReplacedBlock] = []
    for block in blocks where try !known.contains(Hash(block.text.bytes)) { rest.append(block) }
    return rest.isEmpty ? nil : Replacement(path: path, digest: digest, .blocks(rest))
  }

  /// The same for what is committed.
  func without(_ committed: Bytes?) -> Replacement? {
    guard let committed else { return self }
    switch content {
    case .output(let digest): return digest == Hash(normalised(committed)) ? nil : self
    case .blocks(let blocks):
      let rest = blocks.filter {
        !($0.isWithinLine
          ? committed.parts(around: $0.bytes).count > 1
          : CommittedTexts.holds($0.bytes, in: committed))
      }
      return rest.isEmpty ? nil : Replacement(path: path, digest: digest, .blocks(rest))
    }
  }

  /// What of each can't be had back; nil for nothing. git is asked only for what docbuild did not write, once for many
  /// files.
  static func edits(
    _ all: [Replacement?], in project: Project, _ interrupt: Interrupt
  ) throws(SystemError) -> [Replacement?] {
    let known = KnownTexts(root: project.root)
    let committed = CommittedTexts(of: project, interrupt: interrupt)
    var rest: [Replacement?] = []
    for item in all { rest.append(try item?.without(known)) }
    let asked = rest.indices.filter { rest[$0] != nil }
    // So many texts are in memory at once.
    let part = 256
    for start in stride(from: 0, to: asked.count, by: part) {
      let indices = asked[start..<min(asked.count, start + part)]
      let texts = committed.texts(at: indices.compactMap { rest[$0]?.path })
      for (index, text) in zip(indices, texts) { rest[index] = rest[index]?.without(text) }
    }
    return rest
  }

  /// The problem that `document` was edited by hand.
  func problem(of document: ProjectDocument, in project: Project) -> Diagnostic {
    let output = project.name(of: document.output).text
    let force = "'\(project.command("build --force", document.path))' overwrites it"
    switch content {
    case .output:
      let template = project.name(of: document.path).text
      return Diagnostic(
        .editedOutput,
        "'\(output)' holds what docbuild did not write and git's HEAD does not hold, and is left as it is",
        at: Place(file: output),
        notes: [
          .init("put the change into '\(template)', or commit it; \(force)"),
          .init(
            "where 'docbuild weave -o' wrote it, which keeps no record, nothing is lost by that"),
        ])
    case .blocks(let blocks):
      return Diagnostic(
        .editedOutput,
        "this block holds what docbuild did not write and git's HEAD does not hold, and '\(output)' is left as it is",
        at: blocks.first?.place ?? Place(file: output),
        notes: [.init("put the change into what the block shows, or commit it; \(force)")])
    }
  }
}
