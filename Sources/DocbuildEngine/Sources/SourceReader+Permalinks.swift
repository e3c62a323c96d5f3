import DocbuildCore

/// Which commit a lasting link to a source names.
extension SourceReader {
  /// What stands for the commit in an address of a file at its repository's host: a tag, a branch or the beginning of a
  /// commit's name as it is written, and the commit itself for what only git understands (`HEAD~1`). Without a revision, the
  /// commit that last changed the file, so that other commits leave the page as it is.
  ///
  /// - Parameters:
  ///   - path: as the directive has it.
  ///   - name: what the user calls it.
  ///   - text: what is shown; without a revision the commit must hold it.
  func permalink(
    to path: RootPath, name: Bytes, at revision: Bytes?, showing text: SourceFacts,
    _ encoding: TextEncoding?
  ) -> Result<Bytes, FileFailure> {
    let revisions = GitRevisions(project: project, interrupt: interrupt)
    if let folder = revisions.nestedRepository(of: realPath(of: path)) {
      return .failure(
        FileFailure(
          id: .conflictingOptions,
          message:
            "'\(name.text)' is of the repository in '\(project.name(of: folder).text)', and 'link=rev' knows only the address of the one around it",
          notes: ["'link' and 'link=lines' lead to the file in this tree"]))
    }
    if let revision {
      return once([0] + Bytes("name ".utf8) + revision) {
        revisions.lastingName(of: revision).map { commit($0) }
          .mapError { failure($0, of: name, at: revision) }
      }.map(\.source.bytes)
    }
    switch source(WrittenPath(path), name: name, Bytes("HEAD".utf8), encoding) {
    case .success(let committed):
      guard committed.source.bytes == text.source.bytes else {
        return .failure(uncommitted(name, "holds '\(name.text)' as it is now"))
      }
    case .failure(let failure) where failure.id == .fileNotFound:
      return .failure(uncommitted(name, "holds '\(name.text)'"))
    case .failure(let failure) where failure.id == .revisionNotFound:
      guard case .success = Git.around(project, interrupt) else { return .failure(failure) }
      return .failure(uncommitted(name, "is there yet"))
    case .failure(let failure): return .failure(failure)
    }
    return once([0] + Bytes("last ".utf8) + path.bytes) { lastChange(of: path, name) }.map(
      \.source.bytes)
  }

  private func lastChange(of path: RootPath, _ name: Bytes) -> Result<SourceFacts, FileFailure> {
    GitRevisions(project: project, interrupt: interrupt).lastChange(of: realPath(of: path)).mapError
    {
      failure($0, of: name, at: Bytes("HEAD".utf8))
    }.flatMap { found in
      if let found { return .success(commit(Bytes(found.utf8))) }
      return .failure(
        FileFailure(
          id: .revisionNotFound,
          message:
            "'link=rev' leads to the commit that last changed '\(name.text)', which this shallow clone lacks",
          notes: ["'git fetch --unshallow' fetches it"]))
    }
  }

  private func commit(_ name: Bytes) -> SourceFacts {
    SourceFacts(Source(name: "a commit", bytes: name))
  }

  private func uncommitted(_ name: Bytes, _ what: String) -> FileFailure {
    FileFailure(
      id: .revisionNotFound, message: "'link=rev' leads to a commit, and none \(what)",
      notes: [
        "commit '\(name.text)' first, and build then; 'link' and 'link=lines' need no commit"
      ])
  }
}

extension GitRevisions {
  /// The commit that gave the file at `path`, a real one, the text that it has in HEAD; nil where a shallow
  /// clone does not know.
  func lastChange(of path: RootPath) -> Result<String?, GitRevisions.Failure> {
    around().flatMap { repository in
      do throws(GitRevisions.Failure) {
        return .success(try repository.lastChange(of: path))
      } catch {
        return .failure(error)
      }
    }
  }

  /// How hosts know a revision of the repository around the project.
  func lastingName(of revision: Bytes) -> Result<Bytes, GitRevisions.Failure> {
    around().flatMap { repository in
      do throws(GitRevisions.Failure) {
        let commit = try repository.commit(revision)
        let isCommit = revision.count >= 7 && Bytes(commit.utf8).starts(with: revision)
        // No name of a tag or a branch holds these (git-check-ref-format(1)).
        let isName = !isCommit && !revision.contains { "~^:@".utf8.contains($0) }
        for kind in ["tags", "heads"] where isName {
          guard (try? repository.commit(Bytes("refs/\(kind)/".utf8) + revision)) == commit else {
            continue
          }
          return .success(revision)
        }
        return .success(isCommit ? revision : Bytes(commit.utf8))
      } catch {
        return .failure(error)
      }
    }
  }
}
