package import DocbuildCore
import Glibc

/// A file that a document is made from.
package struct Dependency: Sendable, Hashable {
  /// What it is below the root.
  package let path: RootPath
  /// As the user would write it.
  package let name: Bytes
}

/// Reads a template and everything that it names into memory, so that weaving needs nothing more.
///
/// The work list grows as woven parts name more files; every file is read once.
package struct Loader {
  /// What was loaded.
  package struct Loaded: Sendable {
    /// The document itself, bound.
    package let template: BoundTemplate
    /// The templates that it weaves, by the index in `BoundTemplate.Target.part`.
    package let parts: [BoundTemplate]
    /// The files read, as the user would write them, in the order of their first use.
    package let dependencies: [Dependency]
    /// What was looked for in all files of the project.
    let lookups: Set<SourceLookup.Question>
    /// What was made of patterns, by their names.
    let expansions: [String: Template]
    /// What can't be read and may decide what is shown, where it is.
    let troubles: [Diagnostic]
  }

  let root: Root
  let reader: SourceReader
  private var parts: [BoundTemplate?] = []
  private let partIndices = ByteTable<Int>()
  private var pending: [PendingPart] = []
  private var dependencies: [Dependency] = []
  private let seen = ByteKeys(capacity: 0)
  /// Gives what a file, by its path and name, is as the output of another document.
  private let made: (WrittenPath, Bytes) -> MadeText
  /// The page that is made; nil where that is not known.
  let page: WrittenPath?
  /// The document that is loaded; nil where that is not known.
  private(set) var main: RootPath?
  /// What was looked for in all files of the project.
  var lookups: Set<SourceLookup.Question> = []
  /// What was made of patterns, by their names.
  var expansions: [String: Template] = [:]
  /// What can't be read and may decide what is shown, where it is.
  var troubles: [Diagnostic] = []
  /// Whether sources are only held against others: the page is not made from them.
  var isComparing = false
  /// The rules of the page that is loaded, which are those of its parts.
  private var dialect: Dialect?
  /// What values are in the template at hand, before what is said elsewhere.
  private(set) var given: [String: Bytes] = [:]

  private struct PendingPart {
    let index: Int
    let template: Template
    let folders: [Folder]
    /// What its values are, before what is said elsewhere.
    let values: [String: Bytes]
  }

  /// A folder that targets are relative to.
  struct Folder {
    /// Nil when it lies outside.
    var path: WrittenPath?
    /// Why nobody can say where the folder lies.
    var trouble: Errno?
    /// Whether the path is the real one, without a link on its way.
    let isReal: Bool
    /// As the user would write it.
    let name: Bytes
  }

  /// - Parameters:
  ///   - page: the page that is made.
  ///   - made: gives what a file, by its path and its name, is as the output of another document.
  init(
    _ reader: SourceReader, page: WrittenPath? = nil,
    made: @escaping (WrittenPath, Bytes) -> MadeText
  ) {
    self.made = made
    self.page = page
    root = reader.project.root
    self.reader = reader
  }

  /// Loads what `template`, in the folder `base`, names.
  ///
  /// - Parameter otherBase: where targets are looked for when they are not found below `base`; for standard input
  ///   that is redirected from a file elsewhere.
  package mutating func load(_ template: Template, base: Bytes, otherBase: Bytes? = nil) -> Loaded {
    let folders = ([base] + (otherBase.map { [$0] } ?? [])).map { name in
      switch reader.realFolder(name) {
      case .success(let path):
        Folder(path: path.map { WrittenPath($0) }, isReal: true, name: name.folded)
      case .failure(let error): Folder(trouble: error, isReal: true, name: name.folded)
      }
    }
    dialect = template.dialect
    if template.holdsLookups {
      main = reader.project.pathBelowRoot(Bytes(shownAs: template.source.name))
    }
    let bound = bind(template, folders, [:])
    while let part = pending.popLast() {
      parts[part.index] = bind(part.template, part.folders, part.values)
    }
    return Loaded(
      template: bound, parts: parts.compactMap { $0 }, dependencies: dependencies,
      lookups: lookups, expansions: expansions, troubles: troubles)
  }

  private mutating func bind(
    _ written: Template, _ folders: [Folder], _ values: [String: Bytes]
  ) -> BoundTemplate {
    given = values
    var template = written
    let lookedUp = lookUp(&template, folders)
    let needs = template.needs
    if needs.contains(.revision) { nameLatestTags(in: &template, folders) }
    // The common case, a file taken as it is, is asked for by nothing but its target.
    let plain = ByteTable<BoundTemplate.Target>()
    var targets = template.directives.enumerated().map { index, directive in
      if let known = lookedUp[index] { return known }
      let isPlain = directive.namesPlainFile
      if isPlain, let known = plain[directive.target] { return known }
      let found = target(of: directive, in: template, folders)
      if isPlain, case .source = found { plain[directive.target] = found }
      return found
    }
    var others: [Int: BoundTemplate.Target] = [:]
    for (index, directive) in template.directives.enumerated() where needs.contains(.otherSide) {
      guard lookedUp[index] == nil, let other = directive.otherSide else { continue }
      others[index] = target(of: other, in: template, folders).inOption(of: directive)
    }
    let addresses =
      needs.contains(.commit) || reader.project.configuration.host != nil
      ? addresses(of: template, paths: folders, &targets) : [:]
    return BoundTemplate(
      template, targets: targets,
      values: template.values.isEmpty ? [] : self.values(of: template, folders),
      paths: needs.contains(.path) ? paths(of: template, folders) : [:], others: others,
      today: today(of: template, lookedUp, folders),
      notation: needs.contains(.notation) ? notation(in: template.dialect) : .braces,
      addresses: addresses)
  }

  /// How readers of the page have lines emphasised.
  private func notation(in dialect: Dialect) -> InfoNotation {
    reader.notation(ofPage: page ?? WrittenPath(RootPath.root), in: dialect)
  }

  mutating func target(
    of directive: Directive, in template: Template, _ folders: [Folder]
  ) -> BoundTemplate.Target {
    func failed(_ failure: FileFailure) -> BoundTemplate.Target {
      .failed(failure.diagnostic(at: directive, in: template))
    }
    if directive.target.isURL {
      switch reader.download(directive.target, directive.recipe) {
      case .success(let source): return .source(source)
      case .failure(let failure): return failed(failure)
      }
    }
    // What is wrong where nothing is found; a cure is looked for at last, since that may take git.
    var first: (failure: FileFailure, missing: (path: WrittenPath, folder: Folder)?)?
    for folder in folders {
      if let trouble = folder.trouble {
        return failed(
          FileFailure(
            id: .unreadableFile,
            message: "cannot read '\(directive.target.text)': \(systemMessage(trouble.code))"))
      }
      guard let (path, name) = locate(directive.target, in: folder) else {
        first = first ?? (reader.outside(directive.target), nil)
        continue
      }
      let revision = directive.recipe.revision
      if revision == nil, !directive.recipe.weave {
        switch made(path, name) {
        case .text(let source):
          depend(on: path, name)
          return .source(
            directive.recipe.needsSymbols ? reader.withSymbols(source, path, nil) : source)
        case .cycle(let found):
          depend(on: path, name)
          return failed(reader.cycleFailure(found))
        case .file: break
        }
      }
      switch reader.source(path, name: name, revision, directive.recipe.encoding) {
      case .success(let source):
        if revision == nil { depend(on: path, name) }
        if directive.recipe.weave {
          return .part(part(path, name: name, source.source, with: directive.recipe.with))
        }
        return .source(
          directive.recipe.needsSymbols
            ? reader.withSymbols(source, path, revision, directive.recipe.encoding) : source)
      case .failure(let failure):
        guard failure.id == .fileNotFound else { return failed(failure) }
        // What has been looked into already, such as links that lead round in a circle, needs no cure.
        first = first ?? (failure, failure.notes.isEmpty ? (path, folder) : nil)
      }
    }
    guard let first else { return failed(reader.outside(directive.target)) }
    guard let (path, folder) = first.missing else { return failed(first.failure) }
    return failed(withCure(first.failure, path, directive, in: folder))
  }

  /// Where the sources lie, seen from the page's folder, of the directives for which that matters.
  private func paths(of template: Template, _ folders: [Folder]) -> [Int: Bytes] {
    var found: [Int: Bytes] = [:]
    for index in template.directives.indices where template.directives[index].needsPath {
      let directive = template.directives[index]
      guard let folder = folders.first, let (path, _) = locate(directive.target, in: folder)
      else { continue }
      let own = Bytes("/".utf8)
      let page = own + (page?.bytes.folder ?? folders.first?.path?.bytes ?? [])
      found[index] = (own + path.bytes.folded).relative(to: page)
    }
    return found
  }

  /// What a target names, from the root on and as the user would write it; nil when that lies outside for sure.
  func locate(_ written: Bytes, in folder: Folder) -> (path: WrittenPath, name: Bytes)? {
    let target = reader.project.path(inNamedFolder: written) ?? written
    if let path = target.rooted {
      guard let base = folder.path?.bytes else {
        return (WrittenPath(path), reader.project.name(of: WrittenPath(path.folded)))
      }
      let up = base.components.map { _ in Bytes("..".utf8) } + [path]
      let name = folder.name.joined(Bytes(up.joined(separator: [Bytes.slash]))).folded
      return (WrittenPath(path), name.isEmpty ? Bytes(".".utf8) : name)
    }
    guard let base = folder.path?.bytes else { return nil }
    return (
      WrittenPath(folder.isReal ? base.climbing(target) : base.joined(target)),
      folder.name.joined(target).folded
    )
  }

  /// The source that another target in place of the directive's own would name; nil when there is none.
  func source(_ target: Bytes, _ directive: Directive, in folder: Folder) -> SourceFacts? {
    guard let (path, name) = locate(target, in: folder),
      case .success(let source) = reader.source(path, name: name, directive.recipe.revision)
    else { return nil }
    return source
  }

  // MARK: one file

  private mutating func part(
    _ path: WrittenPath, name: Bytes, _ source: Source, with: [String: Bytes]
  ) -> Int {
    // With other values it is another part.
    let values = given.merging(with) { $1 }
    var key = reader.realPath(of: path)?.bytes ?? path.bytes
    for (name, value) in values.sorted(by: { $0.key < $1.key }) {
      key += [0] + Bytes(name.utf8) + [0] + value
    }
    if let known = partIndices[key] { return known }
    let index = parts.count
    parts.append(nil)
    partIndices[key] = index
    pending.append(
      PendingPart(
        index: index,
        template: Template.parse(
          source, kind: .template, dialect: dialect,
          defaults: path.folded.map { reader.project.configuration.defaults(of: $0) }
            ?? DirectiveDefaults()),
        folders: [
          Folder(path: WrittenPath(path.bytes.folder), isReal: false, name: name.folder)
        ], values: values))
    return index
  }

  /// A part that docbuild made, whose directives name their targets from the root on.
  mutating func addPart(_ template: Template, _ folders: [Folder]) -> Int {
    let index = parts.count
    parts.append(nil)
    pending.append(PendingPart(index: index, template: template, folders: folders, values: given))
    return index
  }

  private mutating func depend(on written: WrittenPath, _ name: Bytes) {
    guard !isComparing, seen.find(name) < 0 else { return }
    // By its text it may be another file.
    guard let path = written.climbs ? reader.realPath(of: written) : written.folded else { return }
    _ = seen.add(name)
    dependencies.append(Dependency(path: reader.shared(path), name: name))
  }
}
