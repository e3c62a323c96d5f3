package import DocbuildCore
import Glibc

/// Where documents are read from and what bounds them: the root, the base folder and the limits of a run.
package struct Project: Sendable {
  /// What the command line says of a project.
  package struct Options: Sendable {
    /// `--root`, nil to look for it.
    package var root: Bytes?
    /// `--base`, nil for the folder of the document, or the current folder for standard input.
    package var base: Bytes?
    /// How large a source may be.
    package var maxSourceBytes = 64 << 20
    /// How large documents may get, and how deep.
    package var limits = Limits()
    /// `--allow-url`: whether sources may come from the network.
    package var allowsURLs = false
    /// `--set`: what values in sentences are, by their names.
    package var values: [String: Bytes] = [:]

    /// What holds where nothing is said.
    package init() {}
  }

  /// What nothing outside of is read.
  package private(set) var root: Root
  /// All else: a project goes from hand to hand, and its configuration is large.
  private let facts: Facts

  private final class Facts: Sendable {
    let options: Options
    let environment: Environment
    let configuration: Configuration
    let rules: DocumentRules
    let configurationName: Bytes?
    /// What stands before a path below the root, as the user in the current folder would write it.
    let prefix: Bytes
    /// The current folder's real path; nil when it is gone.
    let current: AbsolutePath?

    init(
      _ options: Options, _ environment: Environment, _ configuration: Configuration,
      name: Bytes?, prefix: Bytes, current: AbsolutePath?
    ) {
      self.options = options
      self.environment = environment
      self.configuration = configuration
      rules = DocumentRules(configuration)
      configurationName = name
      self.prefix = prefix
      self.current = current
    }
  }

  /// What the command line says.
  package var options: Options { facts.options }
  /// The variables and the current folder of whoever asks.
  package var environment: Environment { facts.environment }
  /// What `docbuild.toml` says.
  package var configuration: Configuration { facts.configuration }
  /// Which files are documents, by the configuration.
  package var rules: DocumentRules { facts.rules }
  /// The configuration file's name as the user would write it, when there is one.
  package var configurationName: Bytes? { facts.configurationName }

  /// Opens the root for documents in `base` and reads its configuration.
  ///
  /// - Parameter environment: what paths are relative to, and where programs are looked for.
  package init(base: Bytes, options: Options, environment: Environment) throws {
    let current = try environment.currentFolder()
    let shown: Bytes
    let root: Root
    if let named = options.root {
      shown = named
      root = try Root(AbsolutePath(named, in: current), shown: named)
    } else {
      let start = AbsolutePath(base, in: current)
      let found = try Root.find(from: start, shown: base)
      shown = found?.bytes ?? base
      root = try Root(found ?? start, shown: shown)
    }
    try self.init(root, options: options, environment: environment, shown: shown)
  }

  /// Reads the configuration of a root that is open.
  ///
  /// - Parameter shown: what the root is called in messages; nil for its path.
  package init(_ bare: Root, options: Options, environment: Environment, shown: Bytes? = nil)
    throws
  {
    let current = try environment.currentFolder()
    let prefix = current.map { bare.path.relative(to: $0) } ?? bare.path.bytes
    var configuration = Configuration()
    var name: Bytes?
    root = bare
    switch bare.read(Configuration.name, limit: TOML.maximumSize) {
    case .failure(.notFound): break
    case .failure(.tooLarge(let size)):
      throw TOML.tooLarge(size, prefix.joined(Configuration.name.bytes).text)
    case .failure(let trouble):
      let path = (shown ?? bare.path.bytes).joined(Configuration.name.bytes)
      throw SystemError("cannot read", path.text, trouble.code)
    case .success(let bytes):
      let written = prefix.joined(Configuration.name.bytes)
      name = written
      configuration = try Configuration.parse(
        Source(name: written.text, bytes: normalised(bytes)),
        checks: DiagnosticID.checks)
      root = bare.with(Secrets(allowing: configuration.allow ?? []))
    }
    facts = Facts(
      options, environment, configuration, name: name, prefix: prefix, current: current)
  }

  /// The same project, in which texts may stand for files.
  func overlaid() -> Project {
    var copy = self
    copy.root = root.overlaid()
    return copy
  }

  /// A path that a user in the current folder wrote, below the root; nil when it lies elsewhere.
  package func pathBelowRoot(_ path: Bytes) -> RootPath? {
    // What does not exist may still be the output of a document: its folder decides,
    // or the nearest above it that is there.
    if case .success(let found) = root.real(absolute(path)) { return found }
    var (folder, rest) = (path.folded.folder, path.folded.fileName)
    while true {
      if case .success(let found) = root.real(absolute(folder)) {
        return found.flatMap { $0.resolving(rest) }
      }
      guard !folder.isEmpty else { return nil }
      (folder, rest) = (folder.folder, folder.fileName.joined(rest))
    }
  }

  /// What the user calls the file that a name of a source leads to, one for all links to it; the name itself where it leads to
  /// none below the root.
  func file(named name: Bytes) -> Bytes {
    guard case .success(let path?) = root.real(absolute(name)) else { return name }
    return self.name(of: path)
  }

  /// What a target such as `book:ch1/main.rs` names, as a path that begins at the root; nil for any other target.
  func path(inNamedFolder target: Bytes) -> Bytes? {
    // Most projects name no folder, and every target comes by here.
    facts.configuration.paths.isEmpty ? nil : facts.configuration.path(named: target)
  }

  /// What a user in the current folder calls `path`.
  func absolute(_ path: Bytes) -> AbsolutePath { AbsolutePath(path, in: facts.current) }

  /// How a user in the current folder would write a path from the root on.
  package func name(of path: some PathFromRoot) -> Bytes {
    // From a folder inside the root, a name goes up only as far as it must.
    let prefix = facts.prefix
    guard prefix.first == UInt8(ascii: "."), let current = facts.current else {
      return prefix.joined(path.bytes)
    }
    return root.path.joined(path.bytes).relative(to: current)
  }
}

extension FileTrouble {
  /// The `errno` that says it best.
  fileprivate var code: Int32 {
    switch self {
    case .unreadable(let code): code
    case .notRegular(.folder): 21
    default: 22
    }
  }
}
