package import DocbuildCore

/// How a project differs from a record that was kept of it.
package struct RecordDifferences: Sendable {
  /// In the order of the record's pages, then of the project's.
  package private(set) var diagnostics: [Diagnostic] = []
  /// The pages that differ and the documents that make them, as the tree and as the record have it.
  package private(set) var pages: [(page: WrittenPath, template: WrittenPath)] = []
  /// How many pages no document makes, so that they were compared as they lie there.
  package private(set) var lyingPages = 0
  /// Those of them that are in-place documents without one of their sources.
  package private(set) var published: Set<WrittenPath> = []
  private let project: Project

  /// - Parameters:
  ///   - kept: what was kept.
  ///   - made: a record of the project as it is; it has nothing to say of pages that can't be made.
  ///   - scope: what is asked for.
  package init(from kept: KeptRecord, to made: KeptRecord, in project: Project, _ scope: Scope) {
    self.project = project
    let new = Dictionary(made.pages.map { ($0.path, $0) }) { first, _ in first }
    for old in kept.pages {
      if let page = new[old.path] {
        compare(page, with: old)
      } else if scope.asks(for: old) {
        compareLying(old, among: kept, isWhole: scope.since == nil)
      }
    }
    let known = Set(kept.pages.map(\.path))
    for page in made.pages where !known.contains(page.path) {
      report(page, "is not in the record")
    }
  }

  private mutating func report(
    _ page: KeptRecord.Page, _ message: String, _ notes: [String] = []
  ) {
    let path = WrittenPath(Bytes(page.path.utf8))
    let name = project.name(of: path).text
    pages.append((path, WrittenPath(Bytes(page.template.utf8))))
    diagnostics.append(
      Diagnostic(
        .recordMismatch, "'\(name)' \(message)", at: Place(file: name),
        notes: notes.prefix(8).map { .init($0) }))
  }

  /// What lies where a page is; nil for nothing, which is reported.
  private mutating func lying(_ page: KeptRecord.Page) -> Bytes? {
    let path = WrittenPath(Bytes(page.path.utf8).folded)
    switch project.root.read(path, limit: 1 << 30) {
    case .success(let bytes): return bytes
    case .failure(.unreadable(let code)):
      diagnostics.append(Diagnostic(unreadable: project.name(of: path), code))
    case .failure: report(page, "is in the record, and not there")
    }
    return nil
  }

  /// A page that the tree makes: what it makes, and what lies there, which a checkout may have given CRLF.
  private mutating func compare(_ page: KeptRecord.Page, with old: KeptRecord.Page) {
    guard let bytes = lying(old) else { return }
    let changes = page.changes(from: old)
    if page.digest != old.digest {
      return report(page, "is not the page of the record", changes)
    }
    if Hash(bytes).text != old.digest, Hash(normalised(bytes)).text != old.digest {
      return report(
        page, "is not the page of the record",
        ["'\(page.template)' makes the page of the record; what lies there was changed"] + changes)
    }
    if !changes.isEmpty { report(page, "is not made as the record says", changes) }
  }

  private mutating func compareLying(
    _ old: KeptRecord.Page, among kept: KeptRecord, isWhole: Bool
  ) {
    guard let bytes = lying(old) else { return }
    lyingPages += 1
    let isOwnOutput = old.template == old.path
    if isOwnOutput, lacksSources(old, among: kept) {
      published.insert(WrittenPath(Bytes(old.path.utf8)))
    }
    if Hash(bytes).text != old.digest { return report(old, "is not the page of the record") }
    // Who asks only for what has changed has not made the others.
    if isWhole, !isOwnOutput, isThere(old.template) {
      report(old, "is in the record, and '\(old.template)' does not make it")
    }
  }

  /// Whether none of the files that a page shows is there: pages, which are published themselves, don't count.
  private func lacksSources(_ page: KeptRecord.Page, among kept: KeptRecord) -> Bool {
    let pages = Set(kept.pages.map(\.path))
    let sources = page.blocks.compactMap { $0["source"]?.text }.filter {
      !pages.contains($0) && !Bytes($0.utf8).isURL
    }
    return !sources.isEmpty && !sources.contains { isThere($0) }
  }

  /// Whether a file that a record names is there.
  private func isThere(_ path: String) -> Bool {
    RootPath(folding: Bytes(path.utf8)).map { project.root.exists($0) } ?? false
  }
}

