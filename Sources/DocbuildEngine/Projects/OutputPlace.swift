import DocbuildCore
import Glibc

/// Where an output is written: its real path and what is there now.
struct OutputPlace: Sendable {
  /// The real path, absolute.
  let path: Bytes
  /// Nil when there is no file yet.
  let existing: Bytes?
  let mode: mode_t?

  /// Why an output can't be written there.
  struct Refusal: Error {
    let message: String
  }

  /// Finds the place of `output`, a path below the root.
  ///
  /// - Parameter creating: whether folders that are missing are made.
  static func find(
    _ output: Bytes, in project: Project, creating: Bool
  ) -> Result<OutputPlace, Refusal> {
    let name = project.name(of: output).text
    switch project.root.readFile(output, limit: .max) {
    case .success(let file):
      let path = project.root.path.joined(file.path)
      var status = stat()
      let known = path.withCString { stat($0, &status) } == 0
      return .success(
        OutputPlace(path: path, existing: file.bytes, mode: known ? status.st_mode & 0o7777 : nil))
    case .failure(.notFound):
      guard creating else {
        return .success(
          OutputPlace(path: project.root.path.joined(output), existing: nil, mode: nil))
      }
      return newPlace(output, name, project)
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

  private static func newPlace(_ output: Bytes, _ name: String, _ project: Project) -> Result<
    OutputPlace, Refusal
  > {
    switch project.root.makeFolder(output.folder) {
    case .success(let folder):
      let path = folder.joined(output.fileName)
      var status = stat()
      if path.withCString({ lstat($0, &status) }) == 0, status.st_mode & S_IFMT == S_IFLNK {
        return .failure(Refusal(message: "the output '\(name)' is a symbolic link to nothing"))
      }
      return .success(OutputPlace(path: path, existing: nil, mode: nil))
    case .failure(.outside):
      return .failure(
        Refusal(message: "the output '\(name)' lies outside the root, where nothing is written"))
    case .failure:
      return .failure(Refusal(message: "the folder of the output '\(name)' can't be made"))
    }
  }
}
