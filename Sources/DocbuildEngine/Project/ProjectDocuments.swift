package import DocbuildCore
import Glibc

/// The documents of a project, and what is wrong with their names.
package struct ProjectDocuments: Sendable {
  /// In the order of their paths' bytes.
  package private(set) var documents: [ProjectDocument] = []
  /// What is wrong with their names, in order.
  package private(set) var diagnostics: [Diagnostic] = []
  /// Markdown that the configuration does not call documents, in order.
  private(set) var pages: [RootPath] = []
  /// The paths of those whose output is refused, by what `diagnostics` say.
  private(set) var refused: [RootPath] = []
  /// Whether more than the names of the project's files decides what is said of them.
  private(set) var isUnsure = false
  /// In-place documents that are none as long as a template is woven into them.
  private var shadowed: [ProjectDocument] = []

  /// Scans the project: without configuration every `*.src` and every `.md`. Their text, which is not read here, may say
  /// that they are none after all (`Input.document`).
  package static func scan(_ project: Project, _ interrupt: Interrupt) throws -> ProjectDocuments {
    let rules = project.rules
    let files = try files(
      of: project, endings: rules.endings + [Configuration.name.bytes], interrupt)
    var found = ProjectDocuments()
    found.documents.reserveCapacity(files.count)
    for file in files where !rules.leavesOut(file) {
      switch rules.kind(of: file) {
      case .template:
        found.documents.append(
          ProjectDocument(kind: .template, path: file, output: rules.output(ofTemplate: file)))
      case .inPlace:
        found.documents.append(ProjectDocument(inPlace: file))
      case nil: if file.bytes.isNameOfPage { found.pages.append(file) }
      }
    }
    found.dropOutputs()
    found.reportCollisions(project)
    found.reportOutputsOfNothing(project)
    found.diagnostics += project.patternsOfNothing(among: files)
    if project.configuration.outputs != nil || project.configuration.templates != nil {
      found.reportOutputsThatAreDocuments(project)
    }
    return found
  }

  /// The documents of a log whose project has the same files still, and that were all there.
  init(of log: BuildLog, by rules: DocumentRules) {
    documents = log.entries.map { entry in
      let path = log.path(entry.path)
      if entry.output.isEmpty, rules.kind(of: path) == .template {
        return ProjectDocument(
          kind: .template, path: path, output: rules.output(ofTemplate: path))
      }
      guard !entry.output.isEmpty, log.order(entry.output, path) != 0 else {
        return ProjectDocument(inPlace: path)
      }
      return ProjectDocument(
        kind: .template, path: path, output: log.output(of: entry))
    }
  }

  private init() {}

  /// Whether the names of the project's files alone decide what they are, with nothing to be said of them.
  var isSure: Bool { diagnostics.isEmpty && refused.isEmpty && !isUnsure }

  /// Whether they are just those of a log, with nothing to be said of them.
  func areAll(of log: BuildLog, by rules: DocumentRules) -> Bool {
    isSure && documents == ProjectDocuments(of: log, by: rules).documents
  }

  /// Whether the configuration is wrong about the project's files: then nothing is done, since what it says may decide
  /// where pages go.
  var isMisconfigured: Bool { diagnostics.contains { $0.id == .invalidConfiguration } }

  /// The project's files whose names end so, in the order of their paths.
  ///
  /// - Parameters:
  ///   - tracked: whether only what git tracks counts, where there is a repository.
  ///   - holdsNested: whether the files of projects inside this one count.
  static func files(
    of project: Project, endings: [Bytes], tracked: Bool = false, holdsNested: Bool = false,
    _ interrupt: Interrupt
  ) throws -> [RootPath] {
    let files = ProjectFiles(
      project: project, interrupt: interrupt, tracked: tracked, holdsNested: holdsNested)
    switch files.list(endings: endings) {
    case .success(let found): return found
    case .failure(.gitMissing):
      throw CannotRun(
        "git is needed to know which files are ignored, and it is \(ChildProcess.nowhere): 'apt-get install git'"
      )
    case .failure(.gitFailed(let why)):
      try interrupt.check()
      throw CannotRun("git can't list the project's files: \(why)")
    case .failure(.system(let error)): throw error
    }
  }

  /// Those of `documents` that are there: git also lists what was taken away and is not committed yet. Where a template
  /// is gone, what was its output may be a document in its own right, unless another template is woven into it.
  func there(_ documents: [ProjectDocument], in project: Project) -> [ProjectDocument] {
    let held = documents.filter { project.holds($0) }
    let gone = documents.count == held.count ? [] : documents.filter { !project.holds($0) }
    guard gone.contains(where: { $0.kind == .template }) else { return held }
    let free = ByteTable<ProjectDocument>(capacity: shadowed.count)
    let claimed = ByteKeys(capacity: self.documents.count)
    for document in shadowed { free[document.path] = document }
    for document in self.documents where document.kind == .template && project.holds(document) {
      _ = claimed.add(document.output)
    }
    let more = gone.compactMap { template -> ProjectDocument? in
      guard claimed.find(template.output) < 0, let document = free[template.output] else {
        return nil
      }
      _ = claimed.add(template.output)
      return project.holds(document) ? document : nil
    }
    return more.isEmpty ? held : (held + more).sorted { $0.path < $1.path }
  }

  /// Those that are there.
  func table(in project: Project) -> DocumentTable {
    DocumentTable(there(documents, in: project), rules: project.rules)
  }

  /// An output that is a template or another document in its own right.
  private mutating func reportOutputsThatAreDocuments(_ project: Project) {
    let byPath = ByteTable<Bool>()
    for document in documents { byPath[document.path] = true }
    for document in documents
    where !document.output.isSame(as: document.path) && byPath[document.output] != nil {
      isUnsure = true
      guard project.holds(document),
        document.output.folded.map({ project.root.exists($0) }) ?? false
      else {
        continue
      }
      refused.append(document.path)
      diagnostics.append(
        Diagnostic(
          .outputIsSource,
          "the output '\(project.name(of: document.output).text)' is a template too",
          at: Place(file: project.name(of: document.path).text),
          notes: [.init("'outputs' in docbuild.toml names another")]))
    }
  }

  /// What a template is woven into is not a document of its own, as long as the template is there.
  private mutating func dropOutputs() {
    guard !pages.isEmpty || documents.contains(where: { $0.kind == .inPlace }) else { return }
    let outputs = ByteKeys(capacity: documents.count)
    for index in documents.indices where documents[index].kind == .template {
      _ = outputs.add(documents[index].output)
    }
    var kept: [ProjectDocument] = []
    kept.reserveCapacity(documents.count)
    for document in documents {
      if document.kind == .inPlace, outputs.find(document.path) >= 0 {
        shadowed.append(document)
      } else {
        kept.append(document)
      }
    }
    documents = kept
    pages.removeAll { outputs.find($0) >= 0 }
  }

  /// Entries of `outputs` in the configuration that name no template.
  private mutating func reportOutputsOfNothing(_ project: Project) {
    guard !project.rules.outputs.isEmpty else { return }
    let templates = documents.filter { $0.kind == .template && project.holds($0) }.map(\.path)
    let unused = project.rules.outputs.entries(fittingNoneOf: templates)
    let names = unused.isEmpty ? [] : templates.map(\.text)
    for (index, name) in unused.enumerated() {
      let isPattern = OutputRules.isPattern(name)
      // Guesses cost time, and nobody reads thousands.
      let guess =
        index < 100 && !isPattern ? nearest(to: name, among: names, count: 1).first : nil
      diagnostics.append(
        Diagnostic(
          .invalidConfiguration,
          "'\(name)' in 'outputs' \(isPattern ? "fits no" : "is not a") template of the project",
          at: project.configuration.place(ofOutput: name)
            ?? Place(file: project.name(of: Configuration.name).text),
          fixIt: guess))
    }
  }

  /// Whether there may be a collision: by hashes, since there is none nearly always.
  private var mayCollide: Bool {
    var hashes = documents.map(\.output.bytes.hashInLowerCase)
    hashes.sort()
    for index in hashes.indices.dropFirst() where hashes[index - 1] == hashes[index] { return true }
    return documents.contains { $0.kind == .template && $0.output.isSame(as: $0.path) }
  }

  /// Two documents for one output, and outputs that differ only in case. What is not there any more claims nothing.
  private mutating func reportCollisions(_ project: Project) {
    guard mayCollide else { return }
    let byOutput = ByteTable<Int>()
    let byFoldedCase = ByteTable<Int>()
    for (index, document) in documents.enumerated() {
      var name: String { project.name(of: document.path).text }
      var output: String { project.name(of: document.output).text }
      let folded = document.output.bytes.inLowerCase
      let other = byOutput[document.output] ?? byFoldedCase[folded]
      if let other, !project.claims(documents[other]) {
        byOutput[document.output] = index
        byFoldedCase[folded] = index
      } else if other != nil, !project.claims(document) {
        continue
      } else if let other = byOutput[document.output] {
        let first = project.name(of: documents[other].path).text
        refused += [document.path, documents[other].path]
        diagnostics.append(
          Diagnostic(
            .outputCollision, "'\(output)' would be made from '\(first)' and from '\(name)'",
            at: Place(file: name),
            notes: [.init("'outputs' in docbuild.toml gives one of them another name")]))
      } else if let other = byFoldedCase[folded] {
        let first = project.name(of: documents[other].output).text
        var told = Diagnostic(
          .outputCase,
          "'\(output)' and '\(first)' differ only in case: some systems have room for one only",
          at: Place(file: name))
        told.severity = .warning
        diagnostics.append(told)
        byOutput[document.output] = index
      } else {
        byOutput[document.output] = index
        byFoldedCase[folded] = index
      }
      if document.output.isSame(as: document.path), document.kind == .template {
        refused.append(document.path)
        diagnostics.append(
          Diagnostic(
            .outputCollision, "the template '\(name)' would be its own output",
            at: Place(file: name),
            notes: [.init("'outputs' in docbuild.toml names another")]))
      }
    }
  }
}

