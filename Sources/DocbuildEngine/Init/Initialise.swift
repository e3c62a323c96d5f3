package import DocbuildCore

/// What `docbuild init` is asked for.
package struct InitSettings: Sendable {
  /// Whether a job of CI is added.
  package var addsCI = false
  /// Whether a hook of pre-commit is added.
  package var addsHook = false
  /// Whether only to say what would be done.
  package var dryRun = false
  /// Who reads the pages of sites, by patterns, as `ReaderGuess` has found.
  package var readers: [(pattern: String, reader: String)] = []

  /// The configuration alone.
  package init() {}
}

/// A file that `docbuild init` makes, or adds to.
package struct InitFile: Sendable {
  /// What becomes of it.
  package enum Fate: Sendable, Equatable {
    case made
    case addedTo
    /// It stays as it is, and why.
    case kept(String)
  }

  /// As the user would write it.
  package let name: String
  /// What it holds; nil for none.
  package let old: Bytes?
  /// What it holds afterwards.
  package let new: Bytes
  /// What becomes of it.
  package let fate: Fate
  let path: RootPath

  /// The change in the unified format.
  package var diff: Bytes {
    let before = old == nil ? "/dev/null" : "a/\(name)"
    return unifiedDiff(old: old ?? [], new: new, oldName: before, newName: "b/\(name)")
  }
}

/// Looks at a repository and makes what docbuild needs there: a `docbuild.toml` with what differs from what holds without one,
/// and where it is asked for a job of CI and a hook. Adds, and never overwrites.
///
/// - Throws: when files can't be listed or written.
package func initialise(_ session: Session, _ settings: InitSettings) throws -> [InitFile] {
  let project = session.project
  let all = try ProjectDocuments.files(of: project, endings: [[]], session.interrupt)
  let survey = RepositorySurvey(files: all, readers: settings.readers)
  var files = [try file(Configuration.name, survey.configuration, nil, in: project)]
  if settings.addsCI {
    if survey.usesGitLab {
      files.append(
        try file(
          RootPath(trusted: Bytes(".gitlab-ci.yml".utf8)), InitText.gitLab, "docbuild:",
          in: project,
          adding: InitText.withJob))
    } else {
      files.append(
        try file(
          RootPath(trusted: Bytes(".github/workflows/docbuild.yml".utf8)), InitText.workflow, nil,
          in: project))
    }
  }
  if settings.addsHook {
    files.append(
      try file(
        RootPath(trusted: Bytes(".pre-commit-config.yaml".utf8)), InitText.hooks, "id: docbuild",
        in: project,
        adding: InitText.withHook))
  }
  if !settings.dryRun {
    for file in files where file.new != file.old { try write(file, in: project) }
  }
  return files
}

/// A file with `text`, or one that is there with what is added to it.
///
/// - Parameters:
///   - mark: what such a file holds once it was added to; nil where nothing can be added.
///   - adding: makes of what such a file holds what it is to hold; nil where that can't be.
private func file(
  _ path: RootPath, _ text: String, _ mark: String?, in project: Project,
  adding: ((String) -> String?)? = nil
) throws -> InitFile {
  let name = project.name(of: path).text
  guard project.root.isThere(path) else {
    return InitFile(name: name, old: nil, new: Bytes(text.utf8), fate: .made, path: path)
  }
  guard let mark, let adding,
    case .success(let read) = project.root.readSaved(path, limit: 1 << 20),
    read.path == path
  else {
    let old = (try? project.root.readSaved(path, limit: 1 << 20).get())?.bytes
    return InitFile(
      name: name, old: old, new: old ?? [], fate: .kept("it is there already"), path: path)
  }
  let old = read.bytes
  if old.contains(Bytes(mark.utf8)) {
    return InitFile(name: name, old: old, new: old, fate: .kept("docbuild is in it"), path: path)
  }
  // What is added ends its lines as the file does.
  let isCRLF = old.contains(Bytes("\r\n".utf8))
  guard let made = adding(normalised(old).text) else {
    return InitFile(
      name: name, old: old, new: old, fate: .kept("nothing can be added to it as it is written"),
      path: path)
  }
  let new = Bytes((isCRLF ? made.replacing("\n", with: "\r\n") : made).utf8)
  return InitFile(name: name, old: old, new: new, fate: .addedTo, path: path)
}

private func write(_ file: InitFile, in project: Project) throws {
  let saved = (try? project.root.readSaved(file.path, limit: 1 << 20).get())?.bytes
  guard saved == file.old, file.old != nil || !project.root.isThere(file.path) else {
    throw SystemError("cannot write to", file.name, 17)
  }
  if file.old == nil, case .failure = project.root.makeFolder(file.path.folder) {
    throw SystemError("cannot make the folder of", file.name, 13)
  }
  let slot: FileSlot
  do throws(Errno) { slot = try project.root.slot(at: file.path) } catch {
    throw SystemError("cannot write to", file.name, error.code)
  }
  try OutputFile.replace(slot, withBytes: file.new, file.name)
}
