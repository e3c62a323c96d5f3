package import DocbuildCore
import Glibc

/// A file to be written that the user names on the command line, as `weave -o` and `--depfile` take it.
///
/// Somebody asks for it by name, so it may lie anywhere, or be a pipe or a device. But from where its path enters the
/// root on it is bounded as every output is: no link that a checkout brings along leads out.
package struct NamedOutput {
  /// As the user wrote it.
  private let name: Bytes
  /// Its real path.
  private let path: AbsolutePath
  /// Whether it lies below the root.
  private let isInside: Bool
  /// For what does not, as it was named.
  private var outside: AbsolutePath?
  /// What is there is written to as it is: a pipe, or a device such as `/dev/stdout`.
  package let isSpecial: Bool

  /// Finds the place of `named`, which is relative to the current folder.
  ///
  /// - Throws: a `SystemError` where there is no folder for it; a `DiagnosticError` where nothing is written.
  package init(_ named: Bytes, in project: Project) throws {
    let root = project.root
    let path = project.absolute(named)
    name = named
    let below = root.path == .top ? nil : path.entering(root.path)
    isInside = below != nil
    if let below {
      self.path = root.path.joined(
        try NamedOutput.realPath(of: WrittenPath(below), named: named, root))
    } else {
      let target = path.real ?? path.followingLinks
      guard let real = target.folder.real else { throw SystemError("cannot write to", named.text) }
      outside = path
      self.path = real.joined(target.fileName)
    }
    // Outside by its name, since what a process has open has no path of its own.
    let mode = isInside ? self.path.mode(followed: false) : path.mode(followed: true)
    isSpecial = mode.map { ![S_IFREG, S_IFLNK].contains($0 & S_IFMT) } ?? false
  }

  /// - Parameter inputs: what is read to make it, as the user would write it.
  /// - Throws: a `DiagnosticError` where it would take the place of one of them.
  package func refuse(toReplace inputs: [Bytes], in project: Project) throws(DiagnosticError) {
    guard inputs.contains(where: { project.absolute($0).real == path }) else { return }
    throw DiagnosticError(
      diagnostic: Diagnostic(
        .refusedOutput, "the output '\(name.text)' is what it is made from, which would be lost",
        at: Place(file: name.text)))
  }

  /// - Throws: a `DiagnosticError` where what is written to `other` would take its place.
  package func refuse(sharing other: NamedOutput) throws(DiagnosticError) {
    guard path == other.path, !isSpecial else { return }
    throw DiagnosticError(
      diagnostic: Diagnostic(
        .refusedOutput, "the output '\(name.text)' is named twice, and one would be lost",
        at: Place(file: name.text)))
  }

  private static func realPath(of path: WrittenPath, named name: Bytes, _ root: Root) throws
    -> RootPath
  {
    func refused(_ why: String) -> DiagnosticError {
      DiagnosticError(
        diagnostic: Diagnostic(
          .refusedOutput, "the output '\(name.text)' \(why)", at: Place(file: name.text)))
    }
    switch root.realPath(of: path) {
    case .success(let real):
      // What the ninja file that docbuild writes names there is docbuild's own.
      let isStamp = real.below(StateFile.ninja.path) != nil
      if !isStamp, real.below(StateFile.folder) != nil {
        throw refused("is refused: '.docbuild' is docbuild's own")
      }
      if real.fileName == Configuration.name.bytes {
        throw refused("is refused: it is a project's configuration")
      }
      if let reason = root.reason(toRefuse: real) { throw refused("is refused: \(reason)") }
      return real
    case .failure(.outside): throw refused("lies outside the root, where nothing is written")
    case .failure(.unreadable(let code)): throw SystemError("cannot write to", name.text, code)
    case .failure(.notRegular): throw SystemError("cannot write to", name.text, EISDIR)
    case .failure: throw SystemError("cannot write to", name.text, ENOENT)
    }
  }

  /// Whether a regular file there holds what `isOwn` does not know; one of more than `limit` bytes does.
  ///
  /// - Throws: when it can't be read.
  package func holdsForeign(limit: Int, isOwn: (Bytes) -> Bool) throws(SystemError) -> Bool {
    guard !isSpecial, path.mode(followed: true) != nil else { return false }
    let read = Descriptor.open(path, flags: O_RDONLY | O_NOCTTY).flatMap { opened in
      opened.readAll(limit: limit)
    }
    switch read {
    case .success(let bytes): return bytes.map { !isOwn($0) } ?? true
    case .failure(let error): throw SystemError("cannot read", name.text, error.code)
    }
  }

  /// Writes `document` there, all or nothing.
  package func write(_ document: Document) throws(SystemError) {
    if isSpecial {
      let opened = try special()
      try OutputFile.write(document, to: opened.number, named: name.text)
    } else {
      try named { () throws(SystemError) in _ = try OutputFile.replace(path, with: document) }
    }
  }

  /// The same for bytes.
  package func write(_ bytes: Bytes) throws(SystemError) {
    if isSpecial {
      let opened = try special()
      try OutputFile.write(bytes, to: opened.number, named: name.text)
    } else {
      try named { () throws(SystemError) in try OutputFile.replace(path, withBytes: bytes) }
    }
  }

  private func special() throws(SystemError) -> Descriptor {
    let flags = O_WRONLY | O_NOCTTY
    let opened =
      outside.map { Descriptor.open($0, flags: flags) }
      ?? Descriptor.open(plain: path, flags: flags)
    switch opened {
    case .success(let opened):
      // A file that has come there meanwhile is not written over.
      if isInside, opened.status.map({ $0.st_mode & S_IFMT == S_IFREG }) ?? true {
        throw SystemError("cannot write to", name.text, EBUSY)
      }
      return opened
    case .failure(let error): throw SystemError("cannot write to", name.text, error.code)
    }
  }

  /// A trouble bears the name that the user knows.
  private func named(_ body: () throws(SystemError) -> Void) throws(SystemError) {
    do throws(SystemError) { try body() } catch {
      throw SystemError(error.action, name.text, error.code)
    }
  }
}

extension AbsolutePath {
  /// The mode of what is at the path; nil for nothing.
  fileprivate func mode(followed: Bool) -> mode_t? {
    var status = stat()
    let code = withCString { fstatat(AT_FDCWD, $0, &status, followed ? 0 : AT_SYMLINK_NOFOLLOW) }
    return code == 0 ? status.st_mode : nil
  }

  /// What is left of the path from where it enters `root` (a real path); nil when it
  /// lies outside. Links outside the root are followed; from the first one inside on all is left.
  fileprivate func entering(_ root: AbsolutePath) -> Bytes? {
    var at = AbsolutePath.top
    var rest: [Bytes] = components.reversed()
    var links = 0
    while let name = rest.popLast() {
      let next = at.joined(name)
      if name == Bytes("..".utf8) {
        at = at.folder
      } else if let below = at.below(root) {
        // Asked once: what was a folder then may be a link now.
        if rest.isEmpty || next.linkTarget != nil {
          return rest.reversed().reduce(below.joined(name)) { $0.joined($1) }
        }
        at = next
      } else if let target = next.linkTarget, links < 40 {
        links += 1
        if target.first == Bytes.slash { at = .top }
        rest += target.components.reversed()
      } else {
        at = next
      }
    }
    return nil
  }
}