extension Project {
  /// Whether a document is there: git also lists what was taken away and is not committed yet.
  func holds(_ document: ProjectDocument) -> Bool { root.isThere(document.path) }

  /// Whether a document makes what its output holds, as a page without directives does not.
  func makes(_ document: ProjectDocument) -> Bool {
    guard holds(document), case .success(let input?) = Input.document(document, in: self) else {
      return false
    }
    return document.kind == .template || input.template.holdsDirectives
  }

  /// Whether a document has a say in who is woven into what: its text is read.
  func claims(_ document: ProjectDocument) -> Bool {
    guard holds(document) else { return false }
    if case .success(nil) = Input.document(document, in: self) { return false }
    return true
  }
}

extension Bytes {
  /// In lower case, as a file system that ignores case would compare it.
  fileprivate var inLowerCase: Bytes {
    if contains(where: { $0 >= 0x80 }) { return Bytes(text.lowercased().utf8) }
    return map { $0 >= 0x41 && $0 <= 0x5A ? $0 | 0x20 : $0 }
  }

  /// The same for all paths that are the same in lower case.
  fileprivate var hashInLowerCase: UInt64 {
    var hash = UInt64(count)
    for byte in self {
      if byte >= 0x80 { return inLowerCase.tableHash }
      hash =
        (hash ^ UInt64(byte >= 0x41 && byte <= 0x5A ? byte | 0x20 : byte))
        &* 0x9E37_79B9_7F4A_7C15
      hash ^= hash >> 29
    }
    return hash
  }
}
