import DocbuildCore
import Glibc

/// Where an output is written: its real path and what is there now.
struct OutputPlace: Sendable {
  /// The real path, absolute; nil where folders are missing yet.
  let path: Bytes?
  /// Nil when there is no file yet.
  let existing: Bytes?
  let mode: mode_t?

  /// Why an output can't be written there.
  struct Refusal: Error {
    let message: String
  }

  /// Finds the place of `output`, a path below the root. Makes nothing.
  static func find(_ output: Bytes, in project: Project) -> Result<OutputPlace, Refusal> {
    let name = project.name(of: output).text
    if let refusal = refusal(of: output.folded, name, project) { return .failure(refusal) }
    switch project.root.readFile(output, limit: .max) {
    case .success(let file):
      if let refusal = refusal(of: file.path, name, project) { return .failure(refusal) }
      let path = project.root.path.joined(file.path)
      var status = stat()
      let known = path.withCString { stat($0, &status) } == 0
      return .success(
        OutputPlace(path: path, existing: file.bytes, mode: known ? status.st_mode & 0o7777 : nil))
    case .failure(.notFound):
      var status = stat()
      if project.root.path.joined(output).withCString({ lstat($0, &status) }) == 0 {
        return .failure(Refusal(message: "the output '\(name)' is a symbolic link to nothing"))
      }
      return .success(OutputPlace(path: nil, existing: nil, mode: nil))
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
      return .failure(Refusal(message: "cannot read the output '\(name)': \(systemMessage(code))"))
    }
  }

  /// Makes the folder of a new output; returns the output's real path, absolute.
  static func make(_ output: Bytes, in project: Project) -> Result<Bytes, Refusal> {
    let name = project.name(of: output).text
    switch project.root.makeFolder(output.folder) {
    case .success(let folder):
      let path = folder.joined(output.fileName)
      let below = path.below(project.root.path) ?? output
      if let refusal = refusal(of: below, name, project) { return .failure(refusal) }
      return .success(path)
    case .failure(.outside):
      return .failure(
        Refusal(message: "the output '\(name)' lies outside the root, where nothing is written"))
    case .failure:
      return .failure(Refusal(message: "the folder of the output '\(name)' can't be made"))
    }
  }

  /// Why nothing is written at that path below the root: it is git's or docbuild's own, or holds secrets.
  private static func refusal(of path: Bytes, _ name: String, _ project: Project) -> Refusal? {
    if path.components.first == Bytes(".docbuild".utf8) {
      return Refusal(message: "the output '\(name)' is refused: '.docbuild' is docbuild's own")
    }
    return project.root.reason(toRefuse: path).map {
      Refusal(message: "the output '\(name)' is refused: \($0)")
    }
  }
}
