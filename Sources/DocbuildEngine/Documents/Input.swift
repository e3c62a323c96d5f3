package import DocbuildCore
import Glibc

/// A document as it was named on the command line, read into memory.
package struct Input: Sendable {
  /// As the user wrote it, `<stdin>` for standard input.
  package let name: Bytes
  /// Its text, with the directives read.
  package let template: Template
  /// The folder that its targets are relative to, as the user would write it.
  package let base: Bytes
  /// For standard input that is redirected from a file in another folder: that folder.
  package let otherBase: Bytes?
  /// The options of its directives that do not say otherwise.
  private let defaults: DirectiveDefaults
  /// What the document of a project is woven into.
  var output: WrittenPath?

  /// A document whose bytes are in memory.
  ///
  /// - Parameter dialect: nil for what its name or its text shows.
  package init(
    name: Bytes, bytes: Bytes, kind: Template.Kind, base: Bytes, otherBase: Bytes? = nil,
    dialect: Dialect? = nil, defaults: DirectiveDefaults = DirectiveDefaults()
  ) {
    self.name = name
    self.base = base
    self.otherBase = otherBase
    let text = kind == .template ? normalised(bytes) : bytes
    self.defaults = defaults
    template = Template.parse(
      Source(name: name.text, bytes: text), kind: kind, dialect: dialect, defaults: defaults)
  }

  /// The same document by the rules of a dialect.
  package func read(in dialect: Dialect) -> Input {
    if template.dialect == dialect { return self }
    var made = Input(
      name: name, bytes: template.source.bytes, kind: template.kind, base: base,
      otherBase: otherBase, dialect: dialect, defaults: defaults)
    made.output = output
    return made
  }

  /// A page that is taken as it stands.
  init(page bytes: Bytes, name: Bytes, _ dialect: Dialect?) {
    self.name = name
    base = name.folder
    otherBase = nil
    defaults = DirectiveDefaults()
    template = Template.page(Source(name: name.text, bytes: bytes), dialect: dialect)
  }

  /// Standard input's name in diagnostics.
  package static let standardInputName = Bytes("<stdin>".utf8)

  /// Reads the file at `path`.
  ///
  /// - Parameters:
  ///   - environment: what the path is relative to.
  ///   - kind: what it is, and which options its directives have that do not say otherwise; asked for only once it is
  ///     read; nil when its name says so.
  package static func file(
    _ path: Bytes, base: Bytes?, limit: Int, environment: Environment,
    kind: (() throws -> (Template.Kind, DirectiveDefaults))? = nil
  ) throws -> Input {
    switch Descriptor.open(try environment.absolute(path), flags: O_RDONLY | O_NOCTTY) {
    case .failure(let error): throw SystemError("cannot read", path.text, error.code)
    case .success(let opened):
      let bytes = try read(opened, path.text, limit)
      let byName = path.isNameOfPage ? Template.Kind.inPlace : .template
      let (kind, defaults) = try kind?() ?? (byName, DirectiveDefaults())
      return Input(
        name: path, bytes: bytes, kind: kind, base: base ?? path.folder, defaults: defaults)
    }
  }

  /// The bytes of a file that the user names.
  package static func bytes(
    ofFile path: Bytes, limit: Int, environment: Environment
  ) throws -> Bytes {
    switch Descriptor.open(try environment.absolute(path), flags: O_RDONLY | O_NOCTTY) {
    case .failure(let error): throw SystemError("cannot read", path.text, error.code)
    case .success(let opened): return try read(opened, path.text, limit)
    }
  }

  /// Reads standard input, which is open as `number`, to its end, and closes it.
  ///
  /// - Parameter environment: what the folder is looked for in that it is redirected from.
  package static func standardInput(
    _ number: Int32, base: Bytes?, limit: Int, environment: Environment
  ) throws(SystemError) -> Input {
    let opened = Descriptor(number)
    let bytes = try read(opened, standardInputName.text, limit)
    return Input(
      name: standardInputName, bytes: bytes, kind: .template, base: base ?? [],
      otherBase: base == nil ? redirectedFolder(opened, environment) : nil)
  }

  private static func read(_ opened: Descriptor, _ name: String, _ limit: Int) throws(SystemError)
    -> Bytes
  {
    let status = opened.status
    if let mode = status?.st_mode, mode & S_IFMT == S_IFDIR {
      throw SystemError("cannot read", name, EISDIR)
    }
    switch opened.readAll(limit: limit, sizeHint: Int(status?.st_size ?? 0)) {
    case .failure(let error): throw SystemError("cannot read", name, error.code)
    case .success(nil): throw SystemError("cannot read", name, EFBIG)
    case .success(let bytes?): return bytes
    }
  }

  /// The folder of the file that standard input is redirected from, nil for a pipe or a terminal.
  private static func redirectedFolder(_ opened: Descriptor, _ environment: Environment) -> Bytes? {
    guard let status = opened.status, status.st_mode & S_IFMT == S_IFREG,
      let file = opened.link.real,
      let current = try? environment.currentFolder()
    else { return nil }
    var named = stat()
    guard file.withCString({ stat($0, &named) }) == 0, named.st_ino == status.st_ino,
      named.st_dev == status.st_dev
    else { return nil }
    let folder = file.folder
    return folder == current ? nil : folder.below(current) ?? folder.bytes
  }
}