extension Scope {
  /// Whether a page that no document makes is asked for.
  fileprivate func asks(for page: KeptRecord.Page) -> Bool {
    let path = RootPath(folding: Bytes(page.path.utf8))
    let template = RootPath(folding: Bytes(page.template.utf8))
    if let shard, let template, !shard.contains(template) { return false }
    return paths.isEmpty
      || paths.contains {
        $0.isRoot || $0 == Configuration.name || path?.lies(at: $0) ?? false
          || template?.lies(at: $0) ?? false
      }
  }
}

extension KeptRecord.Page {
  /// What else than its text and the verdicts of tests differs, a line each, excerpts first.
  fileprivate func changes(from old: KeptRecord.Page) -> [String] {
    var notes = zip(blocks, old.blocks).compactMap { new, was in
      new.change(from: was, textDiffers: digest != old.digest)
    }
    if blocks.count != old.blocks.count {
      notes.append(
        "it shows \(blocks.count) excerpt\(blocks.count == 1 ? "" : "s"), in the record \(old.blocks.count)"
      )
    }
    for (new, was) in zip(tests, old.tests) {
      let isSame =
        new["line"] == was["line"] && (new["transcript"] == nil) == (was["transcript"] == nil)
      if !isSame {
        notes.append("it has a test at line \(new["line"].said), in the record \(was["line"].said)")
        break
      }
    }
    if tests.count != old.tests.count {
      notes.append(
        "it has \(tests.count) test\(tests.count == 1 ? "" : "s"), in the record \(old.tests.count)"
      )
    }
    if notes.isEmpty, digest != old.digest { notes.append("what differs is its own text") }
    // Of an in-place document that is the text itself.
    if digest == old.digest || template != path {
      notes += JSONTree.object(members).changes(
        from: .object(old.members), butFor: ["page", "sha256", "blocks", "tests"])
    }
    return notes
  }
}

extension JSONTree {
  /// How an excerpt is another than one of a record; nil where only verdicts of tools are.
  fileprivate func change(from was: JSONTree, textDiffers: Bool) -> String? {
    let line = "at line \(self["line"]?.number ?? 0)"
    let source = self["source"]?.text ?? ""
    if self["source"] != was["source"] {
      return "\(line) it shows '\(source)', in the record '\(was["source"]?.text ?? "")'"
    }
    let name = source.isEmpty ? self["options"]?.text ?? "" : source
    if textDiffers, self["sha256"] != was["sha256"] {
      return "\(line) '\(name)' says something else"
    }
    return changes(from: was, butFor: ["tools"]).first.map { "\(line) of '\(name)', \($0)" }
  }

  /// The members that differ, a line each.
  fileprivate func changes(
    from was: JSONTree, under prefix: String = "", butFor others: Set<String> = []
  ) -> [String] {
    guard case .object(let new) = self, case .object(let old) = was else {
      return self == was ? [] : ["it is no object in the record"]
    }
    return Set(new.keys).union(old.keys).subtracting(others).sorted().flatMap { name in
      if let now = new[name], let then = old[name], case .object = now, case .object = then {
        return now.changes(from: then, under: "\(name).")
      }
      guard new[name] != old[name] else { return [] }
      return [
        "'\(prefix)\(name)' is \(old[name].said) in the record, and \(new[name].said) in the tree"
      ]
    }
  }
}

extension JSONTree? {
  /// As a person reads it.
  fileprivate var said: String {
    switch self {
    case .text(let text): "'\(text)'"
    case .number(let number?): "\(number)"
    case nil: "missing"
    default: "something else"
    }
  }
}

extension KeptRecord {
  /// How values of the command line differ, where any are given: a record is often checked without them.
  package func differingValues(from made: KeptRecord) -> String? {
    guard !made.values.isEmpty else { return nil }
    let names = Set(values.keys).union(made.values.keys).sorted()
    guard let name = names.first(where: { values[$0] != made.values[$0] }) else { return nil }
    func said(_ text: String?) -> String { text.map { "'\($0)'" } ?? "not given" }
    return
      "the value '\(name)' is \(said(values[name])) in the record, and \(said(made.values[name])) now"
  }
}
