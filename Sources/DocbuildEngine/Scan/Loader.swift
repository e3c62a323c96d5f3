package import DocbuildCore
import Glibc

/// Reads a template and everything that it names into memory, so that weaving needs nothing more.
///
/// The work list grows as woven parts name more files; every file is read once.
package struct Loader {
  /// What was loaded.
  package struct Loaded: Sendable {
    package let template: BoundTemplate
    package let parts: [BoundTemplate]
    /// The files read, as the user would write them, in the order of their first use.
    package let dependencies: [Bytes]
  }

  private let project: Project
  private var parts: [BoundTemplate?] = []
  private let partIndices = ByteTable<Int>()
  private var pending: [PendingPart] = []
  private let files = ByteTable<Result<Source, FileFailure>>()
  /// Sources with their symbols, by name and revision.
  private let parsed = ByteTable<Source>()
  private var dependencies: [Bytes] = []
  private let seen = ByteTable<Bool>()

  private struct PendingPart {
    let index: Int
    let template: Template
    let folders: [Folder]
  }

  /// A folder that targets are relative to.
  struct Folder {
    /// Below the root; nil when it lies outside.
    let path: Bytes?
    /// As the user would write it.
    let name: Bytes
  }

  private struct FileFailure: Error {
    let id: DiagnosticID
    let message: String
    var notes: [String] = []
    /// Names that were meant, perhaps.
    var fixIt: String?
  }

  package init(_ project: Project) { self.project = project }

  /// Loads what `template`, in the folder `base`, names.
  ///
  /// - Parameter otherBase: where targets are looked for when they are not found below `base`; for standard input
  ///   that is redirected from a file elsewhere.
  package mutating func load(_ template: Template, base: Bytes, otherBase: Bytes? = nil) -> Loaded {
    let folders = ([base] + (otherBase.map { [$0] } ?? [])).map { name in
      Folder(path: name.real.flatMap { $0.below(project.root.path) }, name: name.folded)
    }
    let root = bind(template, folders)
    while let part = pending.popLast() { parts[part.index] = bind(part.template, part.folders) }
    return Loaded(template: root, parts: parts.compactMap { $0 }, dependencies: dependencies)
  }

  private mutating func bind(_ template: Template, _ folders: [Folder]) -> BoundTemplate {
    // The common case, a file taken as it is, is asked for by nothing but its target.
    let plain = ByteTable<BoundTemplate.Target>()
    let targets = template.directives.map { directive in
      let isPlain = directive.namesPlainFile
      if isPlain, let known = plain[directive.target] { return known }
      let found = target(of: directive, in: template, folders)
      if isPlain, case .source = found { plain[directive.target] = found }
      return found
    }
    return BoundTemplate(template, targets: targets)
  }

  private mutating func target(
    of directive: Directive, in template: Template, _ folders: [Folder]
  ) -> BoundTemplate.Target {
    func failed(_ failure: FileFailure) -> BoundTemplate.Target {
      let range =
        failure.id == .revisionNotFound
        ? directive.recipe.revisionRange ?? directive.targetRange : directive.targetRange
      return .failed(
        Diagnostic(
          failure.id, failure.message, at: template.source.place(at: range, line: directive.line),
          notes: failure.notes.map { .init($0) }, fixIt: failure.fixIt.map { .init($0) }))
    }
    if directive.target.isURL {
      switch download(directive.target, directive.recipe) {
      case .success(let source): return .source(source)
      case .failure(let failure): return failed(failure)
      }
    }
    var first: FileFailure?
    for folder in folders {
      guard let base = folder.path else {
        first = first ?? outside(directive.target)
        continue
      }
      let path = base.joined(directive.target)
      let name = folder.name.joined(directive.target).folded
      if directive.target.first == Bytes.slash {
        first = first ?? outside(directive.target)
      } else if directive.recipe.weave, let known = partIndices[path] {
        return .part(known)
      } else {
        switch source(path, name: name, directive.recipe.revision) {
        case .success(let source):
          if directive.recipe.weave { return .part(part(path, name: name, source)) }
          return .source(
            directive.recipe.needsSymbols ? withSymbols(source, directive.recipe.revision) : source)
        case .failure(let failure):
          if first == nil {
            first = failure.id == .fileNotFound ? withNearest(failure, path, directive) : failure
          }
          if failure.id != .fileNotFound { return failed(failure) }
        }
      }
    }
    return failed(first ?? outside(directive.target))
  }

  // MARK: one file

  private mutating func part(_ path: Bytes, name: Bytes, _ source: Source) -> Int {
    let index = parts.count
    parts.append(nil)
    partIndices[path] = index
    pending.append(
      PendingPart(
        index: index, template: Template.parse(source, kind: .template),
        folders: [Folder(path: path.folder, name: name.folder)]))
    return index
  }

  private mutating func withSymbols(_ source: Source, _ revision: Bytes?) -> Source {
    let key = Bytes(source.name.utf8) + [0] + (revision ?? [])
    if let known = parsed[key] { return known }
    let found =
      SymbolFinder(root: project.root.path).symbols(of: source).map { source.with(symbols: $0) }
      ?? source
    parsed[key] = found
    return found
  }

  private mutating func source(_ path: Bytes, name: Bytes, _ revision: Bytes?) -> Result<
    Source, FileFailure
  > {
    // No path holds a NUL.
    let key = path + (revision.map { [0] + $0 } ?? [])
    if let known = files[key] { return known }
    let read = revision.map { self.read(path, name: name, at: $0) } ?? self.read(path, name: name)
    let result = read.map { bytes in
      if revision == nil { depend(on: name) }
      return Source(name: name.text, bytes: normalised(bytes), path: name)
    }
    files[key] = result
    return result
  }

  private mutating func depend(on name: Bytes) {
    guard seen[name] == nil else { return }
    seen[name] = true
    dependencies.append(name)
  }

  private func read(_ path: Bytes, name: Bytes) -> Result<Bytes, FileFailure> {
    project.root.read(path, limit: project.options.maxSourceBytes).mapError { trouble in
      switch trouble {
      case .notFound: FileFailure(id: .fileNotFound, message: "file '\(name.text)' not found")
      case .outside: outside(name)
      case .refused(let reason):
        FileFailure(
          id: .refusedFile, message: "file '\(name.text)' is refused: \(reason)",
          notes: reason.contains("git's own") ? [] : ["'allow' in docbuild.toml makes exceptions"])
      case .notRegular(let kind):
        FileFailure(
          id: .notRegularFile,
          message: "'\(name.text)' is \(kind.rawValue), expected a regular file")
      case .tooLarge(let size): tooLarge(name, size)
      case .unreadable(let code):
        FileFailure(
          id: .unreadableFile, message: "cannot read '\(name.text)': \(systemMessage(code))")
      }
    }
  }

  private func outside(_ name: Bytes) -> FileFailure {
    FileFailure(
      id: .outsideRoot, message: "'\(name.text)' lies outside the root, where nothing is read",
      notes: [
        "the root is '\(project.root.path.text)'; '--root' chooses another, and paths are relative to the document"
      ])
  }

  private func tooLarge(_ name: Bytes, _ size: Int) -> FileFailure {
    FileFailure(
      id: .fileTooLarge,
      message:
        "file '\(name.text)' is too large: more than \(project.options.maxSourceBytes) bytes",
      notes: ["'--max-source-bytes' allows more"])
  }

  private func read(_ path: Bytes, name: Bytes, at revision: Bytes) -> Result<Bytes, FileFailure> {
    let folded = path.folded
    if folded.starts(with: Bytes("..".utf8)) { return .failure(outside(name)) }
    if let reason = project.root.reason(toRefuse: folded) {
      return .failure(
        FileFailure(id: .refusedFile, message: "file '\(name.text)' is refused: \(reason)"))
    }
    return GitRevisions(root: project.root.path).read(
      folded, at: revision, limit: project.options.maxSourceBytes
    )
    .mapError { failure in
      switch failure {
      case .noRepository:
        FileFailure(
          id: .revisionNotFound,
          message: "'rev' needs a git repository, and there is none around the root")
      case .toolMissing:
        FileFailure(
          id: .toolMissing, message: "'rev' needs the program 'git', which is not on PATH",
          notes: ["install it with 'apt-get install git'"])
      case .revisionNotFound:
        FileFailure(
          id: .revisionNotFound, message: "git knows no revision '\(revision.text)'",
          notes: ["in a shallow clone, fetch it first: 'git fetch --tags --unshallow'"])
      case .fileNotFound:
        FileFailure(
          id: .fileNotFound, message: "file '\(name.text)' not found at revision '\(revision.text)'"
        )
      case .tooLarge: tooLarge(name, 0)
      case .failed(let why): FileFailure(id: .toolFailed, message: "git failed: \(why)")
      }
    }.flatMap { bytes in
      if let reason = project.root.reason(toRefuse: bytes, at: folded) {
        return .failure(
          FileFailure(id: .refusedFile, message: "file '\(name.text)' is refused: \(reason)"))
      }
      return .success(bytes)
    }
  }

  private mutating func download(_ url: Bytes, _ recipe: Recipe) -> Result<Source, FileFailure> {
    let key = url
    if let known = files[key] { return known }
    guard project.options.allowsURLs else {
      return .failure(
        FileFailure(
          id: .urlNotAllowed, message: "the URL '\(url.text)' is not fetched",
          notes: ["'--allow-url' allows it"]))
    }
    guard !recipe.weave, recipe.revision == nil else {
      return .failure(
        FileFailure(id: .conflictingOptions, message: "'weave' and 'rev' take files, not URLs"))
    }
    let result = Download(root: project.root.path).fetch(
      url.text, limit: project.options.maxSourceBytes
    )
    .map { Source(name: url.text, bytes: normalised($0), path: url) }
    .mapError { failure in
      switch failure {
      case .toolMissing:
        FileFailure(
          id: .toolMissing, message: "'--allow-url' needs the program 'curl', which is not on PATH",
          notes: ["install it with 'apt-get install curl'"])
      case .tooLarge: tooLarge(url, 0)
      case .failed(let why):
        FileFailure(id: .urlFailed, message: "cannot fetch '\(url.text)': \(why)")
      }
    }
    files[key] = result
    return result
  }

  /// Adds the files that may have been meant.
  private func withNearest(_ failure: FileFailure, _ path: Bytes, _ directive: Directive)
    -> FileFailure
  {
    var failure = failure
    let near = nearest(
      to: path.fileName.text, among: project.root.names(in: path.folder).sorted(), count: 2)
    if let best = near.first {
      failure.notes.append("the nearest file is '\(best)'")
      if !directive.target.contains(where: { $0 == UInt8(ascii: " ") }), !best.contains(" ") {
        failure.fixIt = directive.target.folder.joined(Bytes(best.utf8)).text
      }
    }
    return failure
  }
}

extension Bytes {
  fileprivate var isURL: Bool {
    starts(with: Bytes("http://".utf8)) || starts(with: Bytes("https://".utf8))
  }
}
