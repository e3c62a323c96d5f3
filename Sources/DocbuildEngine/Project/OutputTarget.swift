import DocbuildCore
import Glibc

/// Where an output is written: its real path and what is there now.
struct OutputTarget: Sendable {
  /// The real path; nil where folders are missing yet.
  let path: AbsolutePath?
  /// Nil when there is no file yet.
  let existing: Bytes?
  let mode: mode_t?
  /// What the file's status said right after it was read; nil when there is none.
  var stamp: Stamp?

  /// Why an output can't be written there.
  struct Refusal: Error {
    var id = DiagnosticID.refusedOutput
    let message: String
  }

  /// Finds the target of `output`. Makes nothing.
  static func find(_ output: WrittenPath, in project: Project) -> Result<OutputTarget, Refusal> {
    var name: String { project.name(of: output).text }
    guard let below = output.folded else {
      return .failure(
        Refusal(message: "the output '\(name)' lies outside the root, where nothing is written"))
    }
    if let refusal = refusal(of: below, name, project) { return .failure(refusal) }
    switch project.root.readSaved(below, limit: .max) {
    case .success(let file):
      if let refusal = refusal(of: file.path, name, project) { return .failure(refusal) }
      let path = project.root.path.joined(file.path)
      switch project.root.saved(file.path) {
      case .failure(let error): return .failure(.unreadable(name, error.code))
      case .success(let status):
        return .success(
          OutputTarget(
            path: path, existing: file.bytes, mode: status.permissions, stamp: status.stamp))
      }
    case .failure(.notFound):
      switch project.root.saved(below, followed: false) {
      case .success:
        return .failure(Refusal(message: "the output '\(name)' is a symbolic link to nothing"))
      case .failure(let error) where error.code == ENOENT || error.code == ENOTDIR:
        return .success(OutputTarget(path: nil, existing: nil, mode: nil))
      case .failure(let error): return .failure(.unreadable(name, error.code))
      }
    case .failure(.outside):
      return .failure(
        Refusal(message: "the output '\(name)' lies outside the root, where nothing is written"))
    case .failure(.refused(let reason)):
      return .failure(Refusal(message: "the output '\(name)' is refused: \(reason)"))
    case .failure(.notRegular(let kind)):
      return .failure(
        Refusal(message: "the output '\(name)' is \(kind.rawValue), expected a regular file"))
    case .failure(.tooLarge):
      return .failure(Refusal(message: "the output '\(name)' is too large to be read"))
    case .failure(.unreadable(let code)):
      return .failure(.unreadable(name, code))
    }
  }

  /// Why nothing is written at that path: it is git's or docbuild's own, or holds secrets.
  fileprivate static func refusal(
    of path: RootPath, _ name: @autoclosure () -> String, _ project: Project
  ) -> Refusal? {
    if path.lies(at: StateFile.folder) {
      return Refusal(message: "the output '\(name())' is refused: '.docbuild' is docbuild's own")
    }
    if path.fileName == Configuration.name.bytes {
      return Refusal(message: "the output '\(name())' is refused: it is a project's configuration")
    }
    return project.root.reason(toRefuse: path).map {
      Refusal(message: "the output '\(name())' is refused: \($0)")
    }
  }
}

extension OutputTarget.Refusal {
  /// The machine's trouble with what is there.
  fileprivate static func unreadable(_ name: String, _ code: Int32) -> Self {
    .init(
      id: .unreadableFile, message: "cannot read the output '\(name)': \(systemMessage(code))")
  }
}

/// The folders of new outputs, made where they are missing. Outputs of one folder come one after the other, so the last
/// one is kept.
final class OutputFolders {
  let project: Project
  /// All documents, among which one may have the same output by another path.
  let table: DocumentTable
  private var last: (folder: RootPath, made: AbsolutePath)?
  /// The folder that was written to last, held open.
  private var open: (path: AbsolutePath, folder: OpenFolder)?

  init(_ project: Project, _ table: DocumentTable) {
    self.project = project
    self.table = table
  }

  /// The real path of a new output.
  func path(of output: WrittenPath) -> Result<AbsolutePath, OutputTarget.Refusal> {
    var name: String { project.name(of: output).text }
    switch output.folded.map({ make($0.folder) }) ?? .failure(.outside) {
    case .success(let folder):
      let path = folder.joined(output.fileName)
      if let below = path.path(below: project.root.path) ?? output.folded,
        let refusal = OutputTarget.refusal(of: below, name, project)
      {
        return .failure(refusal)
      }
      return .success(path)
    case .failure(.outside):
      return .failure(
        .init(message: "the output '\(name)' lies outside the root, where nothing is written"))
    case .failure(.unreadable(let code)):
      return .failure(
        .init(
          id: .unreadableFile,
          message: "the folder of the output '\(name)' can't be made: \(systemMessage(code))"))
    case .failure:
      return .failure(.init(message: "the folder of the output '\(name)' can't be made"))
    }
  }

  /// The slot of a real path below the root.
  func open(_ path: AbsolutePath) throws(Errno) -> FileSlot {
    let folder = path.folder
    if let open, open.path == folder { return FileSlot(path.fileName, in: open.folder) }
    guard let below = path.path(below: project.root.path) else { throw Errno(code: EXDEV) }
    let slot = try project.root.slot(at: below)
    open = (folder, slot.folder)
    return slot
  }

  private func make(_ folder: RootPath) -> Result<AbsolutePath, FileTrouble> {
    if let last, last.folder == folder { return .success(last.made) }
    let made = project.root.makeFolder(folder)
    if case .success(let path) = made { last = (folder, path) }
    return made
  }
}
