import DocbuildCore
import Glibc

/// Reading one source, and what to say where it can't be had.
extension SourceReader {
  /// What is at `path` in the working tree.
  func read(_ path: WrittenPath, name: Bytes) -> Result<Bytes, FileFailure> {
    project.root.readFile(path, limit: project.options.maxSourceBytes).map { file in
      note(realPath: file.path, of: path)
      return file.bytes
    }.mapError { trouble in
      switch trouble {
      case .notFound:
        project.root.loop(onWayTo: path).map { link in
          FileFailure(
            id: .fileNotFound,
            message: "file '\(name.text)' not found: \(systemMessage(ELOOP))",
            notes: ["the link '\(project.name(of: link).text)' is the first of them"])
        } ?? FileFailure(id: .fileNotFound, message: "file '\(name.text)' not found")
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

  func outside(_ name: Bytes) -> FileFailure {
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

  func read(_ path: WrittenPath, name: Bytes, at revision: Bytes) -> Result<Bytes, FileFailure> {
    guard let folded = path.folded else { return .failure(outside(name)) }
    return GitRevisions(project: project, interrupt: interrupt).read(
      folded, at: revision, limit: project.options.maxSourceBytes,
      refuse: { project.root.reason(toRefuse: $0) }
    )
    .mapError { failure($0, of: name, at: revision) }.flatMap { bytes in
      if let reason = project.root.reason(toRefuse: bytes, at: folded) {
        return .failure(
          FileFailure(id: .refusedFile, message: "file '\(name.text)' is refused: \(reason)"))
      }
      return .success(bytes)
    }
  }

  /// What to say where git can't give `name` as it was at a revision.
  func failure(_ failure: GitRevisions.Failure, of name: Bytes, at revision: Bytes) -> FileFailure {
    switch failure {
    case .outside: outside(name)
    case .refused(let reason):
      FileFailure(id: .refusedFile, message: "file '\(name.text)' is refused: \(reason)")
    case .noRepository:
      FileFailure(
        id: .revisionNotFound,
        message: "'rev' needs a git repository, and there is none around the root")
    case .toolMissing:
      FileFailure(
        id: .toolMissing,
        message: "'rev' needs the program 'git', which is \(ChildProcess.nowhere)",
        notes: ["install it with 'apt-get install git'"])
    case .submoduleMissing(let folder):
      FileFailure(
        id: .revisionNotFound,
        message:
          "'\(name.text)' lies in the submodule '\(project.name(of: folder).text)', which is not there",
        notes: [
          "'git submodule update --init \(Bytes(project.name(of: folder).quotedForShell(.double)).text)' fetches it"
        ])
    case .noCommit(let nested):
      FileFailure(
        id: .revisionNotFound,
        message: "git knows no revision '\(revision.text)'"
          + (nested.isRoot ? "" : " of the repository in '\(project.name(of: nested).text)'"),
        notes: ["the repository has no commit yet"])
    case .revisionNotFound(let nested, let isShallow):
      FileFailure(
        id: .revisionNotFound,
        message: "git knows no revision '\(revision.text)'"
          + (nested.isRoot ? "" : " of the repository in '\(project.name(of: nested).text)'"),
        notes: [
          "\(isShallow ? "this clone is shallow: fetch it first" : "where it is a tag of the origin, fetch it first"): 'git\(nested.isRoot ? "" : " -C \(project.name(of: nested).text)") fetch --tags\(isShallow ? " --unshallow" : "")'"
        ])
    case .fileNotFound:
      FileFailure(
        id: .fileNotFound, message: "file '\(name.text)' not found at revision '\(revision.text)'"
      )
    case .tooLarge: tooLarge(name, 0)
    case .notFetched(let command):
      FileFailure(
        id: .revisionNotFound,
        message: "this partial clone lacks '\(name.text)' at revision '\(revision.text)'",
        notes: ["docbuild opens no connection; '\(command)' fetches it"])
    case .failed(let why): FileFailure(id: .toolFailed, message: "git failed: \(why)")
    }
  }

  /// What the URL of a directive gives, where URLs are allowed.
  func download(_ url: Bytes, _ recipe: Recipe) -> Result<SourceFacts, FileFailure> {
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
    return once(url) { fetch(url) }
  }

  private func fetch(_ url: Bytes) -> Result<SourceFacts, FileFailure> {
    Download(project: project, interrupt: interrupt).fetch(
      url.text, limit: project.options.maxSourceBytes
    )
    .map { SourceFacts(Source(name: url.text, bytes: normalised($0), path: url)) }
    .mapError { failure in
      switch failure {
      case .toolMissing:
        FileFailure(
          id: .toolMissing,
          message: "'--allow-url' needs the program 'curl', which is \(ChildProcess.nowhere)",
          notes: ["install it with 'apt-get install curl'"])
      case .tooLarge: tooLarge(url, 0)
      case .failed(let why):
        FileFailure(id: .urlFailed, message: "cannot fetch '\(url.text)': \(why)")
      }
    }
  }
}
